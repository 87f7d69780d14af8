"""docs/reference/contracts.md, made from the tables of the tests that hold manifests to contracts.

`python -m tests.contract.contracts_page` prints the part between the page's marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.contract import (
    test_official_blogger,
    test_official_bluesky,
    test_official_discord,
    test_official_discourse,
    test_official_facebook,
    test_official_instagram,
    test_official_mastodon,
    test_official_pinterest,
    test_official_telegram,
    test_official_threads,
    test_official_tumblr,
    test_official_x,
    test_official_youtube,
)
from tests.contract.official import HeldAgainst, keys_of

BEGIN, END = "<!-- contracts: begin -->", "<!-- contracts: end -->"


@dataclass(frozen=True)
class Held:
    """One contract: what it is, the bounds that facts hold, and those that none does."""

    name: str
    contract: str
    bounds: Mapping[str, Any]
    left: Mapping[str, str]
    careful: Mapping[str, tuple[str, float]]
    others: int


def _of_class(name: str, contract: str, held: type[HeldAgainst]) -> Held:
    tables = (
        held.operations,
        held.impossible,
        held.fields,
        held.no_fields,
        held.scopes,
        held.words,
    )
    others = sum(len(table) for table in tables)
    bounds = {**held.held, **{key: key for key in held.shapes}}
    return Held(name, contract, bounds, held.left, held.careful, others)


def _of_quotes(name: str, contract: str, module: Any) -> Held:
    rows = {
        f"{at} {quote}": keys for at, row in module.QUOTES.items() for quote, keys in row.items()
    }
    return Held(name, contract, rows, module.LEFT, {}, 0)


CONTRACTS = (
    _of_class("X", "OpenAPI of the network's kit, twitter-text", test_official_x.TestX),
    _of_class("Pinterest", "OpenAPI, version 5", test_official_pinterest.TestPinterest),
    _of_class("Discord", "OpenAPI, version 10", test_official_discord.TestDiscord),
    _of_class("Discourse", "OpenAPI", test_official_discourse.TestDiscourse),
    _of_class("Mastodon", "OpenAPI made from the documentation",
              test_official_mastodon.TestMastodon),
    _of_class("YouTube", "discovery documents", test_official_youtube.TestYouTube),
    _of_class("Blogger", "discovery document", test_official_blogger.TestBlogger),
    _of_class("Facebook", "specifications of Graph nodes", test_official_facebook.TestFacebook),
    _of_class("Instagram", "specifications of Graph nodes", test_official_instagram.TestInstagram),
    _of_class("Threads", "collection of requests", test_official_threads.TestThreads),
    _of_quotes("Telegram", "page of the Bot API as data", test_official_telegram),
    _of_quotes("Tumblr", "documentation, sentence by sentence", test_official_tumblr),
    Held("Bluesky", "lexicons", test_official_bluesky.HELD, test_official_bluesky.LEFT, {}, 0),
)  # fmt: skip


def page() -> str:
    return "\n".join(_lines()).strip()


def _lines() -> Iterator[str]:
    yield "| network | contract | bounds held | by facts | abilities, fields, words | left out |"
    yield "|---|---|---|---|---|---|"
    for one in CONTRACTS:
        figures = (len(one.bounds), len(keys_of(one.bounds)), one.others, len(one.left))
        yield f"| {one.name} | {one.contract} | {' | '.join(map(str, figures))} |"
    yield from ("", "## Where ours is the more careful number", "")
    yield from ("| network | place | contract | our fact |", "|---|---|---|---|")
    for one in CONTRACTS:
        for place, (key, number) in one.careful.items():
            yield f"| {one.name} | `{place}` | {number:g} | `{key}` |"
    yield from ("", "## Bounds that no fact holds", "")
    yield from ("| network | place | why |", "|---|---|---|")
    for one in CONTRACTS:
        for place, why in one.left.items():
            yield f"| {one.name} | `{place}` | {why} |"


if __name__ == "__main__":
    print(page())
