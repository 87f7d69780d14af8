"""The strategy document: written in a form, kept in versions with its figures, taken along."""

from __future__ import annotations

import pytest
from django.urls import reverse

from skupnost.clients.models import Client
from skupnost.strategy.models import Cadence, ChannelLimits, StrategyVersion
from skupnost.strategy.versions import save_version

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
    Client.objects.update(language="en")
    client.force_login(alice)
    return client


def address(bakery, name="document"):
    return reverse(f"strategy:{name}", args=[bakery.slug])


def test_what_is_written_stands_on_the_page_with_the_chosen_cadence(browser, channel, now):
    Cadence.objects.create(channel=channel, posts_a_week=4, chosen_at=now)
    assert browser.post(address(channel.client, "document_edit"), SENT).status_code == 302
    text = browser.get(address(channel.client)).content.decode()
    assert "1 Jun 2027" in text
    assert "The largest share has “Kruh in peč”: 60 % of the posts." in text
    assert "Chosen: 4 posts a week." in text


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
    assert "- Followers: 2000 by 1 Jun 2027" in text
    assert "Alenka, 040 123 456" in text


def test_a_channel_is_drawn_with_curve_week_and_hours(browser, past):
    browser.post(address(past.client, "document_edit"), SENT)
    text = browser.get(address(past.client)).content.decode()
    for code in ("curve", "week", "day"):
        assert f'id="{code}-{past.pk}"' in text
    assert text.count("<svg role=") == 4


def test_a_version_keeps_its_figures_whatever_happens_later(browser, past):
    browser.post(address(past.client, "document_edit"), SENT)
    first = browser.get(address(past.client)).content.decode()
    ChannelLimits.objects.create(channel=past, from_hour=9, until_hour=12, most=2)
    browser.post(address(past.client, "document_edit"), SENT)
    drawn = first.partition(f'id="week-{past.pk}"')[2].partition("</svg>")[0]
    assert drawn in browser.get(address(past.client), {"version": 1}).content.decode()
    assert drawn not in browser.get(address(past.client), {"version": 2}).content.decode()


def test_a_version_without_figures_still_shows(browser, bakery, alice, now):
    old = {"goals": [], "pillars": [], "voice": "Warm", "crisis": "Alenka", "cadence": []}
    values = {"number": 1, "value": old, "saved_at": now, "saved_by": alice}
    StrategyVersion.objects.create(client=bakery, **values)
    assert "Warm" in browser.get(address(bakery)).content.decode()


def test_a_goal_without_its_day_is_sent_back(browser, bakery):
    answer = browser.post(address(bakery, "document_edit"), SENT | {"goals-0-by": ""})
    assert answer.status_code == 422
    assert not StrategyVersion.objects.exists()


def test_saving_says_so(browser, bakery):
    answer = browser.post(address(bakery, "document_edit"), SENT, follow=True)
    assert "The strategy is saved; earlier versions stay." in answer.content.decode()


def test_a_remark_sent_with_the_same_words_goes_beside_the_version(browser, bakery):
    browser.post(address(bakery, "document_edit"), SENT)
    browser.post(address(bakery, "document_edit"), SENT | {"remark": "Agreed"})
    assert StrategyVersion.objects.get().remark == "Agreed"
    browser.post(address(bakery, "document_edit"), SENT)
    assert StrategyVersion.objects.get().remark == "Agreed"


def test_an_emptied_row_is_left_out_and_a_ticked_one_too(browser, bakery):
    more = {"pillars-TOTAL_FORMS": 2, "pillars-INITIAL_FORMS": 2, "goals-INITIAL_FORMS": 1}
    ticked = {"pillars-1-name": "Old", "pillars-1-share": 40, "pillars-1-DELETE": "on"}
    emptied = {"goals-0-what": "", "goals-0-number": "", "goals-0-by": ""}
    answer = browser.post(address(bakery, "document_edit"), SENT | more | ticked | emptied)
    assert answer.status_code == 302
    value = StrategyVersion.objects.get().value
    assert (value["goals"], len(value["pillars"])) == ([], 1)


def test_shares_that_do_not_make_a_hundred_are_a_hint_only(browser, bakery):
    assert browser.post(address(bakery, "document_edit"), SENT).status_code == 302
    hint = "The shares of the pillars add up to 60 %, not to 100 %."
    assert hint in browser.get(address(bakery)).content.decode()
    assert hint in browser.get(address(bakery, "document_edit")).content.decode()


def test_the_crisis_contact_has_name_phone_and_address(browser, bakery):
    who = {"crisis_name": "Alenka", "crisis_phone": "040 123 456", "crisis_email": "a@zora.example"}
    browser.post(address(bakery, "document_edit"), SENT | who)
    text = browser.get(address(bakery)).content.decode()
    assert all(f'<li dir="auto">{part}</li>' in text for part in who.values())
    wrong = browser.post(address(bakery, "document_edit"), SENT | {"crisis_email": "nobody"})
    assert wrong.status_code == 422


def test_a_remark_stands_beside_a_version_and_changes_nothing_else(browser, bakery):
    browser.post(address(bakery, "document_edit"), SENT | {"remark": "Draft"})
    before = StrategyVersion.objects.get()
    place = reverse("strategy:document_remark", args=[bakery.slug, 1])
    browser.post(place, {"remark": "Agreed with the client on 3 March"})
    after = StrategyVersion.objects.get()
    assert (before.remark, after.remark) == ("Draft", "Agreed with the client on 3 March")
    assert (before.value, before.saved_at) == (after.value, after.saved_at)
    assert browser.post(place, {"remark": "x" * 201}).status_code == 302
    assert StrategyVersion.objects.get().remark == after.remark


def test_charlie_finds_no_strategy(client, charlie, bakery, alice):
    save_version(client=bakery, value={"voice": "Warm"}, by=alice, now=bakery.created_at)
    client.force_login(charlie)
    for kind in ("", "_edit", "_md", "_html", "_pdf"):
        assert client.get(address(bakery, f"document{kind}")).status_code == 404
    place = reverse("strategy:document_remark", args=[bakery.slug, 1])
    assert client.post(place, {"remark": "Mine"}).status_code == 404


def test_the_page_asks_the_database_a_few_times_however_many_versions(
    browser, past, alice, now, django_assert_max_num_queries
):
    for number in range(6):
        save_version(client=past.client, value={"voice": f"{number}"}, by=alice, now=now)
    with django_assert_max_num_queries(14):
        browser.get(address(past.client))
