"""The rulebook shown to people: values in words, each with its source and date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.translation import override

from skupnost.domain.preflight import limit_for
from skupnost.kit.registry import connectors
from skupnost.networks.ages import is_old
from skupnost.networks.kinds import KINDS
from skupnost.networks.labels import FACTS
from skupnost.networks.names import name_of
from skupnost.networks.tables import groups_of, limit_words, words_of

TODAY = date(2026, 11, 23)


@pytest.fixture
def alice_in(client, alice):
    client.force_login(alice)
    return client


def test_every_network_has_a_page(alice_in):
    assert alice_in.get("/networks/").status_code == 200
    for slug in connectors():
        assert alice_in.get(f"/networks/{slug}/").status_code == 200
    assert alice_in.get("/networks/nowhere/").status_code == 404


def test_a_value_says_where_it_comes_from(alice_in):
    page = alice_in.get("/networks/mastodon/").text
    assert "500 characters" in page
    assert "Posting to your profile" in page
    assert "documentation" in page


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (500, "characters", "500 characters"), (1, "graphemes", "1 character"),
        (16_777_216, "bytes", "16.8 MB"), (86_400, "seconds", "1 day"),
        (0.015, "usd_per_request", "0.015 US dollars"), (0.2, "usd_per_request", "0.20 US dollars"),
        (5_400, "seconds", "90 minutes"), (True, "", "yes"),
        ("unlimited", "count", "without limit"),
        (("image/png", "video/quicktime"), "", "PNG, MOV"),
        (("application/pdf", "application/msword"), "", "PDF, DOC"), ("some English prose", "", ""),
        (("https://example.org/a",), "", ""), (0.5625, "width_over_height", "9:16"),
        (1.91, "width_over_height", "1.91:1"), (10_080, "minutes", "7 days"),
    ],
)  # fmt: skip
def test_values_become_words_and_prose_stays_out(value, unit, words):
    with override("en"):
        assert words_of(value, unit) == words


def test_limits_told_by_a_server_are_shown_in_the_order_of_the_rulebook():
    with override("en"):
        told = limit_words({"media.images_max": 4, "text.text_max": 640, "odd.key": 1})
    assert [value for _label, value in told] == ["640 characters", "4"]


def test_every_account_kind_has_words_of_its_own():
    known = {(slug, kind) for slug, found in connectors().items() for kind in found.manifest.kinds}
    assert not known - set(KINDS)


def test_a_rule_that_is_the_same_for_all_kinds_is_said_once():
    rows = [
        row
        for group in groups_of(connectors()["mastodon"].manifest, today=TODAY)
        for row in group.rows
    ]
    length = next(row for row in rows if row.label == FACTS["text.text_max"])
    assert [told.kinds for told in length.told(["a", "b"])] == [()]


@pytest.mark.parametrize(
    "address", ["", "mastodon/", "compare/", "search/?q=picture", "ages/", "mastodon/quiz/"]
)
def test_the_rulebook_asks_the_database_for_the_frame_only(
    alice_in, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        assert alice_in.get(f"/networks/{address}").status_code == 200


def test_each_differing_value_is_said_once_with_its_kinds(alice_in):
    page = alice_in.get("/networks/x/").text
    rule = page.partition('id="rule-text-text_max"')[2].partition("</tbody>")[0]
    assert rule.count("<tr>") == 2
    assert "280 characters" in rule
    assert "25,000 characters" in rule


def test_a_value_that_was_not_looked_at_for_long_asks_to_be(alice_in):
    fact = connectors()["mastodon"].manifest.kinds["account"].facts["text.text_max"]
    assert not is_old(fact, fact.checked_on + timedelta(days=90))
    assert is_old(fact, fact.checked_on + timedelta(days=91))
    assert not is_old(replace(fact, live=True), fact.checked_on + timedelta(days=91))


def test_every_number_that_a_post_can_meet_has_a_name_on_the_page():
    nameless = {
        fact.key
        for known in connectors().values()
        for kind in known.manifest.kinds.values()
        for fact in kind.facts.values()
        if fact.number is not None and limit_for(fact.key, fact.unit) and not name_of(fact.key)
    }
    assert nameless == set()
