"""What every answer carries."""

from __future__ import annotations

import pytest

PAGES = ["/login/", "/no/such/page/", "/static/ui/css/base.css"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_is_strict(client, db, path):
    answer = client.get(path)
    answer.close()
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_private_pages_are_not_kept(client, alice):
    client.force_login(alice)
    answer = client.get("/")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Frame-Options"] == "DENY"


def test_cookies_are_not_for_scripts_nor_for_other_sites(client, db):
    from django.utils import timezone

    from skupnost.people.actions import ensure_owner, make_login_link

    client.get(make_login_link(user=ensure_owner(), now=timezone.now()))
    client.get("/preferences/")
    client.post("/theme/", {"theme": "dark"})
    client.post("/language/", {"language": "sl"})
    assert {"sessionid", "csrftoken", "theme", "django_language"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_an_unknown_host_is_a_bad_request(client, db):
    answer = client.get("/login/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.text


def test_a_form_without_its_token_is_refused_calmly(alice):
    from django.test import Client as Browser

    strict = Browser(enforce_csrf_checks=True)
    strict.force_login(alice)
    answer = strict.post("/preferences/")
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text
