"""Media as one channel gets them: a version cropped or made lighter for its network, or left out.

The post's own pictures stay as they are for the others. A swap is written `SHA>SHA`, by digests:
what the post has, and what the channel gets instead (nothing behind the sign: it is left out).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from skupnost.clients.models import Client
from skupnost.domain.facts import Facts
from skupnost.domain.payload import MediaItem
from skupnost.editorial.details import Details
from skupnost.library.models import Asset

Swaps = Mapping[str, str]


def swaps_of(details: Details) -> dict[str, str]:
    """What the channel gets instead, by the digest of what the post has."""
    pairs = (swap.partition(">") for swap in details.media)
    return {before: after for before, sign, after in pairs if sign}


def written(swaps: Swaps) -> tuple[str, ...]:
    """The swaps as details keep them; one that changes nothing is left out."""
    return tuple(f"{one}>{other}" for one, other in swaps.items() if one != other)


def versions(client: Client, swaps: Swaps) -> dict[str, Asset]:
    """The client's own assets that the swaps lead to, by digest."""
    wanted = {digest for digest in swaps.values() if digest}
    if not wanted:
        return {}
    return {a.sha256: a for a in Asset.objects.filter(client=client, sha256__in=wanted)}


def swapped(
    media: Sequence[MediaItem], swaps: Swaps, known: Mapping[str, Asset]
) -> tuple[tuple[int, MediaItem], ...]:
    """The media for the channel, each with the place that it has in the post. A version that is
    gone is the original again; descriptions are always those of the original."""
    found = ((place, item, _of(item, swaps, known)) for place, item in enumerate(media))
    return tuple((place, _described(new, item)) for place, item, new in found if new is not None)


def _of(item: MediaItem, swaps: Swaps, known: Mapping[str, Asset]) -> MediaItem | None:
    digest = swaps.get(item.sha256, item.sha256)
    if not digest:
        return None
    return known[digest].as_item() if digest in known else item


def _described(new: MediaItem, item: MediaItem) -> MediaItem:
    return replace(new, alt_text=item.alt_text, decorative=item.decorative)


def for_channel(
    media: Sequence[MediaItem], details: Details, client: Client
) -> tuple[MediaItem, ...]:
    """The media of a post as the channel with these details gets them."""
    swaps = swaps_of(details)
    if not swaps:
        return tuple(media)
    return tuple(item for _place, item in swapped(media, swaps, versions(client, swaps)))


def cover_for(media: Iterable[MediaItem], facts: Facts, client: Client) -> MediaItem | None:
    """The cover of the first film that has one, where the network takes covers."""
    films = [item.sha256 for item in media if item.mime.startswith("video/")]
    if not films or not _takes_covers(facts):
        return None
    found = Asset.objects.filter(client=client, sha256__in=films, cover__isnull=False)
    covers = {asset.sha256: asset.cover for asset in found.select_related("cover", "original")}
    first = next((covers[digest] for digest in films if digest in covers), None)
    return first.as_item() if first else None


def _takes_covers(facts: Facts) -> bool:
    return any(key.startswith("media.") and ("cover" in key or "thumbnail" in key) for key in facts)
