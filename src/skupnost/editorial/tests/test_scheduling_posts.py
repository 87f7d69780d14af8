from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from skupnost.channels.models import Channel
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.editorial import actions
from skupnost.editorial.errors import Declined, HasErrors, NotApproved
from skupnost.editorial.models import Post
from skupnost.people.models import User
from skupnost.publishing.models import Delivery

Write = Callable[..., Post]


def states(post: Post) -> list[str]:
    return list(post.variants.order_by("id").values_list("delivery__state", flat=True))


def test_scheduling_makes_one_delivery_for_each_channel(
    write: Write, account: Channel, second: Channel, alice: User, now: datetime, tomorrow: datetime
) -> None:
    post = write(channels=[account, second])
    done = actions.schedule(post=post, at=tomorrow, by=alice, now=now)
    assert (len(done.deliveries), done.is_new) == (2, True)
    assert {delivery.due_at for delivery in done.deliveries} == {tomorrow}


def test_a_double_click_schedules_once(
    write: Write, alice: User, now: datetime, tomorrow: datetime
) -> None:
    post = write()
    first = actions.schedule(post=post, at=tomorrow, by=alice, now=now)
    again = actions.schedule(post=post, at=tomorrow, by=alice, now=now)
    assert not again.is_new
    assert [d.pk for d in again.deliveries] == [d.pk for d in first.deliveries]
    assert Delivery.objects.count() == 1


def test_what_the_network_would_refuse_is_not_scheduled(
    write: Write, alice: User, now: datetime, tomorrow: datetime
) -> None:
    post = write("a" * 501)
    with pytest.raises(HasErrors) as refusal:
        actions.schedule(post=post, at=tomorrow, by=alice, now=now)
    assert refusal.value.checked[0].n_errors == 1
    assert states(post) == [None]


@pytest.mark.parametrize(("chosen", "sent"), [("de", "de"), ("", "sl")])
def test_a_post_speaks_the_language_of_its_client_unless_it_says_another(
    scheduled: Write, chosen: str, sent: str
) -> None:
    scheduled(language=chosen)
    assert Payload.from_json(Delivery.objects.get().payload).language == sent


def test_the_past_is_refused(write: Write, alice: User, now: datetime) -> None:
    with pytest.raises(Declined, match="in_the_past"):
        actions.schedule(post=write(), at=now - timedelta(hours=1), by=alice, now=now)


def test_what_was_scheduled_and_goes_out_at_once_is_news_once(
    scheduled: Write, alice: User, now: datetime
) -> None:
    post = scheduled()
    assert actions.publish_now(post=post, by=alice, now=now).is_new
    Delivery.objects.update(state=State.PUBLISHED)
    assert not actions.publish_now(post=post, by=alice, now=now).is_new


def test_without_channels_there_is_nothing_to_schedule(
    write: Write, alice: User, now: datetime, tomorrow: datetime
) -> None:
    with pytest.raises(Declined, match="no_channels"):
        actions.schedule(post=write(channels=[]), at=tomorrow, by=alice, now=now)


def test_who_may_not_approve_may_not_schedule(
    write: Write, charlie: User, now: datetime, tomorrow: datetime
) -> None:
    post = write()
    with pytest.raises(NotApproved) as refused:
        actions.schedule(post=post, at=tomorrow, by=charlie, now=now)
    assert refused.value.code == "not_approved"
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("is_active", [True, False])
def test_a_stranger_or_somebody_who_left_approves_nothing(
    write: Write, alice: User, charlie: User, now: datetime, is_active: bool
) -> None:
    alice.is_active = is_active
    alice.save()
    post = write()
    with pytest.raises(NotApproved):
        actions.approve(post=post, by=charlie if is_active else alice, now=now)
    assert post.variants.get().approved_hash == ""


def test_the_first_yes_to_a_text_stays_under_its_name(
    write: Write, alice: User, bob: User, now: datetime
) -> None:
    post = write()
    for by in (bob, alice):
        actions.approve(post=post, by=by, now=now)
    assert post.variants.get().approved_by == bob


def test_what_bob_approved_the_command_line_may_schedule(
    write: Write, bob: User, now: datetime, tomorrow: datetime
) -> None:
    post = write()
    actions.approve(post=post, by=bob, now=now)
    done = actions.schedule(post=post, at=tomorrow, by=None, now=now)
    assert done.is_new


def test_text_changed_after_approval_needs_a_new_one(
    write: Write, bob: User, account: Channel, now: datetime, tomorrow: datetime
) -> None:
    post = write()
    actions.approve(post=post, by=bob, now=now)
    draft = actions.Draft(text="Something else.", planned_at=tomorrow, channels=[account])
    post = actions.change_post(post=post, version=1, draft=draft, by=bob, now=now)
    with pytest.raises(NotApproved):
        actions.schedule(post=post, at=tomorrow, by=None, now=now)


def test_publishing_now_makes_everything_due_at_once(
    scheduled: Write, alice: User, now: datetime
) -> None:
    done = actions.publish_now(post=scheduled(), by=alice, now=now)
    assert [delivery.due_at for delivery in done.deliveries] == [now]


def test_a_post_that_was_called_off_can_be_scheduled_anew(
    scheduled: Write, alice: User, now: datetime, tomorrow: datetime
) -> None:
    post = scheduled()
    actions.cancel(post=post, by=alice, now=now)
    done = actions.schedule(post=post, at=tomorrow, by=alice, now=now)
    assert done.is_new
    assert [past.delivery.status for past in post.past_deliveries.all()] == [State.CANCELLED]


def test_a_refused_delivery_is_mended_and_stays_the_same_row(
    scheduled: Write, alice: User, now: datetime, tomorrow: datetime
) -> None:
    post = scheduled()
    Delivery.objects.update(state=State.REFUSED, reason="preflight")
    later = tomorrow + timedelta(days=1)
    done = actions.schedule(post=post, at=later, by=alice, now=now)
    assert [(d.state, d.due_at) for d in done.deliveries] == [(State.SCHEDULED, later)]
    assert Delivery.objects.count() == 1
