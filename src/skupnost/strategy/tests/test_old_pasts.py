"""Where the newest known post is of long ago, every page with "today" says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from skupnost.metrics.models import PastPost
from skupnost.strategy import exporting
from skupnost.strategy.document import pace_sentences
from skupnost.strategy.figures import figures_of_client, from_value
from skupnost.strategy.pasts import basis_of
from skupnost.strategy.tellings import place
from skupnost.strategy.versions import save_version
from skupnost.ui import dates


@pytest.fixture
def long_ago(past):
    """The same sixty posts, six hundred days earlier."""
    past.client.language = "en"
    past.client.save()
    for post in PastPost.objects.all():
        post.posted_at -= timedelta(days=600)
        post.save()
    return past


def until(channel, now):
    return dates.day_and_year(basis_of(channel).old_until(now))


def test_a_past_is_old_after_two_months(long_ago, now):
    newest = basis_of(long_ago).posts[-1].at
    assert basis_of(long_ago).old_until(newest + timedelta(days=59)) is None
    assert basis_of(long_ago).old_until(now) == newest.date()


def test_the_overview_tells_it_beside_the_number_and_in_a_sentence(client, alice, long_ago, now):
    client.force_login(alice)
    text = client.get(reverse("strategy:overview", args=[long_ago.client.slug])).content.decode()
    day = until(long_ago, now)
    assert f"until {day}</span></td>" in text
    assert f"where no newer post is known: {place(long_ago)} until {day}." in text


@pytest.mark.parametrize("export", ["as_markdown", "as_html"])
def test_the_document_tells_it_too_as_it_was_when_it_was_saved(long_ago, alice, now, export):
    version = save_version(client=long_ago.client, value={}, by=alice, now=now)
    text = getattr(exporting, export)(version)
    day = until(long_ago, now)
    assert f"{place(long_ago)} until {day}." in text
    assert f"The newest post that is known is of {day}" in text


def test_a_fresh_past_and_a_version_from_before_tell_nothing(past, now):
    (kept,) = figures_of_client(past.client, now)
    assert kept.pop("old_until") is None
    assert not any("newest post" in said for said in pace_sentences(from_value(kept)))
