"""One click puts slots or an experiment into the calendar; another takes them out."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from skupnost.strategy import actions
from skupnost.strategy.counsel import counsel
from skupnost.strategy.models import ChannelLimits, Experiment, Slot
from skupnost.strategy.pasts import basis_of, past_posts
from skupnost.strategy.queries import slots_between, week_tint

ZONE = ZoneInfo("Europe/Ljubljana")


@pytest.fixture
def begun(past, now):
    plan = counsel(past, now=now, seed=7).advice.experiment
    return actions.begin_experiment(channel=past, plan=plan, seed=7, now=now)


def place(channel, n, now):
    found = counsel(channel, now=now)
    return actions.place_week(known=basis_of(channel), counsel=found, posts_a_week=n, now=now)


def test_a_week_of_slots_stands_in_next_week_within_the_limits(past, now):
    ChannelLimits.objects.create(channel=past, has_weekends=False, from_hour=9, until_hour=17)
    place(past, 4, now)
    local = [slot.at.astimezone(ZONE) for slot in Slot.objects.all()]
    assert [at.isocalendar().week for at in local] == [49] * 4
    assert all(at.weekday() < 5 and 9 <= at.hour < 17 for at in local)


def test_placing_again_replaces_the_week(past, now):
    place(past, 6, now)
    place(past, 3, now)
    assert len(slots_between(past.client, now, now + timedelta(days=30))) == 3


@pytest.fixture
def elsewhere(past, new_channel, now):
    """An open slot of another channel of the client, in the coming week."""
    other = new_channel(past.client, "mastodon")
    return Slot.objects.create(channel=other, at=now + timedelta(days=8))


@pytest.mark.parametrize("click", ["place", "begin", "remove", "remove_one"])
def test_no_click_touches_the_slots_of_another_channel(past, elsewhere, now, click):
    if click == "place":
        place(past, 3, now)
    elif click == "begin":
        plan = counsel(past, now=now, seed=7).advice.experiment
        actions.begin_experiment(channel=past, plan=plan, seed=7, now=now)
    else:
        pk = elsewhere.pk if click == "remove_one" else None
        assert actions.remove_slots(channel=past, now=now, pk=pk) == []
    assert Slot.objects.get(channel=elsewhere.channel) == elsewhere


def test_the_slots_that_stand_there_already_do_not_push_the_new_ones_away(past, now):
    """The same week twice is the same week: only other channels' hours are taken."""
    first = place(past, 5, now).moments
    assert place(past, 5, now).moments == first


def test_the_tint_of_the_week_knows_the_posts_behind_it(past, now):
    assert week_tint(past.client) == ()
    place(past, 3, now)
    tint = week_tint(past.client)
    assert len(tint) == 168
    assert sum(behind for _level, behind in tint) == 60
    assert {level for level, _behind in tint} <= set(range(10))


def test_an_experiment_begins_with_its_weeks_and_keeps_its_seed(begun):
    assert begun.seed == 7
    assert len(begun.order) == 8
    assert sorted(set(begun.order)) == sorted(set(begun.levels))
    assert begun.slots.count() == sum(begun.order)


def test_a_second_experiment_does_not_begin_while_one_runs(begun, past, now):
    plan = counsel(past, now=now, seed=8).advice.experiment
    assert actions.begin_experiment(channel=past, plan=plan, seed=8, now=now) is None


def test_posts_in_the_weeks_of_an_experiment_count_as_randomised(past, now):
    start = (now - timedelta(days=28)).date()
    monday = start - timedelta(days=start.weekday())
    values = {"seed": 1, "levels": [3, 9], "order": [3, 9, 9, 3], "begun_at": now}
    Experiment.objects.create(channel=past, starts_on=monday, **values)
    assert 10 < sum(post.is_randomised for post in past_posts(past)) < 30


def test_the_buttons_of_the_page_place_and_remove(client, alice, past):
    client.force_login(alice)
    args = [past.client.slug, past.pk]
    client.post(reverse("strategy:place", args=args), {"n": "3"})
    assert Slot.objects.count() == 3
    slot = Slot.objects.first()
    client.post(reverse("strategy:remove", args=args), {"slot": slot.pk})
    assert Slot.objects.count() == 2
    client.post(reverse("strategy:remove", args=args))
    assert not Slot.objects.exists()
    assert client.post(reverse("strategy:place", args=args), {"n": "many"}).status_code == 302


def test_no_other_slots_are_put_into_a_week_of_an_experiment(client, alice, past):
    client.force_login(alice)
    args = [past.client.slug, past.pk]
    client.post(reverse("strategy:begin", args=args))
    client.post(reverse("strategy:place", args=args), {"n": "3"})
    assert not Slot.objects.filter(experiment=None).exists()


def undo_of(answer):
    """Where the Undo button of the last toast posts."""
    found = re.findall(r'action="([^"]*)"><[^>]*>\s*<button type="submit" data-undo', answer)
    return html.unescape(found[-1])


@pytest.mark.parametrize("click", ["remove_one", "remove_all"])
def test_what_was_taken_out_of_the_calendar_is_put_back_once(client, alice, past, now, click):
    client.force_login(alice)
    args = [past.client.slug, past.pk]
    client.post(reverse("strategy:place", args=args), {"n": "3"})
    stood = list(Slot.objects.values_list("at", flat=True))
    sent = {"slot": Slot.objects.first().pk} if click == "remove_one" else {}
    answer = client.post(reverse("strategy:remove", args=args), sent, follow=True)
    for _click in range(2):
        client.post(undo_of(answer.content.decode()))
    assert list(Slot.objects.values_list("at", flat=True)) == stood


def test_a_slot_of_an_experiment_comes_back_as_its_own_while_it_runs(client, alice, past):
    client.force_login(alice)
    args = [past.client.slug, past.pk]
    client.post(reverse("strategy:begin", args=args), follow=True)
    slot = Slot.objects.first()
    remove = reverse("strategy:remove", args=args)
    back = undo_of(client.post(remove, {"slot": slot.pk}, follow=True).content.decode())
    client.post(back)
    assert Slot.objects.get(at=slot.at).experiment_id == slot.experiment_id
    client.post(reverse("strategy:stop", args=[*args, slot.experiment_id]))
    client.post(back)
    assert not Slot.objects.exists()


@pytest.mark.parametrize("told", ["no", "0", "", "9" * 30])
def test_a_slot_that_is_not_there_takes_no_other_away(client, alice, past, told):
    client.force_login(alice)
    args = [past.client.slug, past.pk]
    client.post(reverse("strategy:place", args=args), {"n": "3"})
    answer = client.post(reverse("strategy:remove", args=args), {"slot": told}, follow=True)
    assert "No such open slot" in answer.content.decode()
    assert Slot.objects.count() == 3


def test_only_slots_that_lie_ahead_are_told_to_stand_again(client, alice, past):
    client.force_login(alice)
    address = reverse("strategy:put_back", args=[past.client.slug, past.pk])
    over, ahead = "at=2020-12-07T10:00", "at=2036-12-07T10:00"
    both = client.post(f"{address}?{over}&{ahead}", follow=True).content.decode()
    assert "1 slot stands in the calendar again." in both
    assert "no slot was put back" in client.post(f"{address}?{over}", follow=True).content.decode()
    assert Slot.objects.count() == 1


def test_charlie_puts_no_slot_back(client, charlie, past):
    client.force_login(charlie)
    address = reverse("strategy:put_back", args=[past.client.slug, past.pk])
    assert client.post(f"{address}?at=2036-12-07T10:00").status_code == 404
    assert not Slot.objects.exists()
