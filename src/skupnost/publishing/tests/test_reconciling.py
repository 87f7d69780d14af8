from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from skupnost.domain.delivery import State
from skupnost.kit.errors import OutcomeUnknown, Refused, Unreachable
from skupnost.kit.values import Presence, Receipt, Sighting
from skupnost.publishing import actions, queries
from skupnost.publishing.lanes import desk
from skupnost.publishing.lanes.looking import taken_ids
from skupnost.publishing.lanes.recovering import bury
from skupnost.publishing.models import Delivery, Lane

ABSENT = Sighting(Presence.ABSENT)
THERE = Sighting(Presence.THERE, Receipt("9", "https://toy.example/9"))
LOST = OutcomeUnknown("timed_out")


@pytest.fixture
def lost(stage):
    """A delivery whose answer was lost; the next try would succeed."""
    stage.port.answers = [LOST, Receipt("1", "https://toy.example/1")]
    delivery = stage.hand_over()
    stage.run()
    return delivery


def later(stage, delivery, n=1):
    for _ in range(n):
        stage.after(seconds=11)
        stage.run()
    delivery.refresh_from_db()
    return delivery


def test_what_is_found_is_published_and_never_sent_twice(stage, lost):
    stage.port.sightings = [THERE]
    assert later(stage, lost).remote_url == "https://toy.example/9"
    assert len(stage.port.orders) == 1


def test_of_two_with_the_same_words_only_one_owns_the_post_that_is_there(stage):
    stage.port.answers, stage.port.sightings = [LOST], [THERE, THERE, ABSENT]
    both = [stage.hand_over(), stage.hand_over()]
    stage.run()
    for delivery in both:
        later(stage, delivery)
    assert sorted(delivery.state for delivery in both) == [State.PUBLISHED, State.UNKNOWN]


def test_nobody_looks_before_a_post_can_be_visible(stage, lost):
    stage.port.sightings = [THERE]
    stage.after(seconds=9)
    stage.run()
    lost.refresh_from_db()
    assert lost.state == State.UNKNOWN


def test_one_absence_is_not_enough(stage, lost):
    stage.port.sightings = [ABSENT, THERE]
    assert later(stage, lost).state == State.UNKNOWN
    assert later(stage, lost).state == State.PUBLISHED
    assert len(stage.port.orders) == 1


def test_absent_twice_is_sent_again(stage, lost):
    stage.port.sightings = [ABSENT]
    assert later(stage, lost, 2).state == State.PUBLISHED
    assert len(stage.port.orders) == 2
    assert stage.port.orders[1].first_sent_at is None


def test_a_part_of_a_thread_is_kept_and_the_rest_sent(stage, lost):
    stage.port.sightings = [Sighting(Presence.PARTLY, checkpoints={"part.1": "77"})]
    assert later(stage, lost, 2).state == State.PUBLISHED
    assert stage.port.orders[1].checkpoints["part.1"] == "77"


def test_a_look_that_fails_is_tried_again(stage, lost):
    stage.port.sightings = [Unreachable("connection_failed"), THERE]
    assert later(stage, lost).state == State.UNKNOWN
    assert later(stage, lost).state == State.PUBLISHED


def test_looking_in_vain_for_a_day_asks_a_person(stage, lost):
    stage.port.sightings = [Unreachable("connection_failed")]
    later(stage, lost)
    stage.after(hours=25)
    assert later(stage, lost).state == State.NEEDS_EYE


def test_a_network_that_cannot_tell_asks_a_person(stage, lost):
    stage.port.sightings = [Sighting(Presence.CANNOT_TELL)]
    assert later(stage, lost).state == State.NEEDS_EYE


def test_without_a_way_to_ask_a_person_decides(stage, lost):
    stage.machine = replace(stage.machine, ports=("publishes",), idempotency="none")
    assert later(stage, lost).reason == "no_way_to_ask"
    actions.send_again(delivery=lost, now=stage.clock.now())
    stage.run()
    lost.refresh_from_db()
    assert lost.state == State.PUBLISHED
    assert stage.port.orders[1].delivery_id == stage.port.orders[0].delivery_id


