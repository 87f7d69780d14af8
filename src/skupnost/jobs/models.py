"""Which workers live."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """One worker by its stable name; `seen_at` grows while it lives, `stopped_at` says that it
    ended on purpose."""

    executor = models.CharField(max_length=120, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
