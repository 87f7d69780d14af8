"""What an experiment showed, in a paragraph and two pictures with their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skupnost.domain.cadence import ArmResult, Verdict
from skupnost.strategy import week_charts
from skupnost.strategy.charts import Chart
from skupnost.strategy.experimenting import current_week, whole_period
from skupnost.strategy.models import Ended, Experiment, Refit
from skupnost.strategy.pasts import past_posts
from skupnost.strategy.sentences import VERDICTS, number
from skupnost.strategy.tellings import spread
from skupnost.strategy.weeks import WeekShown, arms_shown, weeks_shown
from skupnost.ui import dates

Arms = Sequence[tuple[bool, ArmResult]]


@dataclass(frozen=True, slots=True)
class Result:
    """One experiment so far: how it stands, what it showed, what to do next, and the pictures."""

    badge: tuple[str, str, str]
    standing: str
    paragraph: str
    next_step: str
    charts: tuple[Chart, ...]


def result_of(experiment: Experiment, *, now: datetime) -> Result:
    """The result page of an experiment, from the weeks that are over and the kept Mondays."""
    weeks = weeks_shown(experiment, past_posts(experiment.channel), now=now)
    arms = arms_shown(weeks)
    refits = list(experiment.refits.all())
    charts = (_weeks_chart(weeks, arms), _narrowing(refits, len(weeks)))
    return Result(
        badge=badge(experiment, refits, now),
        standing=_standing(experiment, now),
        paragraph=_paragraph(weeks, arms, refits),
        next_step=next_step(experiment, refits, now),
        charts=tuple(chart for chart in charts if chart.svg),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """An experiment in the list of a channel's cadence."""

    experiment: Experiment
    badge: tuple[str, str, str]
    standing: str
    weeks: str


def experiment_line(experiment: Experiment, now: datetime) -> Line:
    """How an experiment stands, without what it showed."""
    refits = list(experiment.refits.all())
    weeks = ", ".join(map(str, experiment.order))
    return Line(experiment, badge(experiment, refits, now), _standing(experiment, now), weeks)


def badge(experiment: Experiment, refits: Sequence[Refit], now: datetime) -> tuple[str, str, str]:
    """How it stands in a word, with an icon and a tone."""
    start, end = whole_period(experiment, _zone(experiment))
    if experiment.stopped_at is None:
        if now >= end:
            return str(Ended.OVER.label), "clock", "info"
        if now < start:
            return _("Begins soon"), "clock", "info"
        return _("Runs"), "flask-conical", "accent"
    if experiment.ended_because in (Ended.DECIDED, Ended.OVER) and refits:
        label, icon, tone = VERDICTS[Verdict(refits[-1].verdict)]
        return str(label), icon, tone
    return _("Stopped"), "ban", "quiet"


def _zone(experiment: Experiment) -> ZoneInfo:
    return ZoneInfo(experiment.channel.client.zone)


def _standing(experiment: Experiment, now: datetime) -> str:
    """When it runs, in which week it is, why it ended."""
    zone = _zone(experiment)
    start, end = whole_period(experiment, zone)
    words = {
        "begins": dates.day_long(start.astimezone(zone).date()),
        "ends": dates.day_long(end.astimezone(zone).date()),
    }
    if experiment.stopped_at is not None:
        return _ended(experiment, zone)
    if now >= end:
        return _("All its weeks are over.")
    week = current_week(experiment, zone, now)
    if week is None:
        return _("It begins on %(begins)s and ends before %(ends)s.") % words
    said = ngettext(
        "Week %(number)s of %(all)s asks for %(n)s post; the last one ends before %(ends)s.",
        "Week %(number)s of %(all)s asks for %(n)s posts; the last one ends before %(ends)s.",
        week.planned,
    )
    return said % (words | {"number": week.number, "all": week.n_weeks, "n": week.planned})


def _ended(experiment: Experiment, zone: ZoneInfo) -> str:
    at = experiment.stopped_at
    words = {"day": dates.day_long(at.astimezone(zone).date()) if at else ""}
    if experiment.ended_because == Ended.DECIDED:
        return _("It ended by itself on %(day)s, because it had its answer.") % words
    if experiment.ended_because == Ended.OVER:
        return _("All its weeks are over.")
    return _("Somebody stopped it on %(day)s.") % words


