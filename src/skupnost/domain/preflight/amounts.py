"""What limits on words and counts speak of: every amount in a payload, with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from skupnost.domain.facts import Fact
from skupnost.domain.media import Family, family
from skupnost.domain.preflight.case import Case, media_place, part_place
from skupnost.domain.text.entities import Kind
from skupnost.domain.text.measuring import DEFAULT_UNIT, ruler
from skupnost.domain.text.units import UNITS, characters


@dataclass(frozen=True, slots=True)
class Amount:
    """How much there is of something at one place of a payload."""

    where: str
    value: float


Amounts = Callable[[Case, Fact], Iterable[Amount]]
Text = Callable[[Case], Iterable[tuple[str, str]]]

_CASHTAG = re.compile(r"(?<![\w$])\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?(?![\w$])")
_QUOTE = re.compile(r"\[(/?)quote\b", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\n\s*\n")
_ONLY_A_LINK = re.compile(r"\s*https?://\S+\s*\Z")
_IN_SECONDS = {"minutes": 60, "hours": 3_600, "days": 86_400}


def length(text: str, fact: Fact) -> int:
    """The length in the unit of the fact; the careful count where it names no unit of text."""
    return UNITS.get(fact.unit or DEFAULT_UNIT, characters)(text)


def text_length(case: Case, fact: Fact) -> Iterator[Amount]:
    """The length of each post of the thread, by the rules that the facts give for counting."""
    by = ruler(case.facts, fact.key)
    if by.unit not in UNITS:
        by = replace(by, unit=DEFAULT_UNIT)
    for number, part in enumerate(case.parts):
        if fact.key == "text.text_max" and _has_own_limit(case, number):
            continue
        measured = by.measure(part.text, content_warning=case.payload.content_warning)
        yield Amount(part_place(number), measured.value)


def _has_own_limit(case: Case, number: int) -> bool:
    """Whether the words under photos have a limit of their own that stands in for the text's."""
    return "text.photo_description_max" in case.facts and _is_photos(case, number)


def _is_photos(case: Case, number: int) -> bool:
    media = case.parts[number].media
    return bool(media) and all(family(item.mime) is Family.IMAGE for item in media)


def photo_text(case: Case, fact: Fact) -> Iterator[Amount]:
    """The length of the words under photos."""
    for number, part in enumerate(case.parts):
        if _is_photos(case, number):
            yield Amount(part_place(number), length(part.text, fact))


def photo_title(case: Case, fact: Fact) -> Iterator[Amount]:
    if case.payload.title and _is_photos(case, 0):
        yield Amount("title", length(case.payload.title, fact))


def media_text(case: Case, fact: Fact) -> Iterator[Amount]:
    """The length of each post that has media."""
    for number, part in enumerate(case.parts):
        if part.media:
            yield Amount(part_place(number), length(part.text, fact))


def article_title(case: Case, fact: Fact) -> Iterator[Amount]:
    """The length of the title, where it is an article's."""
    is_only_title = "text.title_max" not in case.facts
    if case.payload.title and (is_only_title or case.format == "article"):
        yield Amount("title", length(case.payload.title, fact))


def field_length(name: str) -> Amounts:
    """The length of one field in the unit of the fact; nothing where the field is empty."""

    def amounts(case: Case, fact: Fact) -> Iterator[Amount]:
        text = getattr(case.payload, name)
        if text:
            yield Amount(name, length(text, fact))

    return amounts


def detail_lengths(pattern: str) -> Amounts:
    """The length of each further field of that name; `*` stands for a number."""
    matches = _matcher(pattern)

    def amounts(case: Case, fact: Fact) -> Iterator[Amount]:
        for name, text in case.payload.details:
            if matches(name):
                yield Amount(name, length(text, fact))

    return amounts


def detail_count(pattern: str) -> Amounts:
    """How many there are where the last star stands, for each that holds them: none of them where
    the whole (`poll` of `poll.options.*`) is begun, nothing where it is not."""
    front, _, _ = pattern.rpartition(".*")
    whole = front.partition(".")[0]
    is_plain = whole != front and "*" not in front
    is_begun = _beginning(whole) if is_plain else _never
    starts = re.compile(rf"({_regex(front)})\.(\d+)(?:\.|\Z)")

    def amounts(case: Case, _fact: Fact) -> Iterator[Amount]:
        found: dict[str, set[str]] = {}
        for name, _ in case.payload.details:
            if is_begun(name):
                found.setdefault(front, set())
            if match := starts.match(name):
                found.setdefault(match[1], set()).add(match[2])
        for where, numbers in found.items():
            yield Amount(where, len(numbers))

    return amounts


def detail_total(front: str) -> Amounts:
    """The length of all fields under one name together, in each of the numbered ones."""

    def amounts(case: Case, fact: Fact) -> Iterator[Amount]:
        texts = [text for name, text in case.payload.details if name.startswith(f"{front}.")]
        if texts:
            yield Amount(front, sum(length(text, fact) for text in texts))

    return amounts


def detail_time(name: str) -> Amounts:
    """A span of time (a field in seconds) in the unit of the fact."""

    def amounts(case: Case, fact: Fact) -> Iterator[Amount]:
        try:
            seconds = float(case.details[name])
        except (KeyError, ValueError):
            return
        yield Amount(name, seconds / _IN_SECONDS.get(fact.unit, 1))

    return amounts


def _never(_name: str) -> bool:
    return False


def _beginning(whole: str) -> Callable[[str], bool]:
    return lambda name: name.startswith(f"{whole}.")