def test_a_chosen_record_name_is_repeated_at_once(stage):
    stage.machine = replace(stage.machine, idempotency="client_id")
    stage.port.answers = [LOST, Receipt("1", "https://toy.example/1")]
    delivery = stage.hand_over()
    assert later(stage, delivery, 2).state == State.PUBLISHED
    first, second = stage.port.orders
    assert second.client_id == first.client_id
    assert second.first_sent_at


def test_a_key_alone_is_repeated_only_while_it_lives(stage, lost):
    stage.machine = replace(
        stage.machine, ports=("publishes",), idempotency="key", key_seconds=3600
    )
    assert later(stage, lost).state == State.PUBLISHED
    stage.port.answers = [LOST]
    second = stage.hand_over()
    stage.run()
    stage.after(hours=1.1)
    assert later(stage, second).state == State.NEEDS_EYE


def test_a_refusal_proves_nothing_while_an_earlier_attempt_may_be_live(stage):
    stage.machine = replace(stage.machine, idempotency="client_id")
    stage.port.answers = [LOST, Refused("already_exists")]
    stage.port.sightings = [THERE]
    delivery = stage.hand_over()
    later(stage, delivery)
    assert delivery.state != State.REFUSED


def test_what_may_be_live_is_looked_for_before_it_is_given_up(stage):
    stage.machine = replace(stage.machine, idempotency="client_id")
    stage.port.answers = [LOST, Unreachable("connection_failed")]
    stage.port.sightings = [THERE]
    delivery = stage.hand_over()
    later(stage, delivery)
    stage.after(hours=3)
    assert later(stage, delivery, 2).state == State.PUBLISHED


def test_a_worker_that_vanished_leaves_an_unknown_outcome(stage, now):
    delivery = stage.hand_over(
        state=State.SENDING, fence=1, owner="gone/1", intent_at=now,
        lease_until=now - timedelta(seconds=1), first_sent_at=now, n_attempts=1,
    )  # fmt: skip
    stage.port.sightings = [THERE]
    stage.run()
    assert later(stage, delivery).state == State.PUBLISHED
    assert stage.port.orders == []


def test_a_worker_that_vanished_before_the_intent_sent_nothing(stage, now):
    stage.hand_over(
        state=State.CLAIMED, fence=1, owner="gone/1", lease_until=now - timedelta(seconds=1)
    )
    stage.run()
    assert len(stage.port.orders) == 1


def test_a_worker_buries_its_own_former_life_only(stage, now):
    until = now + timedelta(minutes=1)
    mine, theirs = (
        stage.hand_over(state=State.CLAIMED, owner=owner, lease_until=until)
        for owner in ("desk-0/1", "desk-01/1")
    )
    Lane.objects.create(channel=stage.channel, owner="desk-01/1", lease_until=until)
    bury("desk-0", now)
    leases = [Delivery.objects.get(pk=row.pk).lease_until for row in (mine, theirs)]
    assert (leases, Lane.objects.get().owner) == ([now, until], "desk-01/1")
    bury("desk-01", now)
    assert Lane.objects.get().owner == ""


def test_the_name_of_another_channels_post_may_be_ours(stage, sister, lost):
    sister.hand_over(state=State.PUBLISHED, remote_id="9", intent_at=stage.clock.now())
    here = desk.load(stage.channel.pk, stage.tools)
    assert taken_ids(here, [lost])[lost.pk] == frozenset()
    stage.hand_over(state=State.PUBLISHED, remote_id="8", intent_at=stage.clock.now())
    assert taken_ids(here, [lost])[lost.pk] == {"8"}


def test_the_story_tells_every_look(stage, lost):
    stage.port.sightings = [ABSENT, THERE]
    later(stage, lost, 2)
    assert [line.what for line in queries.story(lost)] == [
        "Sent, but we do not know whether it arrived.",
        "Looked on the network: not there yet.",
        "Looked on the network: it is there.",
    ]
