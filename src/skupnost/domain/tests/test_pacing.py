"""How fast, how often, how late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from skupnost.domain.pacing import Backoff, Bucket, Rate, is_too_late
from skupnost.domain.reconciliation import Guarantee, Step, next_step

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TWO_AN_HOUR = Rate(2, 3600)


def test_a_bucket_fills_evenly_to_its_size_and_never_by_a_clock_set_back():
    half = Bucket(0, NOW).filled(TWO_AN_HOUR, NOW + timedelta(minutes=45))
    assert half.tokens == 1.5
    assert half.filled(TWO_AN_HOUR, NOW + timedelta(days=1)).tokens == 2
    assert half.filled(TWO_AN_HOUR, NOW).tokens == 1.5
    assert Bucket(0, None).filled(TWO_AN_HOUR, NOW).tokens == 2


def test_each_in_the_queue_waits_for_its_own_token():
    waits = [Bucket(1.5, NOW).free_at(TWO_AN_HOUR, place, NOW) - NOW for place in range(3)]
    assert waits == [timedelta(), timedelta(minutes=15), timedelta(minutes=45)]


def test_waits_double_up_to_a_quarter_of_an_hour_and_are_never_under_a_second():
    waits = [Backoff().wait(n, 1.0).total_seconds() for n in (1, 2, 3, 40)]
    assert waits == [5, 10, 20, 900]
    assert Backoff().wait(3, 0.0) == timedelta(seconds=1)


@pytest.mark.parametrize(("window", "limit"), [(120, 120), (1, 1), (0, 1)])
def test_the_last_moment_of_the_window_is_not_too_late(window, limit):
    last = NOW + timedelta(minutes=limit)
    moments = (last, last + timedelta(seconds=1))
    found = [is_too_late(due_at=NOW, window_minutes=window, now=at) for at in moments]
    assert found == [False, True]


@pytest.mark.parametrize(
    ("handle", "can_find", "may_repeat", "sent_at", "step"),
    [
        ("client_id", True, True, NOW, Step.REPEAT),
        ("client_id", True, False, NOW, Step.LOOK),
        ("key", True, True, NOW, Step.LOOK),
        ("key", False, True, NOW, Step.REPEAT),
        ("key", False, True, NOW - timedelta(seconds=60), Step.ASK),
        ("key", False, True, None, Step.ASK),
        ("key", False, False, NOW, Step.ASK),
        ("none", False, True, NOW, Step.ASK),
    ],
)
def test_nothing_is_repeated_that_could_be_there_twice(handle, can_find, may_repeat, sent_at, step):
    offered = Guarantee(handle, can_find, key_seconds=60, visible_after_seconds=0)
    found = next_step(offered, first_sent_at=sent_at, may_repeat=may_repeat, now=NOW)
    assert found is step
