"""One post under one network's rules: from what was asked to the JSON that answers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from skupnost.cli.answers import Problem
from skupnost.domain.facts import Fact, Facts
from skupnost.domain.payload import MediaItem, Part, Payload
from skupnost.domain.preflight import Finding, check, lengths
from skupnost.domain.text import Entity, Kind, entities_by
from skupnost.kit.registry import UnknownNetwork, connector, connectors
from skupnost.library.cleaning import NotAPicture
from skupnost.library.measuring import measure_file
from skupnost.library.sentences import named_otherwise, why_not
from skupnost.networks.findings import sentence
from skupnost.networks.queries import facts_for

Value = dict[str, Any]
# A link is what a reader calls it; tools for X call it by its address.
_KINDS = {Kind.LINK: "url"}


@dataclass(frozen=True, slots=True)
class Post:
    """What is asked about: the payload as it was typed, what was wrong with its files, and the
    places of those that could not be read at all."""

    payload: Payload
    remarks: tuple[Value, ...] = ()
    unread: tuple[str, ...] = ()


@cache
def rules(network: str, kind: str) -> tuple[str, Facts]:
    """The account kind and its facts; the network's first kind where none was named. A Problem
    lists what there is, the nearest first."""
    try:
        kinds = connector(network).manifest.kinds
    except UnknownNetwork as error:
        words = f"There is no network {network!r}."
        raise _unknown("no_such_network", words, network, connectors()) from error
    if kind and kind not in kinds:
        words = f"{network} has no account kind {kind!r}."
        raise _unknown("no_such_kind", words, kind, kinds)
    chosen = kind or next(iter(kinds))
    return chosen, facts_for(network, chosen)


def _unknown(code: str, words: str, typed: str, known: Iterable[str]) -> Problem:
    known = list(known)
    nearest = get_close_matches(typed.lower(), known, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(nearest)}?" if nearest else ""
    words = f"{words}{hint} Known: {', '.join(known)}."
    return Problem(code, words, exit_code=2, known=known, nearest=nearest)


def answer_of(post: Post, facts: Facts) -> Value:
    """The answer of `skupnost check` about one post."""
    payload = post.payload
    length = lengths(payload, facts)[0]
    entities = entities_by(payload.text, facts)
    found = [one for one in check(payload, facts) if not one.where.startswith(post.unread)]
    findings = [*post.remarks, *(finding_value(one) for one in found)]
    return {
        "length": {"value": length.value, "max": length.max, "unit": length.unit},
        "entities": [_entity(payload.text, entity) for entity in entities],
        "findings": findings,
        "ok": all(found["level"] != "error" for found in findings),
    }


def finding_value(finding: Finding) -> Value:
    """A finding with its sentence, and with the rule behind it."""
    return {
        "level": finding.level.value,
        "code": finding.code,
        "where": finding.where,
        "message": sentence(finding),
        "mend": finding.mend or None,
        "source": source_value(finding.fact) if finding.fact else None,
    }


def source_value(fact: Fact) -> Value:
    """Where a fact comes from and how far to trust it."""
    as_of = fact.as_of or fact.source.date
    return {
        "rule": fact.key,
        "title": fact.source.title,
        "address": fact.source.address,
        "as_of": as_of.isoformat() if as_of else None,
        "checked_on": fact.checked_on.isoformat(),
        "confidence": fact.confidence.value,
        "live": fact.live,
    }


def _entity(text: str, entity: Entity) -> Value:
    return {
        "kind": _KINDS.get(entity.kind, entity.kind.value),
        "start": entity.start,
        "end": entity.end,
        "text": text[entity.start : entity.end],
    }


# Stands where a file could not be read, so that the others keep their numbers.
_UNREAD = MediaItem("", "image/jpeg", 1, decorative=True)


def with_files(payload: Payload, files: Iterable[tuple[Path, str]]) -> Post:
    """The payload with these files and their descriptions; what is no medium becomes a remark."""
    items: list[MediaItem] = []
    remarks: list[Value] = []
    unread: list[str] = []
    for number, (path, alt_text) in enumerate(files, len(payload.media)):
        where = f"media.{number}"
        try:
            measure_ = measure_file(path)
        except NotAPicture as error:
            remarks.append(_remark("error", error.code, where, why_not(error)))
            items.append(_UNREAD)
            unread.append(where)
            continue
        except OSError as error:
            words = f"Cannot read {path}: {error.strerror}."
            raise Problem("no_such_file", words) from error
        if measure_.named:
            words = named_otherwise(path.name, measure_.named, measure_.item.mime)
            remarks.append(_remark("warning", "named_otherwise", where, words))
        items.append(replace(measure_.item, alt_text=alt_text))
    whole = replace(payload, media=(*payload.media, *items))
    return Post(whole, tuple(remarks), tuple(unread))


def _remark(level: str, code: str, where: str, words: str) -> Value:
    return {
        "level": level,
        "code": code,
        "where": where,
        "message": words,
        "mend": None,
        "source": None,
    }


_TEXTS = ("text", "title", "language", "content_warning", "visibility", "excerpt", "slug")


def post_of(asked: Mapping[str, Any], folder: Path) -> Post:
    """The post of a JSON object; a Problem says which field is none of its kind. Names of files
    are looked up from `folder`."""
    words: dict[str, Any] = {name: _text(asked, name) for name in _TEXTS}
    payload = Payload(
        **words,
        link_url=_text(asked, "link_url"),
        tags=_texts(asked, "tags"),
        categories=_texts(asked, "categories"),
        thread=tuple(Part(text) for text in _texts(asked, "thread")),
        details=_details(asked),
    )
    items, files = _media(asked, folder)
    return with_files(replace(payload, media=items), files)


def _details(asked: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Further fields: an object of texts, numbers, lists and objects, flattened to dotted names."""
    raw = asked.get("details", {})
    if not isinstance(raw, dict):
        raise Problem("bad_field", "details must be an object.")
    return tuple(sorted(_flat("", raw)))


