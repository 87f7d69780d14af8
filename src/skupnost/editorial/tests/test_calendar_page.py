from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
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


@pytest.fixture
def page(client: Browser, alice: User, bakery: Client) -> Callable[..., str]:
    """The calendar as Alice sees it, as HTML."""
    client.force_login(alice)
    address = reverse("editorial:calendar", args=[bakery.slug])

    def ask(**query: str) -> str:
        return client.get(address, query).content.decode()

    return ask


def test_a_post_shows_its_time_in_the_clients_zone(page: Callable[..., str], write: Write) -> None:
    write()
    html = page(view="month", at="2026-11")
    assert '<time datetime="2026-11-26T10:00">10:00</time>' in html


def test_trouble_has_a_sign_and_words(page: Callable[..., str], scheduled: Write) -> None:
    scheduled()
    Delivery.objects.update(state=State.REFUSED)
    html = page(view="month", at="2026-11")
    assert 'data-standing="refused"' in html
    assert ">Refused</span>" in html


def test_the_view_is_remembered(page: Callable[..., str]) -> None:
    page(view="week")
    assert 'data-view="week"' in page()


def test_a_week_leads_to_the_ones_before_and_after(page: Callable[..., str]) -> None:
    html = page(view="week", at="2032-05-05")
    assert "view=week&amp;at=2032-04-26" in html
    assert "view=week&amp;at=2032-05-10" in html


def test_from_the_month_the_week_of_today_opens_or_of_another_month_the_first(
    page: Callable[..., str],
) -> None:
    today = timezone.now().astimezone(ZoneInfo("Europe/Ljubljana")).date()
    assert f"view=week&amp;at={today}" in page(view="month", at=f"{today:%Y-%m}")
    assert "view=week&amp;at=2032-05-01" in page(view="month", at="2032-05")


def test_the_week_of_the_long_night_says_so(page: Callable[..., str]) -> None:
    html = page(view="week", at="2026-10-25")
    assert "goes back from 03:00 to 02:00" in html


def test_the_week_of_the_short_night_has_an_hour_that_does_not_exist(
    page: Callable[..., str], write: Write
) -> None:
    write(planned_at=datetime.fromisoformat("2026-03-28T23:30:00+00:00"))
    html = page(view="week", at="2026-03-29")
    assert "goes forward from 02:00 to 03:00" in html
    assert "is-gone" in html


def test_a_full_day_leads_to_its_list(page: Callable[..., str], write: Write) -> None:
    for number in range(6):
        write(f"Number {number}")
    assert "+2 more" in page(view="month", at="2026-11")
    assert "Number 5" in page(view="day", at="2026-11-26")


def test_an_htmx_request_gets_the_board_alone(client: Browser, alice: User, bakery: Client) -> None:
    client.force_login(alice)
    address = reverse("editorial:calendar", args=[bakery.slug])
    answer = client.get(address, headers={"HX-Request": "true"})
    assert answer.content.decode().lstrip().startswith('<section id="calendar"')
    assert "HX-Request" in answer.headers["Vary"]


@pytest.mark.parametrize("view", ["month", "week", "day"])
@pytest.mark.parametrize("n_posts", [1, 40])
def test_a_calendar_page_takes_a_fixed_number_of_queries(
    page: Callable[..., str],
    write: Write,
    view: str,
    n_posts: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(n_posts):
        write()
    page(view=view)
    with django_assert_max_num_queries(14):
        page(view=view, at="2026-11-26")


def test_a_draft_without_a_time_is_not_lost(page: Callable[..., str], write: Write) -> None:
    write("Some day.", planned_at=None)
    assert "Some day." in page()


def test_words_from_a_post_are_escaped(page: Callable[..., str], write: Write) -> None:
    write("<script>alert(1)</script>")
    assert "<script>alert" not in page(view="month", at="2026-11")


def move(client: Browser, post: Post, at: str, *, is_htmx: bool = True) -> tuple[int, str]:
    address = reverse("editorial:post_move", args=[post.client.slug, post.pk])
    headers = {"HX-Request": "true"} if is_htmx else {}
    form = {"at": at, "view": "month", "period": at[:7]}
    answer = client.post(address, form, headers=headers)
    return answer.status_code, answer.content.decode()


@pytest.fixture
def in_a_week() -> str:
    return f"{timezone.now() + timedelta(days=7):%Y-%m-%d}"


def test_a_drop_moves_the_post_and_offers_undo(
    client: Browser, alice: User, write: Write, in_a_week: str
) -> None:
    client.force_login(alice)
    status, html = move(client, write(), f"{in_a_week}T18:00")
    assert status == 200
    assert "data-undo" in html
    assert f'data-at="{in_a_week}T18:00"' in html


def test_a_drop_into_the_past_is_refused_with_words(
    client: Browser, alice: User, write: Write
) -> None:
    client.force_login(alice)
    status, html = move(client, write(), "2020-01-01T18:00")
    assert (status, "That time is over" in html) == (422, True)


def test_a_drop_into_the_gap_of_the_clock_is_refused_with_words(
    client: Browser, alice: User, write: Write
) -> None:
    client.force_login(alice)
    status, html = move(client, write(), "2032-03-28T02:30")
    assert (status, "does not exist in Europe/Ljubljana" in html) == (422, True)


def test_moving_works_by_a_plain_form(
    client: Browser, alice: User, write: Write, in_a_week: str
) -> None:
    client.force_login(alice)
    post = write()
    address = reverse("editorial:post_move", args=[post.client.slug, post.pk])
    answer = client.post(address, {"date": in_a_week, "time": "18:00"})
    assert answer.status_code == 302
    post.refresh_from_db()
    assert f"{post.planned_at:%Y-%m-%d}" == in_a_week
