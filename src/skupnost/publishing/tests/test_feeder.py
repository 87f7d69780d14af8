from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from django.db import connection

from skupnost.domain.delivery import State
from skupnost.publishing import feeder
from skupnost.publishing.lanes import rows
from skupnost.publishing.lanes.tools import Terms
from skupnost.publishing.models import Delivery, Lane
from skupnost.publishing.worker import _Worker


def test_a_channel_is_fed_shortly_before_its_minute(stage, now):
    stage.hand_over(due_at=now + timedelta(seconds=5))
    assert feeder.channels_with_work(now) == []
    assert feeder.channels_with_work(now + timedelta(seconds=2)) == [stage.channel.pk]


def test_a_channel_with_a_lane_at_work_is_left_alone(stage, now):
    stage.hand_over()
    until = now + timedelta(minutes=1)
    Lane.objects.create(channel=stage.channel, owner="desk-0/1", lease_until=until)
    assert feeder.channels_with_work(now) == []
    assert feeder.channels_with_work(until) == [stage.channel.pk]


def test_a_channel_that_was_served_is_fed_again(stage):
    worker = _Worker("desk-0", Terms(), network=None, fed={stage.channel.pk})
    worker.tools = stage.tools
    asyncio.run(worker._lane(stage.channel.pk))
    assert worker.fed == set()


def test_a_channel_told_to_wait_is_not_fed_but_may_be_looked_at(stage, now):
    stage.hand_over()
    Lane.objects.create(channel=stage.channel, wait_until=now + timedelta(hours=1))
    assert feeder.channels_with_work(now) == []
    stage.hand_over(state=State.UNKNOWN, next_try_at=now)
    assert feeder.channels_with_work(now) == [stage.channel.pk]


def test_a_lease_that_ran_out_is_work(stage, now):
    stage.hand_over(state=State.SENDING, lease_until=now, next_try_at=None)
    assert feeder.channels_with_work(now) == [stage.channel.pk]


def test_what_is_held_too_long_is_missed(stage, now):
    stage.hand_over(state=State.HELD)
    assert feeder.miss_what_is_held(now + timedelta(hours=1)) == 0
    assert feeder.miss_what_is_held(now + timedelta(hours=3)) == 1
    assert Delivery.objects.get().state == State.MISSED


@pytest.mark.parametrize(
    "query",
    [
        f"{rows.WAITING} AND next_try_at <= '2026'",
        f"channel_id = 1 AND {rows.WAITING} AND next_try_at <= '2026'",
        f"{rows.UNKNOWN} AND next_try_at <= '2026'",
        f"{rows.IN_HAND} AND lease_until <= '2026'",
        f"{rows.HELD} AND due_at <= '2026'",
    ],
)
def test_the_worker_finds_its_rows_by_index(db, query):
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN SELECT id FROM publishing_delivery WHERE {query}")
        plans = [row[-1] for row in cursor.fetchall()]
    assert all(plan.startswith("SEARCH") for plan in plans)
