"""What the views of posts share: who asks, whose post it is, and how a refusal is told."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from skupnost.clients.access import client_or_404
from skupnost.editorial.boards import Desk
from skupnost.editorial.errors import Declined
from skupnost.editorial.models import Post
from skupnost.editorial.queries import post_or_404
from skupnost.editorial.wording import declined, too_late
from skupnost.people.models import User
from skupnost.publishing.actions import TooLate

UNPROCESSABLE = 422
CONFLICT = 409


def desk_of(request: HttpRequest, client: str) -> Desk:
    """The client's desk now; Http404 for strangers."""
    return Desk.of(client_or_404(request.user, client), timezone.now())


def desk_and_post(request: HttpRequest, client: str, post_id: object) -> tuple[Desk, Post]:
    """The desk and one of its posts; Http404 for strangers and other clients' posts."""
    desk = desk_of(request, client)
    return desk, post_or_404(desk.client, str(post_id))


def person(request: HttpRequest) -> User:
    """Who asks: the doors let in nobody who is not signed in."""
    assert isinstance(request.user, User)
    return request.user


def words(error: Declined | TooLate) -> str:
    """Why nothing was done, as a sentence."""
    return declined(error) if isinstance(error, Declined) else too_late()


def to_post(post: Post) -> HttpResponse:
    return redirect("editorial:post", client=post.client.slug, post_id=post.pk)
