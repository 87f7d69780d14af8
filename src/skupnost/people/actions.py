"""What changes people: the owner of an installation, and links that sign in once."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from skupnost.people.models import LoginLink, User

OWNER = "owner"
LINK_LIVES_MINUTES = 60


@transaction.atomic
def ensure_owner(*, language: str = "") -> tuple[User, bool]:
    """The person this installation belongs to, and whether they were made just now."""
    return User.objects.get_or_create(
        is_superuser=True,
        defaults={"username": OWNER, "language": language, "is_staff": True},
    )


def new_login_link(*, user: User, now: datetime) -> str:
    """A token that signs the person in once within the hour; only its digest is kept."""
    token = secrets.token_urlsafe(32)
    LoginLink.objects.create(
        user=user,
        token_digest=digest_of(token),
        created_at=now,
        expires_at=now + timedelta(minutes=LINK_LIVES_MINUTES),
    )
    return token


@transaction.atomic
def use_login_link(*, token: str, now: datetime) -> User | None:
    """The person of the token, the first time and in time; None ever after."""
    link = LoginLink.objects.filter(token_digest=digest_of(token)).select_related("user").first()
    fresh = LoginLink.objects.filter(
        token_digest=digest_of(token), used_at__isnull=True, expires_at__gt=now
    )
    if link is None or not fresh.update(used_at=now) or not link.user.is_active:
        return None
    return link.user


def digest_of(token: str) -> str:
    """What is kept of a token: SHA-256 in hex."""
    return sha256(token.encode()).hexdigest()
