"""Today's empty slots are looked at anew after each reading of a feed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.metrics.models import FeedReading
from skupnost.publishing import actions as ledger
from skupnost.publishing.models import Delivery
from skupnost.strategy.feed_now import follow_feeds
from skupnost.strategy.feed_queries import good_now
from skupnost.strategy.models import FILLS_WITHIN, Experiment, FeedChoice, FreeTime, Slot

HOUR = timedelta(hours=1)


@pytest.fixture
def slot(tooter, now):
    return Slot.objects.create(channel=tooter, at=now + 9 * HOUR)


@pytest.fixture
def plan(tooter, now):
    """Hands a post of the channel over to the ledger, due then."""

    def make(at, state=State.SCHEDULED):
        payload = Payload(text="Fresh potica.")
        values = {"approved_hash": payload.digest(), "due_at": at, "now": now}
        row = ledger.hand_over(channel=tooter, payload=payload, **values)
        Delivery.objects.filter(pk=row.pk).update(state=state)
        return row

    return make


def follow(now, *, rank):
    FeedReading.objects.update(rank=rank, read_at=now)
    follow_feeds(now)
    return FeedChoice.objects.get()


def test_a_deep_post_and_an_open_slot_make_a_good_moment(slot, now):
    noon = now + 3 * HOUR
    assert follow(noon, rank=500).good_until == noon + HOUR
    assert follow(noon + HOUR, rank=0).good_until is None


def test_nothing_is_said_without_an_empty_slot_today(slot, now, plan):
    post = plan(slot.at)
    assert follow(now, rank=500).good_until is None
    post.delete()
    Slot.objects.update(at=now + 30 * HOUR)
    assert follow(now + HOUR, rank=500).good_until is None


def test_nothing_is_said_while_the_rank_is_not_known(slot, now):
    assert follow(now, rank=None).good_until is None


def test_slots_stay_where_they_are_unless_a_person_let_them_move(slot, now):
    follow(now, rank=500)
    assert Slot.objects.get().at == slot.at
    FeedChoice.objects.update(moves_today=True)
    follow(now + HOUR, rank=500)
    assert now + HOUR < Slot.objects.get().at <= now + HOUR + timedelta(minutes=15)


def test_slots_of_an_experiment_and_filled_ones_do_not_move(slot, tooter, now, plan):
    FeedChoice.objects.create(channel=tooter, moves_today=True)
    values = {"seed": 1, "levels": [], "order": [], "begun_at": now, "starts_on": now.date()}
    slot.experiment = Experiment.objects.create(channel=tooter, **values)
    slot.save()
    other = Slot.objects.create(channel=tooter, at=now + 5 * HOUR)
    plan(other.at + HOUR / 2)
    follow(now, rank=500)
    assert {one.at for one in Slot.objects.all()} == {slot.at, other.at}


def test_one_reading_is_decided_once_and_an_old_one_never(slot, now):
    assert follow_feeds(now) == 1
    assert follow_feeds(now) == 0
    FeedChoice.objects.all().delete()
    assert follow_feeds(now + 2 * HOUR) == 0


def test_slots_move_within_the_limits_and_the_day(slot, tooter, now):
    FeedChoice.objects.create(channel=tooter, moves_today=True)
    Slot.objects.create(channel=tooter, at=now + 10 * HOUR)
    follow(now, rank=0)
    moments = list(Slot.objects.values_list("at", flat=True))
    assert len(set(moments)) == 2
    assert all(now < at < now + 13 * HOUR for at in moments)


def test_the_desk_tells_only_of_channels_that_follow_the_feed(slot, tooter, now):
    noon = now + 3 * HOUR
    follow(noon, rank=500)
    assert not good_now([tooter.client], noon)
    FeedChoice.objects.update(hours_by="feeds")
    assert [row.channel for row in good_now([tooter.client], noon)] == [tooter]
    assert not good_now([tooter.client], noon + 2 * HOUR)


def test_a_slot_that_passed_without_a_post_comes_along_where_slots_move(slot, tooter, now):
    evening = now + 10 * HOUR
    follow(evening, rank=500)
    assert Slot.objects.get().at == slot.at
    FeedChoice.objects.update(moves_today=True)
    follow(evening + HOUR, rank=500)
    assert Slot.objects.get().at > evening + HOUR


def test_no_slot_moves_beyond_the_hour_that_is_good(slot, tooter, now):
    FeedChoice.objects.create(channel=tooter, moves_today=True)
    follow(now + timedelta(hours=3, minutes=50), rank=500)
    assert Slot.objects.get().at == slot.at


@pytest.mark.parametrize("minutes", [-30, 15, 20, 74])
@pytest.mark.parametrize("state", [State.SCHEDULED, State.TO_DO, State.PUBLISHED])
def test_no_slot_moves_to_where_a_post_would_fill_it(slot, tooter, now, plan, minutes, state):
    """The best moment is now, at the next quarter of an hour."""
    FeedChoice.objects.create(channel=tooter, moves_today=True)
    post = plan(now + timedelta(minutes=minutes), state)
    choice = follow(now, rank=500)
    moved = Slot.objects.get().at
    assert choice.good_until is None
    assert moved != slot.at
    assert abs(moved - post.due_at) >= FILLS_WITHIN


@pytest.mark.parametrize("minutes", [-45, 75])
def test_an_hour_from_a_post_is_far_enough(slot, tooter, now, plan, minutes):
    FeedChoice.objects.create(channel=tooter, moves_today=True)
    plan(now + timedelta(minutes=minutes))
    assert follow(now, rank=500).good_until
    assert Slot.objects.get().at == now + timedelta(minutes=15)


def test_a_cancelled_post_and_one_of_another_channel_keep_no_slot_off(
    slot, tooter, now, plan, new_channel
):
    FeedChoice.objects.create(channel=tooter, moves_today=True)
    plan(now + HOUR / 2, State.CANCELLED)
    other = plan(now + HOUR / 2)
    Delivery.objects.filter(pk=other.pk).update(channel=new_channel(tooter.client))
    follow(now, rank=500)
    assert Slot.objects.get().at == now + timedelta(minutes=15)


def test_where_posts_leave_no_hour_the_slot_stays(slot, tooter, now, plan):
    FeedChoice.objects.create(channel=tooter, moves_today=True)
    late = now + 11 * HOUR
    Slot.objects.update(at=now + 2 * HOUR)
    for hours in range(12, 15):
        plan(now + hours * HOUR - HOUR / 2)
    follow(late, rank=500)
    assert Slot.objects.get().at == now + 2 * HOUR


def test_no_slot_moves_into_the_quiet_time(slot, tooter, now):
    FeedChoice.objects.create(channel=tooter, moves_today=True)
    quiet = {"quiet_from": 10, "quiet_until": 13, "quiet_days": list(range(7))}
    FreeTime.objects.create(client=tooter.client, **quiet)
    assert follow(now, rank=500).good_until is None
    assert Slot.objects.get().at >= now + 3 * HOUR
