"""The page of a post and what can be done from it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skupnost.editorial import actions
from skupnost.editorial.boards import Desk
from skupnost.editorial.drawing import standing_mark
from skupnost.editorial.errors import Declined
from skupnost.editorial.models import Post
from skupnost.editorial.queries import binned, unplanned
from skupnost.editorial.truth import truth
from skupnost.editorial.views.answers import (
    UNPROCESSABLE,
    desk_and_post,
    desk_of,
    person,
    to_post,
    words,
)
from skupnost.publishing.actions import NotRemoved, TooLate
from skupnost.publishing.models import Delivery
from skupnost.publishing.sentences import reason
from skupnost.ui.toasts import say, warn

Act = Callable[[Desk, Post], str]


@require_GET
def show(request: HttpRequest, client: str, post_id: UUID) -> HttpResponse:
    """The truth about a post; asked by htmx, only the part that changes, and nothing (204) to a
    page that shows it already."""
    desk, post = desk_and_post(request, client, post_id)
    found = truth(post, desk.now)
    if request.GET.get("seen") == found.mark and found.is_restless:
        return HttpResponse(status=204)
    context = {
        "client": desk.client,
        "zone": desk.zone,
        "now": desk.now,
        "post": post,
        "truth": found,
        "mark": standing_mark(found.standing),
    }
    is_partial = bool(request.headers.get("HX-Request"))
    template = "editorial/_truth.html" if is_partial else "editorial/post.html"
    return render(request, template, context)


@require_POST
def cancel(request: HttpRequest, client: str, post_id: UUID) -> HttpResponse:
    """Call off what has not left."""

    def act(desk: Desk, post: Post) -> str:
        done = actions.cancel(post=post, by=person(request), now=desk.now)
        if done.too_late:
            names = ", ".join(done.too_late)
            warn(request, _("Too late for %(channels)s: it left already.") % {"channels": names})
        return ngettext(
            "Called off for %(n)d channel. The post is a draft again.",
            "Called off for %(n)d channels. The post is a draft again.",
            done.n_cancelled,
        ) % {"n": done.n_cancelled}

    return _act(request, client, post_id, act)


@require_POST
def approve(request: HttpRequest, client: str, post_id: UUID) -> HttpResponse:
    """A yes to the text as it stands."""

    def act(desk: Desk, post: Post) -> str:
        actions.approve(post=post, by=person(request), now=desk.now)
        return _("Approved as it stands. A later change needs a new approval.")

    return _act(request, client, post_id, act)


@require_http_methods(["GET", "POST"])
def publish_now(request: HttpRequest, client: str, post_id: UUID) -> HttpResponse:
    """Asked once more on a page of its own, then everything that waits becomes due."""
    desk, post = desk_and_post(request, client, post_id)
    if request.method == "GET":
        context = {"client": desk.client, "post": post, "truth": truth(post, desk.now)}
        return render(request, "editorial/publish.html", context)

    def act(desk: Desk, post: Post) -> str:
        done = actions.publish_now(post=post, by=person(request), now=desk.now)
        return _("On its way.") if done.is_new else _("It was on its way already.")

    return _act(request, client, post_id, act)


@require_POST
def duplicate(request: HttpRequest, client: str, post_id: UUID) -> HttpResponse:
    """A new draft with the same words."""
    desk, post = desk_and_post(request, client, post_id)
    copy = actions.duplicate(post=post, by=person(request), now=desk.now)
    say(request, _("This is the copy. Choose a time for it."))
    return redirect("editorial:post_edit", client=client, post_id=copy.pk)


@require_POST
def throw_away(request: HttpRequest, client: str, post_id: UUID) -> HttpResponse:
    """Into the bin, with a way back."""
    desk, post = desk_and_post(request, client, post_id)
    try:
        actions.bin_post(post=post, by=person(request), now=desk.now)
    except (Declined, TooLate) as error:
        warn(request, words(error))
        return to_post(post)
    undo_url = desk.post_url(post.pk, "restore")
    say(request, _("In the bin. You can take it out again."), undo_url=undo_url)
    return redirect("editorial:calendar", client=client)


@require_POST
def restore(request: HttpRequest, client: str, post_id: UUID) -> HttpResponse:
    """Out of the bin, as a draft."""
    desk, post = desk_and_post(request, client, post_id)
    actions.restore_post(post=post, now=desk.now)
    say(request, _("Back as a draft."))
    return to_post(post)


@require_GET
def bin_list(request: HttpRequest, client: str) -> HttpResponse:
    """What was thrown away."""
    desk = desk_of(request, client)
    page = Paginator(binned(desk.client), 50).get_page(request.GET.get("page"))
    return render(request, "editorial/bin.html", {"client": desk.client, "page": page})


@require_GET
def draft_list(request: HttpRequest, client: str) -> HttpResponse:
    """Drafts that have no time yet."""
    desk = desk_of(request, client)
    page = Paginator(unplanned(desk.client), 50).get_page(request.GET.get("page"))
    return render(request, "editorial/drafts.html", {"client": desk.client, "page": page})


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, client: str, post_id: UUID, delivery_id: UUID) -> HttpResponse:
    """Ask once more, then take a live post away at the network, and say honestly how it went."""
    desk, post = desk_and_post(request, client, post_id)
    delivery = _delivery_of(post, delivery_id)
    context = {"client": desk.client, "post": post, "delivery": delivery}
    if request.method == "GET":
        return render(request, "editorial/remove.html", context)
    try:
        actions.remove_live(delivery=delivery, now=desk.now)
    except NotRemoved as error:
        told = context | {"problem": reason(error.code, error.params)}
        return render(request, "editorial/remove.html", told, status=UNPROCESSABLE)
    say(request, _("Removed from %(channel)s.") % {"channel": delivery.channel.name})
    return to_post(post)


@require_GET
def of_delivery(request: HttpRequest, client: str, delivery_id: UUID) -> HttpResponse:
    """From a delivery to the sheet of its post."""
    desk = desk_of(request, client)
    post = get_object_or_404(Post, client=desk.client, variants__delivery=delivery_id)
    return redirect("editorial:post_edit", client=client, post_id=post.pk)


def _delivery_of(post: Post, delivery_id: UUID) -> Delivery:
    found = Delivery.objects.select_related("channel__client").filter(
        channel__client=post.client_id, pk=delivery_id
    )
    delivery = get_object_or_404(found)
    is_ours = post.variants.filter(delivery=delivery).exists()
    if not is_ours and not post.past_deliveries.filter(delivery=delivery).exists():
        raise Http404
    return delivery


def _act(request: HttpRequest, client: str, post_id: UUID, act: Act) -> HttpResponse:
    """Do it, tell it, and show the post; a refusal is told on the same page."""
    desk, post = desk_and_post(request, client, post_id)
    try:
        say(request, act(desk, post))
    except (Declined, TooLate) as error:
        warn(request, words(error))
    return to_post(post)
