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
from skupnost.strategy.models import Experiment, Slot
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


@pytest.fixture
def trial(channel, begins, now):
    """A week of an experiment that asks for three posts: Tuesday, Thursday and Saturday at ten."""
    monday = begins.astimezone(ZoneInfo(channel.client.zone)).date()
    made = Experiment.objects.create(
        channel=channel, seed=1, starts_on=monday, levels=[1, 3], order=[3, 1], begun_at=now
    )
    hours = (34, 82, 130)
    return [
        Slot.objects.create(channel=channel, at=begins + timedelta(hours=n), experiment=made)
        for n in hours
    ]


@pytest.mark.parametrize(
    ("hours", "left"),
    [
        ((), [0, 1, 2]),
        ((34,), [1, 2]),
        ((90,), [0, 2]),
        ((57,), [1, 2]),
        ((60, 61), [2]),
        ((34, 40), [2]),
        ((1, 2, 3, 4), []),
        ((-30, 190), [0, 1, 2]),
    ],
)
def test_a_post_in_the_week_of_an_experiment_fills_its_nearest_open_slot(
    channel, begins, trial, hours, left
):
    for n in hours:
        plan(channel, begins + timedelta(hours=n))
    expected = [trial[place] for place in left]
    assert open_slots(channel.client, trial) == expected
    some = trial[1:]
    assert open_slots(channel.client, some) == [slot for slot in some if slot in expected]


def test_posts_for_which_slots_were_left_out_at_the_beginning_fill_no_others(
    channel, begins, trial
):
    """With one post on Friday the week got two slots; a further post fills one of them."""
    trial.pop(1).delete()
    plan(channel, begins + timedelta(hours=108))
    assert open_slots(channel.client, trial) == trial
    plan(channel, begins + timedelta(hours=40))
    assert open_slots(channel.client, trial) == trial[1:]
    Slot.objects.filter(pk=trial[1].pk).delete()
    assert open_slots(channel.client, trial[:1]) == trial[:1]


def test_other_slots_are_filled_within_the_hour_only(channel, begins):
    slot = Slot.objects.create(channel=channel, at=begins + timedelta(hours=34))
    plan(channel, begins + timedelta(hours=36))
    assert open_slots(channel.client, [slot]) == [slot]
