"""Where a finding points to, and what stands there afterwards."""

from __future__ import annotations

import pytest

from skupnost.domain.mending.places import item_at, with_item
from skupnost.domain.payload import MediaItem, Part, Payload

COVER, LOAF, ROLL, CAKE, NEW = (MediaItem(c * 64, "image/png", 9) for c in "abcde")
POST = Payload("One", media=(LOAF,), thread=(Part("Two"), Part("Three", (ROLL, CAKE))), cover=COVER)


@pytest.mark.parametrize(
    ("where", "item"),
    [("media.0", LOAF), ("thread.2.media.0", ROLL), ("thread.2.media.1", CAKE), ("cover", COVER)],
)
def test_a_medium_is_found_in_its_post_of_the_thread_and_only_it_changes(where, item):
    assert item_at(POST, where) == item
    changed = with_item(POST, where, NEW)
    assert item_at(changed, where) == NEW
    assert with_item(changed, where, item) == POST != changed


@pytest.mark.parametrize("where", ["text", "media.1", "media.0.alt_text", "thread.1.media.0"])
def test_what_is_no_medium_of_the_post_is_none(where):
    assert item_at(POST, where) is None
