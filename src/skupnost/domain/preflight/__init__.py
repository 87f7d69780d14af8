"""One engine that compares a post with the facts of an account kind.

Composer, scheduling, the worker and the command line all ask `check`; there is no second copy of
any rule. Which fact limits what is a table (`limits.LIMITS`) and a grammar of names
(`limits.limit_for`).
"""

from skupnost.domain.preflight.afterwards import After, check_change, seconds_open
from skupnost.domain.preflight.case import Occasion, Other
from skupnost.domain.preflight.counting import lengths
from skupnost.domain.preflight.engine import check
from skupnost.domain.preflight.finding import Finding, Level, level_of
from skupnost.domain.preflight.limits import LIMITS, Limit, limit_for

__all__ = [
    "LIMITS",
    "After",
    "Finding",
    "Level",
    "Limit",
    "Occasion",
    "Other",
    "check",
    "check_change",
    "lengths",
    "level_of",
    "limit_for",
    "seconds_open",
]
