"""Each worker has its own pulse."""

from __future__ import annotations

from datetime import timedelta

from skupnost.jobs import heartbeats


def test_a_beat_and_an_end_are_those_of_one_worker(db, now):
    later = now + timedelta(minutes=2)
    for executor in ("one", "two"):
        heartbeats.begin(executor, now)
    heartbeats.beat("one", later)
    assert heartbeats.silent(later) == ["two"]
    heartbeats.end("one", later)
    assert heartbeats.worker_seen_at() == now
    heartbeats.end("two", later)
    assert heartbeats.worker_seen_at() is None


def test_a_worker_is_silent_after_a_minute_and_lives_again_when_it_begins(db, now):
    heartbeats.begin("one", now)
    assert heartbeats.silent(now + timedelta(seconds=60)) == []
    assert heartbeats.silent(now + timedelta(seconds=61)) == ["one"]
    heartbeats.end("one", now)
    heartbeats.begin("one", now)
    assert heartbeats.worker_seen_at() == now
