"""The desk tells how far an experiment is, and its answer once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from skupnost.desk.experiments import trials
from skupnost.editorial.actions import cancel, schedule, write_post
from skupnost.strategy.models import Experiment, Refit


@pytest.fixture
def experiment(channel, now):
    """In its first week on the Wednesday that is now."""
    values = {"seed": 1, "levels": [3, 9], "order": [3, 9], "begun_at": now}
    return Experiment.objects.create(channel=channel, starts_on=date(2026, 11, 23), **values)


@pytest.fixture
def ended(experiment, now):
    ranges = {"low80": 6, "high80": 9, "low95": 5, "high95": 11, "p_better": 0.9, "made_at": now}
    Refit.objects.create(
        experiment=experiment,
        monday=experiment.starts_on,
        n_weeks=4,
        advice_per_week=8,
        verdict="more",
        is_decided=True,
        **ranges,
    )
    Experiment.objects.update(stopped_at=now, ended_because="decided")
    return experiment


def test_a_cancelled_post_does_not_stand_in_the_week(experiment, bakery, alice, now):
    at, values = now + timedelta(days=2), {"by": alice, "now": now}
    where = [experiment.channel]
    post = write_post(client=bakery, text="Rolls", channels=where, planned_at=at, **values)
    schedule(post=post, at=at, **values)
    assert trials([bakery], now)[0][0].words.endswith("1 in the calendar")
    cancel(post=post, **values)
    assert trials([bakery], now)[0][0].words.endswith("0 in the calendar")


def test_a_week_that_runs_is_told_with_the_posts_that_stand(experiment, bakery, alice, now):
    for days in (-1, 2, 5):
        at = now + timedelta(days=days)
        where = [experiment.channel]
        write_post(client=bakery, by=alice, now=now, text="Rolls", channels=where, planned_at=at)
    running, ended = trials([bakery], now)
    assert running[0].words == "Week 1 of 2: 3 posts planned, 2 in the calendar"
    assert ended == []


def test_an_answer_is_told_until_it_is_put_away(client, alice, bakery, ended):
    client.force_login(alice)
    text = client.get("/").text
    assert "has its answer: post more often, 8 a week" in text
    address = f"/c/bakery/strategy/{ended.channel_id}/experiments/{ended.pk}/"
    assert f'href="{address}"' in text
    client.post(f"{address}told/")
    assert "has its answer" not in client.get("/").text


def test_charlie_is_told_nothing(client, charlie, florist, ended):
    client.force_login(charlie)
    assert "has its answer" not in client.get("/").text
