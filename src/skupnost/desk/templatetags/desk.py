"""Words and addresses of the morning page."""

from __future__ import annotations

import json
from datetime import date

from django import template
from django.urls import reverse

from skupnost.desk.mornings import Line
from skupnost.publishing.models import Delivery
from skupnost.ui import dates

register = template.Library()
register.filter("day_long", dates.day_long)
register.filter("day_short", dates.day_short)


@register.filter
def weekday(day: date) -> str:
    """`Mon`."""
    return dates.weekday_names()[day.weekday()]


@register.filter
def delivery_words(delivery: Delivery) -> str:
    """The title or first words of what a delivery carries; the channel's name where it has none."""
    payload = json.loads(delivery.payload)
    words = " ".join(str(payload.get("title") or payload.get("text") or "").split())
    return words[:120] or delivery.channel.name


@register.simple_tag
def post_url(line: Line) -> str:
    """The page of the post."""
    return reverse("editorial:post", args=[line.client.slug, line.entry.id])


@register.simple_tag
def level(number: int, most: int) -> int:
    """0 to 9: how strongly a number is tinted beside the largest one."""
    return round(9 * number / most) if most else 0
