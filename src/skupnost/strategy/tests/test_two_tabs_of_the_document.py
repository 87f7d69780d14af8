"""The strategy document stands open in two tabs: the newest version has what both of them wrote."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from skupnost.strategy.joining import joined
from skupnost.strategy.models import StrategyVersion

GOAL = {"what": "Followers", "number": "5000", "by": "2027-06-30"}
FIRST = {
    "goals": [GOAL, {"what": "Orders", "number": "30 a month", "by": "2027-03-31"}],
    "pillars": [{"name": "Bread", "share": 60}, {"name": "People", "share": 40}],
    "audiences": "Neighbours",
    "voice": "Warm.\nShort.",
    "crisis_name": "Zora",
    "crisis_phone": "1",
}


@pytest.fixture
def tabs(tab, bakery, alice, now):
    """Two tabs of the form of the first version, of which the second is sent first."""
    StrategyVersion.objects.create(
        client=bakery, number=1, value=FIRST, saved_at=now, saved_by=alice
    )
    address = reverse("strategy:document_edit", args=[bakery.slug])
    return tab(address, "goals-TOTAL_FORMS"), tab(address, "goals-TOTAL_FORMS")


def newest():
    return StrategyVersion.objects.first().value


@pytest.fixture
def third(bakery, alice, now):
    """While a form is sent that somebody was faster than, a third person saves these words."""

    def sent(tab, words, **changes):
        def saves(execute, sql, params, many, context):
            if (
                '"strategy_strategyversion"."number" = ' in sql
                and len(StrategyVersion.objects.all()) == 2
            ):
                value = {**newest(), **words}
                StrategyVersion.objects.create(
                    client=bakery, number=3, value=value, saved_at=now, saved_by=alice
                )
            return execute(sql, params, many, context)

        with connection.execute_wrapper(saves):
            return tab.send(**changes)

    return sent


def row(part, n, /, **cells):
    return {f"{part}-{n}-{name}": value for name, value in cells.items()}


def test_what_the_other_tab_wrote_is_in_the_newest_version_too(tabs):
    old, new = tabs
    new.send(voice="Sober", **row("goals", 0, number="6000"))
    text = old.send(audiences="Cafés", **row("pillars", 1, share="30")).content.decode()
    kept = newest()
    assert (kept["voice"], kept["audiences"]) == ("Sober", "Cafés")
    assert [goal["number"] for goal in kept["goals"]] == ["6000", "30 a month"]
    assert [pillar["share"] for pillar in kept["pillars"]] == [60, 30]
    assert StrategyVersion.objects.count() == 3
    assert "Changed meanwhile, and kept:" in text
    assert "The voice is written anew." in text
    assert "The audiences are" not in text.split("Changed meanwhile, and kept:")[1].split("</")[0]


def test_of_the_same_words_in_both_tabs_both_are_shown(tabs):
    old, new = tabs
    new.send(voice="Sober", audiences="Cafés")
    answer = old.send(voice="Loud", remark="agreed")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Voice: Sober (before: Warm.\nShort.)." in text
    old.read(answer)
    assert old.sent["voice"] == ["Loud"]
    assert old.sent["audiences"] == ["Cafés"]
    assert old.sent["remark"] == ["agreed"]
    assert newest()["voice"] == "Sober"
    old.send()
    assert (newest()["voice"], newest()["audiences"]) == ("Loud", "Cafés")


def test_a_goal_removed_there_does_not_come_back_and_one_added_there_stays(tabs):
    old, new = tabs
    for page in (old, new, old):
        page.ask_for_row("goals")
    added = row("goals", 2, what="Reviews", number="50", by="2027-01-31")
    new.send(**{"goals-1-DELETE": "on"}, **added)
    old.send(**row("goals", 3, what="Guests", number="9", by="2027-02-28"))
    assert [goal["what"] for goal in newest()["goals"]] == ["Followers", "Guests", "Reviews"]


def test_a_goal_removed_there_and_changed_here_is_asked_for(tabs):
    old, new = tabs
    new.send(**{"goals-1-DELETE": "on"})
    answer = old.send(**row("goals", 1, number="40 a month"))
    assert answer.status_code == 409
    assert "is gone." in answer.content.decode()
    assert len(newest()["goals"]) == 1
    old.send_again(answer)
    assert newest()["goals"][1]["number"] == "40 a month"


def test_a_pillar_removed_here_and_changed_there_is_asked_for(tabs):
    old, new = tabs
    new.send(**row("pillars", 1, share="30"))
    answer = old.send(**{"pillars-1-DELETE": "on"})
    assert answer.status_code == 409
    assert newest()["pillars"][1]["share"] == 30
    old.send_again(answer, **{"pillars-1-DELETE": "on"})
    assert [pillar["name"] for pillar in newest()["pillars"]] == ["Bread"]


def test_whom_to_call_is_one_thing(tabs):
    old, new = tabs
    new.send(crisis_name="Bor", crisis_phone="2")
    answer = old.send(crisis_phone="3")
    assert answer.status_code == 409
    assert "Who: Bor (before: Zora)." in answer.content.decode()
    assert (newest()["crisis_name"], newest()["crisis_phone"]) == ("Bor", "2")


def test_a_double_click_and_an_untouched_tab_make_no_version(tabs):
    old, new = tabs
    for page in (new, new, old):
        sent = {"voice": "Sober"} if page is new else {}
        assert "meanwhile" not in page.send(**sent).content.decode().split("Changed")[0]
    assert StrategyVersion.objects.count() == 2
    assert newest()["voice"] == "Sober"


def test_who_wrote_first_makes_no_difference_where_nothing_clashes():
    here, there = FIRST | {"voice": "Sober"}, FIRST | {"goals": [GOAL]}
    first, second = joined(FIRST, there, here), joined(FIRST, here, there)
    assert first.clashes == second.clashes == ()
    assert first.value == second.value
    assert joined(FIRST, here, here).value["voice"] == "Sober"


def test_what_a_third_person_saves_at_the_same_instant_is_kept_and_told_too(tabs, third):
    old, new = tabs
    new.send(voice="Sober")
    answer = third(old, {"crisis": "Call Zora"}, audiences="Cafés")
    kept = newest()
    assert (kept["voice"], kept["audiences"], kept["crisis"]) == ("Sober", "Cafés", "Call Zora")
    told = answer.content.decode().split("Changed meanwhile, and kept:")[1].split("</")[0]
    assert "The voice is written anew." in told
    assert "crisis" in told


def test_where_a_third_person_writes_the_same_part_his_words_are_shown(tabs, third):
    old, new = tabs
    new.send(voice="Sober")
    answer = third(old, {"audiences": "Tourists"}, audiences="Cafés")
    assert answer.status_code == 409
    assert "Tourists" in answer.content.decode()
    old.send_again(answer)
    assert (newest()["voice"], newest()["audiences"]) == ("Sober", "Cafés")
    assert StrategyVersion.objects.count() == 4
