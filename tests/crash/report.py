"""The table of the crash tests."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from skupnost.kit.testing.stages import Subject

from .builds import BROKEN, SOUND
from .simulated import broken, count_points, kills, stalls, subjects
from .world import Scenario, Tally

COLUMNS = ("runs", "deliveries", "lost", "doubled", "reconciled", "needs_eye")
HEAD = f"{'':28}{'points':>8}" + "".join(f"{name:>12}" for name in COLUMNS)


def run_simulated(*, stride: int, only: Sequence[str], with_broken: bool) -> bool:
    """Prints the table; whether all is as it must be."""
    logging.disable(logging.CRITICAL)
    chosen = [one for one in subjects() if not only or one.connector.slug in only]
    print("Simulated kills at every step of the loop and every statement", flush=True)
    print(HEAD)
    verdicts = [_network(subject, stride) for subject in chosen]
    if with_broken:
        print("\nBroken builds: each must be caught")
        print(HEAD)
        verdicts += [_broken_build(build, stride) for build in BROKEN]
    return all(verdicts)


def _network(subject: Subject, stride: int) -> bool:
    points = count_points(subject, Scenario("clean"))
    tally = sum(kills(subject, stride=stride), Tally())
    slept = sum(stalls(subject, SOUND, stride=5 * stride), Tally())
    name = subject.connector.slug
    handle = subject.kind.machine.idempotency
    print(_line(f"{name} ({handle})", f"{points.n_steps}+{points.n_statements}", tally))
    print(_line("  … asleep and awake", "", slept), flush=True)
    both = tally + slept
    may_ask = "finds" not in subject.ports and handle == "none"
    return not (both.lost or both.doubled or (both.needs_eye and not may_ask))


def _broken_build(build, stride: int) -> bool:
    toys = [one for one in subjects() if one.connector.slug == "toy_lookup"]
    tally = sum((broken(build, toy, stride=3) for toy in toys), Tally())
    is_caught = bool(tally.lost or tally.doubled)
    print(_line(build.name, "caught" if is_caught else "NOT CAUGHT", tally), flush=True)
    return is_caught


def _line(name: str, points: str, tally: Tally) -> str:
    figures = "".join(f"{getattr(tally, column):>12}" for column in COLUMNS)
    return f"{name:28}{points:>8}{figures}"
