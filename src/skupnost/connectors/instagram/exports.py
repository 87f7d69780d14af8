"""What the Meta Business Suite hands out of an Instagram account (columns read 2026-11-23)."""

from __future__ import annotations

from collections.abc import Generator

from skupnost.kit.exports import ExportFormat, Read, Source
from skupnost.kit.exports.columns import Column, figure_column, read_columns
from skupnost.kit.exports.tables import headings

_NOTHING = Column("nothing")
_TYPES = {
    "ig image": "photo",
    "ig carousel": "carousel",
    "ig reel": "reel",
    "ig video": "video",
    "ig story": "story",
}
BUSINESS_SUITE = {
    "post id": Column("remote_id"),
    "permalink": Column("url"),
    "description": Column("text"),
    "post type": Column("type"),
    "publish time": Column("time"),
    "account id": _NOTHING,
    "account username": _NOTHING,
    "account name": _NOTHING,
    "reach": figure_column("reach"),
    "impressions": figure_column("impressions"),
    "views": figure_column("views"),
    "plays": figure_column("views"),
    "likes": figure_column("reactions"),
    "comments": figure_column("comments"),
    "shares": figure_column("shares"),
    "saves": figure_column("saves"),
    "follows": figure_column("follows"),
}


def _is_it(source: Source) -> bool:
    return {"post id", "account username", "publish time"} <= set(headings(source))


def _read(source: Source) -> Generator[Read, None, None]:
    return read_columns(source, BUSINESS_SUITE, is_day_first=False, types=_TYPES)


FORMATS = (ExportFormat("instagram_business_suite", _is_it, _read),)
