"""Credentials get a new key by command, and open as before."""

import pytest

from skupnost.channels import vault


@pytest.fixture
def sealed(channel):
    channel.credentials_sealed = vault.seal({"token": "first-secret"})
    channel.save()
    return channel


def test_rotating_seals_with_a_new_key_and_opens_as_before(skupnost, sealed):
    before_key = vault.key_path().read_text()
    before = bytes(sealed.credentials_sealed)
    assert skupnost("keys", "rotate", "--json").json == {"n_channels": 1}
    sealed.refresh_from_db()
    assert bytes(sealed.credentials_sealed) != before
    assert vault.key_path().read_text() != before_key
    assert vault.unseal(sealed) == {"token": "first-secret"}


def test_a_lost_key_changes_nothing_and_says_what_to_do(skupnost, sealed):
    kept = vault.key_path().read_text()
    before = bytes(sealed.credentials_sealed)
    vault.key_path().unlink()
    try:
        said = skupnost("keys", "rotate")
        assert (said.code, "credentials.key" in said.err) == (1, True)
        sealed.refresh_from_db()
        assert bytes(sealed.credentials_sealed) == before
    finally:
        vault.key_path().write_text(kept)
