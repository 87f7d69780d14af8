"""What Facebook hands out of a Page: Page Insights (until 2023) and the Meta Business Suite.

Column names: an Insights export of 2018 with its second heading line (units), and Business Suite
downloads as their users publish them; read 2026-11-23. The page data of Insights by day tells who
took a like back: `Date`, `Lifetime Total Likes`, `Daily New Likes`, `Daily Unlikes`, and a line of
descriptions below (programs that read such files, and the titles that the Graph API gives to
`page_fans`, `page_fan_adds` and `page_fan_removes`; read 2026-11-30). What the Business Suite hands
out by day has follows in a column `Primary` and nobody who left.
"""

from __future__ import annotations

from collections.abc import Generator

from skupnost.kit.exports import ExportFormat, Read, Source, UnfollowColumns, Unit
from skupnost.kit.exports.columns import Column, figure_column, read_columns
from skupnost.kit.exports.tables import headings

_TYPES = {"photos": "photo", "videos": "video", "links": "link", "sharedvideo": "video"}
_NOTHING = Column("nothing")

# Cells by action type are left blank where nobody did it; the others have zeros.
INSIGHTS = {
    "post id": Column("remote_id"),
    "permalink": Column("url"),
    "post message": Column("text"),
    "type": Column("type"),
    "posted": Column("time"),
    "countries": _NOTHING,
    "languages": _NOTHING,
    "audience targeting": _NOTHING,
    "lifetime post total reach": figure_column("reach"),
    "lifetime post total impressions": figure_column("impressions"),
    "lifetime engaged users": figure_column("engaged"),
    "lifetime negative feedback from users": figure_column("hides", Unit.PEOPLE),
    "lifetime negative feedback": figure_column("hides"),
    "lifetime post stories by action type - like": figure_column("reactions", is_blank_zero=True),
    "lifetime post stories by action type - comment": figure_column("comments", is_blank_zero=True),
    "lifetime post stories by action type - share": figure_column("shares", is_blank_zero=True),
    "lifetime talking about this (post) by action type - like": figure_column(
        "reactions", Unit.PEOPLE, is_blank_zero=True
    ),
    "lifetime talking about this (post) by action type - comment": figure_column(
        "comments", Unit.PEOPLE, is_blank_zero=True
    ),
    "lifetime talking about this (post) by action type - share": figure_column(
        "shares", Unit.PEOPLE, is_blank_zero=True
    ),
}
BUSINESS_SUITE = {
    "post id": Column("remote_id"),
    "permalink": Column("url"),
    "description": Column("text"),
    "title": Column("text"),
    "post type": Column("type"),
    "publish time": Column("time"),
    "page id": _NOTHING,
    "page name": _NOTHING,
    "reach": figure_column("reach"),
    "impressions": figure_column("impressions"),
    "views": figure_column("views"),
    "reactions, comments and shares": figure_column("interactions"),
    "reactions": figure_column("reactions"),
    "comments": figure_column("comments"),
    "shares": figure_column("shares"),
    "total clicks": figure_column("clicks"),
    "negative feedback from users": figure_column("hides", Unit.PEOPLE),
}


def _is_insights(source: Source) -> bool:
    return {"post id", "posted", "lifetime post total reach"} <= set(headings(source))


def _read_insights(source: Source) -> Generator[Read, None, None]:
    return read_columns(source, INSIGHTS, is_day_first=False, types=_TYPES)


def _is_business_suite(source: Source) -> bool:
    return {"post id", "page id", "publish time"} <= set(headings(source))


def _read_business_suite(source: Source) -> Generator[Read, None, None]:
    return read_columns(source, BUSINESS_SUITE, is_day_first=False, types=_TYPES)


FORMATS = (
    ExportFormat("facebook_insights", _is_insights, _read_insights),
    ExportFormat("facebook_business_suite", _is_business_suite, _read_business_suite),
)
UNFOLLOWS = (
    UnfollowColumns(
        marks=frozenset({"daily unlikes"}),
        unfollows="daily unlikes",
        gained="daily new likes",
        followers="lifetime total likes",
    ),
)
