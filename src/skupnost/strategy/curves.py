"""Charts as SVG: colours by the sheet's own variables, words beside them in the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from skupnost.domain.cadence import Advice, HourWorth
from skupnost.strategy.sentences import percent

WIDTH, HEIGHT = 420, 230
LEFT, RIGHT, TOP, BOTTOM = 46, 8, 10, 28
Scale = Callable[[float], float]


def curve(advice: Advice, label: str) -> SafeString:
    """Response a week by posts a week against today's, its 80 % band, today and the advice."""
    points = advice.curve
    if len(points) < 2:
        return SafeString("")
    top = min(max(point.range80.high for point in points), 4.0)
    x = _scale(points[0].n, points[-1].n, LEFT, WIDTH - RIGHT)
    y = _scale(0.0, top, HEIGHT - BOTTOM, TOP)
    upper = [(x(point.n), y(min(point.range80.high, top))) for point in points]
    lower = [(x(point.n), y(max(min(point.range80.low, top), 0.0))) for point in points]
    middle = [(x(point.n), y(min(point.middle, top))) for point in points]
    marks = _upright(x, advice.today_per_week, "var(--text-soft)", "4 4") if advice.n_posts else ""
    body = format_html(
        '{}<polygon points="{}" fill="var(--accent)" fill-opacity="0.16"/>'
        '<polyline points="{}" fill="none" stroke="var(--accent)" stroke-width="2.5"/>{}{}{}',
        _level_lines(y, _nice(top), base=1.0),
        _path([*upper, *reversed(lower)]),
        _path(middle),
        marks,
        _upright(x, advice.advice_per_week, "var(--accent-strong)", ""),
        _ticks(x, _whole(points[0].n, points[-1].n), "{:g}"),
    )
    return _frame(label, body)


def day(hours: Sequence[HourWorth], label: str) -> SafeString:
    """What each hour of the day is worth against the average hour, with 80 % whiskers."""
    high = min(max([0.1, *(hour.range80.high for hour in hours)]), 2.0)
    low = max(min([-0.1, *(hour.range80.low for hour in hours)]), -1.0)
    x = _scale(-0.5, 23.5, LEFT, WIDTH - RIGHT)
    y = _scale(low, high, HEIGHT - BOTTOM, TOP)
    bars = format_html_join("", "{}", ((_bar(hour, x, y, low, high),) for hour in hours))
    lines = _level_lines(y, [low, 0.0, high])
    return _frame(
        label, format_html("{}{}{}", lines, bars, _ticks(x, range(0, 24, 4), "{:02g}:00"))
    )


def _bar(hour: HourWorth, x: Scale, y: Scale, low: float, high: float) -> SafeString:
    middle = min(max(hour.middle, low), high)
    top, bottom = sorted((y(middle), y(0.0)))
    return format_html(
        '<rect x="{}" y="{}" width="10" height="{}" rx="2" fill="var(--accent)" '
        'fill-opacity="{}"/><line x1="{}" x2="{}" y1="{}" y2="{}" stroke="var(--text)" '
        'stroke-opacity="0.55" stroke-width="1.5"/>',
        _short(x(hour.hour) - 5),
        _short(top),
        _short(max(bottom - top, 1.0)),
        "0.85" if hour.n_posts else "0.3",
        *[_short(x(hour.hour))] * 2,
        _short(y(max(hour.range80.low, low))),
        _short(y(min(hour.range80.high, high))),
    )


def _frame(label: str, body: SafeString) -> SafeString:
    return format_html(
        '<svg role="img" aria-label="{}" viewBox="0 0 {} {}" width="100%" font-size="12" '
        'fill="var(--text-soft)">{}</svg>',
        label,
        WIDTH,
        HEIGHT,
        body,
    )


def _scale(low: float, high: float, start: float, end: float) -> Scale:
    reach = (high - low) or 1.0
    return lambda value: start + (value - low) / reach * (end - start)


def _upright(x: Scale, at: float, colour: str, dashes: str) -> SafeString:
    place = _short(min(max(x(at), LEFT), WIDTH - RIGHT))
    return format_html(
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="1.5" '
        'stroke-dasharray="{}"/>',
        place,
        place,
        TOP,
        HEIGHT - BOTTOM,
        colour,
        dashes,
    )


def _level_lines(y: Scale, levels: Sequence[float], base: float = 0.0) -> SafeString:
    """Lines across with their distance from the base as a share."""
    rows = (
        (LEFT, WIDTH - RIGHT, *[_short(y(at))] * 2, LEFT - 5, _short(y(at) + 4), percent(at - base))
        for at in levels
    )
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="var(--line)"/>'
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        rows,
    )


def _ticks(x: Scale, values: Sequence[int], words: str) -> SafeString:
    rows = ((_short(x(value)), HEIGHT - 8, words.format(value)) for value in values)
    return format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', rows)


def _nice(top: float) -> list[float]:
    step = 0.5 if top <= 2.2 else 1.0
    return [step * n for n in range(int(top / step) + 1)]


def _whole(first: int, last: int) -> list[int]:
    step = max(1, round((last - first) / 7))
    return list(range(first, last + 1, step))


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_short(x)},{_short(y)}" for x, y in points)


def _short(value: float) -> str:
    return f"{value:.1f}"
