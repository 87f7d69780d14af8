"""Questions about people."""

from __future__ import annotations

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from skupnost.people.models import User


def anybody_has_a_password() -> bool:
    """Whether the password form is worth showing."""
    with_one = User.objects.filter(is_active=True).exclude(password="")
    return with_one.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists()
