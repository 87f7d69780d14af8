"""Numbers and marks of tables, as programs and people write them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from skupnost.kit.exports.columns import ABSENT, FALSE, TRUE

NOTHING = frozenset({*ABSENT, "nan", "null", "none", "na"})
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_BY_COMMAS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_BY_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
GROUP = 1000


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes its numbers: whether its commas set thousands apart, and whether its
    points, which are taken for decimals, look as if they did."""

    commas_group: bool = False
    points_may_group: bool = False

    def number(self, cell: str) -> tuple[float | None, bool]:
        """The number of a cell, None for an empty or unreadable one, and whether it was readable
        or empty."""
        text = _SPACES.sub("", cell)
        if text.casefold() in NOTHING:
            return None, True
        try:
            value = float(self._plain(text))
        except ValueError:
            return None, False
        return (value, True) if math.isfinite(value) else (None, False)

    def _plain(self, text: str) -> str:
        comma, point = text.rfind(","), text.rfind(".")
        if point > comma >= 0 or text.count(",") > 1:
            return text.replace(",", "")
        if self.commas_group and _BY_COMMAS.fullmatch(text):
            return text.replace(",", "")
        return (text.replace(".", "") if comma > point >= 0 else text).replace(",", ".")


def style_of(cells: Iterable[str], delimiter: str) -> Style:
    """The style of a column by its first cells. Commas set thousands apart where commas also part
    the cells (else they are decimals), all of them stand so, and no number of four digits does
    without."""
    seen = [text for cell in cells if (text := _SPACES.sub("", cell)).casefold() not in NOTHING]
    with_commas, with_points = _having(seen, ","), _having(seen, ".")
    is_bare = any(text.isdecimal() and int(text[:20]) >= GROUP for text in seen)
    return Style(
        commas_group=delimiter == "," and not is_bare and _all_are(with_commas, _BY_COMMAS),
        points_may_group=not is_bare and len(with_points) > 1 and _all_are(with_points, _BY_POINTS),
    )


def _having(cells: Iterable[str], sign: str) -> list[str]:
    return [cell for cell in cells if sign in cell]


def _all_are(cells: list[str], pattern: re.Pattern[str]) -> bool:
    return bool(cells) and all(map(pattern.fullmatch, cells))


def is_yes(cell: str) -> bool | None:
    """Whether a cell says yes; None where it says neither yes nor no."""
    if not cell:
        return False
    text = cell.strip().casefold()
    if text in TRUE:
        return True
    return False if text in FALSE or text in NOTHING else None
