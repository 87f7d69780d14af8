"""The resources stand open in two tabs: people, kinds of posts and places neither vanish nor come
back, and of one number nothing is lost unseen."""

from __future__ import annotations

import pytest
from django.urls import reverse

from skupnost.strategy.models import Colleague, ContentKind, OwnPlace, Resources


@pytest.fixture
def people(bakery):
    return [
        Colleague.objects.create(client=bakery, name=name, hours_a_week=4)
        for name in ("Ana", "Bor")
    ]


@pytest.fixture
def tabs(tab, bakery, people):
    """Two tabs of the same page, of which the second is sent first."""
    address = reverse("strategy:resources", args=[bakery.slug])
    return tab(address, "people-TOTAL_FORMS"), tab(address, "people-TOTAL_FORMS")


def stand():
    return list(Colleague.objects.values_list("name", "hours_a_week"))


def row(number, **cells):
    return {f"people-{number}-{name}": value for name, value in cells.items()}


def test_what_the_other_tab_changed_stays_and_is_told(tabs):
    old, new = tabs
    new.send(media_ready="12", **row(1, hours_a_week="9"))
    text = old.send(currency="CHF", **row(0, hours_a_week="5")).content.decode()
    kept = Resources.objects.get()
    assert (kept.media_ready, kept.currency) == (12, "CHF")
    assert stand() == [("Ana", 5), ("Bor", 9)]
    assert "Changed meanwhile, and kept:" in text
    assert "Pictures and films ready to use: 12 (before: –)." in text
    assert "Bor, Hours a week: 9 (before: 4)." in text


def test_of_one_number_in_both_tabs_neither_is_lost_unseen(tabs):
    old, new = tabs
    new.send(**row(1, hours_a_week="9"))
    answer = old.send(**row(1, hours_a_week="2.5"))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Bor, Hours a week: 9 (before: 4)." in text
    assert 'name="people-1-hours_a_week" value="2.5"' in text
    assert stand() == [("Ana", 4), ("Bor", 9)]
    assert old.send_again(answer).redirect_chain
    assert stand() == [("Ana", 4), ("Bor", 2.5)]


def test_a_row_that_was_deleted_elsewhere_does_not_come_back(tabs):
    old, new = tabs
    new.send(**{"people-1-DELETE": "on"})
    text = old.send(**row(0, hours_a_week="5")).content.decode()
    assert stand() == [("Ana", 5)]
    assert "Bor: removed." in text


def test_nor_does_it_after_a_mistake_elsewhere_in_the_form(tabs):
    old, new = tabs
    new.send(**{"people-1-DELETE": "on"})
    wrong = old.send(**row(0, hours_a_week="500"))
    assert wrong.status_code == 422
    assert "Bor: removed." in wrong.content.decode()
    old.send_again(wrong, **row(0, hours_a_week="5"))
    assert stand() == [("Ana", 5)]


def test_a_row_deleted_elsewhere_and_changed_here_is_asked_for(tabs):
    old, new = tabs
    new.send(**{"people-1-DELETE": "on"})
    answer = old.send(**row(1, hours_a_week="9"))
    assert answer.status_code == 409
    assert "Bor: removed." in answer.content.decode()
    assert stand() == [("Ana", 4)]
    for _click in range(2):
        old.send_again(answer)
    assert stand() == [("Ana", 4), ("Bor", 9)]


def test_a_row_changed_elsewhere_and_deleted_here_is_asked_for(tabs):
    old, new = tabs
    new.send(**row(1, hours_a_week="9"))
    answer = old.send(**{"people-1-DELETE": "on"})
    assert answer.status_code == 409
    assert "Bor, Hours a week: 9 (before: 4)." in answer.content.decode()
    assert stand() == [("Ana", 4), ("Bor", 9)]
    old.read(answer)
    assert old.sent["people-1-hours_a_week"] == ["9"]
    old.send()
    assert stand() == [("Ana", 4)]


