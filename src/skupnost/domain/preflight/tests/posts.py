"""Facts and posts to try preflight on."""

from __future__ import annotations

from dataclasses import replace

from skupnost.domain.facts import Confidence, Fact, Facts, Source
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.preflight import Finding, check
from skupnost.domain.text.tests.text_facts import DAY, DOC

POST = Payload(text="Fresh rye bread at seven.")
PICTURE = MediaItem(
    "a" * 64, "image/jpeg", 100_000, width=800, height=600, alt_text="A loaf of rye"
)


def fact(key: str, value: object, unit: str = "", **more: object) -> Facts:
    return {key: Fact(key, value, DOC, DAY, Confidence.OFFICIAL_DOC, unit=unit, **more)}


def trusted(key: str, value: object, confidence: str, **more: object) -> Facts:
    """A fact founded as well as a source of that confidence."""
    kind = Confidence(confidence)
    source = Source("s", "A page", "-", kind)
    return {key: Fact(key, value, source, DAY, kind, **more)}


def picture(**changes: object) -> MediaItem:
    return replace(PICTURE, **changes)


def said(payload: Payload, facts: Facts) -> list[tuple[str, str, str]]:
    """What preflight says, without figures: level, code, where."""
    return [(f.level.value, f.code, f.where) for f in check(payload, facts)]


def only(payload: Payload, facts: Facts) -> Finding:
    (finding,) = check(payload, facts)
    return finding
