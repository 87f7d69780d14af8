"""Links, mentions and hashtags in running text: found once, used by counters, previews, facets.

Offsets are code points. One pass, linear in the size of the text: every pattern is possessive and
the search goes on behind whatever it looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

import regex

from skupnost.domain.text.hosts import tld_end
from skupnost.domain.text.tlds import RESERVED


class Kind(StrEnum):
    """What an entity is."""

    LINK = "link"
    MENTION = "mention"
    HASHTAG = "hashtag"
    CASHTAG = "cashtag"


class Entity(NamedTuple):
    """A piece of text that a network makes clickable: `text[start:end]` in code points.

    `target` is the whole address of a link (with its scheme), the handle of a mention without the
    first `@` (`user`, `user@host`, `name.bsky.social`), or a hashtag's word without `#`.
    `is_public` is False for a link whose host no public domain name can be (an address of
    numbers, `localhost`, an unknown ending).
    """

    kind: Kind
    start: int
    end: int
    target: str
    is_public: bool = True


_LABEL = r"[\p{L}\p{M}\p{N}_-]++"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*+"
_INNER = r"[^\s<>()\"“”«»「」『』]"
# Brackets belong to an address in pairs, two deep, as in the links of an encyclopaedia.
_TAIL = rf"[/?#](?:{_INNER}|\((?:{_INNER}|\({_INNER}*+\))*+\))*+"
_PORT = r"(?::\d{1,5}+(?!\d))?+"
_NAME = r"[A-Za-z0-9_]++(?:[.-]++[A-Za-z0-9_]++)*+"

_VARIANT = r"\ufe0e\ufe0f"
# Signs that stand inside words: middle dots, the joiner of Persian, Hebrew and Tibetan marks,
# the wave dash of Japanese.
_JOINING = r"·・\u200c\u05be\u05f3\u05f4\u0f0b\u0f0c\u301c\uff5e"

_FINDER = regex.compile(
    rf"(?<![A-Za-z0-9@＠$#＃_])(?P<scheme>https?://)(?P<host>{_HOST}){_PORT}(?P<tail>{_TAIL})?+"
    rf"|(?<![\p{{L}}\p{{N}}_@＠./=])[@＠](?P<mention>{_NAME}(?:@{_HOST})?+)(?!@|://)"
    rf"|(?<![\p{{L}}\p{{N}}_&/#＃])(?<!(?![{_VARIANT}])\p{{M}})[#＃]"
    rf"(?P<hashtag>(?=[\p{{L}}\p{{N}}_])[\p{{L}}\p{{M}}\p{{N}}_{_JOINING}]++)(?!://)"
    rf"|(?<![\p{{L}}\p{{M}}\p{{N}}_@＠#＃$/.:-])(?P<bare>{_LABEL}(?:\.{_LABEL})++)(?![@＠+])"
    rf"{_PORT}(?P<bare_tail>{_TAIL})?+",
    regex.IGNORECASE,
)
_TRAILING = ".,:;!?'\"’”“»…*_~|&@#。、，！？；：（「『【〔《〈"
_CLOSING = {"]": "[", "}": "{", "】": "【", "》": "《", "〉": "〈", "〕": "〔", "）": "（"}
_IS_TAG = regex.compile(r"[\p{L}\p{M}]|_")


def find_entities(text: str, *, bare_links: bool = False) -> tuple[Entity, ...]:
    """Every link, mention and hashtag in order, never overlapping.

    Links need `http://` or `https://`; with `bare_links` a known domain (`example.com/path`) is
    one too, and its target gets `https://`.
    """
    return tuple(_walk(text, bare_links))


def byte_range(text: str, entity: Entity) -> tuple[int, int]:
    """Start and end of an entity in UTF-8 bytes, as facets count. For many, use `byte_ranges`."""
    start = len(text[: entity.start].encode("utf-8", "surrogatepass"))
    return start, start + len(text[entity.start : entity.end].encode("utf-8", "surrogatepass"))


def byte_ranges(text: str, entities: tuple[Entity, ...]) -> tuple[tuple[int, int], ...]:
    """The UTF-8 byte range of each entity, in one pass; entities in order of their start."""
    ranges = []
    at, n_bytes = 0, 0
    for entity in entities:
        n_bytes += len(text[at : entity.start].encode("utf-8", "surrogatepass"))
        length = len(text[entity.start : entity.end].encode("utf-8", "surrogatepass"))
        ranges.append((n_bytes, n_bytes + length))
        at, n_bytes = entity.end, n_bytes + length
    return tuple(ranges)


def _walk(text: str, bare_links: bool) -> Iterator[Entity]:
    at = 0
    while match := _FINDER.search(text, at):
        entity = _entity(text, match, bare_links)
        if entity is None:
            at = match.end()
            continue
        yield entity
        at = entity.end


def _entity(text: str, match: regex.Match[str], bare_links: bool) -> Entity | None:
    if match["mention"]:
        return Entity(Kind.MENTION, match.start(), match.end(), match["mention"])
    if match["hashtag"]:
        return _hashtag(match)
    if match["scheme"]:
        return _link(text, match, "host", "tail")
    return _link(text, match, "bare", "bare_tail") if bare_links else None


def _hashtag(match: regex.Match[str]) -> Entity | None:
    word = match["hashtag"]
    if not _IS_TAG.search(word) or not word.strip("_"):
        return None
    return Entity(Kind.HASHTAG, match.start(), match.end(), word)


def _link(text: str, match: regex.Match[str], host: str, tail: str) -> Entity | None:
    name = match[host]
    kept = _host_length(name)
    is_public = kept > 0
    if not is_public and (host == "bare" or not _is_local(name)):
        return None
    is_cut = is_public and kept < len(name)
    end = match.start(host) + kept if is_cut else match.end()
    end = _without_trailing(text, match.start(), end) if match[tail] and not is_cut else end
    return _as_link(text, match.start(), end, is_public)


def _as_link(text: str, start: int, end: int, is_public: bool) -> Entity:
    written = text[start:end]
    has_scheme = written[:4].lower() == "http" and "://" in written[:8]
    target = written if has_scheme else f"https://{written}"
    return Entity(Kind.LINK, start, end, target, is_public)


def _host_length(host: str) -> int:
    """How much of it is a public domain name: all, less glued letters of another script, or 0."""
    front, _, last = host.rpartition(".")
    if not front or not _is_well_formed(front):
        return 0
    return len(host) if last.lower() in RESERVED else tld_end(host, len(front) + 1)


def _is_well_formed(front: str) -> bool:
    """No underscore in the name itself, no label that begins or ends with a dash."""
    labels = front.split(".")
    return "_" not in labels[-1] and all(label.strip("-_") == label for label in labels)


def _is_local(host: str) -> bool:
    return "." in host or host.lower() == "localhost"


def _without_trailing(text: str, start: int, end: int) -> int:
    """The end without punctuation that belongs to the sentence, and without unpaired brackets."""
    unpaired: dict[str, int] = {}
    while end > start:
        char = text[end - 1]
        if char in _CLOSING:
            if char not in unpaired:
                unpaired[char] = _n_unpaired(text, start, end, char)
            if unpaired[char] <= 0:
                break
            unpaired[char] -= 1
        elif char not in _TRAILING:
            break
        end -= 1
    return end


def _n_unpaired(text: str, start: int, end: int, closing: str) -> int:
    return text.count(closing, start, end) - text.count(_CLOSING[closing], start, end)
