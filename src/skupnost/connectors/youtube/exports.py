"""What YouTube Studio hands out of a channel: advanced mode, tab Content (columns read
2026-11-23). It tells the day of a film, not its hour.

The same table by date has `Date`, `Subscribers gained`, `Subscribers lost` and `Subscribers`, which
is the difference of the two (`Table data.csv` in journohindi/Test-HND: 17706 - 2572 = 15134; read
2026-11-30); it tells no total.
"""

from __future__ import annotations

from collections.abc import Generator

from skupnost.kit.exports import ExportFormat, Read, Source, UnfollowColumns
from skupnost.kit.exports.columns import Column, figure_column, read_columns
from skupnost.kit.exports.tables import headings

_NOTHING = Column("nothing")
STUDIO = {
    "content": Column("remote_id"),
    "video": Column("remote_id"),
    "video title": Column("text"),
    "video publish time": Column("time"),
    "duration": _NOTHING,
    "views": figure_column("views"),
    "watch time (hours)": figure_column("watch_hours"),
    "impressions": figure_column("impressions"),
    "likes": figure_column("reactions"),
    "comments added": figure_column("comments"),
    "comments": figure_column("comments"),
    "shares": figure_column("shares"),
    "subscribers": _NOTHING,
}


def _is_it(source: Source) -> bool:
    return {"video title", "video publish time"} <= set(headings(source))


def _read(source: Source) -> Generator[Read, None, None]:
    return read_columns(source, STUDIO, is_day_first=False, skips=frozenset({"total"}))


FORMATS = (ExportFormat("youtube_studio", _is_it, _read),)
UNFOLLOWS = (
    UnfollowColumns(
        marks=frozenset({"subscribers gained", "subscribers lost"}),
        unfollows="subscribers lost",
        gained="subscribers gained",
    ),
)
