"""The charts of an experiment, for its page and for the strategy's document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from skupnost.domain.cadence import ArmResult, Range, Verdict
from skupnost.strategy import week_charts
from skupnost.strategy.charts import Chart
from skupnost.strategy.figures import Figures
from skupnost.strategy.models import Refit
from skupnost.strategy.outcomes import Outcome
from skupnost.strategy.sentences import VERDICTS, chance, number, span
from skupnost.strategy.tellings import spread
from skupnost.strategy.weeks import WeekShown
from skupnost.ui import dates

Arms = Sequence[tuple[bool, ArmResult]]


def kept_charts(figures: Figures) -> tuple[Chart, ...]:
    """What was kept of a channel's experiment with a version; none where there was none."""
    found = figures.experiment
    if found is None or not (found.weeks or found.arms):
        return ()
    chart = weeks_chart(found) if found.weeks else _arms_chart(found)
    said = " ".join(filter(None, (moved_words(found), chart.sentence)))
    title = _("What the experiment showed")
    return (replace(chart, code=f"experiment-{figures.channel}", title=title, sentence=said),)


def _arms_chart(found: Outcome) -> Chart:
    """The means alone, as versions of old kept them."""
    said = _weeks_sentence(found.arms)
    return Chart(
        code="arms",
        title="",
        svg=week_charts.weeks_chart((), found.arms, said),
        sentence=said,
        heads=(_("Posts a week"), _("Weeks"), _("What came back a week")),
        rows=tuple(
            (number(arm.level), f"{arm.n_weeks}", figure(arm.response_per_week))
            for _is_many, arm in found.arms
        ),
    )


def moved_words(found: Outcome) -> str:
    """What the weeks did to the advice; empty before it was counted twice."""
    if found.before is None or found.after is None:
        return ""
    return _(
        "Before, the advice was %(before)s a week (80 %%: %(before_range)s); now it is "
        "%(after)s (%(after_range)s)."
    ) % {
        "before": found.before.advice,
        "before_range": span(Range(found.before.low, found.before.high)),
        "after": found.after.advice,
        "after_range": span(Range(found.after.low, found.after.high)),
    }


def figure(value: float) -> str:
    """A response: whole from ten on, else with one decimal."""
    return f"{value:.0f}" if value >= 10 else number(value)


def weeks_chart(found: Outcome) -> Chart:
    """Its weeks one by one beside the means of the few and the many."""
    title = _("What each week brought")
    said = _weeks_sentence(found.arms)
    return Chart(
        code="weeks",
        title=title,
        svg=week_charts.weeks_chart(found.weeks, found.arms, f"{title}. {said}"),
        sentence=said,
        heads=(
            _("Week"),
            _("Begins on"),
            _("Planned"),
            _("Posts"),
            _("Came back"),
            _("As planned"),
        ),
        rows=tuple(map(_week_row, found.weeks)),
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


def narrowing_chart(found: Outcome, refits: Sequence[Refit]) -> Chart:
    """The advice and its range after each week."""
    title = _("The answer, Monday by Monday")
    said = moved_words(found)
    return Chart(
        code="narrowing",
        title=title,
        svg=week_charts.narrowing_chart(refits, len(found.weeks), f"{title}. {said}"),
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
        chance(row.p_better),
        str(label),
    )
