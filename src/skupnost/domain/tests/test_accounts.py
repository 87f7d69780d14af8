from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from skupnost.domain.accounts import AccountState, access_ends_at, account_findings
from skupnost.domain.facts import Confidence, Fact, Source

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SOURCE = Source("own", "Own", "-", Confidence.OBSERVED)


def facts(**values):
    """Facts about access, by their names."""
    return {
        f"oauth.{name}": Fact(f"oauth.{name}", value, SOURCE, NOW.date(), Confidence.OBSERVED)
        for name, value in values.items()
    }


def codes(state, known=None, now=NOW):
    return [(one.level, one.code) for one in account_findings(state, known or {}, now)]


@pytest.mark.parametrize(
    ("network", "kind", "code"),
    [
        ("facebook", "profile", "profile_for_company"),
        ("linkedin", "member", "member_for_company"),
        ("instagram", "personal", "personal_needs_business"),
    ],
)
def test_a_company_on_a_personal_account_is_warned(network, kind, code):
    assert codes(AccountState(network, kind)) == [("warning", code)]


def test_a_person_may_have_a_personal_account():
    assert codes(AccountState("facebook", "profile", is_company=False)) == []
    assert codes(AccountState("instagram", "personal", is_company=False)) == [
        ("hint", "personal_needs_business")
    ]


def test_another_kind_than_chosen_is_told():
    assert codes(AccountState("mastodon", "account", told_kind="bot_account")) == [
        ("warning", "other_kind")
    ]
    assert codes(AccountState("mastodon", "account", told_kind="account")) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [("yes", []), ("no", [("error", "role_missing")]), ("", [("hint", "role_unknown")])],
)
def test_a_page_needs_a_role_that_somebody_else_gives(said, found):
    assert codes(AccountState("facebook", "page", is_by_hand=True, may_post=said)) == found


def test_a_role_is_not_asked_for_where_none_is_needed():
    assert codes(AccountState("x", "standard", is_by_hand=True)) == []


@pytest.mark.parametrize(
    ("scopes", "lacking"),
    [
        (("read", "write"), None),
        (("write:statuses", "write:media"), None),
        (("read", "write:statuses"), "write:media"),
        (("read",), "write:statuses, write:media"),
        ((), None),
    ],
)
def test_a_right_that_was_not_granted_is_named(scopes, lacking):
    known = facts(scopes_publish=("write:statuses", "write:media"))
    found = account_findings(AccountState("mastodon", "account", scopes=scopes), known, NOW)
    assert [one.params["scopes"] for one in found] == ([lacking] if lacking else [])


def test_an_author_without_pictures_is_warned_of():
    state = AccountState("wordpress", "self_hosted", scopes=("publish_posts",))
    assert codes(state) == [("warning", "right_missing")]


def test_a_refused_access_comes_first():
    state = AccountState("facebook", "profile", refused="token_expired")
    assert codes(state)[0] == ("error", "access_refused")


@pytest.mark.parametrize(
    ("known", "days"),
    [
        (facts(token_expires=False, access_token_seconds=60), None),
        (facts(access_token_seconds=86_400), 1),
        (facts(access_token_seconds=7200, refresh="single use"), None),
        (facts(access_token_seconds=7200, refresh_token_seconds=864_000), 10),
        (facts(user_token_seconds=5_184_000), 60),
        ({}, None),
    ],
)
def test_the_life_of_an_access_is_that_of_the_manifest(known, days):
    ends_at = access_ends_at(AccountState("toy", "account", access_given_at=NOW), known)
    assert ends_at == (NOW + timedelta(days=days) if days else None)


def test_what_the_network_told_goes_before_the_manifest():
    told = NOW + timedelta(days=3)
    state = AccountState("toy", "account", access_given_at=NOW, access_ends_at=told)
    assert access_ends_at(state, facts(access_token_seconds=60)) == told


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (15, []),
        (14, [("warning", "access_ends_soon")]),
        (0, [("error", "access_ended")]),
        (-1, [("error", "access_ended")]),
    ],
)
def test_an_end_is_told_two_weeks_before(days, found):
    state = AccountState("toy", "account", access_ends_at=NOW + timedelta(days=days))
    assert codes(state) == found


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2027, 3, 1), []),
        (date(2026, 12, 1), [("warning", "version_ends_soon")]),
        (date(2026, 11, 1), [("error", "version_ended")]),
    ],
)
def test_the_end_of_a_version_is_told_two_weeks_before(day, found):
    assert codes(AccountState("toy", "account"), facts(version_ends_on=day)) == found
