"""Which posts fill a slot, and the week as it is drawn with both."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.publishing import actions as ledger
from skupnost.publishing.models import Delivery
from skupnost.strategy.ahead import coming_week
from skupnost.strategy.figures import placed_hours
from skupnost.strategy.models import Slot
from skupnost.strategy.planned import open_slots


@pytest.fixture
def begins(channel):
    """When the coming week begins."""
    return coming_week(channel, timezone.now())[0]


def plan(channel, at, state=State.SCHEDULED):
    payload = Payload(text="Fresh potica.")
    values = {"approved_hash": payload.digest(), "due_at": at, "now": timezone.now()}
    row = ledger.hand_over(channel=channel, payload=payload, **values)
    Delivery.objects.filter(pk=row.pk).update(state=state)


@pytest.mark.parametrize(
    ("state", "is_open"),
    [
        (State.SCHEDULED, False),
        (State.PUBLISHED, False),
        (State.REFUSED, False),
        (State.MISSED, False),
        (State.CANCELLED, True),
    ],
)
def test_all_that_stands_near_fills_a_slot_but_what_was_cancelled(
    channel, begins, new_channel, state, is_open
):
    at = begins + timedelta(hours=33)
    slot = Slot.objects.create(channel=channel, at=at)
    other = Slot.objects.create(channel=new_channel(channel.client, "mastodon"), at=at)
    plan(channel, at + timedelta(minutes=59), state)
    assert (slot in open_slots(channel.client, [slot, other])) is is_open
    assert other in open_slots(channel.client, [slot, other])


def test_a_post_taken_away_from_its_network_fills_no_slot(channel, begins):
    slot = Slot.objects.create(channel=channel, at=begins)
    plan(channel, begins, State.PUBLISHED)
    assert open_slots(channel.client, [slot]) == []
    Delivery.objects.update(removed_at=begins)
    assert open_slots(channel.client, [slot]) == [slot]
    assert open_slots(channel.client, []) == []


@pytest.mark.parametrize("minutes", [-30, 0, 30])
def test_the_drawn_week_has_open_slots_and_planned_posts_each_once(channel, begins, minutes):
    zone = ZoneInfo(channel.client.zone)
    for hours in (10, 34, 58):
        Slot.objects.create(channel=channel, at=begins + timedelta(hours=hours))
    filling = begins + timedelta(hours=34, minutes=minutes)
    for at in (filling, begins + timedelta(hours=100), begins + timedelta(days=7)):
        plan(channel, at)
    local = filling.astimezone(zone)
    expected = (10, local.weekday() * 24 + local.hour, 58, 100)
    assert placed_hours(channel, timezone.now()) == expected
