"""Public holidays and the quiet time of all channels."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import translation

from skupnost.strategy import actions
from skupnost.strategy.counsel import counsel
from skupnost.strategy.daysoff import week_words
from skupnost.strategy.limits import limits_of
from skupnost.strategy.models import ChannelLimits, FreeTime
from skupnost.strategy.pasts import basis_of
from skupnost.strategy.public_holidays import guessed_country, holidays_between, regions

ZONE = ZoneInfo("Europe/Ljubljana")
CHRISTMAS = date(2026, 12, 21)


@pytest.fixture
def slovenian(bakery):
    return FreeTime.objects.create(client=bakery, leaves_holidays_free=True, country="SI")


@pytest.fixture
def send(client, alice, bakery):
    client.force_login(alice)
    page = reverse("strategy:free", args=[bakery.slug])
    return lambda **values: client.post(page, values)


def test_the_country_is_guessed_from_the_zone_only_as_a_suggestion(client, alice, bakery):
    assert guessed_country("Europe/Ljubljana") == "SI"
    assert guessed_country("UTC") == ""
    client.force_login(alice)
    text = client.get(reverse("strategy:periods", args=[bakery.slug])).content.decode()
    assert '<option value="SI" selected>Slovenia</option>' in text
    assert not FreeTime.objects.exists()


def test_holidays_are_named_in_the_readers_language_else_in_english():
    named = []
    for language in ("sl", "es"):
        with translation.override(language):
            named += holidays_between("SI", "", date(2026, 2, 8), date(2026, 2, 8)).values()
    assert named[0].startswith("Prešernov dan")
    assert named[1].startswith("Prešeren")


def test_parts_of_a_country_have_holidays_of_their_own():
    saint = date(2026, 6, 24), date(2026, 6, 24)
    assert holidays_between("ES", "CT", *saint)
    assert not holidays_between("ES", "MD", *saint)
    assert ("BY", "Bayern") in regions("DE")
    assert holidays_between("XX", "", *saint) == {}


def test_slots_leave_holidays_free_and_say_which(past, slovenian, now):
    now = now.replace(month=12, day=16)
    found = counsel(past, now=now)
    slots = actions.place_week(known=basis_of(past), counsel=found, posts_a_week=7, now=now)
    days = {at.astimezone(ZONE).date() for at in slots.moments}
    assert slots.n == 7
    assert not days & {date(2026, 12, 25), date(2026, 12, 26)}
    said = week_words(basis_of(past).week(CHRISTMAS))
    assert said[0] == "Fri 25 Dec is a public holiday (Christmas Day): left free."


def test_nobody_who_did_not_ask_gets_holidays_free(past, bakery):
    FreeTime.objects.create(client=bakery, country="SI")
    assert week_words(basis_of(past).week(CHRISTMAS)) == []


def test_the_weeks_of_an_experiment_leave_holidays_free_too(past, slovenian, now):
    plan = counsel(past, now=now).advice.experiment
    free = {date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1), date(2027, 1, 2)}
    assert not free & {slot.at.date() for slot in plan.slots}
    assert len(plan.slots) == sum(plan.order)


def test_the_other_weeks_of_an_experiment_keep_their_own_hours(past, slovenian, now):
    moved = counsel(past, now=now).advice.experiment.slots
    FreeTime.objects.all().delete()
    slots = counsel(past, now=now).advice.experiment.slots
    free = {date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1), date(2027, 1, 2)}
    touched = {slot.week for slot in slots if slot.at.date() in free}
    assert touched
    unchanged = [slot for slot in slots if slot.week not in touched]
    assert unchanged == [slot for slot in moved if slot.week not in touched]


def test_a_quiet_time_passes_midnight_and_holds_on_every_channel(past, new_channel, send):
    send(quiet_from=22, quiet_until=6, quiet_days=[4, 6])
    for channel in (past, new_channel(past.client, "mastodon")):
        quiet = limits_of(channel).quiet
        assert {4 * 24 + 22, 5 * 24 + 5, 6 * 24 + 23, 0, 5} <= quiet
        assert len(quiet) == 16
        assert 5 * 24 + 6 not in quiet


def test_the_free_time_of_another_client_is_not_ours(past, florist, slovenian):
    FreeTime.objects.all().delete()
    days = list(range(7))
    FreeTime.objects.create(client=florist, leaves_holidays_free=True, country="SI",
                            quiet_from=0, quiet_until=23, quiet_days=days)  # fmt: skip
    assert limits_of(past).quiet == frozenset()
    assert basis_of(past).limits.quiet == frozenset()
    assert basis_of(past).free is None


def test_no_slot_falls_into_the_quiet_time_or_outside_the_channels_own_hours(past, send, now):
    ChannelLimits.objects.create(channel=past, from_hour=6, until_hour=20)
    send(quiet_from=12, quiet_until=24)
    slots = counsel(past, now=now).advice.slots
    assert slots
    assert all(6 <= slot.hour < 12 for slot in slots)


@pytest.mark.parametrize(
    "wanted",
    [
        {"quiet_from": 22},
        {"quiet_from": 8, "quiet_until": 8},
        {"quiet_from": 99, "quiet_until": 8},
        {"quiet_days": [9]},
        {"leaves_holidays_free": "on"},
        {"leaves_holidays_free": "on", "country": "XX"},
    ],
)
def test_what_makes_no_sense_is_sent_back(send, wanted):
    assert send(**wanted).status_code == 422
    assert not FreeTime.objects.exists()


def test_the_parts_of_a_country_are_offered_once_it_is_saved(client, send, bakery):
    send(leaves_holidays_free="on", country="ES", region="CT")
    text = client.get(reverse("strategy:periods", args=[bakery.slug])).content.decode()
    assert '<option value="CT" selected>' in text
    assert "the whole country" in text


def test_a_part_of_another_country_is_forgotten(send):
    assert send(leaves_holidays_free="on", country="SI", region="BY").status_code == 302
    assert FreeTime.objects.get().region == ""
