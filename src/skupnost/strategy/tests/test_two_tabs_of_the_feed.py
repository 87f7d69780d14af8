"""The choice about feeds stands open in two tabs: neither loses unseen what the other saved."""

from __future__ import annotations

import pytest
from django.urls import reverse

from skupnost.strategy.models import FeedChoice


@pytest.fixture
def tabs(tab, tooter):
    """Two tabs of the same page, of which the second is sent first."""
    page = reverse("strategy:advice", args=[tooter.client.slug, tooter.pk])
    return tab(page, "hours_by"), tab(page, "hours_by")


def kept():
    return FeedChoice.objects.values_list("hours_by", "moves_today").get()


def test_what_the_other_tab_chose_stays_and_is_told(tabs):
    old, new = tabs
    new.send(moves_today="on")
    text = old.send(hours_by="feeds").content.decode()
    assert kept() == ("feeds", True)
    assert "Let empty slots of today move with the feed: yes (before: no)." in text


def test_of_one_choice_in_both_tabs_neither_is_lost_unseen(tabs):
    old, new = tabs
    new.send(hours_by="feeds")
    answer = old.send(hours_by="both")
    text = answer.content.decode()
    assert answer.status_code == 409
    told = "Hours at the top of feeds (before: Hours that brought reactions)."
    assert f"The hours of open slots: {told}" in text
    assert kept() == ("feeds", False)
    old.read(answer)
    assert old.sent["hours_by"] == ["both"]
    old.send()
    assert kept() == ("both", False)


def test_a_double_click_is_no_conflict(tabs):
    for page in (tabs[0], tabs[1], tabs[1]):
        text = page.send(hours_by="feeds").content.decode()
        assert "The next slots follow your choice." in text
        assert "meanwhile" not in text


def test_where_the_feed_cannot_be_read_the_box_that_is_not_shown_changes_nothing(tab, tooter):
    FeedChoice.objects.create(channel=tooter, moves_today=True)
    tooter.server = ""
    tooter.health = "reconnect"
    tooter.save()
    page = tab(reverse("strategy:advice", args=[tooter.client.slug, tooter.pk]), "hours_by")
    assert "moves_today" not in page.sent
    text = page.send(hours_by="feeds").content.decode()
    assert kept() == ("feeds", True)
    assert "meanwhile" not in text
