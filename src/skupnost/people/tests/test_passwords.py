"""The password form: only where somebody has one, and not for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from skupnost.people.actions import forget_failures, may_try, note_failure
from skupnost.people.models import LoginFailure

SECRET = "a long enough sentence"


@pytest.fixture
def with_password(alice):
    alice.set_password(SECRET)
    alice.save()
    return alice


def sign_in(client, password, **more):
    return client.post("/login/", {"username": "alice", "password": password, **more})


def test_without_any_password_there_is_no_form(client, alice):
    alice.set_unusable_password()
    alice.save()
    assert '<form method="post" class="form">' not in client.get("/login/").text


def test_the_password_of_somebody_who_left_opens_no_form(client, with_password):
    with_password.is_active = False
    with_password.save()
    assert '<form method="post" class="form">' not in client.get("/login/").text


def test_the_right_password_signs_in(client, with_password):
    assert sign_in(client, SECRET).status_code == 302
    assert client.get("/").status_code == 200


def test_a_wrong_one_says_so_and_keeps_the_name(client, with_password):
    answer = sign_in(client, "wrong")
    assert answer.status_code == 422
    assert 'value="alice"' in answer.text


def test_after_five_wrong_ones_even_the_right_one_waits(client, with_password):
    for _number in range(5):
        sign_in(client, "wrong")
    answer = sign_in(client, SECRET)
    assert answer.status_code == 422
    assert "Too many tries" in answer.text


def test_wrong_ones_count_for_their_name_and_for_a_quarter_of_an_hour(db, now):
    for name in ("alice", "bob"):
        for _number in range(5):
            note_failure(name=name, address="192.0.2.1", now=now)
    forget_failures(name="bob")
    later = now + timedelta(minutes=15)
    asked = [("alice", now), ("bob", now), ("zoe", now), ("alice", later)]
    found = [may_try(name=name, address="192.0.2.1", now=at) for name, at in asked]
    assert found == [False, True, True, True]


def test_twenty_wrong_ones_of_any_name_close_an_address_until_they_are_old(db, now):
    for number in range(20):
        note_failure(name=f"name-{number}", address="192.0.2.1", now=now)
    assert not may_try(name="alice", address="192.0.2.1", now=now)
    assert may_try(name="alice", address="192.0.2.2", now=now)
    note_failure(name="alice", address="192.0.2.2", now=now + timedelta(minutes=15))
    assert LoginFailure.objects.count() == 1


def test_a_right_one_forgives_the_wrong_ones_before(client, with_password, now):
    note_failure(name="alice", address="192.0.2.1", now=now)
    sign_in(client, SECRET)
    assert not LoginFailure.objects.exists()


def test_a_password_is_set_in_the_preferences_and_keeps_one_signed_in(client, alice):
    client.force_login(alice)
    sent = {"theme": "dark", "language": "", "new_password": SECRET, "has_single_keys": "on"}
    assert client.post("/preferences/", sent).status_code == 302
    assert client.get("/").status_code == 200
    alice.refresh_from_db()
    assert alice.check_password(SECRET)


@pytest.mark.parametrize(
    "outside",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example",
     "javascript:alert(1)", "http:evil.example", "///evil.example", " //evil.example", "evil"],
)  # fmt: skip
def test_next_never_leads_outside(client, with_password, outside):
    assert sign_in(client, SECRET, next=outside)["Location"] == "/"


def test_next_leads_to_a_page_of_ours(client, with_password):
    assert sign_in(client, SECRET, next="/clients/?a=b")["Location"] == "/clients/?a=b"
