"""What is done where the outcome of a sending is not known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from skupnost.domain.reconciliation import Guarantee, Step, next_step

SENT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
KEY_ENDS = SENT + timedelta(hours=1)
TICK = timedelta(microseconds=1)


def step(handle, *, can_find=False, sent_at=SENT, may_repeat=True, now=KEY_ENDS - TICK):
    guarantee = Guarantee(handle, can_find, key_seconds=3600, visible_after_seconds=10)
    return next_step(guarantee, first_sent_at=sent_at, may_repeat=may_repeat, now=now)


@pytest.mark.parametrize("can_find", [True, False])
def test_a_chosen_name_is_repeated_while_it_may_be(can_find):
    assert step("client_id", can_find=can_find) is Step.REPEAT
    after = step("client_id", can_find=can_find, may_repeat=False)
    assert after is (Step.LOOK if can_find else Step.ASK)


@pytest.mark.parametrize("handle", ["key", "lookup", "none"])
def test_who_can_be_asked_is_asked_before_any_key_is_trusted(handle):
    assert step(handle, can_find=True) is Step.LOOK


def test_a_key_is_repeated_only_while_it_lives():
    assert step("key") is Step.REPEAT
    assert step("key", now=KEY_ENDS) is Step.ASK
    assert step("key", may_repeat=False) is Step.ASK
    assert step("key", sent_at=None) is Step.ASK


@pytest.mark.parametrize("handle", ["lookup", "none"])
def test_without_a_name_or_a_key_nothing_is_repeated(handle):
    assert step(handle) is Step.ASK
