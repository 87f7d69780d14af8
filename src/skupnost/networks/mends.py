"""What a mend does, in the few words of a button."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skupnost.domain.facts import Facts
from skupnost.domain.mending.places import item_at, part_of
from skupnost.domain.payload import Payload
from skupnost.domain.preflight import Finding
from skupnost.library.mends import may_help
from skupnost.library.remaking import types_taken
from skupnost.networks.amounts import span_words

_TYPES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/gif": "GIF",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A button beside a finding: the mend's code and what it says."""

    mend: str
    label: str


Label = Callable[[Finding, Payload, Facts], str]


def offers(finding: Finding, payload: Payload, facts: Facts) -> tuple[Offer, ...]:
    """What can be done about a finding by one click here and now; most findings have one offer,
    some none."""
    label = _LABELS.get(finding.mend)
    if label is None or not may_help(finding, payload):
        return ()
    return (Offer(finding.mend, label(finding, payload, facts)),)


def shape_words(ratio: float) -> str:
    """A shape as people write it: `4:5`, `16:9`, `1.91:1`."""
    simple = Fraction(ratio).limit_denominator(16)
    if abs(float(simple) - ratio) < 0.0005:
        return f"{simple.numerator}:{simple.denominator}"
    return f"{number_format(round(ratio, 2), use_l10n=True)}:1"


def _crop(finding: Finding, payload: Payload, _facts: Facts) -> str:
    ratio = float(finding.params.get("max", finding.params.get("min", 1)))
    item = item_at(payload, finding.where)
    is_tall = item is not None and item.height > item.width
    if str(finding.code) == "shape_too_long" and is_tall:
        ratio = 1 / ratio
    return _("Crop to %(shape)s") % {"shape": shape_words(ratio)}


def _shrink(finding: Finding, _payload: Payload, _facts: Facts) -> str:
    is_heavy = finding.params.get("unit") == "bytes"
    return _("Make it lighter") if is_heavy else _("Make it smaller")


def _convert(finding: Finding, payload: Payload, facts: Facts) -> str:
    item = item_at(payload, finding.where)
    if item is not None and item.mime.startswith("image/"):
        known = types_taken(facts)
        name = _TYPES[known[0]] if known else "JPEG"
        return _("Convert to %(type)s") % {"type": name}
    return _("Convert to %(type)s") % {"type": "MP4"}


def _cut(finding: Finding, _payload: Payload, _facts: Facts) -> str:
    most = float(finding.params.get("max", 0))
    if finding.params.get("unit") == "seconds":
        return _("Cut to %(length)s") % {"length": span_words(most)}
    return _("Cut it")


def _shorten(finding: Finding, _payload: Payload, _facts: Facts) -> str:
    most = number_format(int(finding.params.get("max", 0)), use_l10n=True, force_grouping=True)
    return _("Shorten to %(max)s") % {"max": most}


def _remove_some(finding: Finding, payload: Payload, facts: Facts) -> str:
    if str(finding.code) in ("images_and_video", "medium_not_sent"):
        return _remove(finding, payload, facts)
    n = int(finding.params.get("off", 1))
    return ngettext("Leave out the last one", "Leave out the last %(n)d", n) % {"n": n}


def _kept(payload: Payload, finding: Finding) -> str:
    first = payload.parts[part_of(finding.where)[0]].media[0]
    is_film = first.mime.startswith("video/")
    return _("Keep only the film") if is_film else _("Keep only the pictures")


def _remove(finding: Finding, payload: Payload, _facts: Facts) -> str:
    if str(finding.code) == "images_and_video":
        return _kept(payload, finding)
    words = {
        "warning_not_shown": _("Put the warning into the text"),
        "thread_impossible": _("Make it one post"),
    }
    return words.get(str(finding.code), _("Leave it out here"))


_LABELS: Mapping[str, Label] = {
    "crop": _crop,
    "shrink": _shrink,
    "convert": _convert,
    "first_frame": lambda *_all: _("Use the first frame"),
    "cut": _cut,
    "make_cover": lambda *_all: _("Make a cover"),
    "shorten": _shorten,
    "split": lambda *_all: _("Split into a thread"),
    "remove_tags": _remove_some,
    "remove_hashtags": _remove_some,
    "remove_mentions": _remove_some,
    "remove_links": _remove_some,
    "remove_media": _remove_some,
    "remove": _remove,
    "remove_character": lambda *_all: _("Take it out"),
}
