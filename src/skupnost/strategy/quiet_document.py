"""The quiet time beside what the strategy document says of quiet hours: two things that should be
one. The words stay free; they are only held against the hours that slots keep to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext

from skupnost.clients.models import Client
from skupnost.strategy.exporting import language_of
from skupnost.strategy.models import FreeTime
from skupnost.strategy.quiet import quiet_client, quiet_words
from skupnost.ui import dates

CLOCK = re.compile(r"(?<!\d)(\d{1,2})(?:[:.](\d\d))?(?!\d)(?:\s*([ap])\.?m\b)?", re.IGNORECASE)
HALF_DAY, DAY = 12 * 60, 24 * 60
Named = tuple[frozenset[int], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Note:
    """What to say where document and quiet time are not the same thing; `has_text` where the
    document says something of quiet hours."""

    text: str
    has_text: bool


def offered(client: Client) -> str:
    """The quiet time as a sentence for the document, in the client's language; empty without."""
    with translation.override(language_of(client)):
        words = quiet_words(quiet_client(client))
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def compared(text: str, kept: FreeTime) -> Note | None:
    """The words of a document against the quiet time; None where they agree."""
    quiet = quiet_words(kept)
    if not text.strip():
        said = gettext("The document says nothing of quiet hours; slots keep to these: %(quiet)s.")
        return Note(said % {"quiet": quiet}, has_text=False) if quiet else None
    if not quiet:
        said = gettext(
            "The document names quiet hours in words only: no quiet time is set, so slots keep no "
            "hour free."
        )
        return Note(said, has_text=True)
    if _named(text, kept.client) == _named(quiet, kept.client):
        return None
    said = gettext(
        "What the document says of quiet hours is not the same as the quiet time that slots keep "
        "to: %(quiet)s."
    )
    return Note(said % {"quiet": quiet}, has_text=True)


def _named(text: str, client: Client) -> Named:
    """The times of day (minutes) and the days of the week that a text names, in English and in the
    languages of the reader and of the client."""
    times = frozenset(_minutes(*found) for found in CLOCK.findall(text))
    names = dict(_weekdays())
    with translation.override(language_of(client)):
        names |= _weekdays()
    with translation.override("en"):
        names |= _weekdays()
    words = re.findall(r"\w+", text.casefold())
    return times, frozenset(names[word] for word in words if word in names)


def _minutes(hour: str, minute: str, half: str) -> int:
    found = 60 * int(hour) + int(minute or 0)
    if half:
        found = found % HALF_DAY + (HALF_DAY if half.casefold() == "p" else 0)
    return found % DAY


def _weekdays() -> dict[str, int]:
    """Names of the days, short and whole, with the number of the day."""
    named = (dates.weekday_names(), dates.weekday_names(is_whole=True))
    return {name.casefold(): n for names in named for n, name in enumerate(names)}
