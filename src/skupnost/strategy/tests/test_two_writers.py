"""Two people write the strategy at once: no words are lost and no version is overwritten."""

from __future__ import annotations

import pytest
from django.urls import reverse

from skupnost.strategy.models import StrategyVersion

SENT = {
    "goals-TOTAL_FORMS": 0,
    "goals-INITIAL_FORMS": 0,
    "pillars-TOTAL_FORMS": 0,
    "pillars-INITIAL_FORMS": 0,
    "voice": "Warm",
    "seen": 0,
}


@pytest.fixture
def place(bakery):
    return reverse("strategy:document_edit", args=[bakery.slug])


def test_the_form_knows_the_newest_version_it_was_opened_with(client, alice, place):
    client.force_login(alice)
    assert 'name="seen" value="0"' in client.get(place).content.decode()
    client.post(place, SENT)
    assert 'name="seen" value="1"' in client.get(place).content.decode()


def test_a_double_click_saves_one_version(client, alice, place):
    client.force_login(alice)
    assert [client.post(place, SENT).status_code for _click in range(2)] == [302, 302]
    assert StrategyVersion.objects.count() == 1


def test_line_ends_of_a_browser_change_nothing(client, alice, place):
    client.force_login(alice)
    client.post(place, SENT | {"voice": "Warm.\r\nShort."})
    client.post(place, SENT | {"voice": "Warm.\nShort.", "seen": 1})
    assert [row.value["voice"] for row in StrategyVersion.objects.all()] == ["Warm.\nShort."]


def test_whoever_comes_second_is_told_and_loses_nothing(client, alice, bob, place):
    client.force_login(bob)
    client.post(place, SENT | {"voice": "Sober"})
    client.force_login(alice)
    answer = client.post(place, SENT)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Version 1 was saved meanwhile by bob" in text
    assert "Voice: Sober (before: –)." in text
    assert ">\nWarm</textarea>" in text
    assert StrategyVersion.objects.count() == 1


def test_saving_again_after_that_is_meant(client, alice, bob, place):
    client.force_login(bob)
    client.post(place, SENT | {"voice": "Sober"})
    client.force_login(alice)
    assert 'name="seen" value="1"' in client.post(place, SENT).content.decode()
    assert client.post(place, SENT | {"seen": 1}).status_code == 302
    assert [row.value["voice"] for row in StrategyVersion.objects.all()] == ["Warm", "Sober"]
