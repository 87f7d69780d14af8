"""Checks of media that are no number: types, encodings, animation, covers, what is unknown."""

from __future__ import annotations

from collections.abc import Iterator

from skupnost.domain.facts import Fact, Facts
from skupnost.domain.media import Family, family, is_of_type, measured
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.preflight.case import each_medium, media_place
from skupnost.domain.preflight.finding import Finding, Level, Param, level_of

# Networks call pictures by three names; the first that a kind has counts.
_TYPES = {
    Family.IMAGE: ("media.image_types", "media.photo_types", "media.types"),
    Family.VIDEO: ("media.video_types",),
    Family.AUDIO: ("media.audio_types",),
}
_TOGETHER = ("media.images_and_video_together", "media.photos_and_video_together")
_CODECS = (("media.video_codecs", "video_codec"), ("media.audio_codecs", "audio_codec"))


def media_types(payload: Payload, facts: Facts) -> Iterator[Finding]:
    """Media of a type that the network does not take."""
    for where, item in each_medium(payload):
        kind = family(item.mime)
        if kind is Family.OTHER and not _takes_documents(facts):
            yield Finding(Level.ERROR, "type_refused", where, {"type": item.mime}, None, "convert")
            continue
        fact = _first(facts, _TYPES.get(kind, ("media.document_types",)))
        if fact is None or is_of_type(item.mime, _words(fact)):
            continue
        params = {"type": item.mime, "known": ", ".join(_words(fact))}
        yield Finding(level_of(fact), "type_refused", where, params, fact, "convert")


def codecs(payload: Payload, facts: Facts) -> Iterator[Finding]:
    """Films whose picture or sound is encoded in a way that the network does not take."""
    for where, item in each_medium(payload):
        for key, name in _CODECS:
            fact, codec = facts.get(key), getattr(item, name)
            known = _words(fact) if fact else ()
            if fact is None or not known or not codec or codec in known:
                continue
            params = {"codec": codec, "known": ", ".join(known)}
            yield Finding(level_of(fact), "codec_refused", where, params, fact, "convert")


def animation(payload: Payload, facts: Facts) -> Iterator[Finding]:
    """Pictures that move, where the network shows or takes only still ones."""
    fact = facts.get("media.animated")
    if fact is None or fact.value is not False:
        return
    for where, item in each_medium(payload):
        if measured(item).is_animated:
            yield Finding(level_of(fact), "animation_refused", where, {}, fact, "first_frame")


def films(payload: Payload, facts: Facts) -> Iterator[Finding]:
    """Films that last no time, and films of which too little is known to check them."""
    for where, item in each_medium(payload):
        if family(item.mime) is not Family.VIDEO:
            continue
        if item.seconds is not None and item.seconds <= 0:
            yield Finding(Level.ERROR, "film_empty", where)
        elif _is_unknown(item) and _speaks_of_films(facts):
            yield Finding(Level.WARNING, "film_unknown", where)


def covers(payload: Payload, facts: Facts) -> Iterator[Finding]:
    """Films without a cover, where the network wants one."""
    fact = facts.get("media.video_cover_required")
    if fact is None or fact.value is not True:
        return
    for where, item in each_medium(payload):
        if family(item.mime) is Family.VIDEO and payload.cover is None:
            yield Finding(level_of(fact), "cover_missing", where, {}, fact, "make_cover")


def sendable(payload: Payload, facts: Facts) -> Iterator[Finding]:
    """Media that our connector does not send there, though the network may well take them."""
    fact = facts.get("machine.media")
    if fact is None:
        return
    for where, item in each_medium(payload):
        kind = family(item.mime)
        if kind is not Family.OTHER and kind.value not in _words(fact):
            params: dict[str, Param] = {"family": kind.value}
            yield Finding(Level.ERROR, "medium_not_sent", where, params, fact, "remove_media")


def together(payload: Payload, facts: Facts) -> Iterator[Finding]:
    """Pictures and films in one post, where the network wants only one of the two."""
    fact = _first(facts, _TOGETHER)
    if fact is None or fact.value is not False:
        return
    for number, part in enumerate(payload.parts):
        families = {family(item.mime) for item in part.media}
        if {Family.IMAGE, Family.VIDEO} <= families:
            where = media_place(number)
            yield Finding(level_of(fact), "images_and_video", where, {}, fact, "remove_media")


def _takes_documents(facts: Facts) -> bool:
    return any(key.startswith("media.document_") for key in facts)


def _first(facts: Facts, keys: tuple[str, ...]) -> Fact | None:
    return next((facts[key] for key in keys if key in facts), None)


def _words(fact: Fact) -> tuple[str, ...]:
    return tuple(map(str, fact.value)) if isinstance(fact.value, tuple) else (str(fact.value),)


def _is_unknown(item: MediaItem) -> bool:
    return item.seconds is None or not item.width


def _speaks_of_films(facts: Facts) -> bool:
    """Whether any rule of the kind needs figures of a film that only reading it gives."""
    return any(key.startswith("media.video_") for key in facts)


MEDIA_WANTS = (media_types, codecs, animation, films, covers, sendable, together)
