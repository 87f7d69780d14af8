from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.editorial import actions
from skupnost.editorial.errors import ChangedMeanwhile, Declined, HasErrors
from skupnost.editorial.models import Post
from skupnost.people.models import User
from skupnost.publishing.models import Delivery

Write = Callable[..., Post]


@pytest.fixture
def draft(account: Channel, tomorrow: datetime) -> actions.Draft:
    return actions.Draft(text="Changed.", planned_at=tomorrow, channels=[account])


def test_who_comes_second_is_told_and_nothing_is_lost(
    write: Write, draft: actions.Draft, alice: User, bob: User, now: datetime
) -> None:
    post = write()
    actions.change_post(post=post, version=1, draft=draft, by=bob, now=now)
    mine = replace(draft, text="Mine.")
    with pytest.raises(ChangedMeanwhile) as conflict:
        actions.change_post(post=post, version=1, draft=mine, by=alice, now=now)
    assert conflict.value.post.text == "Changed."


def test_the_same_change_twice_is_no_conflict(
    write: Write, draft: actions.Draft, alice: User, now: datetime
) -> None:
    post = write()
    actions.change_post(post=post, version=1, draft=draft, by=alice, now=now)
    again = actions.change_post(post=post, version=1, draft=draft, by=alice, now=now)
    assert again.version == 2


def test_a_sheet_does_not_meet_its_own_autosave(
    write: Write, draft: actions.Draft, alice: User, now: datetime
) -> None:
    post = write()
    actions.change_post(post=post, version=1, draft=draft, by=alice, now=now, sheet="a")
    more = replace(draft, text="Changed more.")
    changed = actions.change_post(post=post, version=1, draft=more, by=alice, now=now, sheet="a")
    assert changed.text == "Changed more."


def test_a_form_sent_twice_makes_one_post(
    bakery: Client, draft: actions.Draft, alice: User, now: datetime, new_post: Write
) -> None:
    name = new_post().pk
    Post.objects.all().delete()
    for _ in range(2):
        actions.save_sheet(client=bakery, post_id=name, version=0, draft=draft, by=alice, now=now)
    assert Post.objects.get().version == 1


def test_a_scheduled_delivery_follows_the_change(
    scheduled: Write, draft: actions.Draft, alice: User, now: datetime
) -> None:
    post = scheduled()
    actions.change_post(post=post, version=2, draft=draft, by=alice, now=now)
    delivery = Delivery.objects.get()
    assert Payload.from_json(delivery.payload).text == "Changed."
    assert delivery.payload_hash == post.variants.get().approved_hash


def test_what_is_to_be_posted_by_hand_follows_the_change(
    scheduled: Write, draft: actions.Draft, alice: User, now: datetime, tomorrow: datetime
) -> None:
    post = scheduled()
    Delivery.objects.update(state=State.TO_DO, next_try_at=None)
    same_time = replace(draft, planned_at=tomorrow)
    post = actions.change_post(post=post, version=2, draft=same_time, by=alice, now=now)
    delivery = Delivery.objects.get()
    assert (delivery.state, Payload.from_json(delivery.payload).text) == (State.TO_DO, "Changed.")
    later = replace(draft, planned_at=tomorrow + timedelta(days=1))
    actions.change_post(post=post, version=post.version, draft=later, by=alice, now=now)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.due_at) == (State.SCHEDULED, later.planned_at)


def test_a_change_that_the_network_refuses_changes_nothing(
    scheduled: Write, draft: actions.Draft, alice: User, now: datetime
) -> None:
    post = scheduled()
    with pytest.raises(HasErrors):
        actions.change_post(
            post=post, version=2, draft=replace(draft, text="a" * 501), by=alice, now=now
        )
    post.refresh_from_db()
    assert post.text == "Fresh potica on Friday."


def test_a_change_comes_too_late_once_it_is_going_out(
    scheduled: Write, draft: actions.Draft, account: Channel, alice: User, now: datetime
) -> None:
    post = scheduled()
    Delivery.objects.update(state=State.SENDING)
    with pytest.raises(Declined, match="is_on_its_way"):
        actions.change_post(
            post=post, version=2, draft=replace(draft, channels=[]), by=alice, now=now
        )
    assert post.variants.get().channel == account


def test_a_channel_left_out_is_called_off_and_kept_in_the_history(
    scheduled: Write, draft: actions.Draft, second: Channel, alice: User, now: datetime
) -> None:
    post = scheduled()
    actions.change_post(
        post=post, version=2, draft=replace(draft, channels=[second]), by=alice, now=now
    )
    assert Delivery.objects.get().status is State.CANCELLED
    assert post.past_deliveries.count() == 1


def test_a_change_of_time_moves_the_delivery(
    scheduled: Write, draft: actions.Draft, alice: User, now: datetime, tomorrow: datetime
) -> None:
    later = tomorrow + timedelta(hours=3)
    actions.change_post(
        post=scheduled(), version=2, draft=replace(draft, planned_at=later), by=alice, now=now
    )
    assert Delivery.objects.get().due_at == later


def test_a_channel_of_another_client_is_refused(
    write: Write, florist: Client, new_channel: Callable[..., Channel]
) -> None:
    with pytest.raises(Declined, match="belongs_to_other_client"):
        write(channels=[new_channel(florist, "mastodon")])


def test_own_text_goes_to_its_channel_only(
    write: Write, account: Channel, second: Channel, alice: User, now: datetime, tomorrow: datetime
) -> None:
    post = write(channels=[account, second], variants={second.pk: actions.Own("Just for you.")})
    done = actions.schedule(post=post, at=tomorrow, by=alice, now=now)
    texts = {Payload.from_json(delivery.payload).text for delivery in done.deliveries}
    assert texts == {"Fresh potica on Friday.", "Just for you."}
