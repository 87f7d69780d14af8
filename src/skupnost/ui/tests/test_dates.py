"""How moments are written in each language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format

AT = datetime(2026, 3, 2, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("en", "2 March 2026, 09:05", "2 Mar 2026, 09:05"),
        ("sl", "2. marec 2026 ob 09:05", "2. 3. 2026 ob 09:05"),
        ("es", "2 de marzo de 2026 a las 09:05", "02/03/2026 09:05"),
    ],
)
def test_a_moment_is_written_as_its_language_has_it(language, long, short):
    with translation.override(language):
        assert date_format(AT, "DATETIME_FORMAT") == long
        assert date_format(AT, "SHORT_DATETIME_FORMAT") == short
