"""What a look each Monday does to experiments: how often, how early and how well they end.

    python -m tests.benchmarks.cadence_looks            40 fresh accounts of each kind

Each account has forty weeks of history and eight randomised weeks; it is read after 4, 5, 6, 7 and
8 of them under the prior that has not met its kind. Three rules are compared: one look after eight
weeks; ending on the first Monday that tells; ending when two Mondays in a row tell (the product's).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from skupnost.domain.cadence import Verdict, read
from skupnost.domain.cadence.advising import advise_from
from tests.benchmarks.cadence import prior_of
from tests.benchmarks.cadence_kinds.accounts import GRID, KINDS, WEEKS
from tests.benchmarks.cadence_trials import MONDAY, carry

FIRST_SEED = 3000
MONDAYS = (4, 5, 6, 7, 8)
TOO_FAR = 0.15


@dataclass
class Look:
    """One Monday: whether it tells, what its pace loses of the best and what today's loses, at
    true hours, and whether it says to change."""

    tells: bool
    changes: bool
    lost: float
    lost_today: float

    @property
    def is_worse(self) -> bool:
        return self.changes and self.lost > self.lost_today + 0.02


Rule = Callable[[list[Look], int], bool]
RULES: dict[str, Rule] = {
    "one look after 8 weeks": lambda _looks, _i: False,
    "first Monday that tells": lambda looks, i: looks[i].tells,
    "two Mondays in a row": lambda looks, i: i > 0 and looks[i].tells and looks[i - 1].tells,
}


def looks_of(kind: str, seed: int, prior) -> list[Look]:
    account, stages = carry(kind, seed, prior)
    _best, top = account.best()
    worth = np.array([account.value(account.slots(n)) for n in GRID]) / top

    def lost(pace: float) -> float:
        return 1 - float(np.interp(np.log(max(pace, 1.0)), np.log(GRID), worth))

    found = []
    for week in MONDAYS:
        until = MONDAY + timedelta(weeks=WEEKS + week)
        posts = [post for post in stages[1].posts if post.at < until]
        advice = advise_from(read(posts, prior=prior, now=None))
        changes = advice.verdict in (Verdict.MORE, Verdict.FEWER)
        pace, today = advice.advice_per_week, advice.today_per_week
        found.append(
            Look(advice.verdict is not Verdict.CANNOT_TELL, changes, lost(pace), lost(today))
        )
    return found


def ended(looks: list[Look], rule: Rule) -> int:
    """On which of the Mondays the experiment ends; the last where the rule never says so."""
    last = len(looks) - 1
    return next((i for i in range(last) if rule(looks, i)), last)


def table(accounts: list[list[Look]]) -> None:
    print(
        "| rule | ended early | weeks | pace regret | told | of these: worse than today | > 0.15 |"
    )
    print("|---|---|---|---|---|---|---|")
    for name, rule in RULES.items():
        at = [ended(looks, rule) for looks in accounts]
        ends = [looks[i] for looks, i in zip(accounts, at, strict=True)]
        told = [look for look in ends if look.tells]
        cells = (
            np.mean([i < len(MONDAYS) - 1 for i in at]),
            np.mean([MONDAYS[i] for i in at]),
            np.mean([look.lost for look in ends]),
            len(told) / len(ends),
            np.mean([look.is_worse for look in told]),
            np.mean([look.lost > TOO_FAR for look in told]),
        )
        print(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=40)
    chosen = parser.parse_args()
    accounts = []
    for kind in KINDS:
        prior = prior_of(kind)
        accounts += [looks_of(kind, FIRST_SEED + i, prior) for i in range(chosen.n)]
        print(f"{kind}: {chosen.n} accounts", flush=True)
    table(accounts)


if __name__ == "__main__":
    main()
