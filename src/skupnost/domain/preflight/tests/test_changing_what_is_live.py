"""Until when, and how often, a network lets a live post be changed."""

from __future__ import annotations

import pytest

from skupnost.domain.preflight import After, check_change, seconds_open
from skupnost.domain.preflight.tests.posts import fact

REMOVAL = "publishing.delete_window_seconds"
EDIT = "publishing.edit_window_seconds"


@pytest.mark.parametrize(("age", "n_found"), [(600, 0), (601, 1)])
def test_a_post_can_be_removed_up_to_the_last_second(age, n_found):
    found = check_change("remove", After(age), fact(REMOVAL, 600, "seconds"))
    assert len(found) == n_found
    for finding in found:
        assert (finding.level, finding.code) == ("warning", "too_late_to_remove")
        assert finding.params == {"value": 601, "max": 600, "off": 1, "unit": "seconds"}


def test_a_limit_on_removing_says_nothing_of_editing():
    facts = fact(REMOVAL, 600)
    assert check_change("edit", After(9_999), facts) == ()
    assert (seconds_open("remove", facts), seconds_open("edit", facts)) == (600, None)


def test_of_two_ends_the_earlier_counts():
    facts = {**fact(REMOVAL, 600), **fact("delete_window_seconds", 300), **fact(EDIT, 60)}
    assert (seconds_open("remove", facts), seconds_open("edit", facts)) == (300, 60)


def test_a_word_instead_of_a_number_ends_nothing():
    facts = fact(REMOVAL, "unlimited")
    assert check_change("remove", After(9_999), facts) == ()
    assert seconds_open("remove", facts) is None


def test_how_often_is_no_end_in_time():
    assert seconds_open("edit", fact("publishing.edits_max", 5)) is None


@pytest.mark.parametrize(("n_edits", "n_found"), [(1, 0), (2, 1)])
def test_the_edit_that_is_one_too_many_is_told(n_edits, n_found):
    found = check_change("edit", After(0, n_edits=n_edits), fact("publishing.edits_max", 2))
    assert len(found) == n_found


@pytest.mark.parametrize(
    ("window", "ago", "n_found"),
    [(900, 899, 1), (900, 900, 0), (None, 86_399, 1), (None, 86_400, 0)],
)
def test_removals_are_counted_within_their_window_a_day_where_none_is_named(window, ago, n_found):
    facts = fact("publishing.deletes_per_day", 1, window_seconds=window)
    assert len(check_change("remove", After(0, earlier=(ago,)), facts)) == n_found
