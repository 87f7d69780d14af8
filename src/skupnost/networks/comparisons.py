"""Networks side by side: one line a kind of account, one column a rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from skupnost.domain.facts import Fact
from skupnost.kit.manifest import AccountKind, Manifest
from skupnost.networks.kinds import kind_words
from skupnost.networks.labels import GROUPS
from skupnost.networks.names import name_of, place_of
from skupnost.networks.tables import Cell, cell_of
from skupnost.ui.words import Words

FIRST_NETWORKS = (
    *("facebook", "instagram", "x", "linkedin", "threads", "tiktok", "youtube", "pinterest"),
    *("mastodon", "bluesky", "reddit", "telegram"),
)
FIRST_FACTS = (
    *("publish", "text.text_max", "media.images_max", "media.video_seconds_max"),
    *("media.alt_text_max", "publishing.edit"),
)
# What networks call differently and a person compares as one.
SAME: Mapping[str, tuple[str, ...]] = {
    "media.images_max": ("media.carousel_max", "media.photos_max", "media.attachments_max"),
    "text.text_max": ("text.description_max", "text.caption_max"),
    "media.image_bytes_max": ("media.photo_bytes_max", "media.attachment_bytes_max"),
}
# A rule is offered for comparing where at least so many networks have it.
SHARED_BY = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One rule that is compared; `is_chosen` ticks it."""

    key: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of account with its values, in the order of the columns."""

    network: str
    kind: AccountKind
    label: Words
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """The rules of one subject that can be chosen."""

    label: Words
    columns: tuple[Column, ...]


def chosen_networks(manifests: Sequence[Manifest], asked: Collection[str]) -> list[Manifest]:
    """The networks asked for, in the order of the rulebook; the first ones where none was."""
    known = [manifest for manifest in manifests if manifest.slug in asked]
    return known or [manifest for manifest in manifests if manifest.slug in FIRST_NETWORKS]


def offers(manifests: Iterable[Manifest], chosen: Collection[str]) -> list[Offer]:
    """The rules that can be compared, by subject."""
    shared = sorted(_shared(manifests), key=place_of)
    found = []
    for group, label in GROUPS.items():
        keys = [
            key for key in shared if (key.partition(".")[0] if "." in key else "ability") == group
        ]
        columns = tuple(Column(key, name_of(key), key in chosen) for key in keys)
        if columns:
            found.append(Offer(label, columns))
    return found


def _shared(manifests: Iterable[Manifest]) -> list[str]:
    count: Counter[str] = Counter()
    for manifest in manifests:
        count.update({key for kind in manifest.kinds.values() for key in kind.facts})
    return [key for key, n in count.items() if n >= SHARED_BY and name_of(key)]


def chosen_columns(asked: Sequence[str]) -> list[Column]:
    """The rules asked for that have a name; the usual ones where none was."""
    wanted = [key for key in dict.fromkeys(asked) if name_of(key)] or FIRST_FACTS
    return [Column(key, name_of(key), True) for key in sorted(wanted, key=place_of)]


def lines(
    manifests: Iterable[Manifest], columns: Sequence[Column], *, every_kind: bool, today: date
) -> list[Line]:
    """One line for the main kind of each network, or one for each of its kinds."""
    return [
        Line(
            manifest.slug,
            kind,
            kind_words(manifest.slug, kind).label,
            tuple(cell_of(_fact(kind, column.key), today=today) for column in columns),
        )
        for manifest in manifests
        for kind in (manifest.kinds.values() if every_kind else [main_kind(manifest)])
    ]


def _fact(kind: AccountKind, key: str) -> Fact | None:
    """The fact of that name, else the one that this network has instead."""
    named = (kind.facts[known] for known in (key, *SAME.get(key, ())) if known in kind.facts)
    return next(named, None)


def main_kind(manifest: Manifest) -> AccountKind:
    """The kind that a company has: the first to which something can be published."""
    kinds = list(manifest.kinds.values())
    return next((kind for kind in kinds if kind.publish != "none"), kinds[0])
