"""Reading the rulebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from skupnost.domain.facts import Confidence, Fact, Facts
from skupnost.kit import registry
from skupnost.kit.manifest import AccountKind, Manifest

Live = Mapping[str, int | Sequence[str]]


class UnknownKind(LookupError):
    """The network has no account kind of that name."""

    def __init__(self, network: str, kind: str, known: Sequence[str]) -> None:
        super().__init__(f"{network} has no account kind {kind!r}. Known: {', '.join(known)}.")
        self.network = network
        self.kind = kind


def networks() -> list[Manifest]:
    """Every known network, in the order of the rulebook."""
    return [connector.manifest for connector in registry.connectors().values()]


def network(slug: str) -> Manifest:
    """What is known of one network; `kit.registry.UnknownNetwork` names those there are."""
    return registry.connector(slug).manifest


def broken() -> Mapping[str, str]:
    """The networks whose manifest or code cannot be read, and why: file, line and remedy."""
    return registry.broken()


def account_kind(network_slug: str, kind: str) -> AccountKind:
    """One account kind of a network; UnknownKind names those there are."""
    kinds = network(network_slug).kinds
    try:
        return kinds[kind]
    except KeyError:
        raise UnknownKind(network_slug, kind, list(kinds)) from None


def facts_for(network_slug: str, kind: str, live: Live | None = None) -> Facts:
    """The facts of one account kind; what the server itself told goes before the manifest."""
    known = account_kind(network_slug, kind).facts
    if not live:
        return known
    told = {key: _told(known[key], value) for key, value in live.items() if key in known}
    return {**known, **told}


def is_by_time(network_slug: str, kind: str) -> bool:
    """Whether readers see posts of this network in the order of time. What no fact says is no."""
    found = registry.find_connector(network_slug)
    known = found.manifest.kinds.get(kind) if found else None
    fact = known.facts.get("feed_order") if known else None
    return fact is not None and fact.value == "by_time"


def _told(fact: Fact, value: int | Sequence[str]) -> Fact:
    told = value if isinstance(value, int) else tuple(value)
    return replace(fact, value=told, confidence=Confidence.OBSERVED, live=True)
