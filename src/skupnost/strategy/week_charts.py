"""The pictures of an experiment as SVG: its weeks one by one, and how the advice narrowed.

Few and many are told apart by an empty and a filled shape, not by colour.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from skupnost.domain.cadence import ArmResult
from skupnost.strategy.models import Refit
from skupnost.strategy.weeks import WeekShown

WIDTH, HEIGHT = 420, 240
LEFT, RIGHT, TOP, FLOOR = 46, 8, 22, 210
MEANS = 96
MANY_WEEKS = 10
HIGHEST = 1.6
Scale = Callable[[float], float]
Arms = Sequence[tuple[bool, ArmResult]]


def weeks_chart(weeks: Sequence[WeekShown], arms: Arms, label: str) -> SafeString:
    """Each week in order of time as a bar of what came back, its posts above it; on the right the
    means of the two kinds of weeks with their 80 % ranges. Nothing before a week has a result."""
    shown = [week.response for week in weeks if week.response is not None]
    if not shown:
        return SafeString("")
    ranges = [arm.range80.high for _is_many, arm in arms if arm.range80]
    top = max(1.0, *shown, *[min(high, HIGHEST * max(shown)) for high in ranges])
    y = _scale(0.0, top, FLOOR, TOP)
    right = WIDTH - RIGHT - MEANS
    step = (right - LEFT) / len(weeks)
    size = 12 if len(weeks) <= MANY_WEEKS else 10
    drawn = [_week(week, LEFT + step * (i + 0.5), step, y) for i, week in enumerate(weeks)]
    body = format_html(
        '{}<g font-size="{}" text-anchor="middle">{}</g>{}{}',
        _levels(y, _nice(top)),
        size,
        _each(drawn),
        _line(right + 8, right + 8, TOP, FLOOR, "var(--line-strong)", dashes="2 3"),
        _each(_mean(arm, right, y, top) for arm in arms),
    )
    return _frame(label, body)


def _week(week: WeekShown, middle: float, step: float, y: Scale) -> SafeString:
    number = _text(middle, HEIGHT - 12, f"{week.number}")
    if week.response is None:
        ahead = f"({week.planned})" if not week.is_over else f"{week.posted}"
        return format_html("{}{}", number, _text(middle, FLOOR - 6, ahead))
    top = y(week.response)
    width = min(step * 0.62, 26.0)
    posts = f"{week.posted}" if week.posted == week.planned else f"{week.posted}/{week.planned}"
    bar = format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="2" fill="{}" stroke="var(--accent)" '
        'stroke-width="1.5" stroke-dasharray="{}" fill-opacity="{}"/>',
        _short(middle - width / 2),
        _short(top),
        _short(width),
        _short(max(FLOOR - top, 1.0)),
        "var(--accent)" if week.is_many else "var(--surface)",
        "" if week.is_kept else "3 3",
        "1" if week.is_kept else "0.25",
    )
    words = _text(middle, top - 5, posts, fill="var(--text)")
    return format_html("{}{}{}", bar, words, number)


def _mean(arm: tuple[bool, ArmResult], right: float, y: Scale, top: float) -> SafeString:
    is_many, found = arm
    x = right + (74 if is_many else 32)
    middle = y(found.response_per_week)
    whisker = SafeString("")
    if found.range80:
        ends = [y(min(value, top)) for value in (found.range80.low, found.range80.high)]
        whisker = _line(x, x, ends[0], ends[1], "var(--text)")
    word = _("many") if is_many else _("few")
    name = format_html('<g text-anchor="middle">{}</g>', _text(x, HEIGHT - 12, word))
    return format_html("{}{}{}", whisker, _mark(x, middle, is_filled=is_many), name)


def _mark(x: float, y: float, *, is_filled: bool) -> SafeString:
    """A filled square or an empty circle."""
    colour = "var(--accent-strong)"
    if is_filled:
        return format_html(
            '<rect x="{}" y="{}" width="10" height="10" fill="{}"/>',
            _short(x - 5),
            _short(y - 5),
            colour,
        )
    return format_html(
        '<circle cx="{}" cy="{}" r="5" fill="var(--surface)" stroke="{}" stroke-width="2"/>',
        _short(x),
        _short(y),
        colour,
    )


def narrowing_chart(refits: Sequence[Refit], n_weeks: int, label: str) -> SafeString:
    """The advice and its 80 % range after each week; nothing before there are two of them."""
    if len(refits) < 2:
        return SafeString("")
    top = max(row.high80 for row in refits) * 1.05
    x = _scale(0, n_weeks, LEFT + 14, WIDTH - RIGHT - 10)
    y = _scale(0.0, top, FLOOR, TOP)
    upper = [(x(row.n_weeks), y(row.high80)) for row in refits]
    lower = [(x(row.n_weeks), y(row.low80)) for row in refits]
    middle = [(x(row.n_weeks), y(row.advice_per_week)) for row in refits]
    body = format_html(
        '{}<polygon points="{}" fill="var(--accent)" fill-opacity="0.16"/>{}'
        '<polyline points="{}" fill="none" stroke="var(--accent)" stroke-width="2.5"/>{}'
        '<g text-anchor="middle">{}</g>',
        _levels(y, _nice(top)),
        _path([*upper, *reversed(lower)]),
        _each(
            _line(above[0], above[0], above[1], below[1], "var(--text-soft)")
            for above, below in zip(upper, lower, strict=True)
        ),
        _path(middle),
        _each(_mark(*point, is_filled=True) for point in middle),
        _each(_text(x(n), HEIGHT - 12, f"{n}") for n in range(0, n_weeks + 1, 1 + n_weeks // 12)),
    )
    return _frame(label, body)


def _each(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _levels(y: Scale, levels: Sequence[float]) -> SafeString:
    """Lines across with their values at the left."""
    rows = (
        (LEFT, WIDTH - RIGHT, *[_short(y(at))] * 2, LEFT - 5, _short(y(at) + 4), f"{at:g}")
        for at in levels
    )
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="var(--line)"/>'
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        rows,
    )


def _nice(top: float) -> list[float]:
    """Round values from nought up to the top, four or so."""
    raw = top / 4
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= raw)
    return [step * n for n in range(int(top / step) + 1)]


def _line(
    x1: float, x2: float, y1: float, y2: float, colour: str, *, dashes: str = ""
) -> SafeString:
    ends = [_short(value) for value in (x1, x2, y1, y2)]
    return format_html(
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="1.5" '
        'stroke-dasharray="{}"/>',
        *ends,
        colour,
        dashes,
    )


def _text(x: float, y: float, words: str, *, fill: str = "var(--text-soft)") -> SafeString:
    return format_html('<text x="{}" y="{}" fill="{}">{}</text>', _short(x), _short(y), fill, words)


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
    return lambda value: start + (value - low) / ((high - low) or 1.0) * (end - start)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_short(x)},{_short(y)}" for x, y in points)


def _short(value: float) -> str:
    return f"{value:.1f}"
