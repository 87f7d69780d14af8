"""What counts as the response of a channel's posts: by what is known, or by a person's word."""

from __future__ import annotations

import pytest
from django.urls import reverse

from skupnost.metrics.actions import judge_by
from skupnost.metrics.models import PastPost, Reading, ResponseChoice
from skupnost.metrics.queries import history
from skupnost.metrics.responses import choosable, choose_response
from skupnost.metrics.sentences import judged_words


@pytest.fixture
def measured(channel, now):
    """Ten posts with reactions; eight of them with people reached, two with clicks."""
    for number in range(10):
        post = PastPost.objects.create(
            channel=channel, identity=f"{number}", digest=f"{number}", posted_at=now
        )
        known = [("reactions", "counts", 5), ("reach", "people", 100), ("clicks", "counts", 9)]
        for metric, unit, value in known[: 1 + (number < 8) + (number < 2)]:
            Reading.objects.create(
                post=post, metric=metric, unit=unit, value=value + number, observed_at=now
            )
    return channel


def test_what_is_known_of_half_of_the_posts_may_be_chosen(measured):
    figures = [row.figures for row in history(measured).rows]
    offered = choosable(figures, choose_response(figures))
    assert [(row.name, row.n_known) for row in offered] == [
        ("interactions", 10),
        ("reach", 8),
        ("reactions", 10),
    ]


def test_a_choice_counts_until_it_is_taken_back(measured, now):
    judge_by(channel=measured, name="reach", unit="people", now=now)
    past = history(measured)
    assert sorted(row.response for row in past.rows if row.response) == list(range(100, 108))
    assert judged_words(past.response) == "Judged by people reached, known of 8 of 10 posts."
    judge_by(channel=measured, name="", unit="", now=now)
    assert history(measured).response.name == "interactions"


def test_what_was_chosen_stays_chosen_where_little_is_known_of_it(measured, now):
    judge_by(channel=measured, name="clicks", unit="counts", now=now)
    past = history(measured)
    assert (past.response.n_known, past.response.is_chosen) == (2, True)
    figures = [row.figures for row in past.rows]
    assert "clicks" in [row.name for row in choosable(figures, past.response)]


def test_people_reached_count_by_themselves_where_nothing_else_is_known():
    reach, likes = {("reach", "people"): 90.0}, {("reactions", "counts"): 3.0}
    assert choose_response([reach, reach]).name == "reach"
    assert choose_response([reach | likes, reach, reach]).name == "interactions"


def test_reactions_of_people_are_told_from_those_counted():
    figures = [{("reactions", "people"): 3.0}]
    response = choose_response(figures, ("reactions", "people"))
    said = "Judged by reactions, counted in people, known of 1 of 1 post."
    assert judged_words(response) == said


def test_the_page_offers_the_choice_and_takes_it(client, alice, measured):
    client.force_login(alice)
    page = reverse("metrics:history", args=["bakery", measured.pk])
    text = client.get(page).content.decode()
    assert "people reached: known of 8 of 10 posts" in text
    assert "Automatic: reactions, known of 10 of 10 posts" in text
    address = reverse("metrics:judge_by", args=["bakery", measured.pk])
    text = client.post(address, {"response": "reach:people"}, follow=True).content.decode()
    assert '<option value="reach:people" selected>' in text
    assert "What counts as response: people reached. Known of 8 of 10 posts." in text
    client.post(address, {"response": "hides:counts"})
    assert ResponseChoice.objects.get().name == "reach"
    client.post(address, {"response": "automatic"})
    assert ResponseChoice.objects.get().name == ""


def test_a_stranger_chooses_nothing(client, charlie, measured):
    client.force_login(charlie)
    address = reverse("metrics:judge_by", args=["bakery", measured.pk])
    assert client.post(address, {"response": "reach:people"}).status_code == 404
    assert not ResponseChoice.objects.exists()
