"""The engine: every limit, every want, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from skupnost.domain.facts import Facts
from skupnost.domain.payload import Payload
from skupnost.domain.preflight.codes import Code
from skupnost.domain.preflight.finding import Finding, in_order
from skupnost.domain.preflight.limits import broken_limits
from skupnost.domain.preflight.wants import WANTS

# The softer code says nothing new where the harder one is said of the same place.
_SAID_BY: Mapping[Code, Code] = {
    "file_heavy_for_some": "file_too_heavy",
    "text_long_for_some": "text_too_long",
    "text_long": "text_too_long",
    "side_long": "side_too_long",
    "many_hashtags": "too_many_hashtags",
    "title_long_for_search": "title_too_long",
    "excerpt_long_for_search": "excerpt_too_long",
}


def check(payload: Payload, facts: Facts) -> tuple[Finding, ...]:
    """Everything that is wrong with a payload by these facts, errors first; empty where nothing is.

    A limit is an error as far as its fact is well founded (`finding.level_of`): official, observed
    or told by the server itself; a secondary one warns, an unverified one hints.
    """
    found = [finding for want in WANTS for finding in want(payload, facts)]
    found += broken_limits(payload, facts)
    return in_order(_without_echoes(found))


def _without_echoes(findings: Iterable[Finding]) -> Iterator[Finding]:
    findings = list(findings)
    said = {(finding.code, finding.where) for finding in findings}
    for finding in findings:
        if (_SAID_BY.get(finding.code), finding.where) not in said:
            yield finding
