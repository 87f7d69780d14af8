"""Checks that are no number: what a network wants, what it does not have, what it refuses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from skupnost.domain.facts import Facts
from skupnost.domain.media import Family, family
from skupnost.domain.payload import Payload
from skupnost.domain.preflight.case import each_medium, part_place
from skupnost.domain.preflight.codes import Code
from skupnost.domain.preflight.finding import Finding, Level, Param, level_of
from skupnost.domain.preflight.media_wants import MEDIA_WANTS
from skupnost.domain.text.entities import Kind
from skupnost.domain.text.measuring import entities_by, is_true

Check = Callable[[Payload, Facts], Iterator[Finding]]

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*\Z", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_BROKEN = re.compile(r"[\ud800-\udfff]")
_NEVER: tuple[tuple[Code, re.Pattern[str]], ...] = (
    ("control_character", _CONTROL),
    ("broken_character", _BROKEN),
)


def publish_ability(_payload: Payload, facts: Facts) -> Iterator[Finding]:
    """Whether a program may publish at all, or a person has to: since the network wants it so, or
    since we have no code for it (`machine.publish`)."""
    allowed = facts.get("publish")
    if allowed is None:
        return
    ours = facts.get("machine.publish", allowed)
    if allowed.value == "none":
        yield Finding(Level.ERROR, "publishing_impossible", "channel", fact=allowed)
    elif ours.value != "api":
        fact = ours if allowed.value == "api" else allowed
        yield Finding(Level.HINT, "publishing_by_hand", "channel", fact=fact)


def emptiness(payload: Payload, _facts: Facts) -> Iterator[Finding]:
    """A post, or a post of a thread, in which there is nothing."""
    for number, part in enumerate(payload.parts):
        if not part.text.strip() and not part.media:
            code: Code = "thread_part_empty" if number else "post_empty"
            yield Finding(Level.ERROR, code, part_place(number), mend="write")


def required(payload: Payload, facts: Facts) -> Iterator[Finding]:
    """What the network does not do without."""
    wanted: tuple[tuple[str, Code, str, object], ...] = (
        ("text.title_required", "title_required", "title", payload.title.strip()),
        ("text.text_required", "text_required", "text", payload.text.strip()),
        ("media.media_required", "media_required", "media", payload.media),
    )
    for key, code, where, given in wanted:
        fact = facts.get(key)
        if fact is not None and is_true(fact) and not given:
            yield Finding(level_of(fact), code, where, fact=fact, mend=f"add_{where}")


# What happens to a filled field that the account kind does not have, and how bad that is.
_LOST: Mapping[str, tuple[Level, Code]] = {
    "title": (Level.HINT, "field_not_shown"),
    "excerpt": (Level.HINT, "field_not_shown"),
    "slug": (Level.HINT, "field_not_shown"),
    "categories": (Level.HINT, "field_not_shown"),
    "tags": (Level.HINT, "field_not_shown"),
    "link_url": (Level.HINT, "field_not_shown"),
    "content_warning": (Level.WARNING, "warning_not_shown"),
    "thread": (Level.ERROR, "thread_impossible"),
}


def missing_fields(payload: Payload, facts: Facts) -> Iterator[Finding]:
    """Fields that are filled in though this account kind has no place for them."""
    fact = facts.get("machine.fields")
    if fact is None or not isinstance(fact.value, tuple):
        return
    for name, (level, code) in _LOST.items():
        if getattr(payload, name) and name not in fact.value:
            yield Finding(level, code, name, {"field": name}, fact, "remove")
    if payload.visibility not in ("", "public") and "visibility" not in fact.value:
        params = {"visibility": payload.visibility}
        where = "visibility"
        yield Finding(
            Level.ERROR, "visibility_impossible", where, params, fact, "choose_visibility"
        )


def visibility(payload: Payload, facts: Facts) -> Iterator[Finding]:
    """A visibility that the network does not know."""
    fact = facts.get("publishing.visibilities")
    if fact is None or not payload.visibility or not isinstance(fact.value, tuple):
        return
    if payload.visibility not in fact.value:
        params = {"visibility": payload.visibility, "known": ", ".join(map(str, fact.value))}
        where, mend = "visibility", "choose_visibility"
        yield Finding(level_of(fact), "visibility_unknown", where, params, fact, mend)


def language(payload: Payload, _facts: Facts) -> Iterator[Finding]:
    """A language that is not written as a code (`sl`, `pt-BR`): networks refuse the whole post."""
    if payload.language and not _LANGUAGE.match(payload.language):
        params = {"language": payload.language}
        yield Finding(Level.ERROR, "language_unknown", "language", params, None, "choose_language")


def link(payload: Payload, _facts: Facts) -> Iterator[Finding]:
    """A link card whose address is none."""
    if payload.link_url and not _ADDRESS.match(payload.link_url):
        yield Finding(Level.ERROR, "link_not_an_address", "link_url", mend="correct")


def alt_texts(payload: Payload, _facts: Facts) -> Iterator[Finding]:
    """Pictures that people who cannot see them would miss."""
    for where, item in each_medium(payload):
        is_seen = family(item.mime) in (Family.IMAGE, Family.VIDEO)
        if is_seen and not item.decorative and not item.alt_text.strip():
            what, place = {"type": item.mime}, f"{where}.alt_text"
            yield Finding(Level.WARNING, "alt_text_missing", place, what, mend="add_alt_text")


def characters(payload: Payload, _facts: Facts) -> Iterator[Finding]:
    """Characters that no network takes: control characters, halves of surrogate pairs."""
    for where, text in _texts(payload):
        if text.isprintable():
            continue
        for code, wrong in _NEVER:
            if found := wrong.search(text):
                sign = f"U+{ord(found[0]):04X}"
                params: dict[str, Param] = {"at": found.start(), "character": sign}
                yield Finding(Level.ERROR, code, where, params, None, "remove_character")


def _texts(payload: Payload) -> Iterator[tuple[str, str]]:
    for number, part in enumerate(payload.parts):
        yield part_place(number), part.text
    for name in ("title", "excerpt", "slug", "content_warning", "link_url"):
        yield name, getattr(payload, name)
    for name in ("tags", "categories"):
        for number, word in enumerate(getattr(payload, name)):
            yield f"{name}.{number}", word
    for where, item in each_medium(payload):
        yield f"{where}.alt_text", item.alt_text


def forbidden(payload: Payload, facts: Facts) -> Iterator[Finding]:
    """Characters that the network does not take in a title, or that a tag may not begin with."""
    tags = [(f"tags.{number}", tag[:1]) for number, tag in enumerate(payload.tags)]
    checked = (
        ("text.title_forbidden", [("title", payload.title)]),
        ("text.tag_start_forbidden", tags),
    )
    for key, texts in checked:
        fact = facts.get(key)
        if fact is None or not isinstance(fact.value, tuple):
            continue
        for where, text in texts:
            if found := [str(char) for char in fact.value if str(char) in text]:
                params = {"characters": " ".join(found)}
                mend = "remove_character"
                yield Finding(level_of(fact), "forbidden_character", where, params, fact, mend)


def whole_files(payload: Payload, _facts: Facts) -> Iterator[Finding]:
    """Files in which there is nothing."""
    for where, item in each_medium(payload):
        if item.n_bytes <= 0:
            yield Finding(Level.ERROR, "file_empty", where, mend="replace")


def price(payload: Payload, facts: Facts) -> Iterator[Finding]:
    """What the network charges for the post, where a program publishes it."""
    if _publisher(facts) != "api":
        return
    has_link = bool(payload.link_url) or any(
        entity.kind is Kind.LINK
        for part in payload.parts
        for entity in entities_by(part.text, facts)
    )
    keys = ("cost_post_with_url_usd", "cost_post_usd") if has_link else ("cost_post_usd",)
    fact = next((facts[key] for key in keys if key in facts), None)
    if fact is not None and fact.number:
        params: dict[str, Param] = {"usd": round(fact.number * len(payload.parts), 6)}
        yield Finding(Level.HINT, "post_costs", "channel", params, fact)


def _publisher(facts: Facts) -> object:
    """How posts go out with this product."""
    fact = facts.get("machine.publish", facts.get("publish"))
    return fact.value if fact else None


# Each check with the facts that it reads; without any of them it has nothing to say.
_ALWAYS: tuple[Check, ...] = (emptiness, language, link)
_BY_KEYS: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (publish_ability, ("publish",)),
    (required, ("text.title_required", "text.text_required", "media.media_required")),
    (missing_fields, ("machine.fields",)),
    (visibility, ("publishing.visibilities",)),
    (forbidden, ("text.title_forbidden", "text.tag_start_forbidden")),
    (price, ("cost_post_usd", "cost_post_with_url_usd")),
)
WANTS_OF_MEDIA: tuple[Check, ...] = (*MEDIA_WANTS, whole_files, alt_texts)


def wants_of(facts: Facts) -> tuple[Check, ...]:
    """The checks of words and fields that these facts give something to do."""
    wanted = [check for check, keys in _BY_KEYS if any(key in facts for key in keys)]
    return (*_ALWAYS, *wanted, characters)
