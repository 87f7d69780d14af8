"""Taking a live post away again: asked of the practice network, with a line in the story."""

from __future__ import annotations

from datetime import timedelta

import pytest

from skupnost.channels.actions import connect_practice
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.publishing import actions
from skupnost.publishing.models import Attempt, Delivery

BREAD = Payload("Fresh bread")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def live(bakery, now) -> Delivery:
    """A post that the practice network has had since now."""
    channel = connect_practice(client=bakery, now=now)
    made = actions.hand_over(
        channel=channel, payload=BREAD, approved_hash=BREAD.digest(), due_at=now, now=now
    )
    Delivery.objects.update(state=State.PUBLISHED, published_at=now, remote_id="1")
    return Delivery.objects.get(pk=made.pk)


def test_the_wish_and_its_end_stand_in_the_story(live, now):
    later = now + timedelta(hours=1)
    assert actions.remove_live(delivery=live, now=later).removed_at == later
    wish = Attempt.objects.get()
    assert (wish.kind, wish.outcome, wish.cause) == (Attempt.Kind.PERSON, "remove", "")
    assert wish.started_at == wish.ended_at == later


def test_where_the_network_cannot_be_reached_the_post_stays_and_the_story_says_why(live, now):
    live.channel.practice_faults = {"lost_before": 1.0}
    with pytest.raises(actions.NotRemoved) as refused:
        actions.remove_live(delivery=live, now=now)
    wish = Attempt.objects.get()
    assert (wish.outcome, wish.cause) == ("not_removed", refused.value.code)
    assert Delivery.objects.get().removed_at is None


@pytest.mark.parametrize("values", [{"state": State.TO_DO}, {"remote_id": ""}])
def test_what_is_not_live_is_not_asked_for(live, now, values):
    Delivery.objects.update(**values)
    live.refresh_from_db()
    with pytest.raises(actions.NotRemoved, match="not_live"):
        actions.remove_live(delivery=live, now=now)
    assert not Attempt.objects.exists()
