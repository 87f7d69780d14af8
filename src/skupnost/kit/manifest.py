"""The manifest of a network: identity, account kinds and facts, read from `manifest.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from skupnost.domain.facts import Confidence, Fact, Facts, Source

Publishing = Literal["api", "assisted", "none"]
Idempotency = Literal["client_id", "key", "container", "lookup", "none"]


@dataclass(frozen=True, slots=True)
class CredentialField:
    """One thing a person types to connect a channel of this kind."""

    name: str
    label: str
    is_secret: bool
    help: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Machine:
    """What the machine has to know beside the readable facts, per account kind.

    `fields` are the payload fields the composer offers beside text and media;
    `visible_after_seconds` says how late a new post may appear in listings; `bucket` names the
    rate fact that paces a channel; `key_seconds` is the life of an idempotency key; `media` are
    the families (image, video, audio) that our connector sends, all of them where it is empty.
    """

    ports: tuple[str, ...] = ()
    idempotency: Idempotency = "none"
    visible_after_seconds: int = 0
    key_seconds: int = 0
    bucket: str = ""
    fields: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    credentials: tuple[CredentialField, ...] = ()
    needs_server: bool = False
    default_server: str = ""


@dataclass(frozen=True, slots=True)
class AccountKind:
    """A kind of account on a network: a Page and a profile are two, with two sets of rules.

    `facts` has dotted keys: `publish`, `text.text_max`, `media.images_max`, `rate.posts_per_3h`.
    `publish` is how posts go out with this product: `api` only where the network allows it and the
    connector has the port; the fact `publish` is what the network allows. `facts` holds those of
    the kind it `inherits` from as well.
    """

    slug: str
    label: str
    for_whom: str
    publish: Publishing
    facts: Facts
    machine: Machine
    inherits: str = ""


@dataclass(frozen=True, slots=True)
class NetworkError:
    """How the network words one of the rulebook's error meanings."""

    meaning: str
    match: str
    source: Source
    checked_on: date
    confidence: Confidence
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often others publish there, by one study or custom: `low` to `high` posts `per` day, week
    or month. A starting point, never a truth; `study` says in the source's words who says so."""

    what: str
    low: float
    high: float
    per: str
    study: str
    source: Source
    checked_on: date
    confidence: Confidence
    study_year: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What can be read of a public presence without the owner's token: where, with what, and what
    the network's terms say of it in our understanding."""

    id: str
    address: str
    auth: str
    terms: str
    source: Source
    checked_on: date
    confidence: Confidence
    note: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is known of one network."""

    slug: str
    name: str
    owner: str
    checked_on: date
    kinds: Mapping[str, AccountKind]
    sources: Mapping[str, Source]
    errors: tuple[NetworkError, ...] = ()
    guidance: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    priority: int = 100
    archive: Mapping[str, Fact] = field(default_factory=dict)
    cadence: tuple[Cadence, ...] = ()
    readings: tuple[Reading, ...] = ()


class BadManifest(Exception):
    """A manifest that cannot be used; `complaints` name file, line, key and remedy."""

    def __init__(self, *complaints: str) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints
