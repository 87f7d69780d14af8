"""Facts by age: what was looked at longest ago comes first, each statement once."""

from __future__ import annotations

from datetime import timedelta

from skupnost.networks.ages import STALE_DAYS, by_age, dated, line_numbers, stale
from skupnost.networks.queries import network, networks

OLDEST = by_age()[0]


def test_the_longest_unchecked_comes_first():
    days = [row.checked_on for row in by_age()]
    assert days == sorted(days)


def test_a_fact_is_stale_the_day_after_its_days_are_over():
    last = OLDEST.checked_on + timedelta(days=STALE_DAYS)
    assert OLDEST not in stale(last)
    assert OLDEST in stale(last + timedelta(days=1))


def test_what_a_kind_inherits_is_told_once():
    keys = [(row.kind, row.key) for row in by_age("x")]
    assert ("standard", "text.url_weight") in keys
    assert ("premium", "text.url_weight") not in keys
    assert ("premium", "text.text_max") in keys
    assert len(keys) == len(set(keys))


def test_errors_readings_and_studies_are_dated_too():
    found = {row.key.split(".")[0] for row in dated(network("mastodon"))}
    assert {"errors", "public_reading", "cadence", "archive", "text"} <= found


def test_every_statement_has_a_line_of_its_own():
    for manifest in networks():
        lines = line_numbers(list(dated(manifest)))
        assert all(lines)
        assert len(lines) == len(set(lines))
