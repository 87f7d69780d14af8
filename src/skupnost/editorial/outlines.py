"""The strategy room's slots in the calendar: empty outlines, and a tint behind the week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from skupnost.editorial.boards import Board, Cell, Day, Desk, Outline
from skupnost.editorial.periods import day_span
from skupnost.strategy.experimenting import WeekOfExperiment, weeks_between
from skupnost.strategy.models import Slot
from skupnost.strategy.planned import open_slots
from skupnost.strategy.queries import slots_between, week_tint
from skupnost.strategy.tellings import trial, week_words
from skupnost.ui import dates
from skupnost.ui.templatetags.ui import icon, network_glyph

FEWEST = 30
Tint = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Sown:
    """Open slots by the cell they stand in (a day or an hour), their hours, and the tint."""

    outlines: dict[str, tuple[Outline, ...]]
    hours: frozenset[int]
    tint: Tint = ()
    trials: tuple[str, ...] = ()

    def onto(self, board: Board) -> Board:
        """The board with them drawn into it."""
        return replace(board, days=tuple(self._day(day) for day in board.days))

    @property
    def words(self) -> str:
        """What the tint rests on; empty without one."""
        n = sum(behind for _level, behind in self.tint)
        if not self.tint:
            return ""
        if n < FEWEST:
            return gettext(
                "The tint shows what is usual on the network: too few posts of yours yet."
            )
        return ngettext(
            "The tint shows the better hours; %(n)s past post stands behind it.",
            "The tint shows the better hours; %(n)s past posts stand behind it.",
            n,
        ) % {"n": n}

    def _day(self, day: Day) -> Day:
        return replace(day, cells=tuple(self._cell(cell, day.day) for cell in day.cells))

    def _cell(self, cell: Cell, day: date) -> Cell:
        outlines = self.outlines.get(cell.at, ())
        if not self.tint or not cell.is_hour or cell.is_past:
            return replace(cell, outlines=outlines)
        level, behind = self.tint[day.weekday() * 24 + cell.hour]
        words = ngettext("%(n)s past post behind it", "%(n)s past posts behind it", behind)
        return replace(cell, outlines=outlines, level=level, behind=words % {"n": behind})


def sown(desk: Desk, days: Sequence[date], *, by_hour: bool) -> Sown:
    """What the strategy room put into these days and nobody filled yet: a post on the same channel
    within an hour fills a slot, unless it was cancelled."""
    start = day_span(days[0], desk.zone).starts_at
    end = day_span(days[-1], desk.zone).ends_at
    slots = slots_between(desk.client, max(start, desk.now), end)
    weeks = weeks_between(desk.client, start, end)
    cells: dict[str, tuple[Outline, ...]] = defaultdict(tuple)
    hours, alike = set(), _alike(slots)
    for slot in open_slots(desk.client, slots):
        local = slot.at.astimezone(desk.zone)
        hours.add(local.hour)
        html = _outline(desk, slot, local, weeks, is_named=slot.channel.network in alike)
        at = f"{local:%Y-%m-%dT%H}:00" if by_hour else f"{local:%Y-%m-%d}"
        cells[at] += (Outline(slot.at, html),)
    tint = week_tint(desk.client) if by_hour else ()
    return Sown(cells, frozenset(hours), tint, _trials(weeks))


def _trials(weeks: Sequence[WeekOfExperiment]) -> tuple[str, ...]:
    """The experiments of these days, each in a sentence."""
    found: dict[int, list[WeekOfExperiment]] = defaultdict(list)
    for week in weeks:
        found[week.experiment.pk].append(week)
    return tuple(map(trial, found.values()))


def _alike(slots: Sequence[Slot]) -> set[str]:
    """The networks on which more than one channel has slots: their glyph tells too little."""
    tally = Counter(
        network for network, _channel in {(s.channel.network, s.channel) for s in slots}
    )
    return {network for network, n in tally.items() if n > 1}


def _outline(
    desk: Desk, slot: Slot, local: datetime, weeks: Sequence[WeekOfExperiment], *, is_named: bool
) -> SafeString:
    at = f"{local:%Y-%m-%dT%H:%M}"
    return format_html(
        '<li data-at="{}"><a class="chip" href="{}" title="{}">'
        '<span class="numbers">{}</span>{}{}{}</a></li>',
        at,
        desk.new_url(at, slot.channel_id),
        slot.channel.name,
        dates.clock(local),
        network_glyph(slot.channel.network, "small"),
        _sign(slot, weeks),
        format_html('<span class="clip" dir="auto">{}</span>', slot.channel.name)
        if is_named
        else "",
    )


def _sign(slot: Slot, weeks: Sequence[WeekOfExperiment]) -> SafeString:
    """What the slot is, in words that are read out; an experiment's has a flask and the posts
    planned for its week too."""
    if slot.experiment_id is None:
        return format_html('<span class="visually-hidden">{}</span>', gettext("Open slot"))
    week = next((week for week in weeks if _is_in(slot, week)), None)
    words = week_words(week) if week else gettext("Experiment")
    return format_html(
        '<span class="cluster tight" title="{}">{}<span aria-hidden="true">{}</span></span>'
        '<span class="visually-hidden">{}</span>',
        words,
        icon("flask-conical", 14),
        week.planned if week else "",
        words,
    )


def _is_in(slot: Slot, week: WeekOfExperiment) -> bool:
    is_its_own = week.experiment.pk == slot.experiment_id
    return is_its_own and week.starts_at <= slot.at < week.ends_at
