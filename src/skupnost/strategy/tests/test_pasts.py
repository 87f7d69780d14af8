"""What the advice rests on: the history, and our own posts that no import knows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from skupnost.domain.payload import Payload
from skupnost.publishing.actions import hand_over
from skupnost.strategy.pasts import past_posts


@pytest.fixture
def published(past, now):
    """One of our own posts, at so much time after the newest or the third post of the history."""

    def make(after, *, which="id:59"):
        payload = Payload(text="Fresh bread")
        row = hand_over(
            channel=past, payload=payload, approved_hash=payload.digest(), due_at=now, now=now
        )
        at = past.past_posts.get(identity=which).posted_at + after
        type(row).objects.filter(pk=row.pk).update(published_at=at)

    return make


@pytest.mark.parametrize("which", ["id:2", "id:59"])
@pytest.mark.parametrize(("minutes", "n"), [(-11, 61), (-9, 60), (0, 60), (9, 60), (11, 61)])
def test_our_own_post_is_the_same_within_ten_minutes(past, published, which, minutes, n):
    published(timedelta(minutes=minutes), which=which)
    assert len(past_posts(past)) == n


def test_our_own_post_that_nothing_knows_counts_for_the_pace_without_a_response(past, published):
    published(timedelta(hours=5))
    newest = past_posts(past)[-1]
    assert newest.response is None
    assert not newest.left_out


def test_a_post_that_waits_is_no_past(past, now):
    payload = Payload(text="Fresh bread")
    values = {"due_at": now + timedelta(days=1), "now": now}
    hand_over(channel=past, payload=payload, approved_hash=payload.digest(), **values)
    assert len(past_posts(past)) == 60
