"""Every account kind knows at least as much, and as well founded, as the rulebook it began from."""

from __future__ import annotations

from pathlib import Path

import pytest

from skupnost.domain.facts import Confidence
from skupnost.kit.manifest import Manifest
from skupnost.kit.manifest_toml import OURS, load_manifest
from skupnost.kit.registry import broken, connectors

NETWORKS = 24
KINDS = 45
# Kinds of the rulebook's blog that stand on their own here, and facts that changed their name.
OWN = {
    ("blog", "wordpress"): ("wordpress", "self_hosted"),
    ("blog", "wordpress_com"): ("wordpress", "wordpress_com"),
    ("blog", "ghost"): ("ghost", "site"),
}
RENAMED = {"media.video_codec": "media.video_codecs"}
ROWS = ("errors", "readings", "cadence", "guidance")


@pytest.fixture(scope="module")
def pairs(shared_folder: Path) -> dict[str, tuple[Manifest, str, Manifest, str]]:
    """By name: a kind of the rulebook and the same kind of ours."""
    known = {name: found.manifest for name, found in connectors().items()}
    rows = {}
    for path in sorted((shared_folder / "rulebook").glob("*.toml")):
        theirs = load_manifest(path)
        for kind in theirs.kinds:
            network, name = OWN.get((theirs.slug, kind), (theirs.slug, kind))
            rows[f"{theirs.slug}.{kind}"] = (theirs, kind, known[network], name)
    return rows


def founded(manifest: Manifest, kind: str, least: Confidence) -> int:
    """How many facts of a kind name a source and are founded that well or better."""
    order = list(Confidence)
    rows = [fact for fact in manifest.kinds[kind].facts.values() if fact.source is not OURS]
    good = order[: order.index(least) + 1]
    return sum(bool(fact.source.title) and fact.confidence in good for fact in rows)


def test_all_networks_of_the_product_can_be_read():
    assert broken() == {}
    assert len(set(connectors()) - {"practice"}) >= NETWORKS


def test_every_kind_of_the_rulebook_is_here(pairs):
    assert len(pairs) >= KINDS
    assert [name for name, (_, _, ours, kind) in pairs.items() if kind not in ours.kinds] == []


@pytest.mark.parametrize("least", Confidence)
def test_no_kind_has_fewer_sourced_facts_than_the_rulebook(pairs, least):
    fewer = {
        name: (founded(theirs, kind, least), founded(ours, own, least))
        for name, (theirs, kind, ours, own) in pairs.items()
        if founded(ours, own, least) < founded(theirs, kind, least)
    }
    assert fewer == {}


def test_no_fact_of_the_rulebook_was_lost(pairs):
    lost = {
        f"{name}: {key}"
        for name, (theirs, kind, ours, own) in pairs.items()
        for key in theirs.kinds[kind].facts
        if RENAMED.get(key, key) not in ours.kinds[own].facts
    }
    assert lost == set()


@pytest.mark.parametrize("row", ROWS)
def test_errors_readings_studies_and_guidance_are_no_fewer(pairs, row):
    fewer = [
        name
        for name, (theirs, _, ours, _) in pairs.items()
        if theirs.slug != "blog" and len(getattr(ours, row)) < len(getattr(theirs, row))
    ]
    assert fewer == []


def test_every_value_says_where_it_comes_from_when_it_was_read_and_how_far_to_trust_it():
    for known in connectors().values():
        for kind in known.manifest.kinds.values():
            for fact in kind.facts.values():
                assert fact.source.title, (known.slug, kind.slug, fact.key)
                assert fact.source.address
                assert fact.checked_on <= known.manifest.checked_on
                assert fact.as_of is None or fact.as_of <= fact.checked_on


def test_every_limit_has_a_unit():
    bare = {
        (known.slug, fact.key)
        for known in connectors().values()
        for kind in known.manifest.kinds.values()
        for fact in kind.facts.values()
        if fact.number is not None and not fact.unit
    }
    assert bare == set()


def test_what_nobody_found_a_source_for_never_claims_more():
    for known in connectors().values():
        for kind in known.manifest.kinds.values():
            for fact in kind.facts.values():
                if fact.source.confidence is Confidence.MEMORY_UNVERIFIED:
                    assert fact.confidence is Confidence.MEMORY_UNVERIFIED, (known.slug, fact.key)
