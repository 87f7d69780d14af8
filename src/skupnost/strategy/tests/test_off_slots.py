"""Open slots on days that became free after they were placed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from skupnost.strategy.models import FreeTime, Period, Slot
from skupnost.strategy.off_slots import slots_on_days_off

THURSDAY, FRIDAY = date(2026, 12, 3), date(2026, 12, 4)


@pytest.fixture
def slots(past, new_channel, bakery, now):
    """Two channels, each with a slot on Thursday and one that is on Saturday in Ljubljana."""
    other = new_channel(bakery, "bluesky")
    moments = [datetime(2026, 12, 3, 9, tzinfo=UTC), datetime(2026, 12, 4, 23, 30, tzinfo=UTC)]
    rows = [Slot(channel=channel, at=at) for channel in (past, other) for at in moments]
    return Slot.objects.bulk_create(rows)


def closed(bakery, first, last, channel=None):
    values = {"name": "Inventura", "kind": "closed", "starts_on": first, "ends_on": last}
    return Period.objects.create(client=bakery, channel=channel, **values)


def found(bakery, now):
    return {(slot.channel.network, slot.at.day) for slot in slots_on_days_off(bakery, now)}


def test_slots_on_a_closed_day_are_found_on_every_channel(slots, past, bakery, now):
    closed(bakery, THURSDAY, FRIDAY)
    assert found(bakery, now) == {(past.network, 3), ("bluesky", 3)}


def test_the_day_is_that_of_the_client(slots, bakery, now):
    closed(bakery, date(2026, 12, 5), date(2026, 12, 5))
    assert {day for _network, day in found(bakery, now)} == {4}


def test_a_closed_day_of_one_channel_is_only_its_own(slots, past, bakery, now):
    closed(bakery, THURSDAY, THURSDAY, channel=past)
    assert found(bakery, now) == {(past.network, 3)}


def test_holidays_that_stay_free_count_too(past, bakery, now):
    Slot.objects.create(channel=past, at=datetime(2026, 12, 25, 9, tzinfo=UTC))
    assert found(bakery, now) == set()
    FreeTime.objects.create(client=bakery, leaves_holidays_free=True, country="SI")
    assert found(bakery, now) == {(past.network, 25)}


def test_slots_that_are_over_are_left_alone(past, bakery, now):
    Slot.objects.create(channel=past, at=datetime(2026, 11, 24, 9, tzinfo=UTC))
    closed(bakery, date(2026, 11, 20), date(2026, 11, 24))
    assert found(bakery, now) == set()


def test_the_page_tells_of_them_and_takes_them_away(past, alice, bakery, client):
    noon = timezone.now().replace(hour=11) + timedelta(days=10)
    kept = Slot.objects.create(channel=past, at=noon + timedelta(days=1))
    Slot.objects.bulk_create(Slot(channel=past, at=noon.replace(minute=n)) for n in (10, 20))
    closed(bakery, noon.date(), noon.date())
    client.force_login(alice)
    address = reverse("strategy:periods", args=[bakery.slug])
    assert "2 open slots stand on days that stay free" in client.get(address).content.decode()
    client.post(reverse("strategy:periods_clear", args=[bakery.slug]))
    assert list(Slot.objects.all()) == [kept]
    assert "Clear these days" not in client.get(address).content.decode()


def test_a_stranger_takes_nothing_away(slots, charlie, bakery, client):
    closed(bakery, THURSDAY, THURSDAY)
    client.force_login(charlie)
    assert client.post(reverse("strategy:periods_clear", args=[bakery.slug])).status_code == 404
    assert Slot.objects.count() == 4
