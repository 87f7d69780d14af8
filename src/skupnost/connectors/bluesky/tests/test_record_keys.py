"""Record keys: chosen before sending, never shared by two deliveries, in order within a thread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.connectors.bluesky.tid import (
    client_id,
    decode,
    encode,
    is_tid,
    part_index,
    part_key,
)

NOW = 1_795_000_000_000_000


def key(name: str, now: int = NOW) -> str:
    return client_id(delivery_id=name, title="Bread", now_microseconds=now)


def lines(path) -> list[str]:
    text = path.read_text(encoding="utf-8").splitlines()
    return [line for line in text if line and not line.startswith("#")]


def test_the_networks_own_examples_are_told_apart(shared_folder):
    folder = shared_folder / "conformance/atproto-interop/syntax"
    assert all(is_tid(line) for line in lines(folder / "tid_syntax_valid.txt"))
    assert not any(is_tid(line) for line in lines(folder / "tid_syntax_invalid.txt"))


@given(st.integers(0, 2**63 - 1))
def test_a_number_survives_the_way_through_a_tid(number):
    assert decode(encode(number)) == number


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))
def test_tids_sort_as_their_numbers_do(one, other):
    assert (encode(one) < encode(other)) == (one < other)


def test_a_key_is_the_same_whenever_it_is_chosen_anew():
    assert key("0190") == key("0190")
    assert is_tid(key("0190"))


def test_ten_thousand_deliveries_of_one_instant_have_keys_of_their_own():
    assert len({key(f"delivery {number}") for number in range(10_000)}) == 10_000


@given(st.text(), st.integers(10**15, 2 * 10**15))
def test_a_key_is_never_from_the_future_nor_an_hour_old(name, now):
    assert 0 < now - (decode(key(name, now)) >> 10) < 3_600_000_000


def test_parts_of_a_thread_follow_their_first():
    keys = [part_key(key("0190"), index) for index in range(5)]
    assert keys == sorted(keys)
    assert [part_index(keys[0], one) for one in keys] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("apart", [-1, 1, 1 << 20])
def test_a_key_that_is_no_part_of_the_thread_is_told(apart):
    first = key("0190")
    assert part_index(first, encode(decode(first) + apart)) is None