def _paragraph(weeks: Sequence[WeekShown], arms: Arms, refits: Sequence[Refit]) -> str:
    n_over = sum(week.is_over for week in weeks)
    if not n_over:
        return _("No week of the experiment is over yet.")
    if all(week.response is None for week in weeks):
        return _("No post of the experiment has a result yet.")
    parts = [_arm(found) for _is_many, found in arms]
    return " ".join([*parts, *_not_kept(weeks), *_moved(refits)])


def _arm(found: ArmResult) -> str:
    words = {
        "n": found.n_weeks,
        "pace": number(found.level),
        "response": figure(found.response_per_week),
    }
    if found.range80 is None:
        return (
            _(
                "One week with %(pace)s posts brought %(response)s; a single week says nothing of "
                "the spread."
            )
            % words
        )
    words |= {"low": figure(found.range80.low), "high": figure(found.range80.high)}
    return (
        ngettext(
            "%(n)s week with about %(pace)s posts brought %(response)s a week on average "
            "(80 %%: %(low)s to %(high)s).",
            "%(n)s weeks with about %(pace)s posts brought %(response)s a week on average "
            "(80 %%: %(low)s to %(high)s).",
            found.n_weeks,
        )
        % words
    )


def figure(value: float) -> str:
    """A response: whole from ten on, else with one decimal."""
    return f"{value:.0f}" if value >= 10 else number(value)


def _not_kept(weeks: Sequence[WeekShown]) -> list[str]:
    n = sum(week.is_over and not week.is_kept for week in weeks)
    if not n:
        return []
    said = ngettext(
        "%(n)s week was not kept as planned: it is shown as it was and left out of these means; "
        "the advice takes it as it was.",
        "%(n)s weeks were not kept as planned: they are shown as they were and left out of these "
        "means; the advice takes them as they were.",
        n,
    )
    return [said % {"n": n}]


def _moved(refits: Sequence[Refit]) -> list[str]:
    """What the weeks did to the advice and its range, and whether that is enough."""
    if len(refits) < 2:
        return []
    before, after = refits[0], refits[-1]
    words = {
        "before": before.advice_per_week,
        "before_range": spread(before),
        "after": after.advice_per_week,
        "after_range": spread(after),
    }
    said = (
        _(
            "Before, the advice was %(before)s a week (80 %%: %(before_range)s); now it is "
            "%(after)s (%(after_range)s)."
        )
        % words
    )
    return [said, _width(before, after), _enough(after)]


def _width(before: Refit, after: Refit) -> str:
    """Narrower or wider only where that is so both in posts and as a ratio."""
    ratios = [row.high80 / max(row.low80, 1.0) for row in (before, after)]
    spans = [row.high80 - row.low80 for row in (before, after)]
    if ratios[1] < ratios[0] and spans[1] < spans[0]:
        return _("The range is narrower than before.")
    if ratios[1] > ratios[0] and spans[1] > spans[0]:
        return _("The range is wider than before.")
    return _("The range is about as wide as before.")


def _enough(after: Refit) -> str:
    if after.is_decided:
        return _("That is enough: it is decided.")
    return _("That is not enough to decide.")


def next_step(experiment: Experiment, refits: Sequence[Refit], now: datetime) -> str:
    """What to do now, in a sentence."""
    newest = refits[-1] if refits else None
    if experiment.stopped_at is None:
        return _go_on(experiment, now)
    if newest is None or not newest.n_weeks:
        return _("Next: nothing was found out; it can begin anew at any time.")
    if not newest.is_decided:
        return _(
            "Next: another experiment around the new advice tells more than waiting; the page of "
            "the cadence offers it."
        )
    words = {"n": newest.advice_per_week}
    if newest.verdict == "stay":
        return _("Next: stay at about %(n)s posts a week.") % words
    return (
        ngettext(
            "Next: put %(n)s post a week into the calendar.",
            "Next: put %(n)s posts a week into the calendar.",
            newest.advice_per_week,
        )
        % words
    )


