"""Lines above a table: where its heading is, when a title or a few remarks stand before it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from skupnost.kit.exports.times import moment

LOOKED_AT = 20
TIME_NAMES = (
    "time", "posted_at", "posted", "published", "publish time", "published at", "date", "datetime",
    "status_published", "created_at", "created", "timestamp", "čas", "datum", "fecha",
    "datum objave", "čas objave", "objavljeno", "fecha de publicación", "publicado",
    "video publish time", "veröffentlichungszeitpunkt des videos", "hora de publicación del vídeo",
    "ora pubblicazione video",
)  # fmt: skip


def place_of_heading(rows: Sequence[Sequence[str]], names: Collection[str]) -> int | None:
    """Which of the first rows names the columns: one of these names is among its cells, and what
    stands above can be no post. None where that cannot be told."""
    for place, row in enumerate(rows):
        if has_name(row, names):
            filled = _filled(row)
            if place == 0 or (_is_heading(filled) and _are_titles(rows[:place], len(filled))):
                return place
            return None
    return None


def has_name(row: Sequence[str], names: Collection[str]) -> bool:
    return any(plain_name(cell) in names for cell in row)


def plain_name(cell: str) -> str:
    """The name of a column as it is looked up: in lower case, without soft hyphens."""
    return cell.replace("\u00ad", "").strip().casefold()


def _is_heading(filled: Sequence[str]) -> bool:
    return len(set(filled)) == len(filled) and not any(map(_is_time_or_number, filled))


def _are_titles(rows: Sequence[Sequence[str]], n_columns: int) -> bool:
    return all(_is_title(row, n_columns) for row in rows)


def _is_title(row: Sequence[str], n_columns: int) -> bool:
    """One cell of words, or a label with what belongs to it above a wider table; a time or a number
    in front may be a post."""
    filled = _filled(row)
    if len(filled) > 2 or len(filled) >= n_columns:
        return False
    return not _is_time_or_number(filled[0])


def _filled(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell]


def _is_time_or_number(cell: str) -> bool:
    if not any(sign.isalpha() for sign in cell):
        return any(sign.isdecimal() for sign in cell)
    try:
        moment(cell, is_day_first=True)
    except (ValueError, OverflowError):
        return False
    return True
