"""Every address of the site, opened by nobody, by a stranger, and by the person it belongs to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client as Browser

from skupnost.cli.addresses import addresses
from skupnost.desk.sample import make_sample

SECURITY = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
# Addresses of the house: whoever works here may open them, whatever client they work for.
OF_THE_HOUSE = ("people:", "networks:", "ui:")
OF_THE_HOUSE_TOO = {"desk:home", "desk:skip_steps", "clients:list", "clients:new", "static"}
# The way to a network and back: 404 unless one was sent there.
ON_THE_WAY = {"channels:leave", "channels:authorized"}
OF_THE_HOUSE_TOO |= {"channels:practice", "editorial:practice_room", *ON_THE_WAY}
OF_THE_HOUSE_TOO |= {"publishing:letters", "publishing:letters_test"}


@pytest.fixture
def rows(transactional_db, alice):
    """Every address, with examples from a sample client for whom Alice works."""
    make_sample(by=alice, now=datetime.now(UTC))
    return addresses()


def look(browser, address, verb="get"):
    """The answer, with its body read and closed."""
    answer = getattr(browser, verb)(address)
    answer.close()
    return answer


def _is_of_the_house(row):
    return row.name.startswith(OF_THE_HOUSE) or row.name in OF_THE_HOUSE_TOO


def test_nobody_finds_anything_but_the_public_pages(rows):
    browser = Browser()
    open_to_all = [
        f"{verb} {row.pattern}"
        for row in rows
        if not row.is_public
        for verb in ("get", "post")
        if look(browser, row.example, verb).status_code != 404
    ]
    assert len(rows) > 30
    assert open_to_all == []


def test_a_stranger_finds_nothing_of_a_client(rows, charlie):
    browser = Browser()
    browser.force_login(charlie)
    guarded = [row for row in rows if not row.is_public and not _is_of_the_house(row)]
    found = [
        f"{verb} {row.pattern}"
        for row in guarded
        for verb in ("get", "post")
        if look(browser, row.example, verb).status_code != 404
    ]
    assert len(guarded) > 20
    assert all("<slug:" in row.pattern or "<uuid:" in row.pattern for row in guarded)
    assert found == []


def test_the_person_it_belongs_to_is_let_in_and_nothing_breaks(rows, alice):
    browser = Browser()
    browser.force_login(alice)
    lost = [
        f"{row.pattern}: {answer.status_code}"
        for row in rows
        if row.exists and row.name not in ON_THE_WAY
        if (answer := look(browser, row.example)).status_code not in (200, 302, 405)
    ]
    assert lost == []


def test_every_answer_carries_the_headers_of_safety(rows, alice):
    browser = Browser()
    browser.force_login(alice)
    for row in rows:
        answer = look(browser, row.example)
        policy = answer.headers.get("Content-Security-Policy", "")
        assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY, row.pattern
        assert "default-src 'none'" in policy, row.pattern
        assert "unsafe" not in policy


def test_cookies_are_kept_from_scripts_and_other_sites(rows, alice):
    browser = Browser()
    browser.force_login(alice)
    for row in rows:
        look(browser, row.example)
    assert set(browser.cookies) >= {"sessionid"}
    for name, cookie in browser.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] in ("Lax", "Strict"), name


def test_an_unknown_host_gets_400_everywhere(rows):
    browser = Browser(HTTP_HOST="evil.example")
    assert {look(browser, row.example).status_code for row in rows if row.name != "static"} == {400}


def test_public_pages_are_few_and_named(rows):
    public = {row.name for row in rows if row.is_public}
    assert public == {
        "people:login",
        "people:login_link",
        "people:language",
        "people:theme",
        "ui:font",
        "static",
    }
