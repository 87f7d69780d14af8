from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from skupnost.channels.models import Channel
from skupnost.domain.delivery import State
from skupnost.editorial import actions, queries
from skupnost.editorial.errors import Declined
from skupnost.editorial.models import Post
from skupnost.people.models import User
from skupnost.publishing.models import Delivery

Write = Callable[..., Post]


def test_calling_off_names_the_channels_where_it_was_too_late(
    scheduled: Write, account: Channel, second: Channel, alice: User, now: datetime
) -> None:
    post = scheduled(channels=[account, second])
    Channel.objects.filter(pk=second.pk).update(display_name="Second")
    Delivery.objects.filter(channel=second).update(state=State.SENDING)
    done = actions.cancel(post=post, by=alice, now=now)
    assert (done.n_cancelled, done.too_late) == (1, ("Second",))


def test_two_channels_of_one_name_are_two_when_called_off(
    scheduled: Write, account: Channel, second: Channel, alice: User, now: datetime
) -> None:
    post = scheduled(channels=[account, second])
    assert account.name == second.name
    Delivery.objects.filter(channel=account).update(state=State.SENDING)
    done = actions.cancel(post=post, by=alice, now=now)
    assert (done.n_cancelled, done.too_late) == (1, (account.name,))


def test_a_post_in_the_bin_calls_its_deliveries_off(
    scheduled: Write, alice: User, now: datetime
) -> None:
    post = actions.bin_post(post=scheduled(), by=alice, now=now)
    assert post.deleted_at == now
    assert Delivery.objects.get().status is State.CANCELLED


@pytest.mark.parametrize("state", [State.PUBLISHED, State.SENDING, State.UNKNOWN])
def test_what_is_live_or_on_its_way_is_not_thrown_away(
    scheduled: Write, alice: User, now: datetime, state: State
) -> None:
    post = scheduled()
    Delivery.objects.update(state=state)
    with pytest.raises(Declined):
        actions.bin_post(post=post, by=alice, now=now)


def test_what_was_taken_down_again_may_be_thrown_away(
    scheduled: Write, alice: User, now: datetime
) -> None:
    post = scheduled()
    Delivery.objects.update(state=State.PUBLISHED, removed_at=now)
    assert actions.bin_post(post=post, by=alice, now=now).deleted_at == now


def test_what_was_called_off_counts_as_a_draft_again(
    scheduled: Write, alice: User, now: datetime
) -> None:
    post = scheduled()
    assert queries.is_handed_over(post)
    actions.cancel(post=post, by=alice, now=now)
    assert not queries.is_handed_over(post)


def test_a_post_comes_back_from_the_bin_as_a_draft(
    scheduled: Write, alice: User, now: datetime
) -> None:
    post = actions.bin_post(post=scheduled(), by=alice, now=now)
    assert actions.restore_post(post=post, now=now).deleted_at is None


def test_a_post_in_the_bin_is_not_scheduled(
    write: Write, alice: User, now: datetime, tomorrow: datetime
) -> None:
    post = actions.bin_post(post=write(), by=alice, now=now)
    with pytest.raises(Declined, match="in_bin"):
        actions.schedule(post=post, at=tomorrow, by=alice, now=now)


def test_a_copy_has_the_words_and_channels_but_no_time(
    write: Write, account: Channel, alice: User, now: datetime
) -> None:
    post = write(variants={account.pk: actions.Own("Own words.")})
    copy = actions.duplicate(post=post, by=alice, now=now)
    variant = copy.variants.get()
    assert (variant.channel, variant.text, copy.planned_at) == (account, "Own words.", None)
    assert variant.approved_hash == ""
