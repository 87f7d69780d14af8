"""Clients: the brands that are spoken for, and who may work for them."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from skupnost.people.models import User


class Client(models.Model):
    """A brand: everything that is planned and published belongs to one."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=120)
    zone = models.CharField(_("Time zone"), max_length=64)
    language = models.CharField(_("Language"), max_length=16)
    colour = models.CharField(
        _("Colour"), max_length=7, validators=[RegexValidator(r"^#[0-9a-f]{6}$")]
    )
    web_address = models.URLField(_("Web site"), blank=True)
    missed_window_minutes = models.PositiveIntegerField(_("Publish late by at most"), default=120)
    is_person = models.BooleanField(_("One person, not a company or organisation"), default=False)
    is_sample = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    people = models.ManyToManyField(User, through="Membership", related_name="clients")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None


class Membership(models.Model):
    """A person works for a client; without one the client does not exist for them."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    client = models.ForeignKey(Client, on_delete=models.CASCADE)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "client"), name="one_membership"),)
