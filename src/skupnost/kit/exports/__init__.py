"""Reading the files in which networks hand out an account's own posts with their figures.

A connector lists its formats in `exports.py` as `FORMATS`; the registry finds them. Readers are
pure and stream: a file may be larger than memory.
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
    "Unit",
    "UnusedColumns",
]
