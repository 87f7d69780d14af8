"""The page that says how often and when, for a channel with a past and for one without."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from skupnost.domain.cadence import Evidence, Notice, Range, Verdict
from skupnost.domain.cadence.values import CurvePoint, Gain
from skupnost.metrics.models import Reading
from skupnost.strategy.counsel import counsel
from skupnost.strategy.models import ChannelLimits, Colleague, ContentKind, Slot
from skupnost.strategy.pages import advice_page
from skupnost.strategy.pasts import basis_of
from skupnost.strategy.sentences import chance, curve_sentence, first_step, sentence, verdict


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


def test_without_posts_the_curve_is_held_against_what_is_usual_there(page, channel):
    text = page(address(channel))
    assert "against the usual pace of its network" in text
    assert "against today" not in text
    assert "today&#x27;s pace" not in text


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


def test_responses_that_are_all_0_are_said_to_show_nothing_with_what_to_check(page, past):
    Reading.objects.filter(post__channel=past).update(value=0)
    text = page(address(past))
    assert "Every response is 0 (60 in all): the posts show nothing" in text
    assert "No experiment is offered: as long as the same comes back" in text
    assert "an experiment of" not in text
    assert "Expected:" not in text
    assert "What was odd" not in text


def test_an_experiment_asks_for_no_more_than_the_client_affords(page, past):
    Colleague.objects.create(client=past.client, name="Ana", hours_a_week=5)
    ContentKind.objects.create(client=past.client, name="Photo", share=100, hours_each=1)
    assert "and weeks with more (5)" in page(address(past))
    Colleague.objects.update(hours_a_week=1)
    assert "your resources allow no more a week than this: 1." in page(address(past))


def test_the_curve_says_its_ranges_and_why_the_advice_is_another_pace():
    curve = [CurvePoint(n, top, Range(top - 0.2, top + 0.1))
             for n, top in ((6, 1.05), (8, 1.11), (42, 0.3))]  # fmt: skip
    said = curve_sentence(curve, 6)
    assert "about 8 posts a week: +11 % against today (80 %: −9 % to +21 %)" in said
    assert said.endswith("The advice (6) also weighs what would be lost if that is wrong.")
    assert "The advice" not in curve_sentence(curve, 8)


def test_where_a_post_costs_something_the_words_say_what_counts_it(past, now):
    advice = counsel(past, now=now, cost=0.6).advice
    assert "What a post costs you counts in the advice" in sentence(advice)
    assert "What a post costs" not in sentence(replace(advice, cost=0.0))
    curve = [CurvePoint(n, top, Range(0.5, 1.5)) for n, top in ((2, 0.9), (6, 1.1))]
    assert curve_sentence(curve, 2, cost=0.6).endswith("also weighs what a post costs you.")


def test_a_limit_that_sets_the_pace_is_no_verdict(past, now):
    advice = counsel(past, now=now).advice
    held = replace(advice, notices=(Notice("limits_hold", {"n": 3, "free": 11}),))
    assert verdict(held)[0] == "Set by your limits" != verdict(advice)[0]
    assert "(80 %: " not in sentence(held).partition("Today")[0]
    assert sentence(held).endswith("without them it would be 11 a week.")
    curve = [CurvePoint(n, top, Range(0.5, 1.5)) for n, top in ((2, 0.9), (6, 1.1))]
    assert "The advice" not in curve_sentence(curve, 2, is_held=True)
    assert "cannot tell" not in sentence(replace(held, verdict=Verdict.CANNOT_TELL))


def test_a_single_post_has_no_pace_to_beat(past, now):
    known = basis_of(past)
    found = counsel(past, now=now, basis=known)
    few = [replace(found, advice=replace(found.advice, n_posts=n)) for n in (1, 2)]
    one, two = (advice_page(known, some, now=now) for some in few)
    assert "Today it is" not in one.sentence
    assert "Today it is" in two.sentence
    assert [("Chance" in " ".join(row[0] for row in shown.facts)) for shown in (one, two)] == [
        False, True
    ]  # fmt: skip


def test_no_other_beginning_is_asked_for_while_an_experiment_runs(tried, now):
    known = basis_of(tried.channel)
    found = counsel(tried.channel, now=now, basis=known)
    far = replace(found, advice=replace(found.advice, first_step=2, advice_per_week=30))
    assert not advice_page(known, far, now=now).first_step
    alone = replace(known, experiments=())
    assert advice_page(alone, far, now=now).first_step.startswith("Begin with 2")


def test_the_page_of_a_channel_held_by_its_limits_says_what_it_forgoes(page, past, now):
    free = counsel(past, now=now).advice.advice_per_week
    ChannelLimits.objects.create(channel=past, least=1, most=1)
    shown = page(address(past))
    assert "Set by your limits" in shown
    assert f"without them it would be {free} a week" in shown
    assert "At stake if this is wrong" not in shown
    overview = page(reverse("strategy:overview", args=[past.client.slug]))
    assert "Set by your limits" in overview
    assert "(80 %: 1)" not in overview


@pytest.mark.parametrize(
    ("pace", "p_better", "evidence", "said"),
    [
        (30, 0.95, Evidence.FAIR, "More often than today is very likely better"),
        (1, 0.95, Evidence.WEAK, "Less often than today is very likely better"),
        (30, 0.95, Evidence.NONE, None),
        (30, 0.85, Evidence.FAIR, None),
    ],
)
def test_a_sure_direction_is_said_where_the_pace_cannot_be_told(
    past, now, pace, p_better, evidence, said
):
    advice = replace(
        counsel(past, now=now).advice, verdict=Verdict.CANNOT_TELL, advice_per_week=pace,
        p_better=p_better, evidence=evidence,
    )  # fmt: skip
    words = sentence(advice)
    assert "I cannot tell yet" in words
    assert (said in words) if said else ("very likely" not in words)


def test_no_chance_is_told_as_certain():
    assert [chance(share) for share in (0.0, 0.004, 0.5, 0.994, 0.997, 1.0)] == [
        "< 1 %", "< 1 %", "50 %", "99 %", "> 99 %", "> 99 %"
    ]  # fmt: skip


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


def test_a_first_step_that_the_limits_ask_for_does_not_claim_to_be_careful(past, now):
    found = replace(counsel(past, now=now).advice, today_per_week=5.0, advice_per_week=30)
    careful, forced = (first_step(replace(found, first_step=n)) for n in (10, 12))
    assert careful.endswith("Never more than double or half at once.")
    assert forced.endswith("this leads. Your limits allow no smaller step.")


def test_many_open_slots_are_folded_away_behind_the_next_eight(page, past, now):
    week = now + timedelta(days=7)
    Slot.objects.bulk_create(
        Slot(channel=past, at=week + timedelta(hours=9 * n)) for n in range(10)
    )
    before, folded = page(address(past)).split("2 later slots")
    assert before.count('name="slot"') == 8
    assert folded.count('name="slot"') == 2
