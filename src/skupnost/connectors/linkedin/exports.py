"""What LinkedIn hands out of a Page's followers by day: `Date`, `Sponsored followers`, `Organic
followers`, `Auto-invited followers` and `Total followers`, all of them who came that day (programs
that read such files add them up; read 2026-11-30). It tells nobody who left."""

from __future__ import annotations

from skupnost.kit.exports import ExportFormat, UnfollowColumns

FORMATS: tuple[ExportFormat, ...] = ()
UNFOLLOWS = (UnfollowColumns(marks=frozenset({"organic followers", "sponsored followers"})),)
