from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.editorial import actions
from skupnost.editorial.errors import Declined
from skupnost.editorial.models import Post
from skupnost.people.models import User
from skupnost.publishing.models import Delivery

Write = Callable[..., Post]


def test_a_move_takes_the_deliveries_along(
    scheduled: Write, alice: User, now: datetime, tomorrow: datetime
) -> None:
    to = tomorrow + timedelta(days=2)
    moved = actions.move_post(post=scheduled(), to=to, by=alice, now=now)
    assert (moved.was, moved.post.planned_at) == (tomorrow, to)
    assert Delivery.objects.get().due_at == to


def test_a_move_can_be_undone(
    scheduled: Write, bakery: Client, alice: User, now: datetime, tomorrow: datetime
) -> None:
    moved = actions.move_post(post=scheduled(), to=tomorrow + timedelta(days=2), by=alice, now=now)
    back = actions.undo_move(client=bakery, token=moved.undo, by=alice, now=now)
    assert back.post.planned_at == tomorrow
    assert Delivery.objects.get().due_at == tomorrow


def test_the_first_plan_of_a_draft_can_be_undone(
    write: Write, bakery: Client, alice: User, now: datetime, tomorrow: datetime
) -> None:
    moved = actions.move_post(post=write(planned_at=None), to=tomorrow, by=alice, now=now)
    back = actions.undo_move(client=bakery, token=moved.undo, by=alice, now=now)
    assert back.post.planned_at is None


def test_undo_is_refused_after_another_change(
    write: Write, bakery: Client, alice: User, now: datetime, tomorrow: datetime
) -> None:
    moved = actions.move_post(post=write(), to=tomorrow, by=alice, now=now)
    actions.move_post(post=moved.post, to=tomorrow + timedelta(hours=1), by=alice, now=now)
    with pytest.raises(Declined, match="undo_too_late"):
        actions.undo_move(client=bakery, token=moved.undo, by=alice, now=now)


def test_undo_of_another_clients_move_does_not_exist(
    write: Write, florist: Client, charlie: User, alice: User, now: datetime, tomorrow: datetime
) -> None:
    moved = actions.move_post(post=write(), to=tomorrow, by=alice, now=now)
    with pytest.raises(Declined, match="undo_too_late"):
        actions.undo_move(client=florist, token=moved.undo, by=charlie, now=now)


def test_nothing_moves_into_the_past(write: Write, alice: User, now: datetime) -> None:
    with pytest.raises(Declined, match="in_the_past"):
        actions.move_post(post=write(), to=now - timedelta(minutes=2), by=alice, now=now)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State.PUBLISHED, "is_live"),
        (State.SENDING, "is_on_its_way"),
        (State.UNKNOWN, "is_on_its_way"),
        (State.NEEDS_EYE, "is_on_its_way"),
    ],
)
def test_what_left_cannot_be_moved_and_the_channel_is_named(
    scheduled: Write, alice: User, now: datetime, tomorrow: datetime, state: State, code: str
) -> None:
    post = scheduled()
    Delivery.objects.update(state=state)
    with pytest.raises(Declined, match=code) as refusal:
        actions.move_post(post=post, to=tomorrow, by=alice, now=now)
    assert refusal.value.params == {"channel": "Pekarna Zora"}


def test_what_was_missed_is_scheduled_again_by_moving_it(
    scheduled: Write, alice: User, now: datetime, tomorrow: datetime
) -> None:
    post = scheduled()
    Delivery.objects.update(state=State.MISSED)
    actions.move_post(post=post, to=tomorrow, by=alice, now=now)
    assert Delivery.objects.get().status is State.SCHEDULED


def test_a_missed_delivery_gets_another_time_and_the_post_goes_along(
    scheduled: Write, alice: User, now: datetime, tomorrow: datetime
) -> None:
    post = scheduled()
    Delivery.objects.update(state=State.MISSED)
    later = tomorrow + timedelta(days=1)
    actions.mend_delivery(delivery=Delivery.objects.get(), to=later, by=alice, now=now)
    post.refresh_from_db()
    assert (post.planned_at, Delivery.objects.get().due_at) == (later, later)


def test_a_mended_delivery_leaves_the_post_where_its_other_channel_is_live(
    scheduled: Write,
    account: Channel,
    second: Channel,
    alice: User,
    now: datetime,
    tomorrow: datetime,
) -> None:
    post = scheduled(channels=[account, second])
    Delivery.objects.filter(channel=account).update(state=State.PUBLISHED)
    Delivery.objects.filter(channel=second).update(state=State.REFUSED)
    refused = Delivery.objects.get(channel=second)
    later = tomorrow + timedelta(days=1)
    mended = actions.mend_delivery(delivery=refused, to=later, by=alice, now=now)
    post.refresh_from_db()
    assert (mended.status, mended.due_at, post.planned_at) == (State.SCHEDULED, later, tomorrow)


def test_what_is_on_its_way_is_not_mended(
    scheduled: Write, alice: User, now: datetime, tomorrow: datetime
) -> None:
    scheduled()
    with pytest.raises(Declined, match="is_on_its_way"):
        actions.mend_delivery(delivery=Delivery.objects.get(), to=tomorrow, by=alice, now=now)
