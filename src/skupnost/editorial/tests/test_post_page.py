from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from skupnost.channels.models import Channel
from skupnost.channels.opening import open_channel, transport_for
from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.editorial import actions
from skupnost.editorial.models import Post
from skupnost.kit.clock import SystemClock
from skupnost.kit.errors import Unreachable
from skupnost.kit.testing.stages import LoneTransport
from skupnost.kit.values import Order
from skupnost.people.models import User
from skupnost.publishing.models import Attempt, Delivery

Write = Callable[..., Post]


@pytest.fixture
def show(client: Browser, alice: User) -> Callable[[Post], str]:
    """The page of a post as Alice sees it."""
    client.force_login(alice)

    def ask(post: Post) -> str:
        address = reverse("editorial:post", args=[post.client.slug, post.pk])
        return client.get(address).content.decode()

    return ask


def test_a_scheduled_post_says_when_it_goes_out(
    show: Callable[[Post], str], scheduled: Write
) -> None:
    html = show(scheduled())
    assert "Thu 26 Nov 10:00" in html
    assert "Goes out" in html


@pytest.mark.parametrize(
    ("state", "button"),
    [
        (State.NEEDS_EYE, "Decide"),
        (State.TO_DO, "Post it by hand"),
        (State.REFUSED, "Mend and send again"),
        (State.SCHEDULED, ""),
    ],
)
def test_what_waits_for_a_person_offers_what_that_person_can_do(
    show: Callable[[Post], str], scheduled: Write, state: State, button: str
) -> None:
    post = scheduled()
    Delivery.objects.update(state=state)
    html = show(post)
    ways_out = ("Decide", "Post it by hand", "Mend and send again")
    assert [way for way in ways_out if f"{way}</a>" in html] == ([button] if button else [])


def test_two_of_three_live_is_said_so(
    show: Callable[[Post], str],
    scheduled: Write,
    new_channel: Callable[..., Channel],
    account: Channel,
    second: Channel,
    now: datetime,
) -> None:
    post = scheduled(channels=[account, second, new_channel(account.client, "mastodon")])
    url = "https://example.org/@zora/1"
    live = Delivery.objects.filter(channel__in=[account, second])
    live.update(state=State.PUBLISHED, remote_url=url, published_at=now)
    Delivery.objects.exclude(state=State.PUBLISHED).update(state=State.REFUSED, reason="preflight")
    html = show(post)
    assert "2 of 3 live" in html
    assert html.count(f'href="{url}"') == 2
    assert "The post breaks a rule of the network." in html


def test_what_nobody_can_change_any_more_is_said(
    show: Callable[[Post], str],
    scheduled: Write,
    new_channel: Callable[..., Channel],
    bakery: Client,
    now: datetime,
) -> None:
    post = scheduled(channels=[new_channel(bakery, "telegram", "channel")])
    Delivery.objects.update(state=State.PUBLISHED, published_at=now - timedelta(days=3650))
    assert "lets nobody remove a post after 2 days" in show(post)
    Delivery.objects.update(published_at=timezone.now())
    html = show(post)
    assert "lets nobody remove" not in html
    assert "It can be removed from the network until" in html


def test_every_attempt_is_told_with_its_cause(
    show: Callable[[Post], str], scheduled: Write, now: datetime
) -> None:
    post = scheduled()
    delivery = post.variants.get().delivery
    Attempt.objects.create(
        delivery=delivery,
        number=1,
        fence=1,
        started_at=now,
        ended_at=now,
        outcome="not_sent",
        cause="connection_failed",
        next_try_at=now,
    )
    html = show(post)
    assert "Not sent. The network could not be reached." in html
    assert "Next try" in html


def test_the_page_looks_again_while_something_is_on_its_way(
    show: Callable[[Post], str], scheduled: Write
) -> None:
    post = scheduled()
    Delivery.objects.update(due_at=timezone.now() + timedelta(days=1))
    assert "every 3s" not in show(post)
    Delivery.objects.update(state=State.SENDING)
    assert "every 3s" in show(post)


def test_a_page_that_is_up_to_date_is_told_nothing(
    client: Browser, show: Callable[[Post], str], scheduled: Write
) -> None:
    post = scheduled()
    Delivery.objects.update(state=State.SENDING)
    address = re.search(r'hx-get="([^"]+)"', show(post))[1]
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 204
    Delivery.objects.update(state=State.PUBLISHED)
    assert "Live" in client.get(address, headers={"HX-Request": "true"}).content.decode()


