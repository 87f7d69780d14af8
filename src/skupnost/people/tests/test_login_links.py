"""A login link works once, for a quarter of an hour."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from skupnost.people.actions import ensure_owner, make_login_link, use_login_link
from skupnost.people.models import LoginLink


def token_of(link: str) -> str:
    return link.strip("/").rpartition("/")[2]


def test_the_link_signs_in_at_once(client, alice):
    answer = client.get(make_login_link(user=alice, now=timezone.now()))
    assert answer.status_code == 302
    assert client.get("/").status_code == 200


def test_the_second_use_says_how_to_get_another(client, alice):
    link = make_login_link(user=alice, now=timezone.now())
    client.get(link)
    client.logout()
    answer = client.get(link)
    assert answer.status_code == 410
    assert "skupnost user login-link" in answer.text
    assert client.get("/").status_code == 404


def test_a_link_signs_in_the_person_it_was_made_for_and_uses_up_no_other(alice, bob, now):
    links = [token_of(make_login_link(user=user, now=now)) for user in (alice, bob)]
    assert [use_login_link(token=token, now=now) for token in reversed(links)] == [bob, alice]
    assert use_login_link(token="unknown", now=now) is None


def test_a_link_is_too_old_after_a_quarter_of_an_hour(alice, now):
    token = token_of(make_login_link(user=alice, now=now))
    assert use_login_link(token=token, now=now + timedelta(minutes=15)) is None


def test_asking_for_the_headers_does_not_use_the_link_up(client, alice):
    link = make_login_link(user=alice, now=timezone.now())
    assert client.head(link).status_code == 405
    assert client.get(link).status_code == 302


def test_the_database_holds_no_token(alice, now):
    token = token_of(make_login_link(user=alice, now=now))
    assert len(token) >= 43
    assert token not in str(list(LoginLink.objects.values()))


def test_a_person_who_left_is_not_signed_in(alice, now):
    token = token_of(make_login_link(user=alice, now=now))
    alice.is_active = False
    alice.save()
    assert use_login_link(token=token, now=now) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_wins(alice, now):
    token = token_of(make_login_link(user=alice, now=now))

    def use(_number: int) -> bool:
        try:
            return use_login_link(token=token, now=now) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(use, range(6))) == [False] * 5 + [True]


def test_there_is_one_owner_however_often_it_is_asked_for(db):
    assert ensure_owner() == ensure_owner()
    assert not ensure_owner().has_usable_password()


def test_whoever_may_not_rule_or_has_left_is_no_owner(alice, bob):
    bob.is_superuser, bob.is_active = True, False
    bob.save()
    assert ensure_owner() not in (alice, bob)
