"""Which workers live, and whose work is to be rescued."""

from __future__ import annotations

from datetime import timedelta

import pytest

from skupnost.jobs import heartbeats
from skupnost.jobs.models import Heartbeat

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_who_is_silent_for_more_than_a_minute_is_to_be_rescued_and_nobody_else(now):
    heartbeats.begin("desk-0", now - MINUTE)
    heartbeats.begin("cellar-0", now - 2 * MINUTE)
    assert heartbeats.silent(now) == ["cellar-0"]
    heartbeats.beat("desk-0", now + MINUTE)
    assert heartbeats.silent(now + 2 * MINUTE) == ["cellar-0"]


def test_a_worker_that_was_stopped_hides_none_that_lives(now):
    assert heartbeats.worker_seen_at() is None
    for executor in ("desk-0", "cellar-0"):
        heartbeats.begin(executor, now)
    heartbeats.end("cellar-0", now + MINUTE)
    assert heartbeats.worker_seen_at() == now
    heartbeats.end("desk-0", now + MINUTE)
    assert heartbeats.worker_seen_at() is None


def test_the_next_life_of_a_worker_counts_from_its_own_beginning(now):
    heartbeats.begin("desk-0", now)
    heartbeats.end("desk-0", now)
    heartbeats.begin("desk-0", now + MINUTE)
    assert heartbeats.worker_seen_at() == Heartbeat.objects.get().started_at == now + MINUTE
