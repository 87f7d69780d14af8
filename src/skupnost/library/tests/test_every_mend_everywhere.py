"""Every network, every kind of account, every finding that has a mend: mended and checked again.

The figures of files are made small (the rules stay), so that small pictures and films break them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import pytest

from skupnost.clients.models import Client
from skupnost.domain.facts import Fact, Facts
from skupnost.domain.payload import MediaItem, Part, Payload
from skupnost.domain.preflight import Finding, check
from skupnost.kit.registry import connectors
from skupnost.library.actions import add_asset
from skupnost.library.mends import CannotMend, may_help, mended
from skupnost.library.models import Asset
from skupnost.library.tests.material import encoded, film, photo
from skupnost.networks.mends import offers


def kinds() -> Iterator[object]:
    """Every kind of account whose rules for text and media are not those of another."""
    seen = set()
    for known in connectors().values():
        for slug, kind in known.manifest.kinds.items():
            rules = frozenset(
                (key, str(fact.value), fact.unit, fact.confidence)
                for key, fact in kind.facts.items()
                if key.startswith(("text.", "media.", "machine.", "publish"))
            )
            if rules not in seen:
                yield pytest.param(kind.facts, id=f"{known.slug}-{slug}")
            seen.add(rules)


LONG = "Fresh rye bread from the wood oven, with #caraway and a word from @ana. "
# What no click can bring: a better file, a person's decision, words that nobody wrote.
BY_HAND = {
    "add_alt_text",
    "add_media",
    "add_text",
    "add_title",
    "choose_language",
    "choose_visibility",
    "correct",
    "lengthen",
    "move",
    "write",
}


def small(fact: Fact) -> Fact:
    """The fact with a figure that small files reach, where it is about files."""
    if not fact.key.startswith("media.") or fact.number is None or not fact.number:
        return fact
    is_film = any(word in fact.key for word in ("video", "reel", "short", "story"))
    most = {
        "bytes": 38_000 if is_film else 60_000,
        "seconds": 2,
        "pixels": 600,
        "pixels_total": 200_000,
        "frames_per_second": 8,
    }.get(fact.unit)
    if most is None:
        return fact
    least = {"bytes": 900, "seconds": 0.5, "pixels": 20}.get(fact.unit, 0)
    value = least if "_min" in fact.key or fact.key.endswith("_recommended") else most
    return replace(fact, value=min(fact.number, value) if value else fact.number)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """One file for each way in which a file can be wrong."""
    folder = tmp_path_factory.mktemp("films")

    def a_film(name: str, **of: object) -> bytes:
        return film(folder / name, **of).read_bytes()

    frames = [photo(200, 150).rotate(9 * n).convert("P") for n in range(6)]
    return {
        "heavy": encoded(photo(500, 450, noisy=True), quality=97),
        "large": encoded(photo(900, 800), "PNG"),
        "wide": encoded(photo(580, 90)),
        "tall": encoded(photo(90, 580)),
        "avif": encoded(photo(300, 280), "AVIF"),
        "webp": encoded(photo(300, 280), "WEBP"),
        "gif": encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=80),
        "long": a_film("a", seconds=4, size=(200, 200)),
        "mov": a_film("b", kind="mov", size=(200, 200)),
        "webm": a_film("c", kind="webm", codec="libvpx-vp9", sound="libopus"),
        "big": a_film("d", seconds=1.5, size=(720, 640), codec="mpeg4"),
        "broad": a_film("e", size=(580, 100)),
    }


@pytest.fixture
def assets(bakery: Client, now: datetime, files: Mapping[str, bytes]) -> Mapping[str, Asset]:
    """Those files in the bakery's library."""
    return {
        name: add_asset(client=bakery, name=name, content=content, alt_text="A loaf", now=now)
        for name, content in files.items()
    }


