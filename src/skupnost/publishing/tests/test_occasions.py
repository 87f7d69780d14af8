"""What preflight is told about the moment of a post and the others of its channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from skupnost.domain.delivery import State
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.preflight import check
from skupnost.networks.queries import facts_for
from skupnost.publishing import actions
from skupnost.publishing.models import Delivery
from skupnost.publishing.occasions import occasion_of
from skupnost.publishing.sentences import reason

RYE = Payload("Rye at seven.")


@pytest.fixture
def bluesky(new_channel, bakery):
    return new_channel(bakery, "bluesky")


@pytest.fixture
def hand_over(bluesky, now):
    def make(minutes: int, payload: Payload = RYE) -> Delivery:
        return actions.hand_over(
            channel=bluesky,
            payload=payload,
            approved_hash=payload.digest(),
            due_at=now + timedelta(minutes=minutes),
            now=now,
            title="",
        )

    return make


def facts(**limits: int):
    """Bluesky's facts with other rates."""
    return facts_for("bluesky", "account", {f"rate.{name}": n for name, n in limits.items()})


def occasion(channel, now, known, minutes: int = 60, apart_from=()):
    due_at = now + timedelta(minutes=minutes)
    return occasion_of(channel, facts=known, due_at=due_at, now=now, apart_from=apart_from)


def test_the_post_that_is_one_too_many_is_told(bluesky, hand_over, now):
    known = facts(posts_per_hour=2)
    hand_over(30)
    assert check(RYE, known, occasion=occasion(bluesky, now, known)) == ()
    hand_over(31)
    (finding,) = check(RYE, known, occasion=occasion(bluesky, now, known))
    assert (finding.code, finding.params["value"], finding.params["max"]) == ("too_often", 3, 2)


def test_what_lies_outside_the_hour_is_not_counted(bluesky, hand_over, now):
    known = facts(posts_per_hour=1)
    hand_over(0)
    hand_over(61)
    assert check(RYE, known, occasion=occasion(bluesky, now, known)) == ()


@pytest.mark.parametrize("state", [State.CANCELLED, State.REFUSED, State.MISSED])
def test_what_never_went_out_is_not_counted(bluesky, hand_over, now, state):
    known = facts(posts_per_hour=1)
    Delivery.objects.filter(pk=hand_over(30).pk).update(state=state)
    assert check(RYE, known, occasion=occasion(bluesky, now, known)) == ()


def test_its_own_delivery_is_not_another(bluesky, hand_over, now):
    own = hand_over(30).pk
    found = occasion(bluesky, now, facts(), apart_from=[own])
    assert found is not None
    assert found.others == ()


def test_the_posts_of_another_channel_are_not_counted(bluesky, new_channel, bakery, hand_over, now):
    known = facts(posts_per_hour=1)
    Delivery.objects.filter(pk=hand_over(30).pk).update(channel=new_channel(bakery, "bluesky"))
    assert check(RYE, known, occasion=occasion(bluesky, now, known)) == ()


def test_only_what_still_waits_counts_for_the_queue_and_for_the_day(bluesky, hand_over, now):
    names = ("publishing.queue_max", "publishing.schedules_per_day_max")
    known = {name: replace(facts()["text.text_max"], key=name) for name in names}
    hand_over(30)
    hand_over(24 * 60)
    Delivery.objects.filter(pk=hand_over(40).pk).update(state=State.PUBLISHED)
    found = occasion(bluesky, now, known)
    assert (found.n_waiting, found.n_that_day) == (3, 2)


def test_an_account_holds_the_files_of_what_is_live(bluesky, hand_over, now):
    name = "media.account_bytes_max"
    known = {name: replace(facts()["text.text_max"], key=name)}
    loaf = Payload("", media=(MediaItem("ab" * 32, "image/png", 1000),))
    states = ({"state": State.PUBLISHED}, {"state": State.SCHEDULED}, {"state": State.PUBLISHED})
    for values in states:
        Delivery.objects.filter(pk=hand_over(30, loaf).pk).update(**values)
    assert occasion(bluesky, now, known).stored_bytes == 2000
    Delivery.objects.filter(pk=hand_over(30, loaf).pk).update(state=State.PUBLISHED, removed_at=now)
    assert occasion(bluesky, now, known).stored_bytes == 2000


def test_a_network_without_such_rules_is_not_asked(
    new_channel, bakery, now, django_assert_num_queries
):
    channel = new_channel(bakery, "dev", "user")
    known = {"text.text_max": facts_for("dev", "user")["text.text_max"]}
    with django_assert_num_queries(0):
        assert occasion_of(channel, facts=known, due_at=now, now=now) is None


def test_one_removal_too_many_is_not_tried(new_channel, bakery, now):
    channel = new_channel(bakery, "mastodon")
    channel.live_limits = {"rate.deletes_per_30min": 1}
    channel.save()
    first, second = (_live(channel, now) for _ in range(2))
    Delivery.objects.filter(pk=first.pk).update(removed_at=now - timedelta(minutes=5))
    with pytest.raises(actions.NotRemoved) as refused:
        actions.remove_live(delivery=second, now=now)
    assert (refused.value.code, refused.value.params["code"]) == ("preflight", "too_many_removals")
    assert "removal number 2" in reason(refused.value.code, refused.value.params)
    said = actions.changes(second, now + timedelta(minutes=26))
    assert said == {"edit": (), "remove": ()}


def test_what_was_removed_from_another_channel_does_not_count(new_channel, bakery, now):
    channel, other = (new_channel(bakery, "mastodon") for _ in range(2))
    channel.live_limits = {"rate.deletes_per_30min": 1}
    channel.save()
    Delivery.objects.filter(pk=_live(other, now).pk).update(removed_at=now)
    assert actions.changes(_live(channel, now), now)["remove"] == ()


def _live(channel, now) -> Delivery:
    made = actions.hand_over(
        channel=channel,
        payload=RYE,
        approved_hash=RYE.digest(),
        due_at=now,
        now=now,
        title="",
    )
    live = {"state": State.PUBLISHED, "published_at": now, "remote_id": str(made.pk)}
    Delivery.objects.filter(pk=made.pk).update(**live)
    made.refresh_from_db()
    return made
