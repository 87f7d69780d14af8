"""All channels within one budget of hours."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from skupnost.strategy.ahead import coming_monday
from skupnost.strategy.models import (
    Budget,
    Cadence,
    ChannelClaim,
    ChannelLimits,
    Colleague,
    ContentKind,
    Experiment,
    Period,
    Resources,
    Slot,
)
from skupnost.strategy.queries import affordable
from skupnost.strategy.sharing import place_all, sharing
from skupnost.strategy.sharing_words import lines
from skupnost.strategy.tellings import place


@pytest.fixture
def other(past, new_channel):
    return new_channel(past.client, "mastodon")


@pytest.fixture
def hours(bakery):
    ContentKind.objects.create(client=bakery, name="Post", hours_each=1)
    return Colleague.objects.create(client=bakery, name="Alenka", hours_a_week=5)


@pytest.fixture
def browser(client, alice):
    client.force_login(alice)
    return client


def said(client_, now):
    return " ".join(lines(sharing(client_, now=now), affordable(client_), now))


def test_without_counted_hours_nothing_is_claimed_to_fit(past, other, now):
    found = sharing(past.client, now=now)
    assert [share.n for share in found.shares] == [None, None]
    assert said(past.client, now).startswith("Nobody has counted hours yet")


def test_what_fits_never_takes_more_than_the_hours(past, other, hours, now):
    found = sharing(past.client, now=now)
    assert sum(share.n for share in found.shares) == 5
    assert found.taken == pytest.approx(5.0)
    assert "Hours are the bottleneck" in said(past.client, now)


def test_with_hours_enough_each_gets_its_advice_and_the_rest_is_left(past, other, hours, now):
    Colleague.objects.update(hours_a_week=100)
    found = sharing(past.client, now=now)
    assert [share.n for share in found.shares] == [s.advice.advice_per_week for s in found.shares]
    assert found.left == pytest.approx(100 - sum(share.n for share in found.shares))
    assert "The hours suffice" in said(past.client, now)


def test_a_post_taken_over_costs_less_so_more_fit(past, other, hours, now):
    before = sum(share.n for share in sharing(past.client, now=now).shares)
    Budget.objects.create(client=past.client, copy_percent=20)
    after = sharing(past.client, now=now)
    assert sum(share.n for share in after.shares) > before
    assert after.taken <= 5.0


def test_the_channel_that_is_worth_more_comes_first(past, other, hours, now):
    ChannelClaim.objects.create(channel=other, worth=1)
    mine, rest = (
        next(s.n for s in sharing(past.client, now=now).shares if s.channel.pk == one.pk)
        for one in (past, other)
    )
    assert mine > rest
    assert "(Mastodon) 1" in said(past.client, now)


def test_the_least_that_a_person_wants_comes_first(past, other, hours, now):
    ChannelClaim.objects.create(channel=other, worth=0)
    assert [share.n for share in sharing(past.client, now=now).shares] == [0, 5]
    ChannelLimits.objects.create(channel=other, least=2)
    assert [share.n for share in sharing(past.client, now=now).shares] == [2, 3]
    assert "these come first, posts a week: Pekarna Zora (Mastodon) 2." in said(past.client, now)


def test_a_cost_of_its_own_replaces_the_usual_one(past, hours, now):
    ChannelClaim.objects.create(channel=past, hours_each=2.5)
    found = sharing(past.client, now=now)
    assert (found.shares[0].n, found.taken) == (2, 5.0)


def test_what_costs_nothing_known_is_named_as_not_counted(past, other, now):
    Colleague.objects.create(client=past.client, name="Alenka", hours_a_week=5)
    ChannelClaim.objects.create(channel=past, hours_each=1)
    assert "so not counted: Pekarna Zora (Mastodon)" in said(past.client, now)


def test_pictures_that_are_scarcer_than_hours_are_named(past, hours, now):
    Colleague.objects.update(hours_a_week=100)
    ContentKind.objects.update(media_each=1)
    Resources.objects.create(client=past.client, media_ready=8)
    assert "They last for 1 a week." in said(past.client, now)


def test_one_button_places_all_channels_apart_from_one_another(past, other, hours, browser):
    Colleague.objects.update(hours_a_week=100)
    address = reverse("strategy:place_all", args=[past.client.slug])
    for _twice in range(2):
        assert browser.post(address).status_code == 302
    found = {c: set(Slot.objects.filter(channel=c).values_list("at", flat=True))
             for c in (past, other)}  # fmt: skip
    assert all(found.values())
    assert not found[past] & found[other]
    assert Slot.objects.count() == sum(Cadence.objects.values_list("posts_a_week", flat=True))


def test_a_week_of_an_experiment_stays_and_its_hours_come_first(past, other, hours, now):
    monday = {"starts_on": "2026-11-30", "levels": [2, 4], "order": [4, 2]}
    Experiment.objects.create(channel=past, seed=1, begun_at=now, **monday)
    found = sharing(past.client, now=now)
    by = {share.channel.pk: share for share in found.shares}
    assert (by[past.pk].n, by[other.pk].n) == (4, 1)
    place_all(client=past.client, found=found, now=now)
    assert not Slot.objects.filter(channel=past).exists()
    assert "its week stays as it is" in said(past.client, now)


def test_what_a_week_leaves_free_is_said_once_or_by_channel(past, other, new_channel, browser):
    monday = coming_monday(past, timezone.now())
    days = {"kind": "closed", "starts_on": monday, "ends_on": monday}
    new_channel(past.client, "mastodon")
    place = reverse("strategy:overview", args=[past.client.slug])
    own = Period.objects.create(client=past.client, name="Move", channel=other, **days)
    assert browser.get(place).content.decode().count("Pekarna Zora (Mastodon): Mon") == 1
    Period.objects.filter(pk=own.pk).update(channel=None)
    text = browser.get(place).content.decode()
    assert "(Mastodon): " not in text
    assert text.count("Move") == 1


def test_the_table_keeps_costs_and_worth(past, hours, browser):
    address = reverse("strategy:budget", args=[past.client.slug])
    sent = {f"c{past.pk}-hours_each": "0.5", f"c{past.pk}-worth": "40", "copy_percent": "30"}
    assert browser.post(address, sent).status_code == 302
    claim = ChannelClaim.objects.get()
    assert (claim.hours_each, claim.worth, Budget.objects.get().copy_percent) == (0.5, 40, 30)
    assert browser.post(address, sent | {"copy_percent": "300"}).status_code == 422
    assert browser.post(address, sent | {f"c{past.pk}-hours_each": "-1"}).status_code == 422


def test_charlie_shares_nothing(client, charlie, past):
    client.force_login(charlie)
    assert client.get(reverse("strategy:overview", args=[past.client.slug])).status_code == 404
    for name in ("budget", "place_all"):
        address = reverse(f"strategy:{name}", args=[past.client.slug])
        assert client.post(address).status_code == 404
    assert not Slot.objects.exists()


def test_the_overview_asks_few_questions(
    past, other, hours, browser, django_assert_max_num_queries
):
    address = reverse("strategy:overview", args=[past.client.slug])
    browser.get(address)
    with django_assert_max_num_queries(70):
        browser.get(address)


def test_a_range_of_the_table_is_never_broken_over_two_lines(browser, past):
    text = browser.get(reverse("strategy:overview", args=[past.client.slug])).content.decode()
    assert re.search(r'<span class="whole">\(80 %: \d+–\d+\)</span>', text)


def test_the_page_of_a_channel_says_what_fits_beside_what_it_offers(browser, past, other, hours):
    page = reverse("strategy:advice", args=[past.client.slug, past.pk])
    n = next(s.n for s in sharing(past.client, now=timezone.now()).shares if s.channel == past)
    text = browser.get(page).content.decode()
    assert f"{n} posts a week fit here into the hours of all channels" in text
    assert "stand in next week" not in text
    browser.post(reverse("strategy:place_all", args=[past.client.slug]))
    n_open = Slot.objects.filter(channel=past).count()
    assert f"{n_open} open slots stand in next week." in browser.get(page).content.decode()
    Colleague.objects.update(hours_a_week=500)
    assert "into the hours of all channels" not in browser.get(page).content.decode()


def test_the_overview_says_what_its_columns_count(browser, past, other):
    text = browser.get(reverse("strategy:overview", args=[past.client.slug])).content.decode()
    assert "Today, advice, what fits and next week are posts a week." in text
    for label in ("Today, posts a week", "Fits, posts a week", "Next week, posts"):
        assert text.count(f'data-label="{label}"') == 2


def test_no_bracket_stands_within_a_bracket(bakery, new_channel):
    assert place(new_channel(bakery, "x", "standard")) == f"{bakery.name} (X)"


def test_a_channel_that_gets_nothing_says_so_on_its_page(browser, past, other, hours):
    ChannelClaim.objects.create(channel=past, hours_each=50)
    page = reverse("strategy:advice", args=[past.client.slug, past.pk])
    assert "No post fits here into the hours" in browser.get(page).content.decode()


def test_why_a_channel_gets_nothing_is_said_as_it_is(past, other, hours, now):
    Colleague.objects.update(hours_a_week=0.5)
    assert "The hours do not suffice for one post." in said(past.client, now)
    monday = {"starts_on": "2026-11-30", "levels": [2, 4], "order": [4, 2]}
    Experiment.objects.create(channel=past, seed=1, begun_at=now, **monday)
    assert "The experiments take the hours." in said(past.client, now)
    Colleague.objects.update(hours_a_week=5)
    Experiment.objects.all().delete()
    ChannelClaim.objects.create(channel=other, worth=1)
    assert "The same hours bring more" in said(past.client, now)
