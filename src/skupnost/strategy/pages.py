"""What the pages of the strategy room show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skupnost.domain.cadence import Advice, Notice, Verdict
from skupnost.metrics.sentences import judged_words
from skupnost.strategy import sentences
from skupnost.strategy.charts import Chart, channel_charts
from skupnost.strategy.counsel import Counsel
from skupnost.strategy.experimenting import running_of
from skupnost.strategy.figures import figures_of
from skupnost.strategy.pasts import Basis
from skupnost.ui import dates


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """One channel's advice, in words, figures and charts."""

    advice: Advice
    sentence: str
    first_step: str
    age: str
    verdict: tuple[str, str, str]
    facts: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    charts: tuple[Chart, ...]

    @property
    def is_unsure(self) -> bool:
        return self.advice.verdict is Verdict.CANNOT_TELL


def advice_page(known: Basis, found: Counsel, *, now: datetime) -> AdvicePage:
    """The page of a channel's cadence."""
    advice, zone = found.advice, ZoneInfo(known.channel.client.zone)
    is_tried = running_of(known.experiments, zone, now) is not None
    return AdvicePage(
        advice=advice,
        sentence=sentences.sentence(
            advice,
            judged=judged_words(known.response),
            is_tried=is_tried,
        ),
        first_step=sentences.first_step(advice) if advice.advice_per_week and not is_tried else "",
        age=sentences.newest_is_old(known.old_until(now)),
        verdict=sentences.verdict(advice),
        facts=_facts(advice, len(known.losses)),
        notices=tuple(filter(None, map(sentences.notice, _odd(advice)))),
        charts=channel_charts(figures_of(known, found, now=now), cost=advice.cost),
    )


def _odd(advice: Advice) -> list[Notice]:
    """What was odd in the data, without what the sentence says."""
    return [row for row in advice.notices if row not in (advice.blank, advice.no_experiment)]


def _facts(advice: Advice, n_weeks_left: int) -> tuple[tuple[str, str], ...]:
    """What the sentence above them does not say; `n_weeks_left` are the weeks of which is known
    who stopped following. Where the limits set the pace, there is no best one to speak of."""
    left = _("not known; the history takes a table")
    if advice.n_growth_weeks:
        left = ngettext(
            "read from how the followers grew in %(n)s week",
            "read from how the followers grew in %(n)s weeks",
            advice.n_growth_weeks,
        ) % {"n": advice.n_growth_weeks}
    if n_weeks_left:
        left = ngettext("known of %(n)s week", "known of %(n)s weeks", n_weeks_left) % {
            "n": n_weeks_left
        }
    posts = _("posts: %(n)s, weeks of experiment: %(weeks)s") % {
        "n": advice.n_posts,
        "weeks": advice.n_randomised_weeks,
    }
    stake = _("%(percent)s %% of what the best pace would bring") % {
        "percent": round(100 * advice.regret_at_stake)
    }
    alike = sentences.span(advice.simulated80) if advice.simulated80 else _("not comparable")
    better = (
        _("Chance that it beats today, after cost")
        if advice.cost
        else _("Chance that it beats today"),
        sentences.chance(advice.p_better),
    )
    is_free = advice.free_per_week is None
    even = (_("Even chance that the best lies in"), sentences.span(advice.range50))
    return (
        *([even] if is_free else []),
        *([better] if advice.n_posts > 1 else []),
        *([(_("At stake if this is wrong"), stake)] if is_free else []),
        (_("Rests on"), posts),
        *([(_("Best pace of simulated accounts like it"), alike)] if advice.n_posts else []),
        *([(_("Who stopped following"), left)] if advice.n_posts else []),
    )


def slot_words(advice: Advice) -> tuple[str, ...]:
    """The advised hours of a week: `Tue 12:00`."""
    names = dates.weekday_names()
    return tuple(f"{names[slot.weekday]} {slot.hour:02d}:00" for slot in advice.slots)
