"""twitter-text: what X links, counts, accepts and shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from skupnost.domain.text.entities import Entity, Kind
from skupnost.domain.text.utf16 import utf16_places
from skupnost.domain.text.x import entities as x
from skupnost.domain.text.x import validity
from skupnost.domain.text.x.linking import Shown, autolink, highlight
from skupnost.domain.text.x.weights import VERSION_1, VERSION_2, VERSION_3, Weights, weigh
from skupnost.domain.text.x.words import find_mentions, replied_to
from tests.contract.conformance import Outcome

SUITE = "twitter-text"
Answer = Callable[[dict[str, Any]], Any]


def outcomes(folder: Path) -> Iterator[Outcome]:
    for file in ("validate", "extract", "autolink", "hit_highlighting", "tlds"):
        with (folder / SUITE / f"{file}.yml").open("rb") as source:
            groups = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for group, cases in groups["tests"].items():
            answer = ANSWERS[f"{file}.{group}" if f"{file}.{group}" in ANSWERS else file]
            for case in cases:
                name = case["description"]
                yield Outcome(SUITE, f"{file}.{group}", name, case["expected"], answer(case))


def _weighed(by: Weights) -> Answer:
    def answer(case: dict[str, Any]) -> dict[str, Any]:
        found = weigh(case["text"], by)
        return {
            "weightedLength": found.value,
            "valid": found.is_valid,
            "permillage": found.permillage,
            "displayRangeStart": 0,
            "displayRangeEnd": found.shown_end,
            "validRangeStart": 0,
            "validRangeEnd": found.valid_end,
        }

    return answer


def _words(entities: Iterable[Entity]) -> list[str]:
    return [entity.target for entity in entities]


def _with_places(case: dict[str, Any], name: str, entities: Iterable[Entity]) -> list[Any]:
    """As the suite writes them: what was found, and its places in code points, or in UTF-16 units
    where those are what the case expects."""
    found = list(entities)
    text = case["text"]
    words = [text[e.start : e.end] if e.kind is Kind.LINK else e.target for e in found]
    places = [[e.start, e.end] for e in found]
    units = list(utf16_places(text, [place for pair in places for place in pair]))
    in_units = [units[at : at + 2] for at in range(0, len(units), 2)]
    wanted = [row["indices"] for row in case["expected"]]
    chosen = in_units if in_units == wanted else places
    return [{name: word, "indices": at} for word, at in zip(words, chosen, strict=True)]


def _people(case: dict[str, Any]) -> Iterator[Entity]:
    return (e for e in x.mentions(case["text"]) if "/" not in e.target)


def _people_or_lists(case: dict[str, Any]) -> list[Any]:
    return [
        {"screen_name": word.name, "list_slug": word.slug, "indices": [word.start, word.end]}
        for word in find_mentions(case["text"])
    ]


def _addresses(case: dict[str, Any]) -> list[str]:
    return [case["text"][e.start : e.end] for e in x.links(case["text"])]


def _linked(find: Callable[[str], Iterable[Entity]]) -> Answer:
    return lambda case: autolink(case["text"], find(case["text"]), is_markup=True)


def _given(case: dict[str, Any]) -> str:
    """The post with the entities that the network's own answer names."""
    told = json.loads(case["json"])
    found = [Entity(Kind.LINK, *row["indices"], row["url"]) for row in told.get("urls", ())]
    for kind, key, name in (
        (Kind.MENTION, "user_mentions", "screen_name"),
        (Kind.HASHTAG, "hashtags", "text"),
        (Kind.CASHTAG, "symbols", "text"),
    ):
        found += [Entity(kind, *row["indices"], row[name]) for row in told.get(key, ())]
    shown = {
        row["url"]: Shown(row["expanded_url"], row["display_url"])
        for row in told.get("urls", ())
        if row.get("display_url")
    }
    return autolink(case["text"], x.without_overlaps(found), is_markup=True, shown=shown)


def _links_only(text: str) -> Iterator[Entity]:
    return x.links(text, bare=False)


ANSWERS: dict[str, Answer] = {
    "validate.tweets": lambda case: weigh(case["text"], VERSION_1).is_valid,
    "validate.usernames": lambda case: validity.is_valid_username(case["text"]),
    "validate.lists": lambda case: validity.is_valid_list(case["text"]),
    "validate.hashtags": lambda case: validity.is_valid_hashtag(case["text"]),
    "validate.urls": lambda case: validity.is_valid_url(case["text"]),
    "validate.urls_without_protocol": lambda case: validity.is_valid_url(
        case["text"], needs_scheme=False
    ),
    "validate.WeightedTweetsCounterTest": _weighed(VERSION_2),
    "validate": _weighed(VERSION_3),
    "extract.mentions": lambda case: _words(_people(case)),
    "extract.mentions_with_indices": lambda case: _with_places(case, "screen_name", _people(case)),
    "extract.mentions_or_lists_with_indices": _people_or_lists,
    "extract.replies": lambda case: replied_to(case["text"]),
    "extract.urls_with_indices": lambda case: _with_places(case, "url", x.links(case["text"])),
    "extract.urls_with_directional_markers": lambda case: _with_places(
        case, "url", x.links(case["text"])
    ),
    "extract.hashtags_with_indices": lambda case: _with_places(
        case, "hashtag", x.hashtags(case["text"])
    ),
    "extract.hashtags": lambda case: _words(x.hashtags(case["text"])),
    "extract.hashtags_from_astral": lambda case: _words(x.hashtags(case["text"])),
    "extract.cashtags": lambda case: _words(x.cashtags(case["text"])),
    "extract.cashtags_with_indices": lambda case: _with_places(
        case, "cashtag", x.cashtags(case["text"])
    ),
    "extract": _addresses,
    "tlds": _addresses,
    "autolink.usernames": _linked(x.mentions),
    "autolink.lists": _linked(x.mentions),
    "autolink.hashtags": _linked(x.hashtags),
    "autolink.urls": _linked(_links_only),
    "autolink.cashtags": _linked(x.cashtags),
    "autolink": _linked(lambda text: x.find_entities(text, bare_links=False)),
    "autolink.json": _given,
    "hit_highlighting": lambda case: highlight(case["text"], map(tuple, case["hits"])),
}
