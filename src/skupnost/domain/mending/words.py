"""The registry of word mends, by mend code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from skupnost.domain.facts import Facts
from skupnost.domain.mending.lists import fewer, fewer_media, fewer_tags
from skupnost.domain.mending.places import part_of, text_at, with_field, with_text
from skupnost.domain.mending.shortening import shortened, trimmed
from skupnost.domain.payload import Part, Payload
from skupnost.domain.preflight import Finding, Level, check
from skupnost.domain.text import split_into_thread
from skupnost.domain.text.entities import Kind

Mend = Callable[[Payload, Facts, Finding], Payload | None]

_NEVER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def shorten(payload: Payload, facts: Facts, finding: Finding) -> Payload | None:
    """The text at the place cut until no limit on it that counts is broken."""
    text = text_at(payload, finding.where)
    if not text:
        return None

    def fits(shorter: str) -> bool:
        left = check(with_text(payload, finding.where, shorter), facts)
        return not any(_weighs(one, finding) for one in left)

    is_word = finding.where == "slug" or finding.where.startswith(("tags.", "categories."))
    cut = trimmed(text, fits) if is_word else shortened(text, fits)
    return with_text(payload, finding.where, cut) if cut else None


def _weighs(one: Finding, mended: Finding) -> bool:
    """Whether a finding is about the length that is being mended: the same one, or one that
    weighs more than advice."""
    is_same = one.where == mended.where and one.mend == mended.mend
    return is_same and (one.code == mended.code or one.level is not Level.HINT)


def split(payload: Payload, facts: Facts, finding: Finding) -> Payload | None:
    """The post too long made into a thread, where the network has threads."""
    fields = facts.get("machine.fields")
    number, rest = part_of(finding.where)
    if rest != "text" or not fields or not isinstance(fields.value, tuple):
        return None
    if "thread" not in fields.value:
        return None
    part = payload.parts[number]
    pieces = split_into_thread(part.text, facts, content_warning=payload.content_warning)
    parts = [Part(piece) for piece in pieces]
    parts[0] = replace(parts[0], media=part.media)
    whole = [*payload.parts[:number], *parts, *payload.parts[number + 1 :]]
    return replace(payload, text=whole[0].text, media=whole[0].media, thread=tuple(whole[1:]))


def remove(payload: Payload, _facts: Facts, finding: Finding) -> Payload | None:
    """What the network does not show, out of the payload; a thread becomes one post, and a content
    warning the first line, so that no word is lost."""
    if finding.where == "thread":
        text = "\n\n".join(part.text for part in payload.parts)
        return replace(payload, text=text, media=payload.all_media, thread=())
    if finding.where == "content_warning":
        text = f"{payload.content_warning}\n\n{payload.text}"
        return replace(payload, text=text, content_warning="")
    if finding.where in ("tags", "categories"):
        return with_field(payload, finding.where, ())
    if text_at(payload, finding.where) is None:
        return None
    return with_text(payload, finding.where, "")


def remove_characters(payload: Payload, _facts: Facts, finding: Finding) -> Payload | None:
    """The text without the characters that are not taken."""
    text = text_at(payload, finding.where)
    if text is None:
        return None
    if finding.code != "forbidden_character":
        return with_text(payload, finding.where, _NEVER.sub("", text))
    wrong = set(str(finding.params.get("characters", "")).split())
    return with_text(payload, finding.where, "".join(c for c in text if c not in wrong))


MENDS: Mapping[str, Mend] = {
    "shorten": shorten,
    "split": split,
    "remove": remove,
    "remove_character": remove_characters,
    "remove_tags": fewer_tags,
    "remove_hashtags": fewer(Kind.HASHTAG),
    "remove_mentions": fewer(Kind.MENTION),
    "remove_links": fewer(Kind.LINK),
    "remove_media": fewer_media,
}


def mended(payload: Payload, facts: Facts, finding: Finding, mend: str = "") -> Payload | None:
    """The payload after the finding's own mend, or after another one by name; None where there is
    none, or where it would leave the finding or bring another."""
    work = MENDS.get(mend or finding.mend)
    changed = work(payload, facts, finding) if work else None
    return changed if changed and is_better(payload, changed, facts, finding) else None


def is_better(before: Payload, after: Payload, facts: Facts, finding: Finding) -> bool:
    """Whether the finding is gone and nothing came in its stead but softer advice on the same."""
    old, new = check(before, facts), check(after, facts)
    if any((one.code, one.where) == (finding.code, finding.where) for one in new):
        return False
    counted = Counter(one.code for one in new if not _is_echo(one, finding))
    return not counted - Counter(one.code for one in old)


def _is_echo(one: Finding, mended: Finding) -> bool:
    return one.level is Level.HINT and one.mend == mended.mend
