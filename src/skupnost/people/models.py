"""Who works here."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A person who works with Skupnost; signs in by a one-time link or a password."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    language = models.CharField(_("Language"), max_length=8, blank=True)
    theme = models.CharField(_("Colours"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    has_single_keys = models.BooleanField(_("Shortcuts by single keys"), default=True)
    wants_first_steps = models.BooleanField(_("Show the first steps"), default=True)


class LoginLink(models.Model):
    """A link that signs a person in once. Only the digest of its token is stored."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class LoginFailure(models.Model):
    """A wrong password; too many of them close the form for a while."""

    name = models.CharField(max_length=150)
    address = models.CharField(max_length=45, blank=True)
    failed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("failed_at",), name="failed_when"),)
