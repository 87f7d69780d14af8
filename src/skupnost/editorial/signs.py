"""Holidays, closed days, contests, campaigns and seasons drawn into the days of a calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from skupnost.editorial.boards import Board, Cell, Day
from skupnost.strategy.marked_days import HOLIDAY, LABELS, Mark, MarkedDays
from skupnost.strategy.models import PeriodKind
from skupnost.ui.templatetags.ui import icon, network_glyph
from skupnost.ui.words import Words

MONDAY = 0
# A Lucide icon and a tone of each; the words stand beside them.
LOOKS: Mapping[str, tuple[str, str]] = {
    HOLIDAY: ("calendar-heart", "info"),
    PeriodKind.CLOSED: ("calendar-off", "quiet"),
    PeriodKind.CONTEST: ("gift", "accent"),
    PeriodKind.CAMPAIGN: ("megaphone", "accent"),
    PeriodKind.SEASON: ("leaf", "good"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a list or a legend: icon, tone and words."""

    icon: str
    tone: str
    words: str | Words


@dataclass(frozen=True, slots=True)
class Signs:
    """What the strategy room says of the days of a board."""

    found: MarkedDays

    def onto(self, board: Board) -> Board:
        """The board with the signs drawn into it; hours that stay free are not tinted as good."""
        first = board.days[0].day
        return replace(board, days=tuple(self._day(day, first) for day in board.days))

    def _day(self, day: Day, first: date) -> Day:
        marks = self.found.on(day.day)
        is_closed = any(mark.closes_all for mark in marks)
        return replace(
            day,
            signs=_drawn(marks, day.day, first),
            is_closed=is_closed,
            is_told=any(mark.is_off or _begins(mark, day.day, first) for mark in marks),
            cells=tuple(self._cell(cell, day.day, is_closed) for cell in day.cells),
        )

    def _cell(self, cell: Cell, day: date, is_closed: bool) -> Cell:
        is_quiet = cell.is_hour and day.weekday() * 24 + cell.hour in self.found.quiet
        if not is_quiet and not is_closed:
            return cell
        return replace(cell, is_quiet=is_quiet, level=None, behind="")

    @property
    def legend(self) -> list[Told]:
        """The kinds of days that are on the board."""
        kinds = {mark.kind for mark in self.found.marks}
        return [Told(*LOOKS[kind], LABELS[kind]) for kind in LABELS if kind in kinds]

    @property
    def lines(self) -> list[Told]:
        """Every mark in whole words."""
        return [Told(*LOOKS[mark.kind], mark.whole_words) for mark in self.found.marks]


def _begins(mark: Mark, day: date, first: date) -> bool:
    """Whether it is the first day of it that is seen."""
    return day == max(mark.first, first)


def _drawn(marks: Sequence[Mark], day: date, first: date) -> SafeString:
    return format_html_join("", "{}", ((_sign(mark, day, first),) for mark in marks))


def _sign(mark: Mark, day: date, first: date) -> SafeString:
    """A label on the first day and on every Monday, a band on the days between; a screen reader
    hears it on each."""
    glyph, tone = LOOKS[mark.kind]
    if not _begins(mark, day, first) and day.weekday() != MONDAY:
        inside = format_html('<span class="day-name">{}</span>', mark.words)
    else:
        inside = format_html(
            '{}<span dir="auto"><span class="visually-hidden">{}: </span>{}</span>{}',
            icon(glyph, 14),
            LABELS[mark.kind],
            mark.name,
            network_glyph(mark.channel.network, "small") if mark.channel else "",
        )
    return format_html(
        '<p class="mark" data-tone="{}" title="{}">{}</p>', tone, mark.whole_words, inside
    )
