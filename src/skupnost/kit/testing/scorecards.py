"""The rules of a scorecard and whether one is honest about them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from skupnost.kit.testing.case import corpus_of

RULES: Mapping[str, str] = {
    "manifest_sourced": "every fact has a source, a date and a confidence",
    "ports_declared": "declared ports are implemented, and no others",
    "errors_classified": "every answer ends in one of the six errors or a value",
    "exactly_once": "whatever is lost, there is one post or a person is asked",
    "threads": "a thread cut anywhere is finished with each part once",
    "media_with_alt_text": "pictures go out with their alternative text",
    "corpus": "native and neutral forms are kept side by side and hold",
    "contract_suite": "the contract suite is green",
    "real_server": "tried against a real server on loopback",
    "parity_listed": "every difference between simulator and real server is listed",
    "oauth": "connects by sending the person to the network and back",
    "live_network": "confirmed against the live network",
    "comments": "reads comments and replies",
    "metrics": "reads figures",
    "feed": "reads the feed of those whom the account follows",
}
_STATUSES = ("done", "todo", "exempt")


def complaints(card: Mapping[str, Any], folder: Path) -> list[str]:
    """What is wrong with a scorecard; empty where it is honest."""
    found = [f"{rule} is missing ({RULES[rule]})" for rule in RULES if rule not in card]
    found += [f"{rule} is no rule" for rule in card if rule not in RULES]
    found += [f"{rule}: {said}" for rule, entry in card.items() if (said := _complaint(entry))]
    if _is_done(card.get("corpus")) and not corpus_of(folder):
        found.append("corpus is said to be done and there is none")
    return found


def _complaint(entry: object) -> str:
    if entry == "done":
        return ""
    if not isinstance(entry, Mapping) or entry.get("status") not in _STATUSES:
        return 'write "done" or {status = "todo" | "exempt", reason}'
    return "" if str(entry.get("reason", "")).strip() else "the reason is missing"


def _is_done(entry: object) -> bool:
    return entry == "done" or (isinstance(entry, Mapping) and entry.get("status") == "done")
