"""How many posts a week the resources allow, and what holds them back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from skupnost.strategy.affording import Stock, afforded
from skupnost.strategy.models import Cadence, Colleague, ContentKind


def kind(share=100, hours=2.0, media=1, money=0):
    return ContentKind(share=share, hours_each=hours, media_each=media, money_each=money)


def test_hours_hold_back_where_they_are_the_scarcest():
    found = afforded(Stock(10, media_ready=80, media_a_week=2), [kind()])
    assert (found.bottleneck, found.posts_a_week, found.next_best) == ("hours", 5.0, 12.0)


def test_kinds_count_by_their_shares():
    found = afforded(Stock(10), [kind(75, 1.0), kind(25, 5.0)])
    assert found.posts_a_week == pytest.approx(5.0)


def test_media_hold_back_where_the_stock_is_small():
    assert afforded(Stock(40, media_ready=8), [kind()]).bottleneck == "media"


def test_without_any_kind_of_post_nothing_is_claimed():
    assert afforded(Stock(10), []).posts_a_week is None


def test_what_is_counted_on_the_page_is_said_as_a_sentence(client, alice, bakery):
    client.force_login(alice)
    address = reverse("strategy:resources", args=[bakery.slug])
    sent = {
        "currency": "EUR",
        "media_a_week": 0,
        "people-TOTAL_FORMS": 1,
        "people-INITIAL_FORMS": 0,
        "people-0-name": "Alenka",
        "people-0-hours_a_week": 6,
        "kinds-TOTAL_FORMS": 1,
        "kinds-INITIAL_FORMS": 0,
        "kinds-0-name": "Short post",
        "kinds-0-share": 100,
        "kinds-0-hours_each": 1.5,
        "kinds-0-media_each": 0,
        "kinds-0-money_each": 0,
        "places-TOTAL_FORMS": 1,
        "places-INITIAL_FORMS": 0,
        "places-0-kind": "newsletter",
        "places-0-name": "Zora piše",
        "places-0-how_often": "once a month",
    }
    assert client.post(address, sent).status_code == 302
    text = client.get(address).content.decode()
    assert "You can afford 4 posts a week. People&#x27;s hours are what holds you back." in text
    overview = client.get(reverse("strategy:overview", args=[bakery.slug])).content.decode()
    assert "1 place besides the channels: Zora piše (Newsletter)." in overview


def test_more_than_can_be_afforded_is_said_on_the_overview(client, alice, channel, now):
    Colleague.objects.create(client=channel.client, name="Alenka", hours_a_week=2)
    ContentKind.objects.create(client=channel.client, name="Post", hours_each=1)
    Cadence.objects.create(channel=channel, posts_a_week=5, chosen_at=now)
    client.force_login(alice)
    text = client.get(reverse("strategy:overview", args=[channel.client.slug])).content.decode()
    assert "Chosen over all channels: 5 posts a week. That is more than you can afford." in text


def test_only_what_is_there_can_be_deleted(client, bakery, alice):
    client.force_login(alice)
    Colleague.objects.create(client=bakery, name="Ana", hours_a_week=5)
    page = client.get(reverse("strategy:resources", args=[bakery.slug])).content.decode()
    assert page.count('name="people-0-DELETE"') == 1
    assert page.count("-DELETE") == page.count("people-0-DELETE")
