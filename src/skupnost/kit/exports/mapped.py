"""Any table of posts: what its columns mean is told, or guessed from their names."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from skupnost.kit.exports.columns import Column, Meaning, read_columns
from skupnost.kit.exports.sources import Source
from skupnost.kit.exports.tables import open_table
from skupnost.kit.exports.times import can_be_read_both_ways, is_day_first
from skupnost.kit.exports.titles import TIME_NAMES
from skupnost.kit.exports.values import METRICS, BadExport, Read, Unit

GUESSES: Mapping[str, tuple[str, ...]] = {
    "time": TIME_NAMES,
    "remote_id": ("id", "post id", "post_id", "status_id", "tweet id"),
    "url": ("url", "link", "permalink", "address", "post url"),
    "text": ("text", "message", "caption", "post", "content", "title", "description", "besedilo"),
    "type": ("type", "status_type", "post type", "media type", "kind", "vrsta", "tipo"),
    "followers": ("followers", "fans", "page likes", "page total likes", "sledilci", "seguidores"),
    "left_out": ("boosted", "paid", "promoted", "sponsored", "left_out", "left out"),
    "contest": ("contest", "giveaway", "nagradna igra", "sorteo"),
    "campaign": (),
    "reach": ("reach", "people reached", "doseg", "alcance"),
    "impressions": ("impressions", "prikazi", "impresiones"),
    "views": ("views", "plays", "ogledi", "visualizaciones"),
    "interactions": ("response", "interactions", "engagements", "engagement", "total interactions",
                     "odziv", "interacciones"),
    "reactions": ("reactions", "likes", "like", "favourites", "favorites", "num_reactions",
                  "všečki", "me gusta"),
    "comments": ("comments", "comment", "replies", "num_comments", "komentarji", "comentarios"),
    "shares": ("shares", "share", "reposts", "boosts", "retweets", "num_shares", "delitve"),
    "saves": ("saves", "saved", "bookmarks", "guardados"),
    "clicks": ("clicks", "link clicks", "kliki", "clics"),
}  # fmt: skip
SAMPLE = 5_000
Named = TypeVar("Named")


def listed(heading: Sequence[str]) -> str:
    """The first names of columns, for a sentence."""
    return ", ".join(filter(None, (name.strip() for name in heading[:20])))


def guess(heading: list[str]) -> dict[str, str]:
    """Which column (in lower case) is which thing, as far as the names tell."""
    names = [name.strip().casefold() for name in heading]
    found: dict[str, str] = {}
    for role, words in GUESSES.items():
        column = next((word for word in words if word in names), "")
        if column and column not in found.values():
            found[role] = column
    return found


def meaning_of(
    heading: list[str], told: Mapping[str, str], units: Mapping[str, Unit] = {}
) -> Meaning:
    """What each column holds: what was told (thing to column), else what the names suggest.
    BadExport for a column that is not there or a thing that nobody knows."""
    names = {name.strip().casefold() for name in heading}
    wanted, units = _renamed(told), _renamed(units)
    for role in (*wanted, *units):
        if role not in METRICS and (role in units or role not in GUESSES):
            raise BadExport("unknown_role", {"role": role})
    for column in wanted.values():
        if column and column.strip().casefold() not in names:
            raise BadExport("no_such_column", {"column": column, "columns": listed(heading)})
    told_columns = {column.strip().casefold() for column in wanted.values()}
    guessed = {r: c for r, c in guess(heading).items() if c not in told_columns}
    chosen = guessed | {role: column.strip().casefold() for role, column in wanted.items()}
    return {
        column: Column(role, units.get(role) or METRICS.get(role))
        for role, column in chosen.items()
        if column
    }


def _renamed(told: Mapping[str, Named]) -> dict[str, Named]:
    """With the response as the interactions that it is kept as."""
    return {"interactions" if role == "response" else role: told[role] for role in told}


def read_mapped(
    source: Source,
    told: Mapping[str, str] = {},
    units: Mapping[str, Unit] = {},
    day_first: bool | None = None,
) -> Generator[Read, None, None]:
    """The posts of any table. BadExport where nothing tells the time, or where dates can be read
    both ways round and nobody said which."""
    with open_table(source) as (heading, _rows):
        meaning = meaning_of(heading, told, units)
    order = day_first if day_first is not None else _order(source, meaning)
    yield from read_columns(source, meaning, is_day_first=order)


def _order(source: Source, meaning: Meaning) -> bool | None:
    """How round the dates are, from the first thousands of rows."""
    with open_table(source) as (heading, rows):
        names = [name.strip().casefold() for name in heading]
        time = next((name for name, column in meaning.items() if column.role == "time"), "")
        if time not in names:
            raise BadExport("no_time_column", {"columns": listed(heading)})
        place = names.index(time)
        cells = [row[place] for _line, row in islice(rows, SAMPLE) if place < len(row)]
    found = is_day_first(cells)
    if found is None and (either := next(filter(can_be_read_both_ways, cells), "")):
        raise BadExport("date_order_unknown", {"example": either})
    return found
