"""Media: the files that posts carry, stored once by their content."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from skupnost.clients.models import Client
from skupnost.domain.payload import MediaItem


class Asset(models.Model):
    """One picture or film of a client, cleaned of metadata; the file is found by its SHA-256."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="assets")
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=80)
    n_bytes = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(null=True, blank=True)
    name = models.CharField(max_length=200)
    alt_text = models.TextField(_("Description for people who cannot see it"), blank=True)
    is_decorative = models.BooleanField(_("Only decoration"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at",)
        constraints = (models.UniqueConstraint(fields=("client", "sha256"), name="asset_once"),)

    def as_item(self) -> MediaItem:
        return MediaItem(
            sha256=self.sha256,
            mime=self.mime,
            n_bytes=self.n_bytes,
            width=self.width,
            height=self.height,
            seconds=self.seconds,
            alt_text=self.alt_text,
            decorative=self.is_decorative,
            name=self.name,
        )
