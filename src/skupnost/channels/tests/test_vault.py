from __future__ import annotations

import os
import stat

import pytest
from django.db import OperationalError, connection

from skupnost.channels import vault


@pytest.fixture
def bakery_channel(channel, settings, tmp_path):
    settings.DATA = tmp_path
    channel.credentials_sealed = vault.seal({"token": "s3cret"})
    channel.save()
    return channel


def test_what_was_sealed_can_be_opened(bakery_channel):
    bakery_channel.refresh_from_db()
    assert vault.unseal(bakery_channel) == {"token": "s3cret"}
    assert b"s3cret" not in bytes(bakery_channel.credentials_sealed)


def test_only_the_owner_may_read_the_key(bakery_channel):
    others = stat.S_IMODE(vault.key_path().stat().st_mode) & 0o077
    assert others == 0 or os.name == "nt"


def test_rotation_seals_again_and_forgets_the_old_key(bakery_channel):
    before = vault.key_path().read_bytes()
    assert vault.rotate() == 1
    bakery_channel.refresh_from_db()
    assert vault.unseal(bakery_channel) == {"token": "s3cret"}
    assert not set(before.split()) & set(vault.key_path().read_bytes().split())


def test_a_rotation_that_dies_before_it_has_sealed_again_locks_nobody_out(bakery_channel):
    def full(execute, sql, params, many, context):
        if sql.startswith("UPDATE"):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(full), pytest.raises(OperationalError):
        vault.rotate()
    bakery_channel.refresh_from_db()
    assert vault.unseal(bakery_channel) == {"token": "s3cret"}


def test_a_missing_key_file_is_said_and_not_replaced_on_opening(bakery_channel):
    vault.key_path().unlink()
    with pytest.raises(vault.KeyLost, match=r"credentials\.key"):
        vault.unseal(bakery_channel)
    assert not vault.key_path().exists()


def test_rotation_with_a_foreign_key_changes_nothing(bakery_channel):
    vault.key_path().unlink()
    vault.seal({"token": "other"})
    keys = vault.key_path().read_bytes()
    with pytest.raises(vault.KeyLost):
        vault.rotate()
    assert vault.key_path().read_bytes() == keys


def test_a_channel_without_credentials_needs_no_key(bakery_channel):
    vault.key_path().unlink()
    bakery_channel.credentials_sealed = b""
    assert vault.unseal(bakery_channel) == {}
