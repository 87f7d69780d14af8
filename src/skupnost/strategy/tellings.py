"""Experiments in single sentences, for pages that know nothing of the adviser."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from skupnost.channels.models import Channel
from skupnost.strategy.experimenting import WeekOfExperiment
from skupnost.strategy.models import Refit
from skupnost.ui.templatetags.ui import network_name


def spread(refit: Refit) -> str:
    """The 80 % range in posts a week: `6–13`, or one number where both ends are the same."""
    low, high = round(refit.low80), round(refit.high80)
    return f"{low}–{high}" if high > low else f"{low}"


def place(channel: Channel) -> str:
    """A channel with its network: `Pekarna Zora (WordPress)`."""
    return named(channel.name, channel.network)


def named(name: str, network: str) -> str:
    """`Pekarna Zora (Mastodon)`, `@zora (X)`: what a network was called before stays away, as no
    bracket stands within a bracket."""
    return f"{name} ({network_name(network).partition(' (')[0]})"


def answer(channel: Channel, refit: Refit | None) -> str:
    """What an experiment that has ended found, in a sentence."""
    if refit is None:
        return gettext("The experiment on %(channel)s is over.") % {"channel": place(channel)}
    words = {"channel": place(channel), "n": refit.advice_per_week, "range": spread(refit)}
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


def trial(weeks: Sequence[WeekOfExperiment]) -> str:
    """An experiment over some of its weeks, at least one: what they ask for."""
    first = weeks[0]
    where = place(first.experiment.channel)
    if len(weeks) == 1:
        return ngettext(
            "Experiment on %(channel)s, week %(number)s of %(all)s: %(n)s post planned.",
            "Experiment on %(channel)s, week %(number)s of %(all)s: %(n)s posts planned.",
            first.planned,
        ) % {"channel": where, "number": first.number, "all": first.n_weeks, "n": first.planned}
    return gettext("Experiment on %(channel)s; posts planned in these weeks: %(weeks)s.") % {
        "channel": where,
        "weeks": ", ".join(f"{week.planned}" for week in weeks),
    }


def newest(refits: Sequence[Refit]) -> Refit | None:
    """The last of them by their Monday."""
    return max(refits, key=lambda row: row.monday, default=None)
