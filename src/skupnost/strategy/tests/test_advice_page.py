"""The page that says how often and when, for a channel with a past and for one without."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from skupnost.strategy.counsel import counsel
from skupnost.strategy.models import ChannelLimits
from skupnost.strategy.pages import advice_page
from skupnost.strategy.pasts import basis_of
from skupnost.strategy.sentences import curve_sentence, first_step


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
    assert "80 % sure that the best lies in" in text
    assert "Chance that it beats today" in text
    assert text.count("<svg role=") == 3
    assert text.count("<table") == 3


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


def test_the_best_pace_of_the_curve_has_its_range(past, now):
    assert "(80 %:" in curve_sentence(counsel(past, now=now).advice.curve)
    assert "At 42" not in curve_sentence(counsel(past, now=now).advice.curve)


def test_the_offered_experiment_names_its_paces_not_an_order_that_will_be_drawn(page, past, now):
    plan = counsel(past, now=now).advice.experiment
    assert plan
    few, many = plan.levels
    assert f"some with {few} posts and some with {many}" in page(address(past))


def test_a_row_that_does_not_exist_yet_cannot_be_deleted(page, past):
    at = reverse("strategy:resources", args=[past.client.slug])
    assert "-DELETE" not in page(at)


def test_curve_and_expected_gain_say_the_same_range_of_the_same_pace(past, now):
    advice = counsel(past, now=now).advice
    point = next(point for point in advice.curve if point.n == advice.advice_per_week)
    assert point.range80.low - 1 == pytest.approx(advice.gain.range80.low)
    assert point.range80.high - 1 == pytest.approx(advice.gain.range80.high)
