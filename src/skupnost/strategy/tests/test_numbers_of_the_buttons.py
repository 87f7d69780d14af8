"""What a button says is what the click places."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from skupnost.metrics.models import PastPost
from skupnost.strategy.ahead import coming_monday, fit_words
from skupnost.strategy.counsel import counsel
from skupnost.strategy.models import Cadence, ChannelLimits, FreeTime, Period, Slot

PUT = re.compile(r"Put next week's (\d+) slots? ")
SOME = [(0, 3), (0, 5), (2, 1), (5, 2)]


@pytest.fixture
def browser(client, alice):
    client.force_login(alice)
    return client


def close(channel, after, n_days):
    """Some days of next week closed, from so many days after its Monday on."""
    first = coming_monday(channel, timezone.now()) + timedelta(days=after)
    last = first + timedelta(days=n_days - 1)
    values = {"kind": "closed", "name": "Oven", "starts_on": first, "ends_on": last}
    return Period.objects.create(client=channel.client, **values)


def address(channel, name="advice"):
    return reverse(f"strategy:{name}", args=[channel.client.slug, channel.pk])


def told(browser, channel):
    """The page, and the button's number with the pace that it sends."""
    text = browser.get(address(channel)).content.decode()
    button = re.search(r'name="n" value="(\d+)">.*?Put (\d+) slots? into', text, re.DOTALL)
    return text, button and tuple(map(int, button.groups()))


@pytest.mark.parametrize(("after", "n_days"), SOME)
def test_button_line_calendar_and_toast_name_one_number(browser, past, after, n_days):
    close(past, after, n_days)
    text, (asked, n) = told(browser, past)
    answer = browser.post(address(past, "place"), {"n": asked}, follow=True).content.decode()
    assert Slot.objects.count() == n < asked
    assert fit_words(n, asked)[0] in text
    assert f"{n} open slot" in answer
    assert Cadence.objects.get().posts_a_week == asked


def test_without_closed_days_nothing_is_said_and_all_are_placed(browser, past):
    text, (asked, n) = told(browser, past)
    assert asked == n
    assert "into next week." not in text


def test_hours_that_leave_less_room_than_the_pace_are_told_too(browser, past):
    ChannelLimits.objects.create(channel=past, from_hour=9, until_hour=10, least=3)
    FreeTime.objects.create(client=past.client, quiet_from=0, quiet_until=24, quiet_days=[0, 1, 2])
    close(past, 3, 2)
    _text, (asked, n) = told(browser, past)
    browser.post(address(past, "place"), {"n": asked})
    assert Slot.objects.count() == n <= 2


def test_a_closed_week_has_no_button_and_a_click_all_the_same_says_why(browser, past):
    close(past, 0, 7)
    text, button = told(browser, past)
    assert button is None
    assert "Nothing is published next week." in text
    answer = browser.post(address(past, "place"), {"n": 5}, follow=True).content.decode()
    assert "Next week leaves no place for posts" in answer
    assert not Slot.objects.exists()


def test_a_second_button_only_where_it_places_more(browser, past):
    """Of an account that posts seldom, where the advice is far more than double."""
    seldom = [f"id:{number}" for number in range(0, 60, 4)]
    PastPost.objects.exclude(identity__in=seldom).delete()
    found = counsel(past, now=timezone.now()).advice
    assert found.first_step < found.advice_per_week
    text, (_asked, n) = told(browser, past)
    assert n == found.first_step
    assert f"All {found.advice_per_week} at once" in text
    close(past, 0, 6)
    text, (_asked, n) = told(browser, past)
    assert n == 1
    assert not re.search(r"All \d+ at once", text)


@pytest.mark.parametrize(("after", "n_days"), SOME)
def test_the_overview_names_what_all_channels_get(browser, past, new_channel, after, n_days):
    new_channel(past.client, "mastodon")
    close(past, after, n_days)
    overview = reverse("strategy:overview", args=[past.client.slug])
    text = browser.get(overview).content.decode()
    n = int(PUT.search(text)[1])
    columns = re.findall(r'data-label="Next week, posts" class="numbers">(\d+)<', text)
    answer = browser.post(reverse("strategy:place_all", args=[past.client.slug]), follow=True)
    assert Slot.objects.count() == n == sum(map(int, columns))
    assert f"{n} open slots of all channels" in answer.content.decode()


def test_where_all_is_closed_the_overview_has_no_button(browser, past):
    close(past, 0, 7)
    text = browser.get(reverse("strategy:overview", args=[past.client.slug])).content.decode()
    assert not PUT.search(text)
    assert "Nothing is published next week." in text


def test_slots_that_stand_are_told_with_what_is_still_to_do(browser, past):
    _text, (asked, n) = told(browser, past)
    assert "stand in next week" not in _text
    browser.post(address(past, "place"), {"n": asked})
    text, button = told(browser, past)
    assert f"{n} open slots stand in next week." in text
    assert "?view=week&amp;at=" in text.split("stand in next week.")[1][:200]
    assert button is None
    assert f'name="n" value="{asked}"' not in text
    slot = Slot.objects.first()
    slot.at += timedelta(hours=2)
    slot.save()
    assert "Place them anew" in told(browser, past)[0]
    slot.delete()
    assert f"Put {n} slots there instead" in told(browser, past)[0]
