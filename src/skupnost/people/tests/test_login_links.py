from datetime import timedelta

import pytest

from skupnost.people.actions import ensure_owner, new_login_link, use_login_link
from skupnost.people.models import LoginLink


def test_a_link_signs_in_once(alice, now):
    token = new_login_link(user=alice, now=now)
    assert use_login_link(token=token, now=now) == alice
    assert use_login_link(token=token, now=now) is None


def test_a_link_is_too_old_after_an_hour(alice, now):
    token = new_login_link(user=alice, now=now)
    assert use_login_link(token=token, now=now + timedelta(minutes=61)) is None


def test_an_inactive_person_is_not_let_in(alice, now):
    token = new_login_link(user=alice, now=now)
    alice.is_active = False
    alice.save()
    assert use_login_link(token=token, now=now) is None


def test_the_token_itself_is_not_kept(alice, now):
    token = new_login_link(user=alice, now=now)
    assert token not in LoginLink.objects.get().token_digest


@pytest.mark.django_db
def test_there_is_one_owner_whoever_asks():
    owner, is_new = ensure_owner()
    assert (owner, True) == (owner, is_new)
    assert ensure_owner() == (owner, False)
