"""The pictures of an experiment as SVG: its weeks one by one, and how the advice narrowed.

Few and many are told apart by an empty and a filled shape, not by colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from skupnost.domain.cadence import ArmResult
from skupnost.strategy.models import Refit
from skupnost.strategy.pencils import Scale, band, each, frame, levels, line, scale, short
from skupnost.strategy.weeks import WeekShown

WIDTH, HEIGHT = 420, 240
LEFT, RIGHT, TOP, FLOOR = 46, 8, 22, 210
MEANS = 96
MANY_WEEKS = 10
HIGHEST = 1.6
Arms = Sequence[tuple[bool, ArmResult]]


def weeks_chart(weeks: Sequence[WeekShown], arms: Arms, label: str) -> SafeString:
    """Each week in order of time as a bar of what came back, its posts above it; on the right the
    means of the two kinds of weeks with their 80 % ranges; the means alone where no weeks are
    kept. Nothing before a week has a result."""
    shown = [week.response for week in weeks if week.response is not None]
    means = [arm.response_per_week for _is_many, arm in arms]
    if not shown and (weeks or not means):
        return SafeString("")
    highest = max([1.0, *shown, *means])
    ranges = [arm.range80.high for _is_many, arm in arms if arm.range80]
    top = max([highest, *[min(high, HIGHEST * highest) for high in ranges]])
    y = scale(0.0, top, FLOOR, TOP)
    right = WIDTH - RIGHT - MEANS if weeks else (WIDTH - MEANS) / 2
    body = format_html(
        "{}{}{}",
        _levels(y, top),
        _weeks(weeks, right, y),
        each(_mean(arm, right, y, top) for arm in arms),
    )
    return frame(label, body, WIDTH, HEIGHT)


def _weeks(weeks: Sequence[WeekShown], right: float, y: Scale) -> SafeString:
    """Their bars side by side up to the right, and a line that ends them."""
    if not weeks:
        return SafeString("")
    step = (right - LEFT) / len(weeks)
    size = 12 if len(weeks) <= MANY_WEEKS else 10
    return format_html(
        '<g font-size="{}" text-anchor="middle">{}</g>{}',
        size,
        each(_week(week, LEFT + step * (i + 0.5), step, y) for i, week in enumerate(weeks)),
        line((right + 8, TOP), (right + 8, FLOOR), "var(--line-strong)", "2 3"),
    )


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
        short(middle - width / 2),
        short(top),
        short(width),
        short(max(FLOOR - top, 1.0)),
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
        whisker = line((x, ends[0]), (x, ends[1]), "var(--text)")
    word = _("many") if is_many else _("few")
    name = format_html('<g text-anchor="middle">{}</g>', _text(x, HEIGHT - 12, word))
    return format_html("{}{}{}", whisker, _mark(x, middle, is_filled=is_many), name)


def _mark(x: float, y: float, *, is_filled: bool) -> SafeString:
    """A filled square or an empty circle."""
    colour = "var(--accent-strong)"
    if is_filled:
        return format_html(
            '<rect x="{}" y="{}" width="10" height="10" fill="{}"/>',
            short(x - 5),
            short(y - 5),
            colour,
        )
    return format_html(
        '<circle cx="{}" cy="{}" r="5" fill="var(--surface)" stroke="{}" stroke-width="2"/>',
        short(x),
        short(y),
        colour,
    )


def narrowing_chart(refits: Sequence[Refit], n_weeks: int, label: str) -> SafeString:
    """The advice and its 80 % range after each week; nothing before there are two of them."""
    if len(refits) < 2:
        return SafeString("")
    top = max(row.high80 for row in refits) * 1.05
    x = scale(0, n_weeks, LEFT + 14, WIDTH - RIGHT - 10)
    y = scale(0.0, top, FLOOR, TOP)
    upper = [(x(row.n_weeks), y(row.high80)) for row in refits]
    lower = [(x(row.n_weeks), y(row.low80)) for row in refits]
    middle = [(x(row.n_weeks), y(row.advice_per_week)) for row in refits]
    body = format_html(
        '{}{}{}<g text-anchor="middle">{}</g>',
        _levels(y, top),
        band(upper, lower, middle),
        each(
            format_html("{}{}", line(above, below, "var(--text-soft)"), _mark(*at, is_filled=True))
            for above, below, at in zip(upper, lower, middle, strict=True)
        ),
        each(_text(x(n), HEIGHT - 12, f"{n}") for n in range(0, n_weeks + 1, 1 + n_weeks // 12)),
    )
    return frame(label, body, WIDTH, HEIGHT)


def _levels(y: Scale, top: float) -> SafeString:
    return levels(LEFT, WIDTH - RIGHT, ((y(at), f"{at:g}") for at in _nice(top)))


def _nice(top: float) -> list[float]:
    """Round values from nought up to the top, four or so."""
    raw = top / 4
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= raw)
    return [step * n for n in range(int(top / step) + 1)]


def _text(x: float, y: float, words: str, *, fill: str = "var(--text-soft)") -> SafeString:
    return format_html('<text x="{}" y="{}" fill="{}">{}</text>', short(x), short(y), fill, words)
