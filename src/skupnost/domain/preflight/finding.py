"""What preflight says: a stable code with its place, its figures and the fact behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from skupnost.domain.facts import Confidence, Fact
from skupnost.domain.preflight.codes import Code

Param = str | int | float


class Level(StrEnum):
    """How much a finding weighs: an error stops the post, a warning is read, a hint may be."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


_RANK = {Level.ERROR: 0, Level.WARNING: 1, Level.HINT: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a post, or could be better, for one account kind.

    `where` names the place: `text`, `title`, `excerpt`, `slug`, `tags.2`, `language`,
    `visibility`, `content_warning`, `link_url`, `channel`, `media`, `media.0`,
    `media.0.alt_text`, and `thread.1`, `thread.1.media.0` for later posts of a thread. Numbers are
    indices from 0: `thread.1` is `payload.parts[1]`. `params` fill the sentence and are plain
    JSON; `fact` is None where no network's rule is meant; `mend` is a code of what would help,
    empty where nothing does.
    """

    level: Level
    code: Code
    where: str
    params: Mapping[str, Param] = field(default_factory=dict)
    fact: Fact | None = None
    mend: str = ""

    @property
    def blocks(self) -> bool:
        return self.level is Level.ERROR


def level_of(fact: Fact, most: Level = Level.ERROR) -> Level:
    """How hard a broken rule weighs: as hard as its fact is founded, and never above `most`."""
    return max(_founded(fact), most, key=_RANK.__getitem__)


def _founded(fact: Fact) -> Level:
    if fact.live:
        return Level.ERROR
    if fact.effect:
        return Level.WARNING if fact.effect == "risky" else Level.HINT
    if fact.confidence.may_block:
        return Level.ERROR
    if fact.confidence is Confidence.SECONDARY:
        return Level.ERROR if fact.careful else Level.WARNING
    return Level.HINT


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors first, then warnings, then hints; within a level in the order they were found."""
    return tuple(sorted(findings, key=lambda finding: _RANK[finding.level]))
