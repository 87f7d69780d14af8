"""Template filters for moments in a client's zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from skupnost.ui import dates

register = template.Library()


@register.filter
def moment(at: datetime | None, zone: ZoneInfo) -> SafeString | str:
    """`Fri 27 Nov 18:00` in the client's zone, as a time element; nothing for None."""
    if at is None:
        return ""
    shown = dates.moment(at, zone)
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), zone, shown)


@register.filter
def ago(at: datetime, now: datetime) -> str:
    """`3 minutes ago`, `in 2 hours`."""
    return dates.ago(at, now)