def test_what_both_tabs_deleted_is_gone_without_a_word(tabs):
    for page in tabs:
        text = page.send(**{"people-1-DELETE": "on"}).content.decode()
        assert "meanwhile" not in text
    assert stand() == [("Ana", 4)]


def test_a_row_added_elsewhere_stays_and_is_told(tabs):
    old, new = tabs
    for page in tabs:
        page.ask_for_row("people")
    new.send(**row(2, name="Cene", hours_a_week="3"))
    text = old.send(**row(2, name="Dana", hours_a_week="6")).content.decode()
    assert [name for name, _hours in stand()] == ["Ana", "Bor", "Cene", "Dana"]
    assert "Cene: added." in text


def test_a_double_click_makes_one_row_of_each(tabs):
    old, _new = tabs
    old.ask_for_row("people")
    for _click in range(2):
        text = old.send(
            **row(2, name="Cene", hours_a_week="3"),
            **{"kinds-0-name": "Photo", "kinds-0-hours_each": "1"},
            **{"places-0-name": "Site", "places-0-address": "https://bakery.example"},
        ).content.decode()
        assert "meanwhile" not in text
    assert [name for name, _hours in stand()] == ["Ana", "Bor", "Cene"]
    assert (ContentKind.objects.count(), OwnPlace.objects.count()) == (1, 1)


def test_two_rows_alike_in_one_form_are_two(tabs):
    old, _new = tabs
    alike = {"name": "Student", "hours_a_week": "3"}
    for _row in range(2):
        old.ask_for_row("people")
    for _click in range(2):
        old.send(**row(2, **alike), **row(3, **alike))
    assert stand()[2:] == [("Student", 3), ("Student", 3)]


def test_one_more_like_a_row_that_the_page_showed_is_meant(tabs):
    old, _new = tabs
    old.ask_for_row("people")
    old.send(**row(2, name="Ana", hours_a_week="4"))
    assert stand() == [("Ana", 4), ("Bor", 4), ("Ana", 4)]


def test_kinds_and_places_are_named_by_what_was_chosen(tab, bakery):
    OwnPlace.objects.create(client=bakery, name="Crumbs", kind="blog")
    address = reverse("strategy:resources", args=[bakery.slug])
    old, new = tab(address, "media_ready"), tab(address, "media_ready")
    new.send(**{"places-0-kind": "forum"})
    text = old.send(**{"places-0-how_often": "weekly"}).content.decode()
    assert "Crumbs, What it is: Forum (before: Blog)." in text
    kept = OwnPlace.objects.get()
    assert (kept.kind, kept.how_often) == ("forum", "weekly")


@pytest.mark.parametrize("told", ["", "many", "-1"])
def test_a_form_that_tells_nonsense_of_before_is_still_checked(tabs, told):
    old, new = tabs
    new.send(**{"people-1-DELETE": "on"})
    for number in (0, 1):
        old.sent[f"initial-people-{number}-hours_a_week"] = told
    answer = old.send(**row(0, hours_a_week="5"))
    assert answer.status_code in (200, 409)
    assert ("Bor", 4) not in stand()


def test_a_form_that_tells_nothing_of_before_is_kept_as_it_was_sent(tabs):
    old, new = tabs
    new.send(**{"people-1-DELETE": "on"})
    old.sent = {name: value for name, value in old.sent.items() if not name.startswith("initial-")}
    old.send(**row(0, hours_a_week="5"))
    assert stand() == [("Ana", 5), ("Bor", 4)]


def test_a_row_of_another_client_is_not_touched(tabs, florist):
    old, _new = tabs
    foreign = Colleague.objects.create(client=florist, name="Zala", hours_a_week=7)
    answer = old.send(**row(1, id=f"{foreign.pk}", name="Mine", hours_a_week="1"))
    assert answer.status_code == 409
    foreign.refresh_from_db()
    assert (foreign.name, foreign.hours_a_week) == ("Zala", 7)
    assert "Zala" not in answer.content.decode()
