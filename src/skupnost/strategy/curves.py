"""Charts as SVG: colours by the sheet's own variables, words beside them in the page. For paper,
and wherever no sheet is, `on_paper` puts plain colours in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from skupnost.domain.cadence import HourWorth
from skupnost.domain.cadence.values import CurvePoint
from skupnost.strategy.figures import Figures
from skupnost.strategy.pencils import Scale, band, each, frame, levels, line, scale, short
from skupnost.strategy.sentences import percent

WIDTH, HEIGHT = 420, 230
LEFT, RIGHT, TOP, BOTTOM = 52, 8, 10, 28
# In multiples of today's response: how high a band is drawn at least, and between lines across.
HIGHEST_BAND = 4.0
STEPS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
BAR_STEP, LONGEST_NAME = 38, 58
BAR = (
    '<text x="0" y="{}" fill="var(--text)">{}</text>'
    '<rect y="{}" width="{}" height="14" rx="3" fill="var(--line)" fill-opacity="0.6"/>'
    '<rect y="{}" width="{}" height="14" rx="3" fill="var(--accent)"/>'
    '<text x="{}" y="{}" fill="var(--text)">{}</text>'
)

PICTOGRAPH = re.compile("[\u2600-\u27bf\ufe0f\u20e3\U0001f000-\U0001faff]\u200d?")
VARIABLE = re.compile(r"var\(--([a-z-]+)\)")
# The light theme of tokens.css; the accent is the client's own colour.
PAPER = {
    "text": "#1a1a22",
    "text-soft": "#5b5b69",
    "line": "#e4e4ec",
    "line-strong": "#8b8b99",
    "surface": "#ffffff",
    "font": "Inter, sans-serif",
}


def on_paper(svg: str, colour: str) -> SafeString:
    """The drawing with plain colours instead of the sheet's variables."""
    ink = {**PAPER, "accent": colour, "accent-strong": colour}
    return SafeString(VARIABLE.sub(lambda found: ink.get(found[1], colour), svg))


def curve(figures: Figures, label: str) -> SafeString:
    """Response a week by posts a week against today's, its 80 % band, today and the advice."""
    points = figures.curve
    if len(points) < 2:
        return SafeString("")
    top = _top(points)
    x = scale(points[0].n, points[-1].n, LEFT, WIDTH - RIGHT)
    y = scale(0.0, top, HEIGHT - BOTTOM, TOP)
    upper = [(x(point.n), y(min(point.range80.high, top))) for point in points]
    lower = [(x(point.n), y(max(min(point.range80.low, top), 0.0))) for point in points]
    middle = [(x(point.n), y(min(point.middle, top))) for point in points]
    marks = (
        _upright(x, figures.today_per_week, "var(--text-soft)", "4 4") if figures.n_posts else ""
    )
    body = format_html(
        "{}{}{}{}{}",
        _level_lines(y, _nice(top), base=1.0),
        band(upper, lower, middle),
        marks,
        _upright(x, figures.advice_per_week, "var(--accent-strong)"),
        _ticks(x, _whole(points[0].n, points[-1].n), "{:g}"),
    )
    return frame(label, body, WIDTH, HEIGHT)


def _top(points: Sequence[CurvePoint]) -> float:
    """The height of the drawing: the whole line, and the band as far as it leaves that legible."""
    line = max(point.middle for point in points)
    return min(max(point.range80.high for point in points), max(HIGHEST_BAND, 1.2 * line))


def day(hours: Sequence[HourWorth], label: str) -> SafeString:
    """What each hour of the day is worth against the average hour, with 80 % whiskers."""
    high = min(max([0.1, *(hour.range80.high for hour in hours)]), 2.0)
    low = max(min([-0.1, *(hour.range80.low for hour in hours)]), -1.0)
    x = scale(-0.5, 23.5, LEFT, WIDTH - RIGHT)
    y = scale(low, high, HEIGHT - BOTTOM, TOP)
    bars = each(_bar(hour, x, y, low, high) for hour in hours)
    lines = _level_lines(y, [low, 0.0, high])
    body = format_html("{}{}{}", lines, bars, _ticks(x, range(0, 24, 4), "{:02g}:00"))
    return frame(label, body, WIDTH, HEIGHT)


