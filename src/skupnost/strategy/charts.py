"""The strategy's charts: each with the sentence that says it and the table behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import expm1
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skupnost.domain.cadence import HourWorth
from skupnost.domain.cadence.values import CurvePoint
from skupnost.strategy import curves, sentences
from skupnost.strategy.figures import Figures
from skupnost.ui import dates

SHOWN_POINTS = 14
BEST_HOURS = 3
Labelled = tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with the sentence that says it and the table behind it; `code` is its id."""

    code: str
    title: str
    svg: SafeString
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: str = ""

    @property
    def labelled(self) -> Labelled:
        return labelled(self.heads, self.rows)


def labelled(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Labelled:
    """Every cell with the head of its column, which it says itself where a screen is narrow."""
    return tuple(tuple(zip(heads, row, strict=True)) for row in rows)


def channel_charts(figures: Figures, *, cost: float = 0.0) -> tuple[Chart, ...]:
    """Response curve, week plan and hours of the day; `cost` is what a post must earn where the
    advice counts it."""
    found = (_curve(figures, cost=cost), _week(figures), _day(figures))
    return tuple(chart for chart in found if chart.svg)


def _curve(figures: Figures, *, cost: float) -> Chart:
    title = _("What comes back, by posts a week")
    said = sentences.curve_sentence(
        figures.curve,
        figures.advice_per_week,
        cost=cost,
        is_held=figures.is_held,
        has_today=bool(figures.n_posts),
    )
    return Chart(
        code=f"curve-{figures.channel}",
        title=title,
        svg=curves.curve(figures, f"{title}. {said}"),
        sentence=said,
        heads=(
            _("Posts a week"),
            _("Against today") if figures.n_posts else _("Against the usual pace"),
            _("80 % range"),
        ),
        rows=tuple(
            (
                str(point.n),
                sentences.percent(point.middle - 1),
                sentences.between(point.range80.low - 1, point.range80.high - 1),
            )
            for point in _told(figures)
        ),
        legend=_(
            "Line: the middle, at the advised hours. Band: 80 %. Solid upright: the advice. "
            "Dashed: today's pace."
        )
        if figures.n_posts
        else _("Line: the middle, at the advised hours. Band: 80 %. Upright: the advice."),
    )


def _told(figures: Figures) -> list[CurvePoint]:
    """Some points of the curve at even distances, and those of which the words beside it speak."""
    step = max(1, len(figures.curve) // SHOWN_POINTS)
    best = max(figures.curve, key=lambda point: point.middle, default=None)
    spoken = {figures.advice_per_week, round(figures.today_per_week), best.n if best else 0}
    return [point for at, point in enumerate(figures.curve) if at % step == 0 or point.n in spoken]


def _day(figures: Figures) -> Chart:
    title = _("What the hour is worth")
    said = _day_sentence(figures.rhythm)
    return Chart(
        code=f"day-{figures.channel}",
        title=title,
        svg=curves.day(figures.rhythm, f"{title}. {said}"),
        sentence=said,
        heads=(_("Hour"), _("Against the average hour"), _("80 % range"), _("Posts behind it")),
        rows=tuple(
            (
                f"{hour.hour:02d}:00",
                sentences.percent(hour.middle),
                sentences.between(hour.range80.low, hour.range80.high),
                str(hour.n_posts),
            )
            for hour in figures.rhythm
        ),
        legend=_("Upright lines: 80 %. Pale: no post of yours at that hour."),
    )


def _day_sentence(rhythm: Sequence[HourWorth]) -> str:
    best = max(rhythm, key=lambda hour: hour.middle)
    words = {
        "hour": f"{best.hour:02d}:00",
        "gain": sentences.percent(best.middle),
        "range": sentences.between(best.range80.low, best.range80.high),
    }
    if best.range80.low <= 0:
        return (
            _(
                "No hour stands out for sure: the best, %(hour)s, is worth %(gain)s, and it may be "
                "%(range)s."
            )
            % words
        )
    return _("%(hour)s is the best hour: %(gain)s against the average (%(range)s).") % words


def _week(figures: Figures) -> Chart:
    title = _("The week")
    said = week_sentence(figures)
    return Chart(
        code=f"week-{figures.channel}",
        title=title,
        svg=curves.week(figures, f"{title}. {said}", dates.weekday_names()),
        sentence=said,
        heads=(_("Day"), _("Posts at"), _("Best hours"), _("No posts at")),
        rows=tuple(_week_row(figures, day) for day in range(7)),
        legend=_(
            "Dot: a post. The stronger the colour, the more a post is worth. Struck through: quiet."
        ),
    )


def week_sentence(figures: Figures) -> str:
    """Where the posts of a week stand, and whether they are in the calendar already."""
    if not figures.slots:
        return _("No hour of the week has a post.")
    n, names = len(figures.slots), dates.weekday_names()
    listed = ", ".join(f"{names[hour // 24]} {hour % 24:02d}:00" for hour in figures.slots)
    if figures.are_placed:
        said = ngettext(
            "%(n)s post a week stands in the calendar: %(hours)s.",
            "%(n)s posts a week stand in the calendar: %(hours)s.",
            n,
        )
    else:
        said = ngettext(
            "%(n)s post a week is advised: %(hours)s.",
            "%(n)s posts a week are advised: %(hours)s.",
            n,
        )
    return said % {"n": n, "hours": listed}


def _week_row(figures: Figures, day: int) -> tuple[str, ...]:
    hours = range(day * 24, day * 24 + 24)
    is_open = [hour in figures.open_hours for hour in hours]
    mean = sum(figures.hours) / len(figures.hours)
    ranked = sorted((h for h in hours if is_open[h % 24]), key=lambda h: -figures.hours[h])
    best = [
        f"{hour % 24:02d}:00 {sentences.percent(expm1(figures.hours[hour] - mean))}"
        for hour in sorted(ranked[:BEST_HOURS])
    ]
    return (
        dates.weekday_names()[day],
        ", ".join(f"{hour % 24:02d}:00" for hour in figures.slots if hour in hours) or "–",
        ", ".join(best) or "–",
        _quiet(is_open),
    )


def _quiet(is_open: Sequence[bool]) -> str:
    """The hours in which nothing goes out, as stretches: `00–07, 23–24`."""
    runs = [list(run) for is_in, run in groupby(range(24), is_open.__getitem__) if not is_in]
    return ", ".join(f"{run[0]:02d}–{run[-1] + 1:02d}" for run in runs) or "–"


def pillar_charts(pillars: Sequence[Mapping[str, Any]]) -> tuple[Chart, ...]:
    """The themes by their shares; none where there are none."""
    if not pillars:
        return ()
    title, largest = _("Pillars by their share"), max(pillars, key=lambda pillar: pillar["share"])
    words = {"name": sentences.isolated(largest["name"]), "share": largest["share"]}
    said = _("The largest share has “%(name)s”: %(share)s %% of the posts.") % words
    bars = [(pillar["name"], float(pillar["share"])) for pillar in pillars]
    chart = Chart(
        code="pillars",
        title=title,
        svg=curves.bars(bars, f"{title}. {said}", "{:g} %"),
        sentence=said,
        heads=(_("Pillar"), _("Share")),
        rows=tuple((pillar["name"], f"{pillar['share']} %") for pillar in pillars),
    )
    return (chart,)
