"""The morning page: what needs me, what goes out, whether anything can go out at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from skupnost.channels.models import Channel, Health
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.editorial.actions import write_post
from skupnost.jobs import heartbeats
from skupnost.publishing.actions import hand_over
from skupnost.publishing.models import Delivery


@pytest.fixture
def alice_in(client, alice, bakery):
    client.force_login(alice)
    return client


@pytest.fixture
def post(channel, bakery, alice):
    """Planned and handed over for an hour from now."""

    def make(text: str = "Fresh rolls from six", hours: int = 1):
        now = timezone.now()
        at = now + timedelta(hours=hours)
        made = write_post(
            client=bakery, by=alice, now=now, text=text, channels=[channel], planned_at=at
        )
        payload = Payload(text)
        variant = made.variants.get()
        variant.delivery = hand_over(
            channel=channel, payload=payload, approved_hash=payload.digest(),
            due_at=at, now=now, title="",
        )  # fmt: skip
        variant.save()
        return made

    return make


def test_a_newcomer_is_led_to_the_first_client(client, charlie):
    client.force_login(charlie)
    page = client.get("/").text
    assert "First steps" in page
    assert 'href="/clients/new/"' in page


def test_the_first_steps_tick_themselves_and_then_go(alice_in, post):
    assert "First steps" in alice_in.get("/").text
    post()
    assert ">4/5<" in alice_in.get("/").text
    Delivery.objects.update(state=State.PUBLISHED)
    assert "First steps" not in alice_in.get("/").text


def test_the_first_steps_can_be_put_away(alice_in):
    alice_in.post("/skip-steps/")
    assert "First steps" not in alice_in.get("/").text


def test_steps_put_away_stay_away_at_the_next_sign_in(alice_in, alice):
    alice_in.post("/skip-steps/")
    alice_in.logout()
    alice_in.force_login(alice)
    assert "First steps" not in alice_in.get("/").text
    alice_in.post("/preferences/", {"theme": "light", "language": "", "wants_first_steps": "on"})
    assert "First steps" in alice_in.get("/").text


def test_what_goes_out_next_stands_there(alice_in, post):
    post()
    page = alice_in.get("/").text
    assert "Fresh rolls from six" in page
    assert "Nothing needs you right now" in page


def test_what_needs_me_says_why(alice_in, post):
    post()
    Delivery.objects.update(state=State.REFUSED, reason="preflight")
    page = alice_in.get("/").text
    assert "The post breaks a rule of the network." in page
    assert 'href="/c/bakery/needs-eye/"' in page


def test_a_silent_worker_is_said(alice_in):
    assert "The worker is not running" in alice_in.get("/").text
    heartbeats.begin("here", timezone.now())
    assert "The worker is not running" not in alice_in.get("/").text


def test_a_channel_that_cannot_publish_is_named(alice_in, channel):
    assert "1 channel can publish" in alice_in.get("/").text
    Channel.objects.update(health=Health.NEEDS_RECONNECT)
    assert "Connect again" in alice_in.get("/").text


def test_strangers_see_nothing_of_it(client, charlie, florist, post):
    post()
    client.force_login(charlie)
    page = client.get("/").text
    assert "Fresh rolls" not in page
    assert "Pekarna Zora" not in page


def test_a_full_day_takes_the_same_questions(alice_in, post, django_assert_max_num_queries):
    for number in range(12):
        post(f"Number {number}", hours=1)
    alice_in.get("/")
    with django_assert_max_num_queries(25):
        alice_in.get("/")


@pytest.mark.parametrize(("hours", "is_late"), [(0, False), (-1, True)])
def test_what_is_mine_to_post_is_named_and_what_is_late_counted(alice_in, post, hours, is_late):
    post("Fresh rolls", hours=hours)
    Delivery.objects.update(state=State.TO_DO, next_try_at=None)
    page = alice_in.get("/").text
    assert "Yours to post" in page
    assert "Nothing needs you right now" not in page
    assert ("1 late" in page) == is_late
    assert f"/to-do/{Delivery.objects.get().pk}/" in page


def test_the_bar_at_the_thumb_has_the_short_words_for_a_new_post(alice_in):
    alice_in.cookies["django_language"] = "es"
    bar = alice_in.get("/").content.decode().split('class="phone-bar"')[1].split("</nav>")[0]
    assert "<span>Escribir</span>" in bar
    assert "Nueva publicación" not in bar
