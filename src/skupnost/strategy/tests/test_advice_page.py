"""The page that says how often and when, for a channel with a past and for one without."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from skupnost.domain.cadence import Range
from skupnost.domain.cadence.values import CurvePoint, Gain
from skupnost.strategy.counsel import counsel
from skupnost.strategy.models import ChannelLimits
from skupnost.strategy.pages import advice_page
from skupnost.strategy.pasts import basis_of
from skupnost.strategy.sentences import curve_sentence, first_step, sentence


def address(channel, name="advice"):
    return reverse(f"strategy:{name}", args=[channel.client.slug, channel.pk])


@pytest.fixture
def page(client, alice):
    client.force_login(alice)
    return lambda at, **asked: client.get(at, asked).content.decode()


def test_a_channel_without_posts_gets_the_usual_pace_and_is_told_so(page, channel):
    text = page(address(channel))
    assert "what is usual on its network" in text
    assert "Cannot tell yet" in text


def test_a_channel_with_a_past_gets_number_ranges_gain_and_three_charts(page, past):
    text = page(address(past))
    assert "60 posts" in text
    assert "Even chance that the best lies in" in text
    assert "Chance that it beats today" in text
    assert "of what the best pace would bring" in text
    assert text.count("<svg role=") == 3
    assert text.count("<table") == 3


def test_a_gain_at_the_same_pace_is_said_to_come_from_the_hours(past, now):
    advice = replace(
        counsel(past, now=now).advice, advice_per_week=6, today_per_week=6.3,
        gain=Gain(0.09, Range(-0.05, 0.24)),
    )  # fmt: skip
    assert "(80 %: −5 % to +24 %). That comes from better hours." in sentence(advice)
    assert "better hours" not in sentence(replace(advice, advice_per_week=9))
    assert "better hours" not in sentence(replace(advice, gain=Gain(0.0, advice.gain.range80)))


def test_the_curve_says_its_ranges_and_why_the_advice_is_another_pace():
    curve = [CurvePoint(n, top, Range(top - 0.2, top + 0.1))
             for n, top in ((6, 1.05), (8, 1.11), (42, 0.3))]  # fmt: skip
    said = curve_sentence(curve, 6)
    assert "about 8 posts a week: +11 % against today (80 %: −9 % to +21 %)" in said
    assert said.endswith("The advice (6) also weighs what would be lost if that is wrong.")
    assert "The advice" not in curve_sentence(curve, 8)


def test_a_dearer_post_never_asks_for_more_of_them(past, now):
    paces = [counsel(past, cost=c, now=now).advice.advice_per_week for c in (0.0, 0.4, 0.9)]
    assert paces == sorted(paces, reverse=True)
    assert paces[0] > paces[-1]


def test_the_first_step_is_at_most_double_or_half_of_today(past, now):
    advice = counsel(past, now=now).advice
    assert advice.today_per_week / 2 - 1 <= advice.first_step <= advice.today_per_week * 2


def test_no_slot_lies_outside_the_limits_of_the_person(past, now):
    ChannelLimits.objects.create(channel=past, has_weekends=False, from_hour=9, until_hour=17)
    slots = counsel(past, now=now).advice.slots
    assert slots
    assert all(slot.weekday < 5 and 9 <= slot.hour < 17 for slot in slots)


def test_the_limits_are_kept_by_the_form(client, alice, past):
    client.force_login(alice)
    wanted = {"from_hour": 9, "until_hour": 17, "least": 2, "most": 4}
    assert client.post(address(past, "limits"), wanted).status_code == 302
    kept = ChannelLimits.objects.get(channel=past)
    assert (kept.most, kept.has_weekends) == (4, False)


def test_limits_that_make_no_sense_are_sent_back(client, alice, past):
    client.force_login(alice)
    wanted = {"from_hour": 17, "until_hour": 9, "least": 5, "most": 4}
    answer = client.post(address(past, "limits"), wanted)
    assert answer.status_code == 422
    assert not ChannelLimits.objects.exists()


def test_charlie_finds_no_advice(client, charlie, past):
    client.force_login(charlie)
    assert client.get(address(past)).status_code == 404
    assert client.post(address(past, "limits")).status_code == 404


def test_what_the_sentence_says_is_not_said_again_in_the_facts(page, past):
    text = page(address(past))
    assert text.count("Expected") == 1
    assert text.count("Evidence:") == 1
    assert "Today, posts a week" not in text


def test_the_newest_post_is_named_where_today_is_long_ago(past, now):
    basis = basis_of(past)
    later = now + timedelta(days=900)
    assert not advice_page(basis, counsel(past, now=now), now=now).age
    assert "“today” means the weeks before it" in (
        advice_page(basis, counsel(past, now=later), now=later).age
    )


def test_a_first_step_that_is_the_advice_itself_is_not_said_twice(past, now):
    advice = counsel(past, now=now).advice
    same = replace(advice, first_step=advice.advice_per_week)
    assert not first_step(same)
    assert first_step(replace(advice, first_step=1, advice_per_week=4)).startswith("Begin with 1")