def _matcher(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(_regex(pattern) + r"\Z")
    return lambda name: compiled.match(name) is not None


def _regex(pattern: str) -> str:
    return re.escape(pattern).replace(r"\*", r"\d+")


def tag_lengths(case: Case, fact: Fact) -> Iterator[Amount]:
    for number, tag in enumerate(case.payload.tags):
        yield Amount(f"tags.{number}", length(tag.removeprefix("#"), fact))


def tags_total(case: Case, fact: Fact) -> Iterator[Amount]:
    """All tags together: a comma between two, and quotation marks around one with a blank, as
    YouTube counts them (developers.google.com/youtube/v3/docs/videos, from memory 2026-11-23)."""
    tags = case.payload.tags
    if tags:
        quotes = 2 * sum(" " in tag for tag in tags)
        letters = sum(length(tag, fact) for tag in tags)
        yield Amount("tags", letters + quotes + len(tags) - 1)


def n_tags(case: Case, _fact: Fact) -> Iterator[Amount]:
    yield Amount("tags", len(case.payload.tags))


def n_languages(case: Case, _fact: Fact) -> Iterator[Amount]:
    """How many languages the post says; several stand with commas."""
    yield Amount("language", sum(bool(one.strip()) for one in case.payload.language.split(",")))


def n_entities(*kinds: Kind) -> Amounts:
    """How many links, mentions or hashtags each post of the thread has."""

    def amounts(case: Case, _fact: Fact) -> Iterator[Amount]:
        for number, found in enumerate(case.entities):
            yield Amount(part_place(number), sum(entity.kind in kinds for entity in found))

    return amounts


def n_cashtags(case: Case, _fact: Fact) -> Iterator[Amount]:
    for number, part in enumerate(case.parts):
        if "$" in part.text:
            yield Amount(part_place(number), len(_CASHTAG.findall(part.text)))


def n_paragraphs(case: Case, _fact: Fact) -> Iterator[Amount]:
    for number, part in enumerate(case.parts):
        yield Amount(part_place(number), len(paragraphs(part.text)))


def n_blocks(case: Case, _fact: Fact) -> Iterator[Amount]:
    """Paragraphs, media and the card of a link together."""
    for number, part in enumerate(case.parts):
        card = int(number == 0 and bool(case.payload.link_url))
        yield Amount(part_place(number), len(paragraphs(part.text)) + len(part.media) + card)


def n_link_blocks(case: Case, _fact: Fact) -> Iterator[Amount]:
    """The card of a link, and paragraphs that are nothing but a link."""
    for number, part in enumerate(case.parts):
        card = int(number == 0 and bool(case.payload.link_url))
        alone = sum(_ONLY_A_LINK.match(text) is not None for text in paragraphs(part.text))
        yield Amount(part_place(number), alone + card)


def paragraph_lengths(case: Case, fact: Fact) -> Iterator[Amount]:
    """The length of the longest paragraph of each post."""
    for number, part in enumerate(case.parts):
        lengths = [length(text, fact) for text in paragraphs(part.text)]
        if lengths:
            yield Amount(part_place(number), max(lengths))


def paragraphs(text: str) -> list[str]:
    """The pieces of a text between empty lines."""
    return [piece for piece in _PARAGRAPH.split(text) if piece.strip()]


def quote_depth(case: Case, _fact: Fact) -> Iterator[Amount]:
    """How deep quotations stand within each other (`[quote]` of forums)."""
    for number, part in enumerate(case.parts):
        depth = deepest = 0
        for match in _QUOTE.finditer(part.text):
            depth = max(0, depth + (-1 if match[1] else 1))
            deepest = max(deepest, depth)
        yield Amount(part_place(number), deepest)


def written_bytes(case: Case, _fact: Fact) -> Iterator[Amount]:
    """All words of the post in bytes, media left out."""
    yield Amount("text", _written(case))


def request_bytes(case: Case, _fact: Fact) -> Iterator[Amount]:
    """All words and media of the post in bytes, as they travel together."""
    if case.media:
        yield Amount("media", _written(case) + sum(one.item.n_bytes for one in case.media))


def _written(case: Case) -> int:
    payload = case.payload
    texts = [*(part.text for part in case.parts), payload.title, *payload.tags]
    texts += [text for _, text in payload.details]
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)


def alt_length(case: Case, fact: Fact) -> Iterator[Amount]:
    """The length of each description; of the first picture's alone where the fact says so."""
    for one in case.media:
        if fact.scope == "first_image" and one.where != "media.0":
            continue
        if one.item.alt_text:
            yield Amount(f"{one.where}.alt_text", length(one.item.alt_text, fact))


def caption_length(case: Case, fact: Fact) -> Iterator[Amount]:
    """The length of what stands under each picture or film."""
    for one in case.media:
        if one.item.caption:
            yield Amount(f"{one.where}.caption", length(one.item.caption, fact))


def name_length(case: Case, fact: Fact) -> Iterator[Amount]:
    """The length of each file's name."""
    for one in case.media:
        if one.item.name:
            yield Amount(f"{one.where}.name", length(one.item.name, fact))


def n_beside_card(case: Case, _fact: Fact) -> Iterator[Amount]:
    """How many media the first post has beside the card of its link."""
    if case.payload.link_url:
        yield Amount("link_url", len(case.payload.media))


def n_media_of(counts: Callable[[Case, int], int | None]) -> Amounts:
    """A count of media in each post of the thread; None where the limit does not concern it."""

    def amounts(case: Case, _fact: Fact) -> Iterator[Amount]:
        for number in range(len(case.parts)):
            n = counts(case, number)
            if n is not None:
                yield Amount(media_place(number), n)

    return amounts


def n_media(*families: Family) -> Amounts:
    """How many media of these families each post of the thread has; of all where none is named."""
    wanted = families or tuple(Family)

    def counts(case: Case, number: int) -> int:
        return sum(family(item.mime) in wanted for item in case.parts[number].media)

    return n_media_of(counts)
