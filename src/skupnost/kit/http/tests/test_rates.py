"""The moment to ask again is read from whatever header a network uses."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.kit.http.rates import retry_at

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "30"}, 30),
        ({"retry-after": "Wed, 25 Nov 2026 09:02:00 GMT"}, 120),
        ({"x-ratelimit-reset": "2026-11-25T09:05:00.000000Z"}, 300),
        ({"ratelimit-reset": "1795597260"}, 60),
        ({"retry-after": "soon", "x-ratelimit-reset": "2026-11-25T10:00:10+01:00"}, 10),
        ({}, 60),
        ({"retry-after": "-5"}, 60),
        ({"retry-after": "0"}, 1),
        ({"x-ratelimit-reset": "2026-11-25T08:00:00Z"}, 1),
        ({"retry-after": "99999999"}, 172800),
    ],
)
def test_the_moment_is_read(headers, seconds):
    assert retry_at(headers, now=NOW) == NOW + timedelta(seconds=seconds)


@given(st.text(max_size=40))
def test_any_header_gives_a_moment_soon(text):
    moment = retry_at({"retry-after": text}, now=NOW)
    assert NOW < moment <= NOW + timedelta(days=2)
