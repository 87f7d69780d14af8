"""What TikTok hands out of an account's followers by day (`FollowerHistory`): `Date`, `Followers`
and `Difference in followers from previous day` (files as programs that read them show them; read
2026-11-30). Who came and who left are one figure in it."""

from __future__ import annotations

from skupnost.kit.exports import ExportFormat, UnfollowColumns

FORMATS: tuple[ExportFormat, ...] = ()
UNFOLLOWS = (
    UnfollowColumns(marks=frozenset({"followers", "difference in followers from previous day"})),
)
