"""Signing in and out, and what a person prefers."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from skupnost.people.models import LoginFailure, LoginLink, User

LINK_LIFE = timedelta(minutes=15)
FAILURE_WINDOW = timedelta(minutes=15)
FAILURES_PER_NAME = 5
FAILURES_PER_ADDRESS = 20


def make_login_link(*, user: User, now: datetime) -> str:
    """The path of a link that signs this person in once, within 15 minutes. 256 random bits; only
    their digest is stored."""
    token = secrets.token_urlsafe(32)
    LoginLink.objects.create(
        user=user, token_digest=_digest(token), created_at=now, expires_at=now + LINK_LIFE
    )
    # By this room's own addresses: all rooms' would take half a second to load at every start.
    return reverse("login_link", args=[token], urlconf="skupnost.people.urls")


def use_login_link(*, token: str, now: datetime) -> User | None:
    """Whom the link signs in; None where it is unknown, used or too old. Of two who use it at the
    same moment one wins."""
    link = LoginLink.objects.filter(token_digest=_digest(token))
    won = link.filter(used_at=None, expires_at__gt=now, user__is_active=True).update(used_at=now)
    return link.select_related("user").get().user if won else None


def ensure_owner(*, name: str = "") -> User:
    """The first person of this installation; made where there is nobody yet."""
    with transaction.atomic():
        owner = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
        return owner or _make_owner(name)


def _make_owner(name: str) -> User:
    owner = User(username="owner", first_name=name, is_superuser=True, is_staff=True)
    owner.set_unusable_password()
    owner.save()
    return owner


def note_failure(*, name: str, address: str, now: datetime) -> None:
    """Remember a wrong password, forget those that no longer count."""
    LoginFailure.objects.filter(failed_at__lte=now - FAILURE_WINDOW).delete()
    LoginFailure.objects.create(name=name[:150], address=address[:45], failed_at=now)


def forget_failures(*, name: str) -> None:
    """After a right password the name starts afresh."""
    LoginFailure.objects.filter(name=name[:150]).delete()


def may_try(*, name: str, address: str, now: datetime) -> bool:
    """Whether another password may be tried: five a name, twenty an address, in 15 minutes."""
    recent = LoginFailure.objects.filter(failed_at__gt=now - FAILURE_WINDOW)
    return (
        recent.filter(name=name[:150]).count() < FAILURES_PER_NAME
        and recent.filter(address=address[:45]).count() < FAILURES_PER_ADDRESS
    )


def choose_language(*, user: User, language: str) -> None:
    user.language = language
    user.save(update_fields=["language"])


def put_first_steps_away(*, user: User) -> None:
    """For good; the preferences bring them back."""
    user.wants_first_steps = False
    user.save(update_fields=["wants_first_steps"])


def choose_theme(*, user: User, theme: str) -> None:
    user.theme = theme
    user.save(update_fields=["theme"])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
