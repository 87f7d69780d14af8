from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from skupnost.channels.models import Channel, Health
from skupnost.domain.delivery import State
from skupnost.kit.errors import (
    NeedsReconnect,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unreachable,
    Unsupported,
)
from skupnost.kit.values import Presence, Sighting
from skupnost.publishing.lanes import holding
from skupnost.publishing.lanes.settling import heed
from skupnost.publishing.models import Delivery, Lane


@dataclass
class Finding:
    level: str
    code: str = "text_too_long"
    where: str = "text"
    params: dict = field(default_factory=dict)


def test_a_due_delivery_is_published_with_its_link(stage):
    delivery = stage.hand_over()
    assert stage.run()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.remote_url) == (State.PUBLISHED, "https://toy.example/1")
    assert [a.outcome for a in delivery.attempts.all()] == ["accept"]


def test_a_lane_waits_for_the_exact_moment(stage, now):
    delivery = stage.hand_over(due_at=now + timedelta(seconds=2))
    stage.run()
    delivery.refresh_from_db()
    assert delivery.intent_at == delivery.due_at


def test_a_later_delivery_is_left_alone(stage, now):
    delivery = stage.hand_over(due_at=now + timedelta(seconds=10))
    stage.run()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.fence) == (State.SCHEDULED, 0)


@pytest.mark.parametrize(
    ("state", "values"),
    [
        (State.SCHEDULED, {}),
        (State.UNKNOWN, {"fence": 1}),
        (State.SENDING, {"fence": 1, "next_try_at": None}),
    ],
)
def test_a_lane_serves_its_own_channel_only(stage, sister, now, state, values):
    theirs = sister.hand_over(state=state, owner="gone/1", lease_until=now, **values)
    stage.hand_over(state=state, owner="gone/1", lease_until=now, **values)
    stage.port.sightings = [Sighting(Presence.ABSENT)]
    stage.run()
    theirs.refresh_from_db()
    assert (theirs.state, theirs.owner, theirs.n_absent) == (state, "gone/1", 0)


def test_a_lane_that_another_worker_holds_is_not_entered(stage, now):
    stage.hand_over()
    until = now + timedelta(minutes=1)
    Lane.objects.create(channel=stage.channel, owner="other/1", lease_until=until)
    assert not stage.run()
    assert stage.port.orders == []


def test_a_lane_is_free_again_after_its_run(stage):
    stage.hand_over()
    stage.run()
    assert Lane.objects.get(channel=stage.channel).owner == ""


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Refused("content_refused"), State.REFUSED),
        (NeedsReconnect("token_invalid"), State.HELD),
        (Unreachable("connection_failed"), State.RETRY_WAIT),
        (OutcomeUnknown("timed_out"), State.UNKNOWN),
        (Unsupported("not_by_api"), State.REFUSED),
        (KeyError("our own fault"), State.UNKNOWN),
    ],
)
def test_every_error_has_its_state(stage, error, state):
    stage.port.answers = [error]
    delivery = stage.hand_over()
    stage.run()
    delivery.refresh_from_db()
    attempt = delivery.attempts.get()
    assert delivery.state == state
    assert attempt.ended_at
    assert attempt.cause == delivery.reason == getattr(error, "code", "fault_in_connector")


@pytest.mark.parametrize("fault", [KeyError("our own fault"), None])
def test_a_fault_in_a_connector_is_logged_and_nothing_else_is(stage, caplog, fault):
    stage.port.answers = [fault] if fault else stage.port.answers
    stage.hand_over()
    stage.run()
    assert len(caplog.records) == bool(fault)


def test_a_rate_limit_lets_the_whole_lane_wait_and_counts_no_attempt(stage, now):
    stage.port.answers = [RateLimited(now + timedelta(seconds=30))]
    delivery = stage.hand_over()
    stage.run()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.n_attempts) == (State.RETRY_WAIT, 0)
    assert delivery.next_try_at == now + timedelta(seconds=30)
    assert Lane.objects.get(channel=stage.channel).wait_until == delivery.next_try_at


def test_a_revoked_token_holds_the_channel_and_its_due_deliveries(stage):
    first, second = stage.hand_over(), stage.hand_over()
    stage.port.answers = [NeedsReconnect("token_invalid")]
    stage.run(terms=replace(stage.tools.terms, batch=1))
    stage.channel.refresh_from_db()
    for delivery in (first, second):
        delivery.refresh_from_db()
        assert delivery.state == State.HELD
    assert stage.channel.health == Health.NEEDS_RECONNECT
    assert len(stage.port.orders) == 1