def _flat(front: str, value: Any) -> Iterable[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(f"{front}.{name}" if front else str(name), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _flat(f"{front}.{number}", inner)
    elif value is not None:
        yield front, str(value)


def _media(
    asked: Mapping[str, Any], folder: Path
) -> tuple[tuple[MediaItem, ...], list[tuple[Path, str]]]:
    """Media as they were measured by whoever asks (objects with `mime`), and files to measure."""
    rows = asked.get("media", [])
    if not isinstance(rows, list):
        raise Problem("bad_field", "media must be a list.")
    items: list[MediaItem] = []
    files: list[tuple[Path, str]] = []
    for row in rows:
        told = {"path": row} if isinstance(row, str) else row
        if not isinstance(told, dict) or not ("path" in told or "mime" in told):
            raise Problem("bad_field", "Each of media must be a path, or have path or mime.")
        if "path" in told:
            files.append((folder / _text(told, "path"), _text(told, "alt_text")))
        else:
            items.append(_item(told))
    return tuple(items), files


_FIGURES = ("n_bytes", "width", "height", "n_frames", "n_pages")


def _item(told: Mapping[str, Any]) -> MediaItem:
    figures: dict[str, Any] = {name: int(_number(told, name)) for name in _FIGURES}
    figures["n_bytes"] = figures["n_bytes"] or 1
    return MediaItem(
        "",
        _text(told, "mime"),
        **figures,
        seconds=_number(told, "seconds") if told.get("seconds") is not None else None,
        frames_per_second=_number(told, "frames_per_second"),
        alt_text=_text(told, "alt_text"),
        decorative=told.get("decorative") is True,
        name=_text(told, "name"),
    )


def _number(told: Mapping[str, Any], name: str) -> float:
    value = told.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Problem("bad_field", f"{name} must be a number.")
    return value


def _text(asked: Mapping[str, Any], name: str) -> str:
    value = asked.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Problem("bad_field", f"{name} must be text.")
    return value


def _texts(asked: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = asked.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Problem("bad_field", f"{name} must be a list of texts.")
    return tuple(value)
