"""An experiment ends by a person or by itself, and every end has a way back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from skupnost.strategy import actions, ending
from skupnost.strategy.counsel import counsel
from skupnost.strategy.experimenting import running, shown_of
from skupnost.strategy.models import Experiment, Slot


@pytest.fixture
def plan(past, now):
    return counsel(past, now=now, seed=7).advice.experiment


@pytest.fixture
def replaced(past, now, plan):
    """An open slot in the second week, before an experiment takes its place."""
    return Slot.objects.create(channel=past, at=now + timedelta(days=13)).at


@pytest.fixture
def begun(past, plan, replaced, now):
    return actions.begin_experiment(channel=past, plan=plan, seed=7, now=now)


def moments():
    return set(Slot.objects.values_list("at", "experiment"))


def test_stopped_before_its_first_day_it_is_as_if_it_had_never_been(begun, past, replaced, now):
    assert ending.stop_experiment(experiment=begun, now=now)
    assert moments() == {(replaced, None)}
    assert running(past, now) is None
    assert shown_of(past, now) == []


def test_stopped_midway_it_keeps_what_was_and_gives_back_what_lies_ahead(begun, replaced, now):
    midway = now + timedelta(days=9)
    ending.stop_experiment(experiment=begun, now=midway)
    assert Slot.objects.filter(experiment=begun, at__lt=midway).exists()
    assert not Slot.objects.filter(experiment=begun, at__gt=midway).exists()
    assert Slot.objects.filter(experiment=None).get().at == replaced


@pytest.mark.parametrize("days", [0, 9])
def test_undoing_the_stop_brings_the_slots_back_as_they_were(begun, now, days):
    before, at = moments(), now + timedelta(days=days)
    ending.stop_experiment(experiment=begun, now=at)
    assert ending.resume_experiment(experiment=begun, now=at + timedelta(minutes=1))
    assert moments() == before
    ending.stop_experiment(experiment=begun, now=at + timedelta(minutes=2))
    assert Slot.objects.filter(experiment=None).count() == 1


def test_stop_and_undo_leave_the_slots_of_other_channels_alone(begun, new_channel, now):
    other = new_channel(begun.channel.client, "mastodon")
    slot = Slot.objects.create(channel=other, at=now + timedelta(days=13))
    ending.stop_experiment(experiment=begun, now=now)
    ending.resume_experiment(experiment=begun, now=now)
    assert Slot.objects.get(channel=other) == slot


def test_a_second_click_on_stop_or_undo_does_nothing(begun, now):
    assert ending.stop_experiment(experiment=begun, now=now)
    stale = Experiment.objects.get(pk=begun.pk)
    stale.stopped_at = None
    assert not ending.stop_experiment(experiment=stale, now=now)
    assert ending.resume_experiment(experiment=begun, now=now)
    before = moments()
    assert not ending.resume_experiment(experiment=stale, now=now)
    assert moments() == before


def test_it_cannot_be_resumed_beside_another_one_or_after_its_weeks(begun, past, plan, now):
    ending.stop_experiment(experiment=begun, now=now)
    other = actions.begin_experiment(channel=past, plan=plan, seed=8, now=now)
    assert not ending.resume_experiment(experiment=begun, now=now)
    ending.stop_experiment(experiment=other, now=now)
    assert not ending.resume_experiment(experiment=begun, now=now + timedelta(days=90))


def test_a_decided_one_loses_its_empty_slots_to_come_and_says_why(decided, now):
    assert (decided.stopped_at, decided.ended_because) == (now, "decided")
    assert not Slot.objects.filter(at__gt=now).exists()
    assert Slot.objects.filter(at__lt=now).count() == 1
    assert not decided.is_told


def test_a_person_can_let_a_decided_one_go_on_to_its_end(decided, now):
    from skupnost.strategy.refitting import settle

    assert ending.resume_experiment(experiment=decided, now=now)
    assert decided.goes_on
    assert Slot.objects.filter(experiment=decided, at__gt=now).count() == 4
    assert not settle(experiment=decided, newest=decided.refits.get(), now=now)
    assert settle(experiment=decided, newest=decided.refits.get(), now=now + timedelta(days=40))
    assert decided.ended_because == "over"
