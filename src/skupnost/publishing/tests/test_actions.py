from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.publishing import actions, queries

BREAD, CAKE = Payload("Fresh bread"), Payload("Cake")
LATER = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def channel(new_channel, bakery):
    return new_channel(bakery, "mastodon")


@pytest.fixture
def delivery(channel, now):
    return actions.hand_over(
        channel=channel, payload=BREAD, approved_hash=BREAD.digest(), due_at=now, now=now
    )


def stands(delivery, state, **values):
    type(delivery).objects.filter(pk=delivery.pk).update(state=state, **values)
    delivery.refresh_from_db()
    return delivery


def test_text_that_was_not_approved_is_not_handed_over(channel, now):
    with pytest.raises(actions.NotApproved):
        actions.hand_over(
            channel=channel, payload=BREAD, approved_hash="other", due_at=now, now=now
        )


@pytest.mark.parametrize(
    ("state", "change", "values"),
    [
        (State.SCHEDULED, actions.edit, {}),
        (State.TO_DO, actions.reword, {}),
        (State.REFUSED, actions.mend, {"due_at": LATER}),
    ],
)
@pytest.mark.parametrize("approved", [BREAD.digest(), ""])
def test_no_change_brings_in_text_that_was_not_approved(
    delivery, now, state, change, values, approved
):
    stands(delivery, state)
    with pytest.raises(actions.NotApproved):
        change(delivery=delivery, payload=CAKE, approved_hash=approved, now=now, **values)
    delivery.refresh_from_db()
    assert (Payload.from_json(delivery.payload), delivery.state) == (BREAD, state)


def test_the_missed_window_is_frozen_at_handing_over(delivery):
    assert delivery.window_minutes == 120


def test_a_scheduled_delivery_can_be_moved_and_edited(delivery, now):
    cake, later = Payload("Cake"), now + timedelta(hours=1)
    actions.edit(delivery=delivery, payload=cake, approved_hash=cake.digest(), now=now)
    actions.move(delivery=delivery, due_at=later, now=now)
    assert Payload.from_json(delivery.payload) == cake
    assert delivery.next_try_at == delivery.due_at == later
    assert delivery.version == 3


def test_the_name_on_the_network_follows_the_title_until_it_was_sent(new_channel, bakery, now):
    blog = new_channel(bakery, "wordpress", "self_hosted")
    rye, oats = Payload("Bread", title="Rye"), Payload("Bread", title="Oats")
    delivery = actions.hand_over(
        channel=blog, payload=rye, approved_hash=rye.digest(), due_at=now, now=now
    )
    actions.edit(delivery=delivery, payload=oats, approved_hash=oats.digest(), now=now)
    assert "oats" in delivery.client_id
    stands(delivery, State.REFUSED, first_sent_at=now)
    again = {"payload": rye, "approved_hash": rye.digest(), "due_at": now, "now": now}
    assert "oats" in actions.mend(delivery=delivery, **again).client_id


@pytest.mark.parametrize("state", [State.CLAIMED, State.SENDING, State.PUBLISHED])
def test_cancelling_too_late_loses_cleanly(delivery, now, state):
    stands(delivery, state)
    with pytest.raises(actions.TooLate) as error:
        actions.cancel(delivery=delivery, now=now)
    assert error.value.delivery.state == state


def test_a_stale_copy_does_not_win(delivery, now):
    mine = type(delivery).objects.get(pk=delivery.pk)
    stands(delivery, State.SENDING)
    with pytest.raises(actions.TooLate):
        actions.cancel(delivery=mine, now=now)


@pytest.mark.parametrize("state", [State.REFUSED, State.MISSED, State.HELD])
def test_what_failed_can_be_mended(delivery, now, state):
    stands(delivery, state, n_attempts=3, reason="timed_out")
    actions.mend(delivery=delivery, due_at=now + timedelta(hours=2), now=now)
    assert (delivery.state, delivery.n_attempts, delivery.reason) == (State.SCHEDULED, 0, "")


def test_a_person_says_it_is_there(delivery, now):
    stands(delivery, State.NEEDS_EYE, reason="no_way_to_ask")
    actions.say_there(delivery=delivery, address="https://example.org/1", now=now)
    assert delivery.state == State.PUBLISHED
    (line,) = queries.story(delivery)
    assert (line.what, line.link) == ("Somebody looked: it is there.", "https://example.org/1")


def test_a_person_sends_again_under_the_same_name(delivery, now):
    stands(delivery, State.NEEDS_EYE, first_sent_at=now - timedelta(days=1))
    later = now + timedelta(minutes=5)
    actions.send_again(delivery=delivery, now=later)
    assert (delivery.state, delivery.next_try_at) == (State.RETRY_WAIT, later)
    assert delivery.first_sent_at == now - timedelta(days=1)


def test_published_never_changes(delivery, now):
    stands(delivery, State.PUBLISHED)
    for act in (actions.drop, actions.send_again, actions.publish_now):
        with pytest.raises(actions.TooLate):
            act(delivery=delivery, now=now)


def test_resuming_schedules_what_is_in_its_window_and_misses_the_rest(delivery, channel, now):
    actions.hand_over(
        channel=channel, payload=BREAD, approved_hash=BREAD.digest(),
        due_at=now - timedelta(hours=1), now=now,
    )  # fmt: skip
    assert actions.hold_channel(channel=channel, reason="channel_paused", now=now) == 2
    later = now + timedelta(minutes=90)
    assert actions.resume_channel(channel=channel, now=later) == (1, 1)


def test_holding_and_resuming_one_channel_leaves_the_others_alone(
    delivery, channel, new_channel, bakery, now
):
    other = actions.hand_over(
        channel=new_channel(bakery, "mastodon"), payload=BREAD, approved_hash=BREAD.digest(),
        due_at=now, now=now,
    )  # fmt: skip
    assert actions.hold_channel(channel=channel, reason="channel_paused", now=now) == 1
    stands(other, State.HELD, reason="channel_paused")
    assert actions.resume_channel(channel=channel, now=now) == (1, 0)
    other.refresh_from_db()
    assert other.state == State.HELD


@pytest.mark.parametrize(
    ("ask", "state"), [("needs_eye", State.NEEDS_EYE), ("needs_person", State.REFUSED)]
)
def test_what_waits_for_a_person_is_that_of_the_client(
    delivery, new_channel, bakery, florist, now, ask, state
):
    other = actions.hand_over(
        channel=new_channel(florist, "mastodon"), payload=BREAD, approved_hash=BREAD.digest(),
        due_at=now, now=now,
    )  # fmt: skip
    stands(other, state)
    stands(delivery, state)
    assert list(getattr(queries, ask)(bakery)) == [delivery]
