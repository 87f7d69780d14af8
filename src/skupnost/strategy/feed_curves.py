"""The week of a feed as a map: the darker an hour, the more others publish in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from skupnost.strategy.pencils import frame
from skupnost.ui import dates

WIDTH, HEIGHT = 420, 188
LEFT, TOP, CELL, ROW = 36, 4, 16, 23
PALEST, DARKEST = 0.06, 0.9


def week(by_hour: Sequence[float], chosen: Collection[int], label: str) -> SafeString:
    """Seven rows of 24 cells; a ring stands where a post is to go out."""
    top = max(by_hour, default=0.0) or 1.0
    shades = (PALEST + (DARKEST - PALEST) * value / top for value in by_hour)
    cells = (
        (*_corner(hour), CELL - 1, ROW - 1, f"{shade:.2f}") for hour, shade in enumerate(shades)
    )
    rings = ((x + (CELL - 1) / 2, y + (ROW - 1) / 2) for x, y in map(_corner, sorted(chosen)))
    days = (
        (LEFT - 6, TOP + row * ROW + 15, name) for row, name in enumerate(dates.weekday_names())
    )
    hours = ((LEFT + hour * CELL, HEIGHT - 6, f"{hour:02d}:00") for hour in range(0, 24, 6))
    body = format_html(
        "{}{}{}{}",
        format_html_join("", CELLS, cells),
        format_html_join("", RING, rings),
        format_html_join("", '<text x="{}" y="{}" text-anchor="end">{}</text>', days),
        format_html_join("", '<text x="{}" y="{}">{}</text>', hours),
    )
    return frame(label, body, WIDTH, HEIGHT)


CELLS = '<rect x="{}" y="{}" width="{}" height="{}" rx="2" fill="var(--accent)" fill-opacity="{}"/>'
RING = '<circle cx="{}" cy="{}" r="5" fill="var(--surface)" stroke="var(--text)" stroke-width="2"/>'


def _corner(hour: int) -> tuple[int, int]:
    return LEFT + hour % 24 * CELL, TOP + hour // 24 * ROW