def test_what_a_network_says_to_one_channel_is_not_heeded_by_another(stage, sister, now):
    sister.hand_over()
    sister.run()
    for error in (RateLimited(now + timedelta(hours=1)), NeedsReconnect("token_invalid")):
        stage.port.answers = [error]
        stage.hand_over()
        stage.run()
        stage.after(hours=1)
    sister.channel.refresh_from_db()
    assert sister.channel.health == Health.OK
    assert Lane.objects.get(channel=sister.channel).wait_until is None


def test_a_lane_told_to_wait_a_moment_goes_on_when_it_is_over(stage, now):
    delivery = stage.hand_over()
    Lane.objects.create(channel=stage.channel, wait_until=now + timedelta(seconds=2))
    stage.run()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.intent_at) == (State.PUBLISHED, now + timedelta(seconds=2))


def test_a_longer_wait_stays(stage, now):
    longer, shorter = now + timedelta(hours=2), now + timedelta(hours=1)
    Lane.objects.create(channel=stage.channel, wait_until=longer)
    holding.wait(stage.channel.pk, shorter)
    assert Lane.objects.get().wait_until == longer


def test_a_channel_that_was_paused_meanwhile_stays_paused(stage, now):
    Channel.objects.update(health=Health.PAUSED)
    heed(stage.channel.pk, NeedsReconnect("token_invalid"), stage.tools)
    assert Channel.objects.get().health == Health.PAUSED


def test_a_finding_just_before_sending_refuses_without_a_request(stage):
    stage.findings = (Finding("warning"), Finding("error"))
    delivery = stage.hand_over()
    stage.run()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == (State.REFUSED, "preflight")
    assert delivery.reason_params["code"] == "text_too_long"
    assert stage.port.orders == []


def test_an_assisted_channel_asks_a_person_at_the_minute(stage):
    stage.publish = "assisted"
    delivery = stage.hand_over()
    stage.run()
    delivery.refresh_from_db()
    assert delivery.state == State.TO_DO


def test_a_paused_client_publishes_nothing(stage, now):
    stage.channel.client.paused_at = now
    stage.channel.client.save()
    delivery = stage.hand_over()
    stage.run()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == (State.HELD, "client_paused")


def test_a_laptop_that_slept_misses_what_is_outside_the_window(stage, now):
    old = [stage.hand_over(due_at=now - timedelta(hours=h)) for h in range(5, 0, -1)]
    stage.run()
    states = [type(row).objects.get(pk=row.pk).state for row in old]
    assert states == [State.MISSED] * 3 + [State.PUBLISHED] * 2


@pytest.mark.parametrize(
    ("before", "after"), [("", "too_late"), ("client_paused", "client_paused")]
)
def test_what_is_missed_says_why_it_waited_so_long(stage, now, before, after):
    delivery = stage.hand_over(due_at=now - timedelta(days=1), reason=before)
    stage.run()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == (State.MISSED, after)


def test_the_connector_is_told_the_limits_of_its_server(stage):
    Channel.objects.update(live_limits={"text.text_max": 640, "text.text_unit": "graphemes"})
    stage.hand_over()
    stage.run()
    assert stage.port.orders[0].limits == {"text.text_max": 640}


def test_an_empty_bucket_postpones_without_counting_an_attempt(stage, now, rate_of):
    stage.facts = {"rate.posts": rate_of(2, 600)}
    stage.machine = replace(stage.machine, bucket="rate.posts")
    for _ in range(4):
        stage.hand_over()
    stage.run()
    rows = list(Delivery.objects.order_by("state", "next_try_at"))
    assert [row.state for row in rows] == [State.PUBLISHED] * 2 + [State.RETRY_WAIT] * 2
    assert [row.next_try_at - now for row in rows[2:]] == [
        timedelta(minutes=5),
        timedelta(minutes=10),
    ]
    assert {row.n_attempts for row in rows[2:]} == {0}


def test_tries_end_in_a_refusal_with_the_last_cause(stage):
    stage.port.answers = [Unreachable("name_not_found")]
    delivery = stage.hand_over()
    for _ in range(20):
        stage.run()
        stage.after(minutes=15)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == (State.REFUSED, "name_not_found")
    assert delivery.attempts.count() > 3


def test_a_worker_that_stops_gives_its_rows_back(stage):
    delivery = stage.hand_over()
    stage.run(is_stopping=lambda: True)
    delivery.refresh_from_db()
    assert delivery.state == State.SCHEDULED
    assert stage.port.orders == []


def test_credentials_that_cannot_be_opened_hold_the_delivery(stage, settings, tmp_path):
    settings.DATA = tmp_path
    stage.channel.credentials_sealed = b"sealed with a lost key"
    stage.channel.save()
    delivery = stage.hand_over()
    stage.run()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.reason) == (State.HELD, "credentials_unreadable")
