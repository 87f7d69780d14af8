"""The picture shown before a film plays goes along where the network takes one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from skupnost.clients.models import Client
from skupnost.editorial.swapping import cover_for
from skupnost.library.models import Asset
from skupnost.networks.queries import account_kind

YOUTUBE = account_kind("youtube", "channel").facts
TAKES_COVERS = {key: fact for key, fact in YOUTUBE.items() if key.startswith("media.thumbnail_")}


@pytest.fixture
def film(now: datetime) -> Callable[..., Asset]:
    """A film of a client, with a cover or without."""

    def make(client: Client, name: str, *, has_cover: bool = True) -> Asset:
        known = {"client": client, "n_bytes": 9, "created_at": now}
        cover = Asset.objects.create(**known, sha256=f"c{name}", mime="image/png", name=name)
        return Asset.objects.create(
            **known, sha256=name, mime="video/mp4", name=name, cover=cover if has_cover else None
        )

    return make


def test_the_first_film_that_has_a_cover_gives_it(
    bakery: Client, film: Callable[..., Asset]
) -> None:
    bare, rye, oats = film(bakery, "1", has_cover=False), film(bakery, "2"), film(bakery, "3")
    items = [asset.as_item() for asset in (rye.cover, bare, oats, rye)]
    cover = cover_for(items, TAKES_COVERS, bakery)
    assert cover == oats.cover.as_item()


def test_without_a_film_or_a_place_for_it_there_is_no_cover(
    bakery: Client, florist: Client, film: Callable[..., Asset]
) -> None:
    rye, bare = film(bakery, "1"), film(bakery, "2", has_cover=False)
    assert cover_for([rye.as_item()], {}, bakery) is None
    assert cover_for([rye.as_item()], TAKES_COVERS, florist) is None
    assert cover_for([bare.as_item()], TAKES_COVERS, bakery) is None
    assert cover_for([rye.cover.as_item()], TAKES_COVERS, bakery) is None
