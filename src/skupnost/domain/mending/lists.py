"""Taking out what is too much: tags, hashtags, mentions, links, media."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from skupnost.domain.facts import Facts
from skupnost.domain.media import Family, family
from skupnost.domain.mending.places import medium_at, part_of, text_at, with_media, with_text
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.preflight import Finding, check
from skupnost.domain.text.entities import Entity, Kind
from skupnost.domain.text.measuring import entities_by

_COUNTED = {
    "too_many_images": (Family.IMAGE,),
    "too_many_videos": (Family.VIDEO,),
    "too_many_recordings": (Family.AUDIO,),
}


def fewer_tags(payload: Payload, facts: Facts, finding: Finding) -> Payload | None:
    """The first tags, as many as are taken: by their number, or by their length together."""
    for n_kept in range(len(payload.tags) - 1, -1, -1):
        fewer = replace(payload, tags=payload.tags[:n_kept])
        if all(one.code != finding.code for one in check(fewer, facts)):
            return fewer
    return None


def fewer_media(payload: Payload, _facts: Facts, finding: Finding) -> Payload | None:
    """The first media, as many as are taken; of pictures and films, those of the first's family;
    none of a family that cannot be sent."""
    if found := medium_at(finding.where):
        number, position, _name = found
        media = payload.parts[number].media
        wrong = family(media[position].mime)
        return with_media(
            payload, number, tuple(item for item in media if family(item.mime) is not wrong)
        )
    number = 0 if finding.where == "link_url" else part_of(finding.where)[0]
    media = payload.parts[number].media
    if finding.code == "images_and_video":
        kept = [item for item in media if family(item.mime) is family(media[0].mime)]
    else:
        kept = _first(media, _COUNTED.get(finding.code, tuple(Family)), _most(finding))
    return with_media(payload, number, tuple(kept))


def _first(media: Sequence[MediaItem], families: Sequence[Family], most: int) -> list[MediaItem]:
    kept, n = [], 0
    for item in media:
        is_counted = family(item.mime) in families
        n += is_counted
        if not is_counted or n <= most:
            kept.append(item)
    return kept


def fewer(kind: Kind) -> Callable[[Payload, Facts, Finding], Payload | None]:
    """A mend that leaves the first entities of a kind, as many as are taken.

    A hashtag among the last words goes whole; within a sentence only its sign goes, as the sign of
    a mention does, so that the sentence stays. Links go whole.
    """

    def mend(payload: Payload, facts: Facts, finding: Finding) -> Payload | None:
        text = text_at(payload, finding.where)
        if text is None:
            return None
        is_any = str(finding.code) == "too_many_entities"
        found = [entity for entity in entities_by(text, facts) if is_any or entity.kind is kind]
        for entity in reversed(found[-int(finding.params.get("off", 1)) :]):
            text = _without(text, entity, facts)
        return with_text(payload, finding.where, text)

    return mend


def _without(text: str, entity: Entity, facts: Facts) -> str:
    is_whole = entity.kind is Kind.LINK or (
        entity.kind is Kind.HASHTAG and _is_at_end(text, entity, facts)
    )
    if not is_whole:
        return text[: entity.start] + text[entity.start + 1 :]
    before, after = text[: entity.start], text[entity.end :]
    return before.rstrip(" ") + after if not after.strip() or after[0].isspace() else before + after


def _is_at_end(text: str, entity: Entity, facts: Facts) -> bool:
    """Whether nothing but hashtags follows."""
    rest = text[entity.end :]
    for later in reversed(entities_by(rest, facts)):
        if later.kind is Kind.HASHTAG:
            rest = rest[: later.start] + rest[later.end :]
    return not rest.strip()


def _most(finding: Finding) -> int:
    return int(finding.params.get("max", 0))
