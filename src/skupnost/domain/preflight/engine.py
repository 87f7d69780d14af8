"""The engine: every limit, every want, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from skupnost.domain.facts import Facts
from skupnost.domain.payload import Payload
from skupnost.domain.preflight.case import Case, Occasion
from skupnost.domain.preflight.codes import Code
from skupnost.domain.preflight.finding import Finding, Param, in_order
from skupnost.domain.preflight.rules import rules_of
from skupnost.domain.preflight.wants import WANTS_OF_MEDIA

# The softer code says nothing new where the harder one is said of the same place.
_SAID_BY: Mapping[Code, Code] = {
    "file_heavy_for_some": "file_too_heavy",
    "file_heavy": "file_too_heavy",
    "text_long_for_some": "text_too_long",
    "text_long": "text_too_long",
    "side_long": "side_too_long",
    "video_too_short": "film_empty",
    "narrow": "too_narrow",
    "low": "too_low",
    "many_hashtags": "too_many_hashtags",
    "title_long_for_search": "title_too_long",
    "excerpt_long_for_search": "excerpt_too_long",
}


def check(
    payload: Payload, facts: Facts, *, occasion: Occasion | None = None
) -> tuple[Finding, ...]:
    """Everything that is wrong with a payload by these facts, errors first; empty where nothing is.

    A limit is an error as far as its fact is well founded (`finding.level_of`): official, observed
    or told by the server itself; a secondary one warns, an unverified one hints. With an `occasion`
    it is also said what the network thinks of the moment and of the number of posts.
    """
    rules = rules_of(facts)
    case = Case(payload, facts, occasion)
    wants = rules.wants + WANTS_OF_MEDIA if payload.all_media else rules.wants
    found = [finding for want in wants for finding in want(payload, facts)]
    for rule in rules.that_apply(case):
        found += rule.broken(case)
    return in_order(_without_echoes(found)) if found else ()


def _without_echoes(findings: list[Finding]) -> Iterable[Finding]:
    if len(findings) < 2:
        return findings
    said = {(finding.code, finding.where) for finding in findings}
    loudest = _loudest(findings)
    return [
        finding
        for finding in findings
        if (_SAID_BY.get(finding.code), finding.where) not in said
        and loudest.get(_same(finding), finding) is finding
    ]


def _same(finding: Finding) -> tuple[str, str, Param]:
    return (finding.code, finding.where, finding.params.get("unit", ""))


def _loudest(findings: Iterable[Finding]) -> dict[tuple[str, str, Param], Finding]:
    """Of several limits on one thing the one to mend first: an error, and the furthest beyond."""
    best: dict[tuple[str, str, Param], Finding] = {}
    for finding in in_order(sorted(findings, key=_excess)):
        best.setdefault(_same(finding), finding)
    return best


def _excess(finding: Finding) -> float:
    off = finding.params.get("off", 0)
    return -off if isinstance(off, int | float) else 0.0


def rules_read(facts: Facts) -> Iterator[str]:
    """The keys of the facts that limit something, of this set."""
    rules = rules_of(facts)
    for group in (rules.always, rules.on_media, rules.on_details, rules.on_occasion):
        yield from (rule.fact.key for rule in group)
