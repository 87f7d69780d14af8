"""The advice follows what a person says posts are judged by, and says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from skupnost.clients.models import Client
from skupnost.metrics.actions import judge_by
from skupnost.metrics.models import PastPost, Reading
from skupnost.strategy.counsel import counsel
from skupnost.strategy.document import pace_sentences
from skupnost.strategy.figures import figures_of_client, from_value
from skupnost.strategy.refitting import is_due, refit
from skupnost.strategy.results import result_of

REACHED = "Judged by people reached, known of 45 of 60 posts."


def reached(channel, now):
    """People reached by three of four posts, most in the evening."""
    for number, post in enumerate(PastPost.objects.filter(channel=channel).order_by("pk")):
        value = 900 if post.posted_at.hour == 19 else 200
        if number % 4:
            Reading.objects.create(
                post=post, metric="reach", unit="people", value=value + number, observed_at=now
            )


@pytest.fixture
def browser(client, alice, bakery):
    Client.objects.update(language="en")
    client.force_login(alice)
    return client


def test_the_kept_answer_is_renewed_when_the_choice_changes(past, now):
    reached(past, now)
    before = counsel(past, now=now)
    judge_by(channel=past, name="reach", unit="people", now=now)
    after = counsel(past, now=now)
    assert before.rhythm[12].middle > before.rhythm[20].middle
    assert after.rhythm[20].middle > after.rhythm[12].middle
    judge_by(channel=past, name="", unit="", now=now)
    assert counsel(past, now=now) == before


def test_the_advice_says_by_what_posts_are_judged(browser, past, now):
    address = reverse("strategy:advice", args=["bakery", past.pk])
    assert (
        "Judged by interactions, known of 60 of 60 posts." in browser.get(address).content.decode()
    )
    reached(past, now)
    judge_by(channel=past, name="reach", unit="people", now=now)
    assert REACHED in browser.get(address).content.decode()


def test_a_version_keeps_by_what_its_figures_were_judged(past, now):
    reached(past, now)
    judge_by(channel=past, name="reach", unit="people", now=now)
    (kept,) = figures_of_client(past.client, now)
    judge_by(channel=past, name="", unit="", now=now)
    assert pace_sentences(from_value(kept))[-1] == REACHED
    old = {name: value for name, value in kept.items() if name != "judged_by"}
    assert "Judged" not in " ".join(pace_sentences(from_value(old)))


def test_an_experiment_is_counted_anew_from_its_beginning(tried, now):
    refit(experiment=tried, now=now)
    assert not is_due(tried, now)
    later = now + timedelta(minutes=5)
    judge_by(channel=tried.channel, name="interactions", unit="counts", now=later)
    assert is_due(tried, later)
    assert "was counted before that was chosen" in result_of(tried, now=later).paragraph
    made = refit(experiment=tried, now=later)
    assert len(made) == 5
    assert not is_due(tried, later)
    assert "Judged by interactions, known of" in result_of(tried, now=later).paragraph
