"""Every kill at every point: the simulated half of the crash tests."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from skupnost.kit.registry import connectors
from skupnost.kit.simulation import Fate
from skupnost.kit.testing.stages import Subject

from .builds import SOUND, Build
from .mortality import Life, MortalLoop
from .toys import TOYS
from .world import Scenario, Tally, World

FATES = (
    Fate.LOST_BEFORE,
    Fate.LOST_AFTER,
    Fate.SILENT_AFTER,
    Fate.SERVER_ERROR_AFTER,
    Fate.RATE_LIMITED,
)
LATE_SECONDS = 1.5
MOST_POINTS = 160
MOST_LANES = 12
ASLEEP = Scenario("lost before", {1: Fate.LOST_BEFORE, 2: Fate.LOST_BEFORE})


@dataclass(frozen=True, slots=True)
class Points:
    """How many points a clean run passes."""

    n_steps: int
    n_statements: int

    @property
    def n_points(self) -> int:
        return self.n_steps + self.n_statements


def subjects() -> list[Subject]:
    """One account kind of every connector with code, and the toys."""
    known = [one for one in connectors().values() if one.open and one.simulator]
    real = [Subject.of(one, _kind(one)) for one in known]
    return [*real, *(Subject.of(toy, toy.manifest.kinds["account"]) for toy in TOYS)]


def _kind(connector):
    kinds = connector.manifest.kinds.values()
    return next(kind for kind in kinds if "publishes" in kind.machine.ports)


def count_points(subject: Subject, scenario: Scenario, build: Build = SOUND) -> Points:
    """The points of a life in which nobody dies."""
    life = Life()
    world = World(subject, scenario, build)
    world.live(life)
    return Points(life.n_steps, life.n_points - life.n_steps)


def scenarios(subject: Subject) -> list[Scenario]:
    """Nothing wrong; each fate for each writing request; each with posts that show late."""
    world = World(subject, Scenario("clean"), SOUND)
    world.live(Life())
    late = max(float(subject.kind.machine.visible_after_seconds), LATE_SECONDS)
    found = [
        Scenario(f"{fate.value} {n}", {n: fate}, lateness)
        for lateness in (0.0, late)
        for n in range(1, world.stage.transport.n_writing + 1)
        for fate in FATES
    ]
    return [Scenario("clean"), Scenario("clean, late", {}, late), *found]


def kills(subject: Subject, *, stride: int, offset: int = 0) -> Iterator[Tally]:
    """A worker killed at every point (each `stride`-th) of every scenario, with its place taken
    at once or only after its lease, and in every third run killed once more."""
    number = offset
    for scenario in scenarios(subject):
        n_points = count_points(subject, scenario).n_points
        for point in range(1 + number % stride, n_points + 1, stride):
            number += 1
            yield _killed(World(subject, scenario, SOUND, seed=number), point, number)


def _killed(world: World, point: int, number: int) -> Tally:
    world.live(Life(dies_at=point))
    _next_life(world, number)
    if number % 3 == 0:
        world.live(Life(dies_at=1 + world.dice.randrange(point + 5)))
        _next_life(world, number + 1)
    world.settle()
    return world.tally()


def _next_life(world: World, number: int) -> None:
    if number % 2:
        world.restart_at_once()
    else:
        world.wait_for_leases()


def stalls(subject: Subject, build: Build, *, stride: int) -> Iterator[Tally]:
    """A worker that stands still with a request behind it until its lease is over, and wakes while
    another one works: each such point of the first against points of the second."""
    n_steps = count_points(subject, ASLEEP, build).n_points
    number = 0
    for first in range(1, n_steps + 1):
        for second in range(1 + number % stride, MOST_POINTS, stride):
            number += 1
            tally = _stalled(World(subject, ASLEEP, build, seed=number), first, second)
            if tally is None:
                break
            yield tally


def _stalled(world: World, first: int, second: int) -> Tally | None:
    """None where the first worker does not stall at this point with something in flight."""
    sleeper, slept = world.begin(Life(stalls_at=first), "sleeper-0")
    if not (sleeper.life.is_stalled and world.is_sending()):
        sleeper.bury()
        return None
    world.wait_for_leases()
    other, worked = _until_it_stalls(world, Life(stalls_at=second))
    sleeper.wake(slept)
    if other.life.is_stalled:
        other.wake(worked)
    for loop in (sleeper, other):
        loop.bury()
    world.settle()
    return world.tally()


def _until_it_stalls(world: World, life: Life) -> tuple[MortalLoop, asyncio.Task]:
    """The second worker, one life over as many lanes as it takes."""
    for _ in range(MOST_LANES):
        other, worked = world.begin(life, "other-0")
        if life.is_stalled or not world.open_deliveries():
            break
        other.bury()
        life.is_dead = False
        world.stage.clock.step(6)
    return other, worked


def broken(build: Build, subject: Subject, *, stride: int) -> Tally:
    """The faults that a broken build makes; the first are enough."""
    tally = Tally()
    for one in _attacks(build, subject, stride):
        tally += one
        if tally.lost + tally.doubled >= 3:
            break
    return tally


def _attacks(build: Build, subject: Subject, stride: int) -> Iterator[Tally]:
    for scenario in scenarios(subject):
        for point in range(1, count_points(subject, scenario, build).n_points + 1, 10 * stride):
            yield _killed(World(subject, scenario, build, seed=point), point, point)
    yield from stalls(subject, build, stride=stride)
