"""Addresses of posts and the calendar; all of them belong to a client."""

from __future__ import annotations

from django.urls import path

from skupnost.editorial.views import calendar, composer, moving, post, practice_room

app_name = "editorial"
urlpatterns = [
    path("networks/<slug:slug>/practice/", practice_room.room, name="practice_room"),
    path("c/<slug:client>/calendar/", calendar.calendar, name="calendar"),
    path("c/<slug:client>/undo/<str:token>/", moving.undo_move, name="undo_move"),
    path("c/<slug:client>/deliveries/<uuid:delivery_id>/", post.of_delivery, name="delivery"),
    path("c/<slug:client>/deliveries/<uuid:delivery_id>/mend/", moving.mend, name="mend"),
    path("c/<slug:client>/posts/new/", composer.new, name="post_new"),
    path("c/<slug:client>/posts/bin/", post.bin_list, name="bin"),
    path("c/<slug:client>/posts/drafts/", post.draft_list, name="drafts"),
    path("c/<slug:client>/posts/<uuid:post_id>/", post.show, name="post"),
    path("c/<slug:client>/posts/<uuid:post_id>/edit/", composer.edit, name="post_edit"),
    path("c/<slug:client>/posts/<uuid:post_id>/move/", moving.move, name="post_move"),
    path("c/<slug:client>/posts/<uuid:post_id>/cancel/", post.cancel, name="post_cancel"),
    path("c/<slug:client>/posts/<uuid:post_id>/approve/", post.approve, name="post_approve"),
    path("c/<slug:client>/posts/<uuid:post_id>/publish/", post.publish_now, name="post_publish"),
    path("c/<slug:client>/posts/<uuid:post_id>/duplicate/", post.duplicate, name="post_duplicate"),
    path("c/<slug:client>/posts/<uuid:post_id>/bin/", post.throw_away, name="post_bin"),
    path("c/<slug:client>/posts/<uuid:post_id>/restore/", post.restore, name="post_restore"),
    path(
        "c/<slug:client>/posts/<uuid:post_id>/remove/<uuid:delivery_id>/",
        post.remove,
        name="post_remove",
    ),
]
