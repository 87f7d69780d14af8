"""The self-check asks about facts, the same for the same seed, and shows the source."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from skupnost.kit.registry import connectors
from skupnost.networks.queries import network, networks
from skupnost.networks.quizzes import questions_of
from skupnost.networks.tables import fact_words


@pytest.fixture
def alice_in(client, alice):
    client.force_login(alice)
    return client


def quiz(slug: str, seed: int = 1):
    others = [known for known in networks() if known.slug != slug]
    with override("en"):
        return questions_of(network(slug), others, seed=seed)


@pytest.mark.parametrize("slug", list(connectors()))
@pytest.mark.parametrize("seed", [1, 2, 9999])
def test_every_network_has_five_to_eight_questions(slug, seed):
    questions = quiz(slug, seed)
    assert 5 <= len(questions) <= 8
    assert len({one.fact.key for one in questions}) == len(questions)


@pytest.mark.parametrize("slug", list(connectors()))
def test_one_answer_is_right_and_the_others_are_wrong(slug):
    for one in quiz(slug):
        assert 2 <= len(one.options) <= 4
        assert len(set(one.options)) == len(one.options)
        with override("en"):
            assert one.options[one.right] == fact_words(one.fact)


def test_the_same_seed_asks_the_same_and_another_asks_otherwise():
    assert quiz("mastodon", 3) == quiz("mastodon", 3)
    assert quiz("mastodon", 3) != quiz("mastodon", 4)


def test_the_answers_are_counted_and_named_with_their_source(alice_in):
    questions = quiz("mastodon", 5)
    answers = {one.name: one.right for one in questions[1:]}
    page = alice_in.post("/networks/mastodon/quiz/", {"seed": 5, **answers}).text
    assert f"{len(questions) - 1} of {len(questions)} right" in page
    assert "Not answered." in page
    assert questions[0].fact.source.title in page


def test_the_best_score_is_kept_for_the_session_only(alice_in):
    right = {one.name: one.right for one in quiz("mastodon", 5)}
    alice_in.post("/networks/mastodon/quiz/", {"seed": 5, **right})
    page = alice_in.post("/networks/mastodon/quiz/", {"seed": 5}).text
    assert f"Best so far: {len(right)} of {len(right)}." in page
    assert f"{len(right)} of {len(right)}" in alice_in.get("/networks/").text


@pytest.mark.parametrize("seed", ["", "-1", "x", "9" * 40, "²"])
def test_a_seed_that_is_no_number_is_no_fault(alice_in, seed):
    assert alice_in.get("/networks/x/quiz/", {"seed": seed}).status_code == 200
    assert alice_in.post("/networks/x/quiz/", {"seed": seed, "q0": seed}).status_code == 200


def test_a_network_that_nobody_knows_has_no_quiz(alice_in):
    assert alice_in.get("/networks/nowhere/quiz/").status_code == 404
