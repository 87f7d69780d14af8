"""What a page says after a clash of two tabs, and where the keyboard is then."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from skupnost.strategy.models import Colleague, Period, StrategyVersion


def note(answer):
    """The words of the note; the page must put the keyboard into it and nowhere else."""
    text = answer.content.decode()
    assert len(re.findall(r"\sautofocus\b", text)) == 1
    begun = text.split(' role="alert" tabindex="-1" autofocus>')[1]
    return re.sub(r"<[^>]*>", "", begun.split("</div></div>")[0])


def section(answer, heading):
    return answer.content.decode().split(f'<h2 id="{heading}"')[1].split("</section>")[0]


def test_what_both_changed_is_told_apart_from_what_stays(tab, bakery):
    Colleague.objects.create(client=bakery, name="Ana", hours_a_week=4)
    address = reverse("strategy:resources", args=[bakery.slug])
    old, new = tab(address, "media_ready"), tab(address, "media_ready")
    new.send(media_ready="12", **{"people-0-hours_a_week": "9"})
    words = note(old.send(**{"people-0-hours_a_week": "2"}))
    mine, stays = words.split("This stays, and stands below already:")
    assert "You changed this as well; there it is now:Ana, Hours a week: 9 (before: 4)." in mine
    assert "Pictures and films ready to use: 12 (before: –)." in stays
    assert "it takes the place of the other" in mine


def test_a_form_that_is_wrong_is_not_said_to_hold(tab, channel):
    address = reverse("strategy:advice", args=[channel.client.slug, channel.pk])
    old, new = tab(address, "most"), tab(address, "most")
    new.send(least="6")
    words = note(old.send(most="5"))
    assert "mend what is marked below" in words
    assert "takes the place" not in words


def test_the_note_stands_above_the_form_that_was_sent(tab, tooter):
    address = reverse("strategy:advice", args=[tooter.client.slug, tooter.pk])
    for field, heading, mine, there in (
        ("most", "limits", "5", "4"),
        ("hours_by", "feed", "feeds", "both"),
    ):
        old, new = tab(address, field), tab(address, field)
        new.send(**{field: there})
        answer = old.send(**{field: mine})
        assert answer.status_code == 409
        note(answer)
        assert 'class="note" data-tone="warn" role="alert"' in section(answer, heading)


def test_quiet_time_and_periods_have_their_own_place(tab, bakery):
    address = reverse("strategy:periods", args=[bakery.slug])
    old, new = tab(address, "quiet_from"), tab(address, "quiet_from")
    new.send(quiet_from="20", quiet_until="6")
    answer = old.send(quiet_from="22", quiet_until="6")
    note(answer)
    assert 'role="alert"' in section(answer, "free")
    days = {"starts_on": "2031-02-03", "ends_on": "2031-02-05"}
    kept = Period.objects.create(client=bakery, name="Fair", kind="closed", **days)
    old = tab(reverse("strategy:period", args=[bakery.slug, kept.pk]), "starts_on")
    kept.delete()
    answer = old.send(name="The fair")
    note(answer)
    assert 'role="alert"' in section(answer, "add")


@pytest.fixture
def tabs(tab, bakery, alice, now):
    value = {"voice": "Warm", "crisis_name": "Zora", "crisis_phone": "1",
             "pillars": [{"name": "Bread", "share": 60}]}  # fmt: skip
    StrategyVersion.objects.create(
        client=bakery, number=1, value=value, saved_at=now, saved_by=alice
    )
    address = reverse("strategy:document_edit", args=[bakery.slug])
    return tab(address, "goals-TOTAL_FORMS"), tab(address, "goals-TOTAL_FORMS")


def test_words_that_both_wrote_are_told_once(tabs):
    old, new = tabs
    new.send(voice="Sober", audiences="Cafés")
    words = note(old.send(voice="Loud"))
    mine, stays = words.split("This stays, and stands below already:")
    assert "Version 2 was saved meanwhile by " in mine
    assert "Voice: Sober (before: Warm)." in mine
    assert "The audiences are new." in stays
    assert "The voice is written anew." not in words


def test_of_whom_to_call_only_what_changed_is_told(tabs):
    old, new = tabs
    new.send(crisis_name="Bor", **{"pillars-0-share": "50"})
    words = note(old.send(crisis_phone="3", **{"pillars-0-share": "70"}))
    assert "Who: Bor (before: Zora)." in words
    assert "went from 60 % to 50 %." in words
    assert "E-mail" not in words
    assert "This stays" not in words
