"""Worlds drawn at random: how pace is felt, by how many fading counts of posts, in what shape, who
leaves for it and who comes, is drawn anew for each. No kind of audience is among them; the adviser
learns its lessons here, and the kinds are judged.

A post of an account whose newest posts are felt as c posts a week by each of one to three counts
brings followers x exp(mood + hour + sum of effects(c)). An effect is a power, a power law, a
threshold, a budget that all posts share, or a bonus of being seen at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from tests.benchmarks.cadence_kinds.accounts import GRID, HORIZON, NARROW, WEEKS, WIDE, past
from tests.benchmarks.cadence_kinds.days import day, ln, mixed, weekdays

POWER, POWER_LAW, THRESHOLD, BUDGET, BONUS = range(5)
SHAPES = (POWER, POWER_LAW, THRESHOLD, BUDGET)
ODDS = (0.4, 0.2, 0.2, 0.2)
N_TRIED = 16
LEAST_HOURS, MOST_HOURS = 24.0, 1300.0
N_SCALINGS, NEAR_ENOUGH = 5, 0.15
TREND = 0.3


@dataclass
class World:
    """What is true of one account; `effects` has a row for each: hours of the count, whether it is
    two-sided, shape, scale in posts a week, two numbers of the shape."""

    effects: np.ndarray
    leaving: np.ndarray
    worth: np.ndarray
    best: int


@dataclass
class Past:
    """Times (hours), reactions and marks of forty weeks and sixteen randomised ones."""

    hours: np.ndarray
    responses: np.ndarray
    is_randomised: np.ndarray
    best: int


@njit(cache=True)
def _effect(shape, x, a, b):
    """What a post brings by this effect (log) when x times its scale is felt."""
    if shape == POWER:
        return -a * x**b / b
    if shape == POWER_LAW:
        return -a * np.log(1.0 + x)
    if shape == THRESHOLD:
        return -a * b * np.log(1.0 + np.exp(min((x - 1.0) / b, 50.0)))
    if shape == BUDGET:
        return -np.log(1.0 + x**b) / b
    return a * (1.0 - np.exp(-x / b))


@njit(cache=True)
def _run(times, quality, mood, worth, effects, leaving):
    """Mean reactions of each post. `leaving`: hours of its count, its scale, power, share of the
    followers that each post drives away, share that comes by what it brings."""
    n, n_effects = len(times), len(effects)
    ahead, felt = np.zeros((n, n_effects)), np.zeros(n_effects)
    for k in range(n_effects):
        if effects[k, 1] > 0:
            count = 0.0
            for i in range(n - 2, -1, -1):
                count = (count + 1.0) * np.exp(-(times[i + 1] - times[i]) / effects[k, 0])
                ahead[i, k] = count
    got, followers, fed, before = np.zeros(n), 1.0, 0.0, times[0] if n else 0.0
    for i in range(n):
        gap, total = times[i] - before, 0.0
        before = times[i]
        for k in range(n_effects):
            hours = effects[k, 0]
            felt[k] *= np.exp(-gap / hours)
            count = 0.5 * (felt[k] + ahead[i, k]) if effects[k, 1] > 0 else felt[k]
            pace = count * 168.0 / hours / effects[k, 3]
            total += _effect(int(effects[k, 2]), pace, effects[k, 4], effects[k, 5])
            felt[k] += 1.0
        at = int(times[i]) % 168
        brings = np.exp(min(max(total, -12.0), 4.0) + mood[int(times[i]) // 24] + worth[at])
        got[i] = followers * brings * quality[i]
        fed = fed * np.exp(-gap / leaving[0])
        over = (fed * 168.0 / leaving[0] / leaving[1]) ** leaving[2]
        fed += 1.0
        followers *= max(1.0 - leaving[3] * (0.2 + over), 0.5)
        followers += leaving[4] * min(brings, 2.0) * followers
    return got


def _even(n: int, weeks: int, rng=None) -> np.ndarray:
    """n posts a week, evenly over the days, at waking hours."""
    rng = rng or np.random.default_rng(n)
    days = np.floor((np.arange(n * weeks) + rng.uniform(0.0, 1.0, n * weeks)) * 7 / n)
    return np.sort(days * 24 + rng.uniform(7.0, 22.0, n * weeks)) + np.arange(n * weeks) * 1e-5


def _values(world: World) -> np.ndarray:
    """What each pace of the grid brings in 26 weeks."""
    still, flat = np.zeros(HORIZON * 7 + 7), np.zeros(168)
    found = []
    for n in GRID:
        times = _even(n, HORIZON)
        one = np.ones(len(times))
        found.append(_run(times, one, still, flat, world.effects, world.leaving).sum())
    return np.array(found)


def _drawn(rng) -> World:
    effects = []
    for _ in range(rng.choice([1, 2, 3], p=[0.4, 0.4, 0.2])):
        hours = float(np.exp(rng.uniform(np.log(LEAST_HOURS), np.log(MOST_HOURS))))
        shape = int(rng.choice(SHAPES, p=ODDS))
        effects.append(
            [hours, float(rng.random() < 0.25), shape, ln(rng, 1.0, 0.6), *_numbers(rng, shape)]
        )
    if rng.random() < 0.25:
        hours = float(np.exp(rng.uniform(np.log(100.0), np.log(1000.0))))
        effects.append([hours, 0.0, BONUS, ln(rng, 0.5, 0.5), rng.uniform(0.3, 1.5), 1.0])
    near = float(rng.uniform(2.0, 18.0))
    crowding = [near, 0.0, POWER, 168.0 / near, abs(rng.normal(0, 0.15)), 1.0]
    hours = float(np.exp(rng.uniform(np.log(40.0), np.log(800.0))))
    comes = rng.uniform(0.0, 4e-3) * (rng.random() < 0.3)
    leaving = [hours, ln(rng, 1.0, 0.6), rng.uniform(1.0, 3.0), ln(rng, 5e-4, 1.2), comes]
    return World(np.array([*effects, crowding]), np.array(leaving), _worth(rng), 0)


def _numbers(rng, shape) -> tuple[float, float]:
    if shape == POWER:
        return 1.0, float(np.exp(rng.uniform(np.log(0.3), np.log(3.0))))
    if shape == POWER_LAW:
        return rng.uniform(0.8, 3.0), 1.0
    if shape == THRESHOLD:
        return rng.uniform(0.5, 4.0), rng.uniform(0.05, 0.5)
    return 1.0, rng.uniform(1.5, 6.0)


def _worth(rng) -> np.ndarray:
    anytime = 0.0 if rng.random() < 0.25 else rng.uniform(0.5, 1.0)
    login = (
        0.25 + day(rng.uniform(8, 22), rng.uniform(2.0, 4.0)) + 0.5 * day(rng.uniform(7, 21), 2.0)
    )
    login = mixed(weekdays(rng, login), anytime)
    return np.log(login / login.mean())


def draw(rng) -> World:
    """A world whose best pace lies between 2 and 30: its scales are moved until it comes near to a
    best pace that was drawn first."""
    while True:
        world, wanted = _drawn(rng), float(np.clip(ln(rng, 7.5, 0.7), 2.0, 30.0))
        _stretch(world, wanted)
        for _ in range(N_SCALINGS):
            found = GRID[int(np.argmax(_values(world)))]
            if abs(np.log(found / wanted)) < NEAR_ENOUGH:
                break
            _stretch(world, float(np.clip(wanted / found, 0.3, 3.0)))
        if 2 <= found <= 30:
            world.best = found
            return world


def _stretch(world: World, factor: float) -> None:
    """Everything but what neighbours take is felt at so many times the pace."""
    world.effects[:-1, 3] *= factor
    world.leaving[1] *= factor


def observed(world: World, rng) -> Past:
    """Forty weeks by habit, sixteen randomised ones in two experiments, and what came back."""
    habit = {
        "pace": float(np.clip(ln(rng, 6, 0.6), 1.5, 25)), "follows": rng.uniform(0.0, 1.5),
        "varies": rng.uniform(0.05, 0.5), "hour": rng.uniform(9, 18),
    }  # fmt: skip
    mood = _mood(rng)
    own = past(habit, mood, rng, spread=WIDE if rng.random() < 0.75 else NARROW)
    times = np.concatenate([own, _experiments(rng, habit["pace"])])
    kind, spread = rng.random(len(times)) < 0.5, rng.uniform(0.35, 1.3)
    quality = np.exp(
        spread * rng.normal(size=len(times)) - 0.5 * spread**2 + rng.normal(0, 0.3) * kind
    )
    mean = _run(times, quality, mood, world.worth, world.effects, world.leaving)
    level = float(np.clip(ln(rng, 20, 1.2), 0.5, 2000)) / max(float(mean[: len(own)].mean()), 1e-12)
    counts = rng.poisson(np.minimum(mean * level, 1e7)).astype(float)
    return Past(times, counts, times >= WEEKS * 168, world.best)


def _mood(rng) -> np.ndarray:
    n, sd = (WEEKS + N_TRIED + 1) * 7, rng.uniform(0.1, 0.45)
    keep = np.exp(-1 / np.exp(rng.uniform(np.log(2.0), np.log(20.0))))
    found = np.zeros(n)
    found[0] = rng.normal()
    for i in range(1, n):
        found[i] = keep * found[i - 1] + np.sqrt(1 - keep**2) * rng.normal()
    return sd * found + rng.normal(0, TREND) * np.linspace(-0.5, 0.5, n)


def _experiments(rng, habit: float) -> np.ndarray:
    """Two experiments of eight weeks around something near the habit that knows nothing of the
    best: where an experiment stood must tell nothing."""
    found = []
    for half in range(2):
        low, high = ln(rng, habit, 0.5) * rng.uniform((0.35, 1.5), (0.6, 2.6))
        low = int(np.clip(round(low), 1, 33))
        levels = (low, int(np.clip(round(high), low + 2, 35)))
        for week, n in enumerate(_order(rng, levels)):
            found.append((WEEKS + 8 * half + week) * 168 + _even(n, 1, rng))
    return np.concatenate(found)


def _order(rng, levels) -> list[int]:
    length = int(rng.choice([1, 2], p=[0.35, 0.65]))
    order: list[int] = []
    while len(order) < 8:
        pair = [levels[i] for i in rng.permutation(2) for _ in range(length)]
        order += pair + (pair[::-1] if length == 2 else [])
    return order[:8]
