"""The last check, remembered: one post goes to many channels of a network in the same minute."""

from __future__ import annotations

from collections.abc import Sequence

from skupnost.domain.facts import Fact, Facts
from skupnost.domain.payload import Payload
from skupnost.publishing.lanes.tools import Check, Finding

Frozen = frozenset[tuple[str, Fact]]


class RememberedCheck:
    """A check that is asked once for the same content and the same facts, whichever channels they
    belong to. The check must be pure: what it says may depend on nothing else."""

    def __init__(self, check: Check, *, most: int = 1024) -> None:
        self._check = check
        self._most = most
        self._known: dict[tuple[Payload, Frozen], Sequence[Finding]] = {}
        self._facts: Facts = {}
        self._frozen: Frozen = frozenset()
        self._same: dict[Frozen, Frozen] = {}

    def __call__(self, payload: Payload, facts: Facts) -> Sequence[Finding]:
        key = (payload, self._freeze(facts))
        if key not in self._known:
            if len(self._known) >= self._most:
                self._known.clear()
                self._same.clear()
            self._known[key] = self._check(payload, facts)
        return self._known[key]

    def _freeze(self, facts: Facts) -> Frozen:
        """The facts as a key; equal ones are one object, so that comparing them costs nothing."""
        if facts is not self._facts:
            frozen = frozenset(facts.items())
            self._facts, self._frozen = facts, self._same.setdefault(frozen, frozen)
        return self._frozen
