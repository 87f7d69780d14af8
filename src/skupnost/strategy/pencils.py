"""The strokes that all drawings share, as SVG: colours by the sheet's own variables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Scale = Callable[[float], float]
Point = tuple[float, float]


def frame(label: str, body: SafeString, width: int, height: int) -> SafeString:
    """A drawing with the sentence that says it."""
    return format_html(
        '<svg role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg" '
        'viewBox="0 0 {} {}" width="100%" font-size="12" font-family="var(--font)" '
        'fill="var(--text-soft)">{}</svg>',
        label,
        width,
        height,
        body,
    )


def scale(low: float, high: float, start: float, end: float) -> Scale:
    """From a value to its place."""
    reach = (high - low) or 1.0
    return lambda value: start + (value - low) / reach * (end - start)


def line(one: Point, other: Point, colour: str, dashes: str = "") -> SafeString:
    """A stroke from one point to another."""
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1.5" '
        'stroke-dasharray="{}"/>',
        *map(short, (*one, *other)),
        colour,
        dashes,
    )


def levels(left: float, right: float, rows: Iterable[tuple[float, str]]) -> SafeString:
    """Lines across at some heights, each with its words at the left."""
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="var(--line)"/>'
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        ((left, right, short(at), short(at), left - 5, short(at + 4), words) for at, words in rows),
    )


def band(upper: Sequence[Point], lower: Sequence[Point], middle: Sequence[Point]) -> SafeString:
    """A line with the band around it."""
    return format_html(
        '<polygon points="{}" fill="var(--accent)" fill-opacity="0.16"/>'
        '<polyline points="{}" fill="none" stroke="var(--accent)" stroke-width="2.5"/>',
        _path([*upper, *reversed(lower)]),
        _path(middle),
    )


def _path(points: Sequence[Point]) -> str:
    return " ".join(f"{short(x)},{short(y)}" for x, y in points)


def each(parts: Iterable[SafeString]) -> SafeString:
    """One after the other."""
    return format_html_join("", "{}", ((part,) for part in parts))


def short(value: float) -> str:
    """A length with one decimal."""
    return f"{value:.1f}"
