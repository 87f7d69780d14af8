"""The key and the token that proves it."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest

from skupnost.connectors.ghost.admin_key import read_key, token
from skupnost.kit.errors import NeedsReconnect

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
KEY = "6489abcdef0123456789abcd:" + "0f" * 32


def decoded(part: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(part + "=="))


def test_a_token_names_its_key_and_lives_less_than_five_minutes():
    head, claims, _ = token(read_key(KEY), now=NOW).split(".")
    assert decoded(head) == {"alg": "HS256", "typ": "JWT", "kid": "6489abcdef0123456789abcd"}
    assert decoded(claims)["aud"] == "/admin/"
    assert decoded(claims)["iat"] == int(NOW.timestamp())
    assert 0 < decoded(claims)["exp"] - decoded(claims)["iat"] <= 300


def test_a_token_is_signed_with_the_secret():
    signed, _, signature = token(read_key(KEY), now=NOW).rpartition(".")
    expected = hmac.digest(bytes.fromhex("0f" * 32), signed.encode(), hashlib.sha256)
    assert base64.urlsafe_b64decode(signature + "==") == expected


@pytest.mark.parametrize("text", ["", "abc", "abc:", ":0f", "abc:0f0", "abc:xyz", f"{KEY} {KEY}"])
def test_a_key_that_is_not_whole_needs_a_person(text: str):
    with pytest.raises(NeedsReconnect) as caught:
        read_key(text)
    assert caught.value.code == "key_malformed"


def test_spaces_around_a_key_do_no_harm():
    assert read_key(f"  {KEY}\n") == read_key(KEY)


def test_a_key_shows_no_secret():
    assert "0f0f" not in repr(read_key(KEY))
