"""Channels: the accounts of a client on networks."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from skupnost.clients.models import Client


class Health(models.TextChoices):
    """Whether a channel can publish, and if not, what it waits for."""

    OK = "ok", _("Connected")
    NEEDS_RECONNECT = "needs_reconnect", _("Connect again")
    PAUSED = "paused", _("Paused")
    DISCONNECTED = "disconnected", _("Disconnected")


class Channel(models.Model):
    """One account of one client on one network. Disconnecting forgets the credentials, not the
    history. `credentials_sealed` is opened by `channels.vault` only. `live_limits` are the limits
    the server told at `limits_read_at`, under the manifest's dotted keys. `told` is what the
    network said of the account (`kind`, `scopes`), `may_post` what a person said where only they
    know, and `access_given_at` when the credentials came."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="channels")
    network = models.CharField(_("Network"), max_length=40)
    account_kind = models.CharField(_("Account kind"), max_length=40)
    server = models.CharField(_("Server"), max_length=300, blank=True)
    handle = models.CharField(max_length=200, blank=True)
    display_name = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=500, blank=True)
    remote_account_id = models.CharField(max_length=200, blank=True)
    credentials_sealed = models.BinaryField(default=b"", editable=False)
    health = models.CharField(max_length=20, choices=Health, default=Health.OK)
    health_reason = models.CharField(max_length=80, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    live_limits = models.JSONField(default=dict, blank=True)
    limits_read_at = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=dict, blank=True)
    may_post = models.CharField(max_length=8, blank=True)
    access_given_at = models.DateTimeField(null=True, blank=True)
    practice_faults = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    disconnected_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("network", "handle", "id")

    def __str__(self) -> str:
        return f"{self.network}: {self.handle or self.server}"

    @property
    def is_connected(self) -> bool:
        return self.health != Health.DISCONNECTED

    @property
    def may_publish(self) -> bool:
        return self.health == Health.OK

    @property
    def name(self) -> str:
        return self.display_name or self.handle or self.server
