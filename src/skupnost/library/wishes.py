"""What findings ask of a file, as figures: so light, so small, of such a shape, of such types."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from skupnost.domain.payload import MediaItem
from skupnost.domain.preflight import Finding, Level


@dataclass(frozen=True, slots=True)
class Wishes:
    """The least that makes findings go; None and 1 ask for nothing. `scale` is of each side,
    `ratio` is width over height."""

    max_bytes: int | None = None
    scale: float = 1.0
    ratio: float | None = None
    max_seconds: float | None = None
    max_rate: float | None = None
    max_frames: int | None = None

    def then(self, more: Wishes) -> Wishes:
        """What has to be asked of the file at once, where `more` was asked of what came of it."""
        return Wishes(
            max_bytes=_least(self.max_bytes, more.max_bytes),
            scale=self.scale * more.scale,
            ratio=more.ratio or self.ratio,
            max_seconds=_least(self.max_seconds, more.max_seconds),
            max_rate=_least(self.max_rate, more.max_rate),
            max_frames=_least(self.max_frames, more.max_frames),
        )


Figure = TypeVar("Figure", int, float)


def _least(one: Figure | None, other: Figure | None) -> Figure | None:
    return min(one, other) if one is not None and other is not None else one or other


def together(finding: Finding, findings: Iterable[Finding]) -> list[Finding]:
    """The finding with those of the same place that the same mend helps against, advice left out:
    a file made lighter for one limit would be made lighter again for the next."""
    return [
        one
        for one in findings
        if one.where == finding.where
        and one.mend == finding.mend
        and (one.code == finding.code or one.level is not Level.HINT)
    ]


def wishes(findings: Iterable[Finding], item: MediaItem) -> Wishes:
    """All that these findings ask of one file."""
    found = Wishes()
    for finding in findings:
        found = _with(found, finding, item)
    return found


def _with(found: Wishes, finding: Finding, item: MediaItem) -> Wishes:
    bound = _bound(finding)
    if bound is None:
        return found
    value = float(finding.params.get("value", bound)) or 1.0
    match str(finding.params.get("unit", "")):
        case "bytes":
            return replace(found, max_bytes=min(int(bound), found.max_bytes or int(bound)))
        case "pixels":
            return replace(found, scale=min(found.scale, bound / value))
        case "pixels_total":
            return replace(found, scale=min(found.scale, math.sqrt(bound / value)))
        case "width_over_height":
            return replace(found, ratio=_shape(finding, bound, item))
        case "seconds":
            return replace(found, max_seconds=min(bound, found.max_seconds or bound))
        case "frames_per_second":
            return replace(found, max_rate=min(bound, found.max_rate or bound))
        case "count":
            return replace(found, max_frames=int(bound))
    return found


def _bound(finding: Finding) -> float | None:
    """The figure to be met, whichever way it bounds."""
    for name in ("max", "min"):
        if name in finding.params:
            return float(finding.params[name])
    return None


def _shape(finding: Finding, bound: float, item: MediaItem) -> float:
    """The ratio that is asked for; a limit on the longer side over the shorter holds both ways."""
    if str(finding.code) != "shape_too_long" or item.width >= item.height:
        return bound
    return 1 / bound