def week(figures: Figures, label: str, names: Sequence[str]) -> SafeString:
    """The 168 hours, darker where a post is worth more; a dot where one stands, struck through
    where none may."""
    across, down = (WIDTH - RIGHT - LEFT) / 24, (HEIGHT - BOTTOM - TOP) / 7
    tint = each(_shade(figures, n, across, down) for n in range(10))
    quiet = [hour for hour in range(168) if hour not in figures.open_hours]
    struck = "".join(
        f"M{short(x + 2)} {short(y + down - 4)}l{short(across - 5)} {short(6 - down)}"
        for x, y in (_corner(hour, across, down) for hour in quiet)
    )
    dots = ((_corner(hour, across, down)) for hour in figures.slots)
    body = format_html(
        '<g fill="var(--accent)">{}</g><path d="{}" stroke="var(--text-soft)" '
        'stroke-opacity="0.35"/><g fill="var(--accent-strong)" stroke="var(--surface)" '
        'stroke-width="2">{}</g>{}{}',
        tint,
        struck,
        format_html_join(
            "",
            '<circle cx="{}" cy="{}" r="6"/>',
            ((short(x + across / 2 - 0.5), short(y + down / 2 - 0.5)) for x, y in dots),
        ),
        format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="end">{}</text>',
            ((LEFT - 6, short(TOP + down * (day + 0.65)), name) for day, name in enumerate(names)),
        ),
        _ticks(scale(-0.5, 23.5, LEFT, WIDTH - RIGHT), range(0, 24, 4), "{:02g}:00"),
    )
    return frame(label, body, WIDTH, HEIGHT)


def _shade(figures: Figures, level: int, across: float, down: float) -> SafeString:
    """The hours of one level of worth as a single path."""
    low, high = min(figures.hours), max(figures.hours)
    reach = (high - low) or 1.0
    cells = "".join(
        f"M{short(x)} {short(y)}h{short(across - 1)}v{short(down - 1)}h{short(1 - across)}z"
        for hour, worth in enumerate(figures.hours)
        if round(9 * (worth - low) / reach) == level
        for x, y in (_corner(hour, across, down),)
    )
    opacity = f"{0.05 + 0.07 * level:.2f}"
    return (
        format_html('<path d="{}" fill-opacity="{}"/>', cells, opacity) if cells else SafeString("")
    )


def _corner(hour: int, across: float, down: float) -> tuple[float, float]:
    return LEFT + across * (hour % 24), TOP + down * (hour // 24)


def bars(values: Sequence[tuple[str, float]], label: str, words: str) -> SafeString:
    """One bar below the other, each under its name, with its value at the end."""
    top = max([1e-9, *(value for _name, value in values)])
    reach = WIDTH - RIGHT - 52
    rows = (
        (
            y,
            _clipped(name),
            y + 6,
            short(reach),
            y + 6,
            short(reach * value / top),
            short(reach * value / top + 8),
            y + 17,
            words.format(value),
        )
        for y, (name, value) in ((14 + BAR_STEP * n, row) for n, row in enumerate(values))
    )
    body = format_html_join("", BAR, rows)
    return frame(label, body, WIDTH, BAR_STEP * len(values))


def _clipped(name: str) -> str:
    """The name as a drawing can have it: not too long, and without pictographs, which SVG on paper
    cannot set; the table beside it has them."""
    name = PICTOGRAPH.sub("", name).strip() or name
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _bar(hour: HourWorth, x: Scale, y: Scale, low: float, high: float) -> SafeString:
    middle = min(max(hour.middle, low), high)
    top, bottom = sorted((y(middle), y(0.0)))
    return format_html(
        '<rect x="{}" y="{}" width="10" height="{}" rx="2" fill="var(--accent)" '
        'fill-opacity="{}"/><line x1="{}" x2="{}" y1="{}" y2="{}" stroke="var(--text)" '
        'stroke-opacity="0.55" stroke-width="1.5"/>',
        short(x(hour.hour) - 5),
        short(top),
        short(max(bottom - top, 1.0)),
        "0.85" if hour.n_posts else "0.3",
        *[short(x(hour.hour))] * 2,
        short(y(max(hour.range80.low, low))),
        short(y(min(hour.range80.high, high))),
    )


def _upright(x: Scale, at: float, colour: str, dashes: str = "") -> SafeString:
    place = min(max(x(at), LEFT), WIDTH - RIGHT)
    return line((place, TOP), (place, HEIGHT - BOTTOM), colour, dashes)


def _level_lines(y: Scale, heights: Sequence[float], base: float = 0.0) -> SafeString:
    """Lines across with their distance from the base as a share."""
    return levels(LEFT, WIDTH - RIGHT, ((y(at), percent(at - base)) for at in heights))


def _ticks(x: Scale, values: Sequence[int], words: str) -> SafeString:
    rows = ((short(x(value)), HEIGHT - 8, words.format(value)) for value in values)
    return format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', rows)


def _nice(top: float) -> list[float]:
    """Where lines go across: at today's response, and evenly from there; at nothing where that is
    far enough below it to be told apart."""
    step = next(step for step in STEPS if top <= 4.4 * step or step == STEPS[-1])
    first = 1.0 - step if step < 1.0 else 1.0
    rest = [first + step * n for n in range(int((top - first) / step) + 1)]
    return [0.0, *rest] if step <= 2.0 else rest


def _whole(first: int, last: int) -> list[int]:
    step = max(1, round((last - first) / 7))
    return list(range(first, last + 1, step))
