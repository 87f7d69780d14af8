"""Lists of rows are as long as what stands in them; one more comes by a button, and nothing that
was typed is lost or found fault with by that."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from skupnost.strategy.models import Colleague, OwnPlace, StrategyVersion

LISTS = ("people", "kinds", "places")


@pytest.fixture
def resources(bakery):
    return reverse("strategy:resources", args=[bakery.slug])


@pytest.fixture
def document(bakery, alice, now):
    goal = {"what": "Followers", "number": "5000", "by": "2027-06-30"}
    value = {"goals": [goal], "pillars": [{"name": "Bread", "share": 60}]}
    StrategyVersion.objects.create(
        client=bakery, number=1, value=value, saved_at=now, saved_by=alice
    )
    return reverse("strategy:document_edit", args=[bakery.slug])


def focused(answer):
    return re.findall(r'<(?:input|select|div)[^>]*?(?:name="([^"]+)")[^>]* autofocus',
                      answer.content.decode())  # fmt: skip


def test_an_empty_list_has_one_empty_row_and_a_filled_one_none(tab, bakery, resources):
    Colleague.objects.create(client=bakery, name="Ana", hours_a_week=4)
    page = tab(resources, "people-TOTAL_FORMS")
    assert [page.sent[f"{name}-TOTAL_FORMS"] for name in LISTS] == [["1"], ["1"], ["1"]]
    assert page.sent["people-0-name"] == ["Ana"]


def test_another_row_keeps_what_was_typed_and_saves_nothing(tab, bakery, resources):
    page = tab(resources, "people-TOTAL_FORMS")
    page.sent |= {"people-0-name": "Ana", "places-0-name": "Crumbs", "media_ready": "many"}
    answer = page.ask_for_row("people")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert page.sent["people-TOTAL_FORMS"] == ["2"]
    assert page.sent["people-0-name"] == ["Ana"]
    assert page.sent["places-0-name"] == ["Crumbs"]
    assert page.sent["media_ready"] == ["many"]
    assert 'class="error"' not in text
    assert 'aria-invalid="true"' not in text
    assert focused(answer) == ["people-1-name"]
    assert not Colleague.objects.exists()


def test_what_is_typed_into_rows_asked_for_is_saved(tab, bakery, resources):
    page = tab(resources, "people-TOTAL_FORMS")
    page.sent |= {"people-0-name": "Ana", "people-0-hours_a_week": "4"}
    page.ask_for_row("people")
    page.ask_for_row("places")
    page.send(**{"people-1-name": "Bor", "people-1-hours_a_week": "2.5", "places-1-name": "Crumbs"})
    assert list(Colleague.objects.values_list("name", flat=True)) == ["Ana", "Bor"]
    assert OwnPlace.objects.get().name == "Crumbs"


def test_what_the_other_tab_saved_is_still_seen_after_another_row(tab, bakery, resources):
    Colleague.objects.create(client=bakery, name="Ana", hours_a_week=4)
    old, new = tab(resources, "people-TOTAL_FORMS"), tab(resources, "people-TOTAL_FORMS")
    new.send(**{"people-0-hours_a_week": "9"})
    old.sent["people-0-hours_a_week"] = "2"
    old.ask_for_row("kinds")
    answer = old.send()
    assert answer.status_code == 409
    assert "Ana, Hours a week: 9 (before: 4)." in answer.content.decode()


@pytest.mark.parametrize("told", ["", "no_list", "people\x00"])
def test_a_button_of_no_list_saves_nothing(tab, bakery, resources, told):
    page = tab(resources, "people-TOTAL_FORMS")
    page.sent |= {"people-0-name": "Ana", "people-0-hours_a_week": "4"}
    assert page.ask_for_row(told).status_code == 200
    assert not Colleague.objects.exists()


def test_the_document_has_rows_on_asking_too(tab, document):
    page = tab(document, "goals-TOTAL_FORMS")
    assert page.sent["goals-TOTAL_FORMS"] == page.sent["pillars-TOTAL_FORMS"] == ["1"]
    page.sent |= {"voice": "Sober", "pillars-0-share": "", "remark": "agreed"}
    answer = page.ask_for_row("pillars")
    assert 'class="error"' not in answer.content.decode()
    assert focused(answer) == ["pillars-1-name"]
    assert page.sent["voice"] == ["Sober"]
    page.send(**{"pillars-0-share": "70", "pillars-1-name": "People", "pillars-1-share": "30"})
    kept = StrategyVersion.objects.first()
    assert [pillar["name"] for pillar in kept.value["pillars"]] == ["Bread", "People"]
    assert (kept.value["voice"], kept.remark) == ("Sober", "agreed")


@pytest.mark.parametrize("page", ["resources", "document"])
def test_the_return_key_saves(request, client, alice, page):
    """It presses the first button of a form."""
    client.force_login(alice)
    text = client.get(request.getfixturevalue(page)).content.decode()
    first = re.search(r"<button[^>]*>", text[text.index('class="form"') :])[0]
    assert "more" not in first
