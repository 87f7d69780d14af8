"""Facts and posts to try preflight on."""

from __future__ import annotations

from dataclasses import replace

from skupnost.domain.facts import Confidence, Fact, Facts, Source
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.preflight import Finding, Occasion, check
from skupnost.domain.text.tests.text_facts import DAY, DOC

POST = Payload(text="Fresh rye bread at seven.")
PICTURE = MediaItem(
    "a" * 64, "image/jpeg", 100_000, width=800, height=600, alt_text="A loaf of rye"
)
FILM = replace(PICTURE, mime="video/mp4", seconds=90.0)


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


def counted(payload: Payload, key: str, unit: str = "", **more: object) -> dict[str, float]:
    """What a limit of that name counts, by its place; nothing where it does not concern the post.

    A limit of less than nothing makes every amount be told, none at all too."""
    occasion: Occasion | None = more.pop("occasion", None)  # type: ignore[assignment]
    facts = {**more.pop("beside", {}), **fact(key, -1, unit, **more)}  # type: ignore[dict-item]
    found = check(payload, facts, occasion=occasion)
    return {f.where: f.params["value"] for f in found if f.fact is facts[key]}


def with_details(**details: str) -> Payload:
    """A post with further fields; `__` stands for a dot."""
    named = {name.replace("__", "."): text for name, text in details.items()}
    return replace(POST, details=tuple(sorted(named.items())))


def only(payload: Payload, facts: Facts) -> Finding:
    (finding,) = check(payload, facts)
    return finding