def wrong(assets: Mapping[str, Asset]) -> Iterator[Payload]:
    """Posts with everything that can be wrong with one."""
    items = {name: asset.as_item() for name, asset in assets.items()}
    post = Payload("Fresh rye bread.", title="Bread", media=(items["wide"],))
    yield replace(post, text=LONG * 60 + "https://zora.si/bread")
    yield replace(post, text=LONG * 9)
    yield replace(post, text="Rye " + " ".join(f"#rye{n}" for n in range(60)))
    yield replace(post, text="Rye " + " ".join(f"@ana{n}" for n in range(60)))
    yield replace(post, text="Rye " + " ".join(f"https://zora.si/{n}" for n in range(60)))
    yield replace(post, text="Rye\x07 bread")
    yield replace(post, title="Bread " * 120)
    yield replace(post, excerpt="Bread " * 200, slug="bread-" * 60, content_warning="Gluten")
    yield replace(post, content_warning="Gluten " * 300)
    yield replace(post, tags=tuple(f"bread{n}" for n in range(60)))
    yield replace(post, tags=("b" * 300, "#rye"), categories=("bread",))
    yield replace(post, link_url="https://zora.si/", media=(items["wide"], items["large"]))
    yield replace(post, thread=(Part("More bread."),))
    yield replace(post, media=tuple(replace(items["wide"], name=str(n)) for n in range(45)))
    yield replace(post, media=(items["mov"],) * 25)
    yield replace(post, media=(items["mov"], items["wide"]))
    yield replace(post, media=(replace(items["wide"], alt_text="Bread " * 1200),))
    yield from (replace(post, media=(item,)) for item in items.values())


def mendable(payload: Payload, facts: Facts) -> list[Finding]:
    """The first findings of a post that a click can mend."""
    found = [one for one in check(payload, facts) if one.mend and one.mend not in BY_HAND]
    return [one for one in found if not is_hopeless(one, payload)][:6]


def is_hopeless(finding: Finding, payload: Payload) -> bool:
    """A warning too long for the text it would stand in or counts with; many films that are too
    heavy together."""
    if finding.code in ("warning_not_shown", "text_too_long"):
        return len(payload.content_warning) > 99
    is_all_films = all(item.mime.startswith("video/") for item in payload.media)
    return str(finding.code) == "files_too_heavy" and is_all_films


@pytest.mark.parametrize("facts", list(kinds()))
def test_each_finding_is_gone_after_its_mend_and_no_other_came(facts, assets, now):
    facts = {key: small(fact) for key, fact in facts.items()}
    by_digest = {asset.sha256: asset for asset in assets.values()}
    stuck: list[str] = []
    n_mended = 0
    for payload in wrong(assets):
        for finding in mendable(payload, facts):
            try:
                done = mended(payload, facts, finding, assets=by_digest, now=now)
            except CannotMend as error:
                stuck.append(f"{finding.code} at {finding.where} by {finding.mend}: {error.code}")
                continue
            n_mended += 1
            assert is_otherwise_the_same(payload, done.payload, finding)
            assert new_findings(payload, done.payload, facts, finding) == set()
            assert may_help(finding, payload)
            assert offers(finding, payload, facts)
    assert n_mended
    assert stuck == []


def new_findings(before: Payload, after: Payload, facts: Facts, mended: Finding) -> set[str]:
    """What is said after the mend and was not before; also the finding itself if it stayed."""
    old = Counter(one.code for one in check(before, facts))
    new = [one for one in check(after, facts) if one.level != "hint" or one.mend != mended.mend]
    came = set(Counter(one.code for one in new) - old)
    stayed = {one.code for one in new if (one.code, one.where) == (mended.code, mended.where)}
    return came | stayed


def is_otherwise_the_same(before: Payload, after: Payload, finding: Finding) -> bool:
    """Whether nothing changed but what the finding is about."""
    place = finding.where.split(".")[-1] if "alt_text" in finding.where else finding.where
    if place == "text":
        return words(after.text) <= words(before.text) and after.media == before.media
    if place.startswith("media") or finding.where == "link_url":
        return after.text == before.text and [i.alt_text for i in after.media] == [
            i.alt_text for i in before.media[: len(after.media)]
        ]
    return [bare(item) for item in after.media] == [bare(item) for item in before.media]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def bare(item: MediaItem) -> MediaItem:
    return replace(item, alt_text="")
