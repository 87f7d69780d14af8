"""Reading the files in which networks hand out an account's own posts with their figures.

A connector lists its formats in `exports.py` as `FORMATS`, and the tables that tell who left as
`UNFOLLOWS`; the registry finds them. Readers are pure and stream: a file may be larger than memory.
"""

from skupnost.kit.exports.sources import Source
from skupnost.kit.exports.values import (
    BadExport,
    ExportFormat,
    Figure,
    PostRead,
    Read,
    RowRefused,
    RowSkipped,
    UnfollowColumns,
    Unit,
    UnusedColumns,
)

__all__ = [
    "BadExport",
    "ExportFormat",
    "Figure",
    "PostRead",
    "Read",
    "RowRefused",
    "RowSkipped",
    "Source",
    "UnfollowColumns",
    "Unit",
    "UnusedColumns",
]
