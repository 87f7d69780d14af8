"""Text that may still be waiting for its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise
else:
    Words = object


def plural_of(value: float) -> int:
    """The count by which a figure, written with at most one decimal, takes its plural. One with a
    decimal takes that of three: English and Spanish have their plural then, and Slovenian says 1,5
    ure as it says 3 ure."""
    written = round(value, 1)
    return int(written) if written == int(written) else 3
