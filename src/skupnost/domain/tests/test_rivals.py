"""Rivals' posts by the hour."""

from datetime import UTC, datetime

import pytest

from skupnost.domain.rivals import BadRivals, Rival, by_hour


def test_hours_without_posts_stand_between_those_with():
    moments = [(10, 5, "ana"), (10, 55, "jo"), (12, 59, "jo")]
    rivals = [Rival(datetime(2026, 11, 23, h, m, tzinfo=UTC), author) for h, m, author in moments]
    found = by_hour(rivals)
    assert [(at.hour, authors) for at, authors in found.items()] == [
        (10, ["ana", "jo"]),
        (11, []),
        (12, ["jo"]),
    ]


def test_hours_of_many_years_are_refused():
    ends = [Rival(datetime(year, 1, 1, tzinfo=UTC)) for year in (1970, 2026)]
    with pytest.raises(BadRivals, match="too_long"):
        by_hour(ends)