def _go_on(experiment: Experiment, now: datetime) -> str:
    zone = _zone(experiment)
    if now >= whole_period(experiment, zone)[1]:
        return _("Next: the last count comes by itself, as soon as the channel was measured.")
    if current_week(experiment, zone, now) is None:
        return _("Next: fill the open slots of the first week with posts.")
    if experiment.goes_on:
        return _("Next: go on to the end, as you wished, although it is decided.")
    return _("Next: fill this week's open slots; each Monday the answer is counted anew.")


def _weeks_chart(weeks: Sequence[WeekShown], arms: Arms) -> Chart:
    title = _("What each week brought")
    said = _weeks_sentence(arms)
    return Chart(
        code="weeks",
        title=title,
        svg=week_charts.weeks_chart(weeks, arms, f"{title}. {said}"),
        sentence=said,
        heads=(
            _("Week"),
            _("Begins on"),
            _("Planned"),
            _("Posts"),
            _("Came back"),
            _("As planned"),
        ),
        rows=tuple(map(_week_row, weeks)),
        legend=_(
            "Empty bar: few posts. Filled bar: many. Above it the posts of the week "
            "(posted/planned where they differ). Dashed and pale: too far from the plan for the "
            "means. In brackets: still planned. Right: means with 80 % ranges, circle few, square "
            "many."
        ),
    )


def _week_row(week: WeekShown) -> tuple[str, ...]:
    return (
        f"{week.number}",
        dates.day_short(week.monday),
        (_("%(n)s, many") if week.is_many else _("%(n)s, few")) % {"n": week.planned},
        f"{week.posted}" if week.is_over or week.posted else "–",
        "–" if week.response is None else figure(week.response),
        _kept(week),
    )


def _kept(week: WeekShown) -> str:
    """Whether the week was as planned, and how many of its posts have no figure."""
    if not week.is_over:
        return _("not over")
    words = _("no")
    if week.is_kept:
        words = _("yes") if week.posted == week.planned else _("about")
    if not week.n_unknown:
        return words
    return _("%(kept)s; %(n)s without figures") % {"kept": words, "n": week.n_unknown}


def _weeks_sentence(arms: Arms) -> str:
    by_kind = dict(arms)
    if len(by_kind) < 2:
        return _("Only one kind of weeks has a result yet: nothing can be compared.")
    few, many = by_kind[False], by_kind[True]
    words = {"few": figure(few.response_per_week), "many": figure(many.response_per_week)}
    if few.range80 is None or many.range80 is None:
        return _("Weeks with many posts brought %(many)s, with few %(few)s so far.") % words
    if many.range80.low > few.range80.high:
        return (
            _("Weeks with many posts brought more: %(many)s against %(few)s, ranges apart.") % words
        )
    if many.range80.high < few.range80.low:
        return (
            _("Weeks with few posts brought more: %(few)s against %(many)s, ranges apart.") % words
        )
    return (
        _(
            "Weeks with many posts brought %(many)s, with few %(few)s; the ranges overlap, so the "
            "means alone do not settle it."
        )
        % words
    )


def _narrowing(refits: Sequence[Refit], n_weeks: int) -> Chart:
    title = _("The answer, Monday by Monday")
    said = " ".join(_moved(refits)[:2])
    return Chart(
        code="narrowing",
        title=title,
        svg=week_charts.narrowing_chart(refits, n_weeks, f"{title}. {said}"),
        sentence=said,
        heads=(
            _("Weeks"),
            _("Advice"),
            _("80 % (95 %) range"),
            _("Beats today"),
            _("Verdict"),
        ),
        rows=tuple(map(_refit_row, refits)),
        legend=_("Square: the advice. Band: 80 %. Across: weeks that were over; 0 is before it."),
    )


def _refit_row(row: Refit) -> tuple[str, ...]:
    label, _icon, _tone = VERDICTS[Verdict(row.verdict)]
    return (
        f"{row.n_weeks}",
        f"{row.advice_per_week}",
        f"{spread(row)} ({round(row.low95)}–{round(row.high95)})",
        f"{round(100 * row.p_better)} %",
        str(label),
    )
