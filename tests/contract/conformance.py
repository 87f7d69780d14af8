"""The conformance suites, read in place, and how each of their cases ends with us.

`python -m tests.contract.conformance` prints the table of `docs/reference/conformance.md`. Cases
that we do not meet are listed with the reason in `tests/contract/exceptions.toml`.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

EXCEPTIONS = Path(__file__).with_name("exceptions.toml")


class Outcome(NamedTuple):
    """One case: its suite and group, what names it, what was wanted and what came."""

    suite: str
    group: str
    case: str
    wanted: Any
    got: Any

    @property
    def is_met(self) -> bool:
        return bool(self.wanted == self.got)

    @property
    def name(self) -> str:
        return f"{self.suite} / {self.group} / {self.case}"


Suite = Callable[[Path], Iterator[Outcome]]


def listed() -> dict[str, str]:
    """The cases that we do not meet: name to reason."""
    rows = tomllib.loads(EXCEPTIONS.read_text("utf-8")).get("exception", [])
    return {row["case"]: row["reason"] for row in rows}


def told_apart(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """The same outcomes; cases of one name get a number."""
    seen: Counter[str] = Counter()
    for outcome in outcomes:
        seen[outcome.name] += 1
        again = seen[outcome.name]
        yield outcome._replace(case=f"{outcome.case} ({again})") if again > 1 else outcome


def surprises(outcomes: list[Outcome], reasons: dict[str, str]) -> list[str]:
    """What the list does not say: cases that fail unlisted, and listed ones that pass."""
    failing = [o for o in outcomes if not o.is_met and o.name not in reasons]
    passing = [o for o in outcomes if o.is_met and o.name in reasons]
    return [f"{o.name}: wanted {o.wanted!r}, got {o.got!r}" for o in failing] + [
        f"{o.name}: is listed as an exception, but met" for o in passing
    ]


def every_suite() -> dict[str, Suite]:
    """The suites by the name of their folder."""
    from tests.contract.suites import atproto, linkify, twitter, unicode

    return {
        "twitter-text": twitter.outcomes,
        "atproto-interop": atproto.outcomes,
        "linkify-it": linkify.outcomes,
        "unicode": unicode.outcomes,
    }


def rows(folder: Path) -> Iterator[str]:
    """The table, a line a group: suite, group, cases, met, listed exceptions."""
    reasons = listed()
    for suite, outcomes in every_suite().items():
        groups: dict[str, list[Outcome]] = {}
        for outcome in told_apart(outcomes(folder)):
            groups.setdefault(outcome.group, []).append(outcome)
        for group, found in groups.items():
            n_met = sum(outcome.is_met for outcome in found)
            n_listed = sum(outcome.name in reasons for outcome in found)
            yield f"| {suite} | {group} | {len(found)} | {n_met} | {n_listed} |"


def main() -> None:
    folder = Path(os.environ.get("SKUPNOST_SHARED", "../shared")) / "conformance"
    sys.stdout.write(
        "| suite | group | cases | met | exceptions |\n| --- | --- | --- | --- | --- |\n"
    )
    for row in rows(folder):
        sys.stdout.write(row + "\n")


if __name__ == "__main__":
    main()
