"""What preflight finds, in words: what is wrong, by how much, what to do, and who says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from skupnost.domain.facts import Confidence, Fact
from skupnost.domain.preflight import Finding, Level
from skupnost.domain.preflight.codes import CODES
from skupnost.networks.amounts import amount_words, figure_words, span_words
from skupnost.networks.finding_labels import COUNTED, DETAILS
from skupnost.networks.finding_words import BY_AMOUNT, BY_COUNT, FIELDS, NONE_TAKEN, SENTENCES

# Codes whose figures are rounded for people as long as that keeps them apart.
_ROUNDED = frozenset(
    (
        *("file_too_heavy", "file_heavy_for_some", "file_heavy", "files_too_heavy"),
        *("file_too_small", "thumb_too_heavy", "account_full"),
        *("poll_too_long", "poll_too_short", "scheduled_soon", "scheduled_far", "late_to_change"),
        *("shape_too_wide", "shape_too_tall", "shape_wrong", "shape_unusual"),
        *("too_soon_after", "too_soon_for_new", "too_late_to_remove", "too_late_to_edit"),
    )
)
_THREAD = re.compile(r"thread\.(\d+)")
_MEDIUM = re.compile(r"media\.(\d+)")
_SUBTITLES = re.compile(r"subtitles\.(\d+)")
# Codes that only a film can have; a refused file says by its type what it is.
_OF_FILMS = frozenset(
    (
        *("video_too_long", "video_too_short", "frame_rate_too_high", "frame_rate_too_low"),
        *("codec_refused", "film_empty", "film_unknown"),
    )
)
_DAY = 86_400
_NUMBER = re.compile(r"\.\d+(?=\.|\Z)")


def sentence(finding: Finding) -> str:
    """The finding in the reader's language, with its place where there are several, and with the
    source and its date where the figure is not the network's own word."""
    return " ".join(filter(None, (_placed(finding), remark(finding.fact, finding))))


def sentence_of(params: Mapping[str, object]) -> str:
    """The sentence of a finding as the ledger keeps it: its code, its place and its figures; empty
    for a code that preflight does not say (any more)."""
    code, where = params.get("code"), params.get("where")
    if code not in CODES:
        return ""
    figures = {
        name: value for name, value in params.items() if isinstance(value, str | int | float)
    }
    return _placed(Finding(Level.ERROR, code, str(where or ""), figures))


def _placed(finding: Finding) -> str:
    words = _words(finding)
    if finding.where == "cover":
        return gettext("Cover: %(words)s") % {"words": words}
    of_film = finding.code in _OF_FILMS or str(finding.params.get("type")).startswith("video/")
    picture = gettext("Picture %(n)d: %(words)s")
    for pattern, label in (
        (_MEDIUM, gettext("Film %(n)d: %(words)s") if of_film else picture),
        (_SUBTITLES, gettext("Subtitles %(n)d: %(words)s")),
        (_THREAD, gettext("Post %(n)d of the thread: %(words)s")),
    ):
        if found := pattern.search(finding.where):
            words = label % {"n": int(found[1]) + 1, "words": words}
    return words


def _words(finding: Finding) -> str:
    if finding.code == "field_not_shown":
        return str(FIELDS.get(str(finding.params.get("field")), FIELDS["title"]))
    if finding.params.get("max") == 0 and finding.code in NONE_TAKEN:
        return str(NONE_TAKEN[finding.code])
    template = SENTENCES[finding.code]
    return str(template % _params(finding))


def _params(finding: Finding) -> dict[str, object]:
    params = finding.params
    if finding.code == "too_often":
        return _often(params)
    if finding.code in BY_AMOUNT:
        return {"field": field_name(finding.where), **_amounts(finding)}
    if finding.code in BY_COUNT:
        whole = {name: int(n) for name, n in params.items() if isinstance(n, int | float)}
        value = figure_words(float(params.get("value", 0)))
        return {**whole, "value": value, "field": field_name(finding.where)}
    if "at" in params:
        return {**params, "place": int(params["at"]) + 1}
    return dict(params)


def _often(params: Mapping[str, str | int | float]) -> dict[str, object]:
    unit = str(params.get("unit", ""))
    return {
        "value": figure_words(float(params.get("value", 0))),
        "limit": figure_words(float(params.get("max", 0))),
        "things": str(COUNTED.get(unit, COUNTED["posts"])),
        "window": span_words(float(params.get("window_seconds", _DAY))),
    }


def field_name(where: str) -> str:
    """The field of a place in the reader's language; its own name where nobody named it."""
    known = DETAILS.get(_NUMBER.sub(".*", where))
    return str(known) if known else f"“{where}”"


def _amounts(finding: Finding) -> dict[str, object]:
    """The figures with their unit, in as many digits as it takes to tell them apart."""
    unit, is_written = str(finding.params.get("unit", "")), finding.code not in _ROUNDED
    names = [name for name in ("value", "min", "max", "off") if name in finding.params]
    figures = [float(finding.params[name]) for name in names]
    rough = [amount_words(figure, unit, exact=is_written) for figure in figures]
    if len(set(rough[:2])) < 2:
        rough = [amount_words(figure, unit, exact=True) for figure in figures]
    return dict(zip(names, rough, strict=True))


def remark(fact: Fact | None, finding: Finding | None = None) -> str:
    """Where a figure comes from, if the network itself does not vouch for it; else empty."""
    if fact is None or fact.live or fact.confidence.may_block:
        return ""
    day = _day(fact.as_of or fact.source.date or fact.checked_on)
    if fact.confidence is Confidence.SECONDARY:
        words = gettext("According to “%(source)s” (%(date)s), not to the network itself.")
        return words % {"source": fact.source.title, "date": day}
    return gettext("Nobody has verified this rule yet (noted %(date)s).") % {"date": day}


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