def test_what_nobody_knows_is_not_called_failed(
    show: Callable[[Post], str], scheduled: Write
) -> None:
    post = scheduled()
    Delivery.objects.update(state=State.UNKNOWN)
    assert "We do not know yet whether it went out" in show(post)


def test_a_delivery_called_off_stays_in_the_history(
    show: Callable[[Post], str], scheduled: Write, alice: User, now: datetime, tomorrow: datetime
) -> None:
    post = scheduled()
    actions.cancel(post=post, by=alice, now=now)
    actions.schedule(post=post, at=tomorrow, by=alice, now=now)
    assert "Called off earlier" in show(post)


@pytest.mark.parametrize(
    ("name", "state"),
    [("post_cancel", State.CANCELLED), ("post_publish", State.SCHEDULED)],
)
def test_buttons_do_what_they_say(
    client: Browser, alice: User, scheduled: Write, name: str, state: State
) -> None:
    client.force_login(alice)
    post = scheduled()
    answer = client.post(reverse(f"editorial:{name}", args=[post.client.slug, post.pk]))
    assert answer.status_code == 302
    assert Delivery.objects.get().status is state


def test_throwing_away_offers_a_way_back(client: Browser, alice: User, write: Write) -> None:
    client.force_login(alice)
    post = write()
    address = reverse("editorial:post_bin", args=[post.client.slug, post.pk])
    html = client.post(address, follow=True).content.decode()
    back = reverse("editorial:post_restore", args=[post.client.slug, post.pk])
    assert f'action="{back}"' in html
    client.post(back)
    post.refresh_from_db()
    assert post.deleted_at is None


def test_a_live_post_that_cannot_be_removed_is_said_so(
    client: Browser, alice: User, scheduled: Write
) -> None:
    client.force_login(alice)
    post = scheduled()
    Delivery.objects.update(state=State.PUBLISHED, remote_id="")
    delivery = Delivery.objects.get()
    address = reverse("editorial:post_remove", args=[post.client.slug, post.pk, delivery.pk])
    answer = client.post(address)
    assert answer.status_code == 422
    assert "It was not removed." in answer.content.decode()


@pytest.mark.parametrize("n_channels", [1, 4])
def test_the_page_takes_a_fixed_number_of_queries(
    client: Browser,
    alice: User,
    scheduled: Write,
    new_channel: Callable[..., Channel],
    account: Channel,
    n_channels: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(alice)
    more = [new_channel(account.client, "mastodon") for _ in range(n_channels - 1)]
    post = scheduled(channels=[account, *more])
    address = reverse("editorial:post", args=[post.client.slug, post.pk])
    client.get(address)
    with django_assert_max_num_queries(11):
        client.get(address)


def test_names_in_every_script_are_shown_unharmed(
    show: Callable[[Post], str], write: Write
) -> None:
    text = "مرحبا 👩‍👩‍👧‍👦 <b>čš</b>"
    assert escape(text) in show(write(text))


async def no_media(*_values: object) -> bytes:
    return b""


@pytest.fixture
def practised(
    new_channel: Callable[..., Channel], bakery: Client, scheduled: Write, now: datetime
) -> Delivery:
    """A delivery that is live on the practice network, published through its connector."""
    channel = new_channel(bakery)
    post = scheduled("Fresh from the oven.", channels=[channel])
    delivery = post.variants.get().delivery
    clock = SystemClock()
    outside = LoneTransport(Unreachable("connection_failed"))
    transport = transport_for(channel, network=outside, clock=clock, dice=Random(1))
    port = open_channel(channel, transport=transport, clock=clock)
    payload = Payload.from_json(delivery.payload)
    order = Order(str(delivery.pk), delivery.client_id, now, payload, no_media, no_media)
    receipt = asyncio.run(port.publish(order))
    Delivery.objects.update(
        state=State.PUBLISHED,
        remote_id=receipt.remote_id,
        remote_url=receipt.remote_url,
        published_at=now,
    )
    return Delivery.objects.get()


@pytest.mark.django_db(transaction=True)
def test_a_live_post_is_removed_after_asking_once_more(
    client: Browser, alice: User, practised: Delivery, scheduled: Callable[..., Post]
) -> None:
    client.force_login(alice)
    other = scheduled().variants.get().delivery
    post = practised.variant.post
    address = reverse("editorial:post_remove", args=[post.client.slug, post.pk, practised.pk])
    assert "Remove it" in client.get(address).content.decode()
    html = client.post(address, follow=True).content.decode()
    assert "Removed from Pekarna Zora." in html
    assert "Taken down" in html
    practised.refresh_from_db()
    other.refresh_from_db()
    assert practised.removed_at is not None
    assert other.removed_at is None
