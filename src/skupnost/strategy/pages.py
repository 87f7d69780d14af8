"""What the pages of the strategy room show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from skupnost.channels.models import Channel
from skupnost.domain.cadence import Advice, Verdict
from skupnost.strategy import curves, sentences
from skupnost.strategy.counsel import Counsel, counsel
from skupnost.ui import dates

SHOWN_POINTS = 14


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with the sentence that says it and the table behind it."""

    code: str
    title: str
    svg: SafeString
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    legend: str = ""


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """One channel's advice, in words, figures and charts."""

    advice: Advice
    sentence: str
    first_step: str
    verdict: tuple[str, str, str]
    facts: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]
    charts: tuple[Chart, ...]

    @property
    def is_unsure(self) -> bool:
        return self.advice.verdict is Verdict.CANNOT_TELL


def advice_page(channel: Channel, *, cost: float, now: datetime) -> AdvicePage:
    """The page of a channel's cadence."""
    found = counsel(channel, cost=cost, now=now)
    advice = found.advice
    label, icon, tone = sentences.VERDICTS[advice.verdict]
    return AdvicePage(
        advice=advice,
        sentence=sentences.sentence(advice),
        first_step=sentences.first_step(advice) if advice.advice_per_week else "",
        verdict=(str(label), icon, tone),
        facts=_facts(advice),
        notices=tuple(filter(None, map(sentences.notice, advice.notices))),
        charts=tuple(chart for chart in (_curve(advice), _day(found)) if chart.svg),
    )


def _facts(advice: Advice) -> tuple[tuple[str, str], ...]:
    n_weeks = advice.n_randomised_weeks
    posts = _("%(n)s posts, %(weeks)s weeks of experiment") % {
        "n": advice.n_posts,
        "weeks": n_weeks,
    }
    gain = _("%(mean)s (80 %%: %(low)s to %(high)s)") % {
        "mean": sentences.percent(advice.gain.mean),
        "low": sentences.percent(advice.gain.range80.low),
        "high": sentences.percent(advice.gain.range80.high),
    }
    found = [
        (_("Today, posts a week"), sentences.number(advice.today_per_week)),
        (_("Even chance that the best lies in"), sentences.span(advice.range50)),
        (_("80 % sure that the best lies in"), sentences.span(advice.range80)),
        (_("Chance that it beats today"), f"{round(100 * advice.p_better)} %"),
        (_("Expected gain"), gain),
        (_("At stake if this is wrong"), f"{round(100 * advice.regret_at_stake)} %"),
        (_("Evidence"), str(sentences.EVIDENCE[advice.evidence])),
        (_("Rests on"), posts),
    ]
    return tuple(found) if advice.n_posts else (*found[1:3], *found[5:])


def _curve(advice: Advice) -> Chart:
    title = _("What comes back, by posts a week")
    said = sentences.curve_sentence(advice)
    step = max(1, len(advice.curve) // SHOWN_POINTS)
    return Chart(
        code="curve",
        title=title,
        svg=curves.curve(advice, f"{title}. {said}"),
        sentence=said,
        heads=(_("Posts a week"), _("Against today"), _("80 % range")),
        rows=tuple(
            (
                str(point.n),
                sentences.percent(point.middle - 1),
                _between(point.range80.low - 1, point.range80.high - 1),
            )
            for point in advice.curve[::step]
        ),
        legend=_("Line: the middle. Band: 80 %. Solid upright: the advice. Dashed: today."),
    )


def _day(found: Counsel) -> Chart:
    title = _("What the hour is worth")
    said = _day_sentence(found)
    return Chart(
        code="day",
        title=title,
        svg=curves.day(found.rhythm, f"{title}. {said}"),
        sentence=said,
        heads=(_("Hour"), _("Against the average hour"), _("80 % range"), _("Posts behind it")),
        rows=tuple(
            (
                f"{hour.hour:02d}:00",
                sentences.percent(hour.middle),
                _between(hour.range80.low, hour.range80.high),
                str(hour.n_posts),
            )
            for hour in found.rhythm
        ),
        legend=_("Upright lines: 80 %. Pale: no post of yours at that hour."),
    )


def _day_sentence(found: Counsel) -> str:
    best = max(found.rhythm, key=lambda hour: hour.middle)
    words = {
        "hour": f"{best.hour:02d}:00",
        "gain": sentences.percent(best.middle),
        "range": _between(best.range80.low, best.range80.high),
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


def _between(low: float, high: float) -> str:
    return _("%(low)s to %(high)s") % {
        "low": sentences.percent(low),
        "high": sentences.percent(high),
    }


def slot_words(advice: Advice) -> tuple[str, ...]:
    """The advised hours of a week: `Tue 12:00`."""
    names = dates.weekday_names()
    return tuple(f"{names[slot.weekday]} {slot.hour:02d}:00" for slot in advice.slots)
