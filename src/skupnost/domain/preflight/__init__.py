"""One engine that compares a post with the facts of an account kind.

Composer, scheduling, the worker and the command line all ask `check`; there is no second copy of
any rule. Which fact limits what is a table (`limits.LIMITS`).
"""

from skupnost.domain.preflight.engine import check
from skupnost.domain.preflight.finding import Finding, Level, level_of
from skupnost.domain.preflight.limits import LIMITS, Limit

__all__ = ["LIMITS", "Finding", "Level", "Limit", "check", "level_of"]
