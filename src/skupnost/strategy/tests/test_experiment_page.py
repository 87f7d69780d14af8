"""The page of an experiment: paragraph, pictures, and the buttons that begin, end and resume."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from skupnost.strategy.models import Experiment, Slot
from skupnost.strategy.refitting import refit
from skupnost.strategy.results import result_of

NAMES = ("experiment", "stop", "resume", "refit", "told")


def address(experiment, name="experiment"):
    channel = experiment.channel
    return reverse(f"strategy:{name}", args=[channel.client.slug, channel.pk, experiment.pk])


@pytest.fixture
def alice_in(client, alice):
    client.force_login(alice)
    return client


def test_the_paragraph_says_what_came_and_what_moved(tried, now):
    refit(experiment=tried, now=now)
    found = result_of(tried, now=now)
    assert "2 weeks at a pace of about 3 brought" in found.paragraph
    assert "One week at a pace of 9 brought" in found.paragraph
    assert "1 week was not kept as planned" in found.paragraph
    assert "Before, the advice was" in found.paragraph
    assert found.next_step.startswith("Next: ")
    assert found.standing.startswith("Week 5 of 8 asks for 9 posts")


def test_a_week_that_was_not_kept_is_drawn_as_it_was(tried, now):
    refit(experiment=tried, now=now)
    weeks, narrowing = result_of(tried, now=now).charts
    assert ">4/9<" in weeks.svg
    assert weeks.svg.count('stroke-dasharray="3 3"') == 1
    assert weeks.svg.count(">(") == 4
    assert [row[3] for row in weeks.rows] == ["3", "9", "4", "3", "3", "–", "–", "–"]
    assert [row[0] for row in narrowing.rows] == ["0", "1", "2", "3", "4"]


def test_the_pictures_have_their_sentences_and_tables(alice_in, tried, now):
    refit(experiment=tried, now=now)
    text = alice_in.get(address(tried)).content.decode()
    assert text.count("<svg role=") == 2
    assert text.count("<table") == 2
    assert "var(--accent)" in text


def test_an_experiment_that_has_not_begun_says_so(alice_in, past):
    begin = reverse("strategy:begin", args=[past.client.slug, past.pk])
    alice_in.post(begin)
    text = alice_in.get(address(Experiment.objects.get())).content.decode()
    assert "No week of the experiment is over yet." in text
    assert "<svg role=" not in text


def test_two_clicks_begin_one_experiment_and_the_toast_undoes_it(alice_in, past):
    begin = reverse("strategy:begin", args=[past.client.slug, past.pk])
    alice_in.post(begin)
    alice_in.post(begin)
    made = Experiment.objects.get()
    text = alice_in.get(
        reverse("strategy:advice", args=[past.client.slug, past.pk])
    ).content.decode()
    assert f'action="{address(made, "stop")}"' in text
    assert "One runs already" not in text
    alice_in.post(address(made, "stop"))
    assert not Slot.objects.exists()


def test_stopping_offers_the_way_back_and_twice_is_harmless(alice_in, past):
    alice_in.post(reverse("strategy:begin", args=[past.client.slug, past.pk]))
    made, n = Experiment.objects.get(), Slot.objects.count()
    alice_in.post(address(made, "stop"))
    answer = alice_in.post(address(made, "stop"), follow=True)
    assert f'action="{address(made, "resume")}"' in answer.content.decode()
    for _click in range(2):
        alice_in.post(address(made, "resume"))
    assert Slot.objects.filter(experiment=made).count() == n


def test_an_old_tab_stops_only_its_own_experiment(alice_in, past):
    begin = reverse("strategy:begin", args=[past.client.slug, past.pk])
    alice_in.post(begin)
    old = Experiment.objects.get()
    alice_in.post(address(old, "stop"))
    alice_in.post(begin)
    alice_in.post(address(old, "stop"))
    assert Experiment.objects.exclude(pk=old.pk).get().stopped_at is None


def test_the_page_of_a_decided_one_says_the_next_step_and_can_go_on(decided, now):
    found = result_of(decided, now=now)
    assert found.next_step == "Next: put 8 posts a week into the calendar."
    assert found.badge[0] == "Post more often"
    assert "because it had its answer" in found.standing


def test_one_that_has_ended_is_not_counted_anew(alice_in, decided):
    before = list(decided.refits.values_list("made_at", flat=True))
    alice_in.post(address(decided, "refit"))
    assert list(decided.refits.values_list("made_at", flat=True)) == before


@pytest.mark.parametrize("name", NAMES)
def test_charlie_finds_no_experiment(client, charlie, tried, name):
    client.force_login(charlie)
    ask = client.get if name == "experiment" else client.post
    assert ask(address(tried, name)).status_code == 404
    assert Experiment.objects.get().stopped_at is None


def test_between_its_last_week_and_the_last_count_it_says_what_comes(tried, now):
    found = result_of(tried, now=now + timedelta(days=40))
    assert found.badge[0] == "Its weeks are over"
    assert "the last count comes by itself" in found.next_step


def test_a_double_click_keeps_the_way_back_and_an_old_tab_hears_that_it_was_over(alice_in, past):
    alice_in.post(reverse("strategy:begin", args=[past.client.slug, past.pk]), follow=True)
    made = Experiment.objects.get()
    for _click in range(2):  # the toast of the first answer may be lost with it
        text = alice_in.post(address(made, "stop"), follow=True).content.decode()
        assert text.count(f'action="{address(made, "resume")}"') == 1
    made.refresh_from_db()
    made.stopped_at -= timedelta(minutes=5)
    made.save()
    text = alice_in.post(address(made, "stop"), follow=True).content.decode()
    assert "The experiment had ended before." in text
    for _click in range(2):
        text = alice_in.post(address(made, "resume"), follow=True).content.decode()
        assert "The experiment goes on" in text
