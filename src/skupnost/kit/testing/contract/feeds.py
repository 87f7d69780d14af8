"""A feed is read as it stands: the same twice, newest first, no further than asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from skupnost.kit.errors import RateLimited
from skupnost.kit.http.messages import Answer, Request
from skupnost.kit.simulation import Faults
from skupnost.kit.testing.contract.measuring import with_posts
from skupnost.kit.testing.contract.tools import has, run
from skupnost.kit.testing.stages import Stage, Subject

LONG = timedelta(days=60)


def with_others(subject: Subject, n_posts: int) -> tuple[Stage, list[str], list[str]]:
    """A stage on which another account posted after ours, an hour apart: both lists of ids."""
    stage, own = with_posts(subject, n_posts)
    mine = stage.access
    stage.access = replace(mine, credentials=subject.credentials(), remote_account_id="")
    others = []
    for number in range(1, n_posts + 1):
        payload = replace(subject.case.payload, text=f"Elsewhere, day {number}")
        order = stage.order(payload, number=number + 5000)
        others.append(run(order.publish()).remote_id)
        stage.clock.step(3600)
    stage.access = mine
    return stage, own, others


@has("reads_feed", "publishes")
def test_a_feed_read_twice_gives_the_same_ids_newest_first(subject: Subject):
    stage, own, others = with_others(subject, 2)
    first, second = (run(stage.open().feed(since=stage.clock.now() - LONG)) for _ in range(2))
    assert first == second
    assert [post.remote_id for post in first.posts] == [*others[::-1], *own[::-1]]
    assert all(post.published_at.tzinfo for post in first.posts)


@has("reads_feed", "publishes")
def test_own_posts_are_told_apart_from_those_of_others(subject: Subject):
    stage, own, _others = with_others(subject, 2)
    posts = run(stage.open().feed(since=stage.clock.now() - LONG)).posts
    assert [post.remote_id for post in posts if post.is_own] == own[::-1]
    assert len({post.author_id for post in posts}) == 2


@has("reads_feed", "publishes")
def test_a_feed_is_read_back_to_the_moment_and_says_how_far(subject: Subject):
    stage, _own, others = with_others(subject, 3)
    since = stage.clock.now() - timedelta(minutes=90)
    found = run(stage.open().feed(since=since))
    assert [post.remote_id for post in found.posts] == others[2:]
    assert found.reaches_to == since


@has("reads_feed", "publishes")
def test_reading_a_feed_asks_no_more_often_than_allowed(subject: Subject):
    stage, _ids = with_posts(subject, 103)
    since = stage.clock.now() - LONG
    asked = []
    for max_pages in (1, 2):
        before = len(stage.transport.requests)
        found = run(stage.open().feed(since=since, max_pages=max_pages))
        asked.append(len(stage.transport.requests) - before)
        assert len(found.posts) == 103 or found.reaches_to == found.posts[-1].published_at
    assert asked[1] == asked[0] + 1
    assert len(run(stage.open().feed(since=since, max_pages=9)).posts) == 103


@has("reads_feed")
def test_a_feed_that_must_wait_says_until_when(subject: Subject):
    stage = subject.stage()
    channel = stage.open()
    run(channel.identify())

    async def busy(request: Request) -> Answer:
        return Faults(retry_after_seconds=30).too_many(stage.clock.now())

    stage.transport.send = busy  # type: ignore[method-assign]  # the wire is ours to break
    with pytest.raises(RateLimited) as caught:
        run(channel.feed(since=stage.clock.now() - LONG))
    assert caught.value.retry_at > stage.clock.now()
