"""What an experiment showed, in a paragraph and two pictures with their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skupnost.domain.cadence import ArmResult, Verdict
from skupnost.metrics.queries import is_judged_anew
from skupnost.metrics.sentences import judged_words
from skupnost.metrics.unfollows import unfollows_changed_at
from skupnost.strategy.charts import Chart
from skupnost.strategy.experimenting import WEEK, current_week, whole_period
from skupnost.strategy.models import Ended, Experiment, Refit
from skupnost.strategy.outcome_charts import figure, moved_words, narrowing_chart, weeks_chart
from skupnost.strategy.outcomes import Outcome, Told, outcome_of
from skupnost.strategy.pasts import Basis, basis_of
from skupnost.strategy.planned import planned_between
from skupnost.strategy.sentences import VERDICTS, number
from skupnost.strategy.weeks import WeekShown
from skupnost.strategy.weeks_ahead import WeekAhead, level_lines
from skupnost.ui import dates
from skupnost.ui.words import plural_of


@dataclass(frozen=True, slots=True)
class Result:
    """One experiment so far: how it stands, which weeks to come will not be at their level, what it
    showed, what to do next, and the pictures."""

    badge: tuple[str, str, str]
    standing: str
    ahead: tuple[str, ...]
    paragraph: str
    next_step: str
    charts: tuple[Chart, ...]


def result_of(experiment: Experiment, *, now: datetime) -> Result:
    """The result page of an experiment, from the weeks that are over and the kept Mondays."""
    refits = list(experiment.refits.all())
    known = basis_of(experiment.channel)
    found = outcome_of(experiment, known.posts, refits, now=now)
    charts = (weeks_chart(found), narrowing_chart(found, refits))
    return Result(
        badge=badge(experiment, refits, now),
        standing=_standing(experiment, now),
        ahead=_ahead(experiment, found.weeks, now),
        paragraph=_paragraph(found, _judged(known, refits)),
        next_step=next_step(experiment, refits, now),
        charts=tuple(chart for chart in charts if chart.svg),
    )


def _ahead(experiment: Experiment, weeks: Sequence[WeekShown], now: datetime) -> tuple[str, ...]:
    """What is told of the weeks that are not over, by what was posted in them and is planned."""
    zone, channel = _zone(experiment), experiment.channel
    _start, end = whole_period(experiment, zone)
    if experiment.stopped_at is not None or now >= end:
        return ()
    planned = planned_between(channel.client, now, end).get(channel.pk, [])
    days = [at.astimezone(zone).date() for at in planned]
    coming = [
        WeekAhead(
            week.number,
            week.planned,
            week.posted + sum(week.monday <= day < week.monday + WEEK for day in days),
        )
        for week in weeks
        if not week.is_over
    ]
    return tuple(level_lines(week for week in coming if week.is_above))


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


def _paragraph(found: Outcome, judged: Sequence[str]) -> str:
    if not any(week.is_over for week in found.weeks):
        return _("No week of the experiment is over yet.")
    if all(week.response is None for week in found.weeks):
        return _("No post of the experiment has a result yet.")
    parts = [_arm(arm) for _is_many, arm in found.arms]
    return " ".join([*parts, *_not_kept(found.weeks), *_moved(found), *judged])


def _judged(known: Basis, refits: Sequence[Refit]) -> list[str]:
    """By what the weeks are judged; and where that, or who left, was told after the Mondays were
    counted."""
    said = [words] if (words := judged_words(known.response)) else []
    if refits and is_judged_anew(known.channel, refits[-1].made_at):
        said.append(_("What the Mondays said was counted before that was chosen."))
    changed = unfollows_changed_at(known.channel) if refits else None
    if changed is not None and changed > refits[-1].made_at:
        said.append(_("What the Mondays said was counted before the unfollows were changed."))
    return said


def _arm(found: ArmResult) -> str:
    words = {
        "n": found.n_weeks,
        "pace": number(found.level),
        "response": figure(found.response_per_week),
    }
    if found.range80 is None:
        said = ngettext(
            "One week with %(pace)s post brought %(response)s; a single week says nothing of the "
            "spread.",
            "One week with %(pace)s posts brought %(response)s; a single week says nothing of the "
            "spread.",
            plural_of(found.level),
        )
        return said % words
    words |= {"low": figure(found.range80.low), "high": figure(found.range80.high)}
    return (
        ngettext(
            "%(n)s week at about %(pace)s a week brought %(response)s on average "
            "(80 %%: %(low)s to %(high)s).",
            "%(n)s weeks at about %(pace)s a week brought %(response)s a week on average "
            "(80 %%: %(low)s to %(high)s).",
            found.n_weeks,
        )
        % words
    )


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


def _moved(found: Outcome) -> list[str]:
    """What the weeks did to the advice and its range, and whether that is enough."""
    if found.before is None or found.after is None:
        return []
    words = [moved_words(found), _width(found.before, found.after)]
    return [*words, _("That is enough: it is decided.") if found.is_decided
            else _("That is not enough to decide.")]  # fmt: skip


def _width(before: Told, after: Told) -> str:
    """Narrower or wider only where that is so both in posts and as a ratio."""
    ratios = [told.high / max(told.low, 1.0) for told in (before, after)]
    spans = [told.high - told.low for told in (before, after)]
    if ratios[1] < ratios[0] and spans[1] < spans[0]:
        return _("The range is narrower than before.")
    if ratios[1] > ratios[0] and spans[1] > spans[0]:
        return _("The range is wider than before.")
    return _("The range is about as wide as before.")


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
        said = ngettext(
            "Next: stay at about %(n)s post a week.",
            "Next: stay at about %(n)s posts a week.",
            newest.advice_per_week,
        )
        return said % words
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
