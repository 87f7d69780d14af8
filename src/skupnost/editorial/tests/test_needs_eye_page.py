"""The page stands in `publishing`; its deliveries come from posts, so it is tried from here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.editorial.models import Post
from skupnost.people.models import User
from skupnost.publishing.models import Delivery

Write = Callable[..., Post]
Decide = Callable[..., HttpResponse]
DAY = f"{timezone.now() + timedelta(days=3):%Y-%m-%d}"


@pytest.fixture
def in_state(scheduled: Write) -> Callable[[State], Delivery]:
    """A delivery of the bakery in that state."""

    def make(state: State) -> Delivery:
        scheduled()
        Delivery.objects.update(state=state, reason="no_way_to_ask", next_try_at=None)
        return Delivery.objects.get()

    return make


@pytest.fixture
def decide(client: Browser, alice: User, bakery: Client) -> Decide:
    """Alice presses a button of the page."""
    client.force_login(alice)

    def make(delivery: Delivery, what: str, **form: str) -> HttpResponse:
        address = reverse("publishing:decide", args=[bakery.slug, delivery.pk, what])
        return client.post(address, form, follow=True)

    return make


def page(client: Browser, alice: User, bakery: Client) -> str:
    client.force_login(alice)
    return client.get(reverse("publishing:needs_eye", args=[bakery.slug])).content.decode()


def test_what_nobody_can_tell_is_shown_with_its_three_ways_out(
    client: Browser, alice: User, bakery: Client, in_state: Callable[[State], Delivery]
) -> None:
    in_state(State.NEEDS_EYE)
    html = page(client, alice, bakery)
    assert "offers no way to ask" in html
    assert all(words in html for words in ("It is there", "Send again", "Drop it"))


def test_the_address_makes_it_published(
    in_state: Callable[[State], Delivery], decide: Decide
) -> None:
    decide(in_state(State.NEEDS_EYE), "there", address="https://example.org/@zora/1")
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.remote_url) == (
        State.PUBLISHED,
        "https://example.org/@zora/1",
    )


@pytest.mark.parametrize(
    "address",
    [
        *("", "yes", "javascript:alert(1)", "https://", "https://[", "ftp://example.org/1"),
        "https://example.org/two words",
        "https://example.org/" + "a" * 1000,
    ],
)
def test_what_is_no_address_is_refused_with_words(
    in_state: Callable[[State], Delivery], decide: Decide, address: str
) -> None:
    answer = decide(in_state(State.NEEDS_EYE), "there", address=address)
    assert "Paste the whole address" in answer.content.decode()
    assert Delivery.objects.get().status is State.NEEDS_EYE


@pytest.mark.parametrize(
    ("before", "what", "after"),
    [
        (State.NEEDS_EYE, "again", State.RETRY_WAIT),
        (State.NEEDS_EYE, "drop", State.CANCELLED),
        (State.REFUSED, "cancel", State.CANCELLED),
        (State.TO_DO, "cancel", State.CANCELLED),
    ],
)
def test_a_decision_is_carried_out(
    in_state: Callable[[State], Delivery],
    decide: Decide,
    before: State,
    what: str,
    after: State,
) -> None:
    decide(in_state(before), what)
    assert Delivery.objects.get().status is after


def test_a_decision_that_came_too_late_changes_nothing(
    in_state: Callable[[State], Delivery], decide: Decide
) -> None:
    answer = decide(in_state(State.PUBLISHED), "drop")
    assert "It moved on meanwhile." in answer.content.decode()
    assert Delivery.objects.get().status is State.PUBLISHED


def test_what_is_posted_by_hand_waits_on_a_page_of_its_own(
    client: Browser, alice: User, bakery: Client, in_state: Callable[[State], Delivery]
) -> None:
    delivery = in_state(State.TO_DO)
    assert "Nothing needs your eye" in page(client, alice, bakery)
    html = client.get(reverse("publishing:to_do", args=[bakery.slug])).content.decode()
    assert reverse("publishing:to_do_one", args=[bakery.slug, delivery.pk]) in html


def test_a_to_do_is_moved_to_another_time_from_its_page(
    client: Browser, alice: User, bakery: Client, in_state: Callable[[State], Delivery]
) -> None:
    delivery = in_state(State.TO_DO)
    client.force_login(alice)
    address = reverse("editorial:mend", args=[bakery.slug, delivery.pk])
    answer = client.post(address, {"date": DAY, "time": "18:00", "back": "to-do"})
    assert answer["Location"] == reverse("publishing:to_do", args=[bakery.slug])
    assert Delivery.objects.get().status is State.SCHEDULED


def test_another_time_that_is_over_is_refused_with_words(
    client: Browser, alice: User, bakery: Client, in_state: Callable[[State], Delivery]
) -> None:
    delivery = in_state(State.MISSED)
    client.force_login(alice)
    address = reverse("editorial:mend", args=[bakery.slug, delivery.pk])
    answer = client.post(address, {"date": "2020-01-01", "time": "18:00"}, follow=True)
    assert "That time is over" in answer.content.decode()
    assert Delivery.objects.get().status is State.MISSED


def test_what_was_missed_is_scheduled_again_from_the_page(
    client: Browser, alice: User, bakery: Client, in_state: Callable[[State], Delivery]
) -> None:
    delivery = in_state(State.MISSED)
    client.force_login(alice)
    address = reverse("editorial:mend", args=[bakery.slug, delivery.pk])
    answer = client.post(address, {"date": DAY, "time": "18:00"}, follow=True)
    assert "Scheduled again for" in answer.content.decode()
    assert Delivery.objects.get().status is State.SCHEDULED


def test_a_decision_that_does_not_exist_is_no_page(
    in_state: Callable[[State], Delivery], decide: Decide
) -> None:
    assert decide(in_state(State.NEEDS_EYE), "guess").status_code == 404


@pytest.mark.parametrize("n_posts", [1, 12])
def test_the_page_takes_a_fixed_number_of_queries(
    client: Browser,
    alice: User,
    bakery: Client,
    scheduled: Write,
    n_posts: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(n_posts):
        scheduled()
    Delivery.objects.update(state=State.REFUSED, reason="preflight")
    page(client, alice, bakery)
    with django_assert_max_num_queries(10):
        client.get(reverse("publishing:needs_eye", args=[bakery.slug]))
