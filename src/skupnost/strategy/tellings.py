"""Experiments in single sentences, for pages that know nothing of the adviser."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from skupnost.strategy.experimenting import WeekOfExperiment
from skupnost.strategy.models import Refit


def spread(refit: Refit) -> str:
    """The 80 % range in posts a week: `6–13`, or one number where both ends are the same."""
    low, high = round(refit.low80), round(refit.high80)
    return f"{low}–{high}" if high > low else f"{low}"


def answer(channel: str, refit: Refit | None) -> str:
    """What an experiment that has ended found, in a sentence."""
    if refit is None:
        return gettext("The experiment on %(channel)s is over.") % {"channel": channel}
    words = {"channel": channel, "n": refit.advice_per_week, "range": spread(refit)}
    return _sentence(refit.verdict) % words


def _sentence(verdict: str) -> str:
    if verdict == "more":
        return gettext(
            "The experiment on %(channel)s has its answer: post more often, %(n)s a week "
            "(80 %%: %(range)s)."
        )
    if verdict == "fewer":
        return gettext(
            "The experiment on %(channel)s has its answer: post less often, %(n)s a week "
            "(80 %%: %(range)s)."
        )
    if verdict == "stay":
        return gettext(
            "The experiment on %(channel)s has its answer: stay at about %(n)s a week "
            "(80 %%: %(range)s)."
        )
    return gettext(
        "The experiment on %(channel)s is over and could not settle it: %(n)s a week is the best "
        "guess (80 %%: %(range)s)."
    )


def week_words(week: WeekOfExperiment) -> str:
    """Which week it is, and what it asks for."""
    return ngettext(
        "Experiment, week %(number)s of %(all)s: %(n)s post planned",
        "Experiment, week %(number)s of %(all)s: %(n)s posts planned",
        week.planned,
    ) % {"number": week.number, "all": week.n_weeks, "n": week.planned}


def standing(week: WeekOfExperiment, n_stand: int) -> str:
    """How far a week is: what it asks for and what stands in the calendar."""
    return ngettext(
        "Week %(number)s of %(all)s: %(n)s post planned, %(stand)s in the calendar",
        "Week %(number)s of %(all)s: %(n)s posts planned, %(stand)s in the calendar",
        week.planned,
    ) % {"number": week.number, "all": week.n_weeks, "n": week.planned, "stand": n_stand}


def newest(refits: Sequence[Refit]) -> Refit | None:
    """The last of them by their Monday."""
    return max(refits, key=lambda row: row.monday, default=None)
