"""Media: the files that posts carry, stored once by their content."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from skupnost.clients.models import Client
from skupnost.domain.payload import MediaItem


class Asset(models.Model):
    """One picture or film of a client, cleaned of metadata; the file is found by its SHA-256.

    `original` is the asset that this one was made of by `mend` (`crop`, `shrink`, `convert`, `cut`,
    `first_frame`, `make_cover`). `focus_x` and `focus_y` (0 to 1 from left and top) are what a crop
    keeps in sight. `cover` is the picture shown before a film plays. 0 and empty are unknown.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="assets")
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=80)
    n_bytes = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(null=True, blank=True)
    n_frames = models.PositiveIntegerField(default=0)
    frames_per_second = models.FloatField(default=0)
    bit_rate = models.PositiveBigIntegerField(default=0)
    video_codec = models.CharField(max_length=40, blank=True)
    audio_codec = models.CharField(max_length=40, blank=True)
    rotation = models.PositiveSmallIntegerField(default=0)
    focus_x = models.FloatField(default=0.5)
    focus_y = models.FloatField(default=0.5)
    original = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="versions"
    )
    mend = models.CharField(max_length=20, blank=True)
    cover = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    alt_text = models.TextField(_("Description for people who cannot see it"), blank=True)
    is_decorative = models.BooleanField(_("Only decoration"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at",)
        constraints = (models.UniqueConstraint(fields=("client", "sha256"), name="asset_once"),)

    @property
    def is_film(self) -> bool:
        return self.mime.startswith("video/")

    @property
    def focus(self) -> tuple[float, float]:
        return self.focus_x, self.focus_y

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
            n_frames=self.n_frames if self.n_frames > 1 else 0,
            frames_per_second=self.frames_per_second,
            bit_rate=self.bit_rate,
            video_codec=self.video_codec,
            audio_codec=self.audio_codec,
            rotation=self.rotation,
        )
