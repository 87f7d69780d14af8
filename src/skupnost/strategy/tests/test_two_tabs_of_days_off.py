"""Periods and what stays free stand open in two tabs: neither loses unseen what the other saved."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from skupnost.strategy.models import FreeTime, Period, PeriodKind


@pytest.fixture
def periods(bakery):
    return reverse("strategy:periods", args=[bakery.slug])


@pytest.fixture
def free(tab, periods):
    """Two tabs of what stays free, of which the second is sent first."""
    return tab(periods, "quiet_from"), tab(periods, "quiet_from")


@pytest.fixture
def season(bakery):
    return Period.objects.create(
        client=bakery,
        name="Advent",
        kind=PeriodKind.SEASON,
        starts_on=date(2026, 11, 29),
        ends_on=date(2026, 12, 24),
    )


@pytest.fixture
def remove(season, bakery):
    return reverse("strategy:period_remove", args=[bakery.slug, season.pk])


@pytest.fixture
def tabs(tab, season, bakery):
    """The same for the page of a period."""
    page = reverse("strategy:period", args=[bakery.slug, season.pk])
    return tab(page, "ends_on"), tab(page, "ends_on")


def test_holidays_of_one_tab_and_quiet_hours_of_the_other_are_both_kept(free):
    old, new = free
    new.send(leaves_holidays_free="on", country="SI")
    text = old.send(quiet_from="21", quiet_until="7").content.decode()
    kept = FreeTime.objects.get()
    assert (kept.leaves_holidays_free, kept.quiet_from, kept.quiet_until) == (True, 21, 7)
    assert "Leave public holidays free: yes (before: no)." in text
    assert "Beginning on these days" not in text.split("Changed meanwhile")[1].split("</")[0]


def test_of_one_hour_in_both_tabs_neither_is_lost_unseen(free):
    old, new = free
    new.send(quiet_from="21", quiet_until="7")
    answer = old.send(quiet_from="22", quiet_until="7")
    assert answer.status_code == 409
    assert "Quiet from: 21:00 (before: no quiet time)." in answer.content.decode()
    assert FreeTime.objects.get().quiet_from == 21
    old.read(answer)
    assert old.sent["quiet_from"] == ["22"]
    old.send()
    assert FreeTime.objects.get().quiet_from == 22


def test_days_are_told_by_their_names_and_stay(free):
    old, new = free
    new.send(quiet_from="21", quiet_until="7", quiet_days=["5", "6"])
    text = old.send(leaves_holidays_free="on", country="SI").content.decode()
    assert FreeTime.objects.get().quiet_days == [5, 6]
    assert "Beginning on these days: Sat, Sun (before: –)." in text


def test_days_ticked_before_a_mistake_are_kept_after_it(free):
    page, _new = free
    wrong = page.send(quiet_from="21", quiet_days=["0"])
    assert wrong.status_code == 422
    text = page.send_again(wrong, quiet_until="7").content.decode()
    assert FreeTime.objects.get().quiet_days == [0]
    assert "meanwhile" not in text


def test_a_part_of_a_country_that_the_other_tab_left_is_not_dropped_unseen(tab, bakery, periods):
    FreeTime.objects.create(client=bakery, leaves_holidays_free=True, country="DE")
    old, new = tab(periods, "region"), tab(periods, "region")
    new.send(country="ES")
    answer = old.send(region="BY")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“BY” is no part of the country that is chosen." in text
    assert "Country: Spain (before: Germany)." in text
    assert '<option value="CT">' in text
    assert FreeTime.objects.get().country == "ES"


def test_what_stays_free_sent_twice_is_no_conflict(free):
    for page in (free[0], free[1], free[1]):
        text = page.send(quiet_from="21", quiet_until="7", quiet_days=["0"]).content.decode()
        assert "Noted: slots keep away from it." in text
        assert "meanwhile" not in text


def test_a_period_keeps_what_the_other_tab_changed(tabs, season, channel):
    old, new = tabs
    new.send(ends_on="2026-12-26", channel=f"{channel.pk}")
    text = old.send(name="Before Christmas").content.decode()
    season.refresh_from_db()
    assert (season.name, season.ends_on) == ("Before Christmas", date(2026, 12, 26))
    assert season.channel == channel
    assert "Last day: Saturday, 26 December 2026 (before: Thursday, 24 December 2026)." in text
    assert "(before: All channels)." in text


def test_of_one_day_in_both_tabs_neither_is_lost_unseen(tabs, season):
    old, new = tabs
    new.send(ends_on="2026-12-26", kind="campaign")
    answer = old.send(ends_on="2026-12-31")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Last day: Saturday, 26 December 2026" in text
    assert "What it is: Campaign: its posts are no evidence (before: Season" in text
    old.read(answer)
    assert old.sent["ends_on"] == ["2026-12-31"]
    old.send()
    season.refresh_from_db()
    assert (season.ends_on, season.kind) == (date(2026, 12, 31), "campaign")


def test_a_period_sent_twice_is_no_conflict(tabs, season):
    for page in (tabs[0], tabs[1], tabs[1]):
        text = page.send(ends_on="2026-12-26").content.decode()
        assert "The period is changed." in text
        assert "meanwhile" not in text
    assert Period.objects.count() == 1


def test_a_period_that_was_removed_elsewhere_does_not_come_back_by_itself(tabs, remove):
    old, new = tabs
    new.send(to=remove)
    answer = old.send()
    assert answer.status_code == 200
    assert "The period is gone." in answer.content.decode()
    assert not Period.objects.exists()


def test_what_was_written_on_a_removed_period_is_not_lost(tabs, remove):
    old, new = tabs
    new.send(to=remove)
    answer = old.send(ends_on="2026-12-26")
    assert answer.status_code == 409
    assert "Advent: removed." in answer.content.decode()
    assert not Period.objects.exists()
    for _click in range(2):
        old.send_again(answer)
    kept = Period.objects.get()
    assert (kept.name, kept.ends_on) == ("Advent", date(2026, 12, 26))


def test_a_period_that_was_changed_elsewhere_is_not_removed_unseen(tabs, season, remove):
    old, new = tabs
    new.send(ends_on="2026-12-26")
    answer = old.send(to=remove)
    assert answer.status_code == 409
    assert "Last day: Saturday, 26 December 2026" in answer.content.decode()
    assert Period.objects.exists()
    old.send_again(answer)
    assert Period.objects.get().ends_on == date(2026, 12, 26)
    old.send(to=remove)
    assert not Period.objects.exists()


def test_periods_added_in_two_tabs_stand_both_and_each_once(tab, periods):
    old, new = tab(periods, "starts_on"), tab(periods, "starts_on")
    days = {"kind": "closed", "starts_on": "2026-12-01", "ends_on": "2026-12-02"}
    for page, name in ((new, "Stocktaking"), (old, "Works"), (old, "Works"), (new, "Works")):
        page.send(name=name, **days)
    assert sorted(Period.objects.values_list("name", flat=True)) == ["Stocktaking", "Works"]
