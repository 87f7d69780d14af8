"""The strategy as a document: its sections in their order, for the page and for every export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skupnost.metrics.sentences import judged_words
from skupnost.strategy import sentences
from skupnost.strategy.charts import (
    Chart,
    Labelled,
    channel_charts,
    labelled,
    pillar_charts,
)
from skupnost.strategy.figures import Figures, from_value
from skupnost.strategy.models import StrategyVersion
from skupnost.strategy.outcome_charts import kept_charts
from skupnost.strategy.tellings import named
from skupnost.ui import dates


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it: a table, a list, free words, charts. `lines` say in a
    list what a table or a chart shows, where that cannot be drawn."""

    code: str
    heading: str
    lines: tuple[str, ...] = ()
    words: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    charts: tuple[Chart, ...] = ()

    @property
    def shown_lines(self) -> tuple[str, ...]:
        """The list, unless a table or a chart says the same."""
        return () if self.rows or self.charts else self.lines

    @property
    def labelled(self) -> Labelled:
        return labelled(self.heads, self.rows)


def sections(value: Mapping[str, Any]) -> list[Section]:
    """The document in its order, without what is empty."""
    figures = [from_value(row) for row in value.get("figures", ())]
    found = [
        _goals(value),
        Section("audiences", _("Audiences"), words=value.get("audiences", "")),
        _pillars(value),
        _cadence(value, figures),
        Section("voice", _("Voice"), words=value.get("voice", "")),
        Section("quiet_hours", _("Quiet hours"), words=value.get("quiet_hours", "")),
        _crisis(value),
        *map(_channel, figures),
    ]
    return [part for part in found if part.lines or part.words or part.rows or part.charts]


def _goals(value: Mapping[str, Any]) -> Section:
    goals = [{**goal, "by": day_words(goal["by"])} for goal in value.get("goals", ())]
    said = [{**goal, "what": sentences.isolated(goal["what"])} for goal in goals]
    return Section(
        "goals",
        _("Goals"),
        lines=tuple(_("%(what)s: %(number)s by %(by)s") % goal for goal in said),
        heads=(_("Goal"), _("Number to reach"), _("By")),
        rows=tuple((goal["what"], goal["number"], goal["by"]) for goal in goals),
    )


def day_words(text: str) -> str:
    """A day as it was kept, in the reader's words: `1 Jun 2027`."""
    return dates.day_and_year(date.fromisoformat(text))


def _pillars(value: Mapping[str, Any]) -> Section:
    pillars = value.get("pillars", ())
    lines = tuple(
        f"{sentences.isolated(pillar['name'])}: {pillar['share']} %" for pillar in pillars
    )
    return Section("pillars", _("Pillars"), lines=lines, charts=pillar_charts(pillars))


def _cadence(value: Mapping[str, Any], figures: list[Figures]) -> Section:
    """The pace of each channel: as it was chosen, and what the adviser said to that."""
    return Section(
        "cadence",
        _("How often"),
        lines=tuple(pace_line(row) for row in value.get("cadence", ())),
        heads=(_("Channel"), _("Chosen"), _("Advised"), _("80 % range")) if figures else (),
        rows=tuple(
            (
                account(row.name, row.network),
                "–" if row.chosen is None else str(row.chosen),
                str(row.advice_per_week),
                _("set by limits") if row.is_held else sentences.span(row.range80),
            )
            for row in figures
        ),
        words=_cadence_words(figures) if figures else "",
    )


def _cadence_words(figures: list[Figures]) -> str:
    old = {account(row.name, row.network): row.old_until for row in figures}
    return " ".join(filter(None, (_("Posts a week."), sentences.old_pasts(old))))


def pace_line(row: Mapping[str, Any]) -> str:
    """`Pekarna Zora (Mastodon): 4 posts a week`."""
    said = ngettext(
        "%(account)s: %(n)s post a week", "%(account)s: %(n)s posts a week", row["posts_a_week"]
    )
    return said % {"account": account(row["channel"], row["network"]), "n": row["posts_a_week"]}


def account(name: str, network: str) -> str:
    """`Pekarna Zora (Mastodon)`."""
    return named(sentences.isolated(name), network)


def _crisis(value: Mapping[str, Any]) -> Section:
    names = ("crisis_name", "crisis_phone", "crisis_email")
    lines = tuple(value[name] for name in names if value.get(name))
    words = value.get("crisis", "")
    return Section("crisis", _("Whom to call in a crisis"), lines=lines, words=words)


def _channel(figures: Figures) -> Section:
    return Section(
        f"channel-{figures.channel}",
        account(figures.name, figures.network),
        words=" ".join(pace_sentences(figures)),
        charts=(*channel_charts(figures), *kept_charts(figures)),
    )


def pace_sentences(figures: Figures) -> list[str]:
    """What is chosen for a channel, what the adviser says to it, and what that rests on."""
    parts = []
    if figures.chosen is not None:
        words = ngettext(
            "Chosen: %(n)s post a week.", "Chosen: %(n)s posts a week.", figures.chosen
        )
        parts.append(words % {"n": figures.chosen})
    if not figures.advice_per_week:
        return [*parts, _("The limits leave no hour in which to post.")]
    parts += _advised(figures)
    if figures.n_posts:
        parts.append(_gain(figures))
    parts += [old] if (old := sentences.newest_is_old(figures.old_until)) else []
    evidence = sentences.EVIDENCE[figures.evidence]
    parts.append(_("Evidence: %(evidence)s.") % {"evidence": evidence})
    return [*parts, judged_words(figures.judged_by)] if figures.judged_by else parts


def _advised(figures: Figures) -> list[str]:
    """The pace with its range; where the limits set it, it has none, but there is one without."""
    words = {"n": figures.advice_per_week, "range": sentences.span(figures.range80)}
    if not figures.is_held:
        said = ngettext(
            "Advised: %(n)s post a week (80 %%: %(range)s).",
            "Advised: %(n)s posts a week (80 %%: %(range)s).",
            figures.advice_per_week,
        )
        return [said % words]
    said = ngettext(
        "Advised: %(n)s post a week.", "Advised: %(n)s posts a week.", figures.advice_per_week
    )
    free = _("The limits set this pace; without them it would be %(n)s a week.")
    return [said % words, free % {"n": figures.free_per_week}]


def _gain(figures: Figures) -> str:
    return _("Today it is %(today)s. Expected: %(gain)s (80 %%: %(low)s to %(high)s).") % {
        "today": sentences.number(figures.today_per_week),
        "gain": sentences.percent(figures.gain_mean),
        "low": sentences.percent(figures.gain80.low),
        "high": sentences.percent(figures.gain80.high),
    }


def edition(version: StrategyVersion) -> str:
    """`Version 3, 25 November 2026`, by the client's calendar."""
    day = version.saved_at.astimezone(ZoneInfo(version.client.zone)).date()
    words = {"n": version.number, "day": dates.day_in_full(day)}
    return _("Version %(n)s, %(day)s") % words


def author(version: StrategyVersion) -> str:
    """Who wrote it, by full name where there is one."""
    by = version.saved_by
    return (by.get_full_name() or by.username) if by else ""
