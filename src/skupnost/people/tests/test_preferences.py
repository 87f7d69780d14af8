"""Language and colours are chosen in one click, by anybody, and remembered."""

from __future__ import annotations

import pytest


def test_the_language_holds_for_a_stranger(client, db):
    client.post("/language/", {"language": "sl", "next": "/login/"})
    assert '<html lang="sl"' in client.get("/login/").text


def test_the_language_of_the_account_goes_before_the_browsers(client, alice):
    client.force_login(alice)
    client.post("/language/", {"language": "es"})
    answer = client.get("/", headers={"accept-language": "sl"})
    assert '<html lang="es"' in answer.text
    assert answer["Content-Language"] == "es"


@pytest.mark.parametrize("language", ["xx", "fr"])
def test_an_unknown_language_or_theme_changes_nothing(client, alice, language):
    client.force_login(alice)
    client.post("/language/", {"language": language})
    client.post("/theme/", {"theme": "neon"})
    alice.refresh_from_db()
    assert (alice.language, alice.theme) == ("", "system")


def test_a_chosen_language_stays_with_the_account(client, alice):
    client.force_login(alice)
    client.post("/language/", {"language": "sl"})
    alice.refresh_from_db()
    assert alice.language == "sl"


def test_the_theme_stands_in_the_page_before_any_script(client, alice):
    client.force_login(alice)
    client.post("/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/").text


def test_single_keys_can_be_switched_off(client, alice):
    client.force_login(alice)
    assert "data-shortcuts" not in client.get("/preferences/").text
    client.post("/preferences/", {"theme": "light", "language": ""})
    assert 'data-shortcuts="off"' in client.get("/preferences/").text


def test_a_weak_password_is_refused_with_words(client, alice, settings):
    settings.AUTH_PASSWORD_VALIDATORS = [
        {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"}
    ]
    client.force_login(alice)
    answer = client.post("/preferences/", {"theme": "light", "new_password": "abc"})
    assert answer.status_code == 422


def test_signing_out_asks_and_then_closes_the_door(client, alice):
    client.force_login(alice)
    assert client.get("/logout/").status_code == 200
    client.post("/logout/")
    assert client.get("/").status_code == 404
