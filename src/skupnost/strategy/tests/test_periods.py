"""Periods of a client: closed days, contests, campaigns, seasons."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from skupnost.strategy import actions
from skupnost.strategy.counsel import counsel
from skupnost.strategy.daysoff import week_words
from skupnost.strategy.evidence import left_out_lines
from skupnost.strategy.limits import limits_of
from skupnost.strategy.models import Cadence, ChannelLimits, Experiment, Period, Slot
from skupnost.strategy.pasts import basis_of, past_posts

ZONE = ZoneInfo("Europe/Ljubljana")
MONDAY = date(2026, 11, 30)
SENT = {"name": "Inventura", "kind": "closed", "starts_on": "2026-12-01", "ends_on": "2026-12-02"}


@pytest.fixture
def browser(client, alice):
    client.force_login(alice)
    return client


def address(client_, name="periods", *args):
    return reverse(f"strategy:{name}", args=[client_.slug, *args])


def period(client_, kind, first, last, **more):
    values = {"name": kind.title(), "kind": kind, "starts_on": first, "ends_on": last}
    return Period.objects.create(client=client_, **values, **more)


def place(channel, n, now):
    found = counsel(channel, now=now)
    return actions.place_week(
        known=basis_of(channel), counsel=found, posts_a_week=n, now=now
    ).moments


def test_a_period_is_added_changed_and_removed(browser, bakery):
    assert browser.post(address(bakery), SENT).status_code == 302
    kept = Period.objects.get()
    assert "Inventura" in browser.get(address(bakery)).content.decode()
    browser.post(address(bakery, "period", kept.pk), SENT | {"ends_on": "2026-12-05"})
    kept.refresh_from_db()
    assert (kept.channel, kept.ends_on) == (None, date(2026, 12, 5))
    gone = browser.post(address(bakery, "period_remove", kept.pk), follow=True)
    assert not Period.objects.exists()
    assert "The period is gone." in gone.content.decode()


@pytest.mark.parametrize("last", [1, 3])
def test_a_single_day_is_named_once(browser, bakery, last):
    period(bakery, "closed", date(2026, 12, 1), date(2026, 12, last))
    text = browser.get(address(bakery)).content.decode()
    assert "Tuesday, 1 December 2026" in text
    assert ("1 December 2026 – Thursday" in text) == (last == 3)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "said"),
    [
        ("2026-12-05", "2026-12-01", "The last day lies before the first."),
        ("2026-01-01", "2126-01-01", "That is longer than two years."),
        ("0026-12-01", "0026-12-02", "Check the year."),
        ("tomorrow", "", "Enter a valid date."),
    ],
)
def test_days_that_make_no_sense_are_sent_back(browser, bakery, starts_on, ends_on, said):
    answer = browser.post(address(bakery), SENT | {"starts_on": starts_on, "ends_on": ends_on})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Period.objects.exists()


def test_a_channel_of_somebody_else_is_no_choice(browser, bakery, florist, new_channel):
    other = new_channel(florist)
    assert browser.post(address(bakery), SENT | {"channel": other.pk}).status_code == 422


def test_charlie_finds_no_periods(client, charlie, bakery):
    kept = period(bakery, "closed", MONDAY, MONDAY)
    client.force_login(charlie)
    assert client.get(address(bakery)).status_code == 404
    assert client.post(address(bakery, "free")).status_code == 404
    for name in ("period", "period_remove"):
        assert client.post(address(bakery, name, kept.pk)).status_code == 404


def test_a_period_of_another_client_is_not_found(browser, bakery, florist):
    kept = period(florist, "closed", MONDAY, MONDAY)
    assert browser.get(address(bakery, "period", kept.pk)).status_code == 404
    browser.post(address(bakery, "period_remove", kept.pk))
    assert Period.objects.get() == kept


def test_closed_days_get_no_slots_and_fewer_posts_are_placed(past, now):
    period(past.client, "closed", MONDAY, MONDAY + timedelta(days=3))
    slots = place(past, 7, now)
    days = {at.astimezone(ZONE).date() for at in slots}
    assert len(slots) == 3
    assert min(days) > MONDAY + timedelta(days=3)
    assert Cadence.objects.get().posts_a_week == 7


def test_a_week_that_is_closed_altogether_gets_none_and_says_so(past, now):
    period(past.client, "closed", date(2026, 11, 1), date(2026, 12, 31), channel=past)
    assert place(past, 7, now) == ()
    said = week_words(basis_of(past).week(MONDAY))
    assert said[-1] == "Nothing is published next week."
    assert said[0] == "Mon 30 Nov to Sun 6 Dec: closed (Closed), left free."


def test_of_two_periods_the_one_that_is_meant_is_changed(browser, bakery):
    first = period(bakery, "closed", date(2026, 12, 1), date(2026, 12, 2))
    second = period(bakery, "contest", date(2026, 12, 8), date(2026, 12, 9))
    browser.post(address(bakery, "period_remove", second.pk))
    assert Period.objects.get() == first


def test_a_period_of_one_channel_leaves_the_others_alone(past, new_channel, now):
    other = new_channel(past.client, "mastodon")
    period(past.client, "closed", MONDAY, MONDAY + timedelta(days=6), channel=other)
    assert len(place(past, 4, now)) == 4


def test_contests_and_campaigns_are_no_evidence_but_count_for_the_pace(past, now):
    before = counsel(past, now=now).advice
    period(past.client, "contest", date(2026, 10, 1), date(2026, 10, 14))
    period(past.client, "campaign", date(2026, 10, 10), date(2026, 10, 20))
    after = counsel(past, now=now).advice
    assert after.n_posts == before.n_posts
    assert after.n_read == before.n_read - 14
    assert after.today_per_week == before.today_per_week
    lines = left_out_lines(past_posts(past), limits_of(past))
    assert lines[:2] == [
        "10 posts of contests or giveaways are left out.",
        "4 posts of campaigns are left out.",
    ]


def test_closed_weeks_of_the_past_do_not_lower_todays_pace(past, bakery, now):
    first = date(2026, 10, 5)
    past.past_posts.filter(
        posted_at__date__gte=first, posted_at__date__lt=first + timedelta(weeks=4)
    ).delete()
    before = counsel(past, now=now).advice.today_per_week
    period(bakery, "closed", first, first + timedelta(days=27))
    after = counsel(past, now=now).advice.today_per_week
    assert before == pytest.approx(3.4, abs=0.2)
    assert after == pytest.approx(5.1, abs=0.2)


def test_only_the_past_of_the_channel_that_was_closed_is_taken_out(past, bakery, new_channel, now):
    other = new_channel(bakery, "mastodon")
    before = counsel(past, now=now).advice
    period(bakery, "closed", date(2026, 9, 7), date(2026, 9, 27), channel=other)
    period(bakery, "closed", now.date() + timedelta(days=1), date(2027, 1, 31))
    assert counsel(past, now=now).advice.today_per_week == before.today_per_week


def test_a_season_counts_on_a_level_of_its_own(past, now):
    period(past.client, "season", date(2026, 11, 1), date(2026, 11, 30))
    posts = past_posts(past)
    assert {post.type for post in posts} == {"", " · Season"}
    assert counsel(past, now=now).advice.n_read == 60
    assert "they count, on a level of their own" in left_out_lines(posts, limits_of(past))[0]


def test_types_that_are_left_out_stay_out_and_are_offered_on_the_page(browser, past, now):
    past.past_posts.filter(identity__in=["id:1", "id:2", "id:3"]).update(type="giveaway")
    page = reverse("strategy:limits", args=[past.client.slug, past.pk])
    wanted = {"from_hour": 7, "until_hour": 23, "least": 1, "types_left_out": ["giveaway"]}
    assert browser.post(page, wanted).status_code == 302
    assert ChannelLimits.objects.get().types_left_out == ["giveaway"]
    assert counsel(past, now=now).advice.n_read == 57
    text = browser.get(reverse("strategy:advice", args=[past.client.slug, past.pk])).content
    assert "3 posts are left out because of their type." in text.decode()


def test_boosted_posts_count_where_the_person_wants_them(past, now):
    past.past_posts.filter(identity__in=["id:1", "id:2"]).update(left_out="boosted")
    assert counsel(past, now=now).advice.n_read == 58
    ChannelLimits.objects.create(channel=past, leaves_boosted_out=False)
    assert counsel(past, now=now).advice.n_read == 60


def test_an_experiment_passes_over_weeks_that_are_like_no_other(past, now):
    first = counsel(past, now=now).advice.experiment
    period(past.client, "campaign", MONDAY + timedelta(days=9), MONDAY + timedelta(days=12))
    plan = counsel(past, now=now).advice.experiment
    assert plan.order == (first.order[0], 0, *first.order[1:])
    assert len(plan.slots) == len(first.slots)
    away = {MONDAY + timedelta(days=7 + n) for n in range(7)}
    assert not away & {slot.at.date() for slot in plan.slots}
    assert {slot.week for slot in plan.slots} == set(range(9)) - {1}


def test_a_running_experiment_says_what_its_noughts_are(browser, past, now):
    values = {"seed": 1, "levels": [3, 9], "order": [3, 0, 9], "begun_at": now}
    Experiment.objects.create(channel=past, starts_on=date(2099, 1, 5), **values)
    text = browser.get(reverse("strategy:advice", args=[past.client.slug, past.pk])).content
    assert "0 is one that is passed over" in text.decode()


def test_an_experiment_begins_after_days_that_are_closed(past, now):
    period(past.client, "closed", MONDAY, MONDAY + timedelta(days=8))
    plan = counsel(past, now=now).advice.experiment
    assert plan.starts_on == MONDAY + timedelta(days=14)
    assert 0 not in plan.order
    actions.begin_experiment(channel=past, plan=plan, seed=0, now=now)
    assert Slot.objects.order_by("at").first().at.astimezone(ZONE).date() >= plan.starts_on


def test_an_experiment_without_room_in_half_a_year_is_not_offered(browser, past, now):
    period(past.client, "closed", date(2026, 11, 1), date(2028, 1, 1))
    assert counsel(past, now=now).advice.experiment is None
    text = browser.get(reverse("strategy:advice", args=[past.client.slug, past.pk])).content
    assert "An experiment finds no room" in text.decode()


def test_the_same_period_twice_is_one_and_gone_twice_is_gone(browser, bakery):
    for _click in range(2):
        browser.post(address(bakery), SENT)
    one = Period.objects.get()
    for _click in range(2):
        answer = browser.post(address(bakery, "period_remove", one.pk), follow=True)
        assert answer.status_code == 200
        assert "The period is gone." in answer.content.decode()
