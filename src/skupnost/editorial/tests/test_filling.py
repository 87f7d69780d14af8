"""A post planned near a slot on the same channel fills it."""

from __future__ import annotations

from datetime import timedelta

from skupnost.editorial.actions import write_post
from skupnost.editorial.filling import filled
from skupnost.strategy.models import Slot


def test_a_slot_is_filled_by_a_post_within_the_hour(bakery, channel, new_channel, alice, now):
    near, far = (Slot.objects.create(channel=channel, at=now + timedelta(hours=n)) for n in (3, 6))
    other = Slot.objects.create(channel=new_channel(bakery, "mastodon"), at=near.at)
    at = near.at + timedelta(minutes=40)
    write_post(client=bakery, by=alice, now=now, text="Rolls", channels=[channel], planned_at=at)
    assert filled([near, far, other]) == {near.pk}
    assert filled([]) == frozenset()
