"""The strategy document: written in a form, kept in versions, taken along as Markdown."""

from __future__ import annotations

import pytest
from django.urls import reverse

from skupnost.strategy.models import Cadence, StrategyVersion

SENT = {
    "goals-TOTAL_FORMS": 2,
    "goals-INITIAL_FORMS": 0,
    "goals-0-what": "Followers",
    "goals-0-number": "2000",
    "goals-0-by": "2027-06-01",
    "pillars-TOTAL_FORMS": 1,
    "pillars-INITIAL_FORMS": 0,
    "pillars-0-name": "Kruh in peč",
    "pillars-0-share": 60,
    "audiences": "Neighbours",
    "voice": "Warm, short",
    "quiet_hours": "22 to 6",
    "crisis": "Alenka, 040 123 456",
}


@pytest.fixture
def browser(client, alice, bakery):
    client.force_login(alice)
    return client


def address(bakery, name="document"):
    return reverse(f"strategy:{name}", args=[bakery.slug])


def test_what_is_written_stands_on_the_page_with_the_chosen_cadence(browser, channel, now):
    Cadence.objects.create(channel=channel, posts_a_week=4, chosen_at=now)
    assert browser.post(address(channel.client, "document_edit"), SENT).status_code == 302
    text = browser.get(address(channel.client)).content.decode()
    assert "Followers: 2000 by 2027-06-01" in text
    assert "Kruh in peč: 60 %" in text
    assert "4 posts a week" in text


def test_every_change_is_a_version_and_the_old_one_stays(browser, bakery):
    browser.post(address(bakery, "document_edit"), SENT)
    browser.post(address(bakery, "document_edit"), SENT)
    browser.post(address(bakery, "document_edit"), SENT | {"voice": "Sober"})
    assert StrategyVersion.objects.count() == 2
    old = browser.get(address(bakery), {"version": 1}).content.decode()
    assert "Warm, short" in old
    assert browser.get(address(bakery), {"version": 9}).status_code == 404


def test_the_markdown_holds_the_whole_document(browser, bakery):
    browser.post(address(bakery, "document_edit"), SENT)
    answer = browser.get(address(bakery, "document_md"))
    text = answer.content.decode()
    assert text.startswith("# Strategy: Pekarna Zora\n")
    assert "## Pillars\n\n- Kruh in peč: 60 %" in text
    assert "Alenka, 040 123 456" in text


def test_a_goal_without_its_day_is_sent_back(browser, bakery):
    answer = browser.post(address(bakery, "document_edit"), SENT | {"goals-0-by": ""})
    assert answer.status_code == 422
    assert not StrategyVersion.objects.exists()


def test_charlie_finds_no_strategy(client, charlie, bakery):
    client.force_login(charlie)
    for name in ("document", "document_edit", "document_md"):
        assert client.get(address(bakery, name)).status_code == 404
