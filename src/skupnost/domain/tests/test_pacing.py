"""How a channel paces itself, and when a post is late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from skupnost.domain.pacing import (
    TO_DO_LATE_AFTER,
    Backoff,
    Bucket,
    Rate,
    is_to_do_late,
    is_too_late,
)

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
RATE = Rate(4, 3600)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("tokens", "minutes", "filled"),
    [(0, 15, 1), (1, 30, 3), (3, 60, 4), (-2, 15, -1), (2, 0, 2), (2, -60, 2)],
)
def test_a_bucket_fills_evenly_up_to_its_size_and_never_by_a_clock_set_back(
    tokens, minutes, filled
):
    bucket = Bucket(tokens, NOW).filled(RATE, NOW + timedelta(minutes=minutes))
    assert bucket.tokens == filled


def test_a_bucket_never_used_is_full():
    assert Bucket(0, None).filled(RATE, NOW) == Bucket(4, NOW)


@pytest.mark.parametrize(("tokens", "position", "minutes"), [(1, 0, 0), (0, 0, 15), (0.5, 2, 37.5)])
def test_whoever_waits_further_behind_gets_a_token_later(tokens, position, minutes):
    free_at = Bucket(tokens, NOW).free_at(RATE, position, NOW)
    assert free_at == NOW + timedelta(minutes=minutes)


def test_each_wait_may_be_twice_as_long_up_to_the_longest_and_is_never_under_a_second():
    backoff = Backoff(base_seconds=5, cap_seconds=60)
    assert [backoff.wait(n, 0.5).total_seconds() for n in (1, 2, 3, 4, 5, 99)] == [
        2.5, 5, 10, 20, 30, 30
    ]  # fmt: skip
    assert backoff.wait(4, 0.0) == timedelta(seconds=1)


@pytest.mark.parametrize(("window", "minutes"), [(0, 1), (1, 1), (120, 120)])
def test_a_post_may_be_as_late_as_its_window_and_always_a_minute(window, minutes):
    end = NOW + timedelta(minutes=minutes)
    assert not is_too_late(due_at=NOW, window_minutes=window, now=end)
    assert is_too_late(due_at=NOW, window_minutes=window, now=end + TICK)


def test_a_to_do_is_late_after_its_quarter_of_an_hour_and_not_before():
    end = NOW + TO_DO_LATE_AFTER
    assert not is_to_do_late(due_at=NOW, now=end)
    assert is_to_do_late(due_at=NOW, now=end + TICK)
