"""Figures with their units, as the reader's language writes them."""

from __future__ import annotations

from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from skupnost.ui.words import plural_of

_SIZES = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB"))
_SPANS = ((86_400, "days"), (3_600, "hours"), (60, "minutes"))


def figure_words(n: float, decimals: int | None = None) -> str:
    """A number with the separators of the language, without needless decimals."""
    plain = int(n) if float(n).is_integer() else n
    least = 1 if n == round(n, 1) else 2
    places = decimals if decimals is not None else None if isinstance(plain, int) else least
    rounded = plain if places is None else round(plain, places)
    return str(number_format(rounded, places, use_l10n=True, force_grouping=True))


def amount_words(n: float, unit: str, *, exact: bool = False) -> str:
    """`12 characters`, `1.5 MB`, `3 minutes`; `exact` writes every byte and second."""
    if unit == "bytes" and not exact:
        return _size(n)
    if unit == "seconds" and not exact:
        return span_words(n)
    if unit == "width_over_height" and not exact:
        return shape_words(n)
    return _counted(n, unit)


def shape_words(ratio: float) -> str:
    """`16:9` for a ratio of small numbers, else `1.91:1`."""
    near = Fraction(ratio).limit_denominator(16)
    if near.numerator <= 20 and abs(near - Fraction(ratio)) < Fraction(1, 1000):
        return f"{near.numerator}:{near.denominator}"
    return f"{figure_words(ratio)}:1"


def span_words(seconds: float) -> str:
    """`30 days`, `1.5 hours`, `90 seconds`: in the largest unit of which there are two or a whole
    number."""
    for length, name in _SPANS:
        if seconds >= 2 * length or (seconds >= length and seconds % length == 0):
            return _counted(round(seconds / length, 1), name)
    return _counted(seconds, "seconds")


def _size(n: float) -> str:
    for size, name in _SIZES:
        if n >= size:
            short = round(n / size, 1)
            return f"{figure_words(short, None if short.is_integer() else 1)} {name}"
    return _counted(n, "bytes")


def _counted(n: float, unit: str) -> str:
    count = plural_of(n)
    words = {
        "bytes": ngettext("%(n)s byte", "%(n)s bytes", count),
        "pixels": ngettext("%(n)s pixel", "%(n)s pixels", count),
        "pixels_total": ngettext("%(n)s pixel", "%(n)s pixels", count),
        "seconds": ngettext("%(n)s second", "%(n)s seconds", count),
        "minutes": ngettext("%(n)s minute", "%(n)s minutes", count),
        "hours": ngettext("%(n)s hour", "%(n)s hours", count),
        "days": ngettext("%(n)s day", "%(n)s days", count),
        "width_over_height": "%(n)s",
    }
    counted = ngettext("%(n)s character", "%(n)s characters", count)
    return words.get(unit, counted) % {"n": figure_words(n)}


def pace_words(low: float, high: float, per: str) -> str:
    """`3 to 7 a week`, `1 a day`; `per` is day, week or month."""
    words = {
        "day": (gettext("%(n)s a day"), gettext("%(low)s to %(high)s a day")),
        "week": (gettext("%(n)s a week"), gettext("%(low)s to %(high)s a week")),
        "month": (gettext("%(n)s a month"), gettext("%(low)s to %(high)s a month")),
        "year": (gettext("%(n)s a year"), gettext("%(low)s to %(high)s a year")),
    }
    one, span = words[per]
    if low == high:
        return one % {"n": figure_words(low)}
    return span % {"low": figure_words(low), "high": figure_words(high)}
