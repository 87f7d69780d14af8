"""Accounts of each kind: drawn, given a past, observed, and valued under any weekly plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from tests.benchmarks.cadence_kinds import crowds, readers
from tests.benchmarks.cadence_kinds.days import HOUR
from tests.benchmarks.cadence_kinds.days import day as _day
from tests.benchmarks.cadence_kinds.days import ln as _ln
from tests.benchmarks.cadence_kinds.days import mixed as _mixed
from tests.benchmarks.cadence_kinds.days import weekdays as _weekdays
from tests.benchmarks.cadence_kinds.later import LATER
from tests.benchmarks.cadence_kinds.latest import LATEST
from tests.benchmarks.cadence_kinds.plans import candidates, daily
from tests.benchmarks.cadence_kinds.unseen import UNSEEN

GRID = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 17, 20, 24, 28, 35, 42)
WEEKS, HORIZON, SPARE = 40, 26, 20
# How far from the usual hour the posts of a past stand: a harsh one's, and as in open logs.
NARROW, WIDE = 2.5, 5.0
# The share of an audience that comes at any hour, so that hours are worth what was measured.
ANYTIME = (0.5, 1.0)
FIRST_HOUR, LAST_HOUR = 6.0, 23.0


@dataclass
class Account:
    """One audience and its past; `worth` is what the hours are really worth (log)."""

    kind: str
    run: Callable
    login: np.ndarray
    worth: np.ndarray
    parameters: np.ndarray
    scale: float
    spread: float
    demand: np.ndarray
    habit: dict
    types: float
    seed: int
    values: dict = field(default_factory=dict)

    def value(self, hours) -> float:
        """Expected reactions in 26 weeks under this weekly plan, demand at its mean."""
        key = tuple(np.round(np.sort(np.asarray(hours, float)), 2))
        if key not in self.values:
            times = np.concatenate([week * 168 + np.array(key) for week in range(HORIZON)])
            still = np.zeros(HORIZON * 7 + 7)
            self.values[key] = float(
                np.mean([self._run(seed, HORIZON, times, still).sum() for seed in (77, 78)])
            )
        return self.values[key]

    def _run(self, seed, weeks, times, demand):
        one = np.ones(len(times)) * np.exp(0.5 * self.types)
        return self.run(seed, weeks, times, one, demand, self.login, self.parameters)[1]

    def best(self):
        """The best pace of the grid with the best hours we know, and its value."""
        found = [(self.value(self.slots(n)), n) for n in GRID]
        return max(found)[1], max(found)[0]

    def slots(self, n):
        """The best hours we know for this pace."""
        return max(candidates(self.worth, n), key=self.value)


def _feed(rng, anytime):
    login = 0.25 + _day(rng.uniform(11, 22), 3.0) + 0.5 * _day(rng.uniform(7, 13), 2.0)
    login[HOUR % 24 < 6] *= 0.25
    login = _weekdays(rng, login)
    login[120:] *= rng.uniform(0.6, 1.3)
    login = _mixed(login / login.mean(), anytime) * rng.uniform(1.5, 5.0) / 24
    p = [_ln(rng, 4, 0.6), _ln(rng, 20, 0.4), rng.uniform(0.4, 0.9), _ln(rng, 0.16, 0.7)]
    p += [rng.uniform(2, 12) * 24, _ln(rng, 6e-4, 0.5), rng.uniform(2, 8)]
    return readers.feed, login, np.log(login / login.mean()), p


def _office(rng, anytime):
    at_work = (HOUR // 24 < 5) & (HOUR % 24 >= 8) & (HOUR % 24 < 17)
    login = np.where(at_work, 0.5 + _day(rng.uniform(9, 15), 2.0), 0.03)
    login = _mixed(_weekdays(rng, login), anytime) * rng.uniform(0.15, 0.35)
    p = [_ln(rng, 7, 0.7), 0.4, _ln(rng, 0.25, 0.5), rng.uniform(7, 20) * 24, _ln(rng, 8e-4, 0.6)]
    ahead = [np.mean(login[(h + np.arange(10)) % 168] * np.exp(-np.arange(10) / 5)) for h in HOUR]
    return readers.office, np.minimum(login, 0.9), np.log(np.array(ahead) / np.mean(ahead)), p


def _rings(rng, anytime):
    login = 0.3 + _day(rng.uniform(9, 20), 4.0)
    login[HOUR % 24 < 6] *= 0.3
    login = _mixed(_weekdays(rng, login) / login.max(), anytime)
    p = [_ln(rng, 14, 0.7), 0.6, rng.uniform(0.05, 0.3), rng.uniform(2, 8), _ln(rng, 3e-4, 0.7)]
    return readers.rings, login, np.log(login / login.mean()), [*p, rng.uniform(0, 1)]


def _group(rng, anytime):
    login = 0.3 + _day(rng.uniform(18, 22), 3.0) + 0.3 * _day(12.5, 2.0)
    login[HOUR % 24 < 6] *= 0.2
    login = _mixed(_weekdays(rng, login) / login.mean(), anytime)
    hours = rng.uniform(30, 90)
    best = _ln(rng, 8, 0.75) * hours / 168
    p = [hours, rng.uniform(0.3, 1.5) * best, 0.5 / best, rng.uniform(0.8, 1.6)]
    return crowds.group, login, 0.15 * np.log(login), [*p, _ln(rng, 8e-4, 0.5) / best]


def _clock(rng, anytime):
    hours = np.sort(rng.choice([8, 9, 12, 13, 17, 18, 20, 21], 3, replace=False))
    login = np.zeros(168)
    for hour in hours:
        login[hour == HOUR % 24] = rng.uniform(0.4, 1.2)
    login = _weekdays(rng, login)
    login[120:] *= rng.uniform(0.3, 1.2)
    power = rng.uniform(1.7, 3.0)
    use = _ln(rng, 7.5, 0.75) * (power - 1)
    following = [
        np.max(login[(h + np.arange(1, 8)) % 168] * np.exp(-np.arange(7) / 5)) for h in HOUR
    ]
    at_once = anytime * np.mean(following)
    worth = np.log((1 - anytime) * np.array(following) + at_once + 0.02)
    p = [*hours, float(rng.integers(1, 4)), use, power, rng.uniform(4, 14) * 24, at_once]
    return crowds.clock, login * (1 - anytime), worth - worth.mean(), p


def _ranked(rng, anytime):
    login = _mixed(_weekdays(rng, 0.5 + _day(rng.uniform(12, 21), 4.0)), anytime)
    p = [rng.uniform(0.5, 4), _ln(rng, 0.1, 0.8), rng.uniform(3, 10) * 24]
    return crowds.ranked, login, np.log(login), [*p, 0.05, rng.uniform(0.3, 1.2)]


KINDS = {
    "feed": (_feed, 30.0, 0.6),
    "office": (_office, 40.0, 0.7),
    "rings": (_rings, 60.0, 0.5),
    "group": (_group, 15.0, 0.9),
    "clock": (_clock, 25.0, 0.6),
    "ranked": (_ranked, 2.0, 1.3),
}


def draw(kind: str, seed: int, *, is_harsh: bool = False) -> Account:
    """An account whose best pace lies between 2 and 30, as the seed has it. A harsh one has an
    audience that comes at its own hours only."""
    anytime = 0.0 if is_harsh else np.random.default_rng([seed, 55]).uniform(*ANYTIME)
    for attempt in range(40):
        rng = np.random.default_rng([seed, attempt, _number(kind)])
        make, level, spread = (KINDS | UNSEEN | LATER | LATEST)[kind]
        run, login, worth, p = make(rng, anytime)
        habit = {
            "pace": float(np.clip(np.exp(rng.normal(np.log(6), 0.6)), 1.5, 25)),
            "follows": rng.uniform(0.0, 1.5),
            "varies": rng.uniform(0.05, 0.5),
            "hour": rng.uniform(9, 18),
        }
        demand = _demand(rng)
        scale = _ln(rng, level, 0.8)
        account = Account(
            kind, run, login, worth, np.array(p, float), 1.0, spread, demand, habit,
            float(rng.normal(0, 0.3)), seed,
        )  # fmt: skip
        best, value = account.best()
        if 2 <= best <= 30 and value > 0:
            habitual = account.value(habit_slots(habit["pace"], habit["hour"]))
            account.scale = scale * habit["pace"] * HORIZON / max(habitual, 1e-9)
            return account
    raise RuntimeError(f"no account of kind {kind} for seed {seed}")


def _number(kind: str) -> int:
    """What keeps the draws of the kinds apart; no kind's number changes when one is added."""
    for first, kinds in ((0, KINDS), (100, UNSEEN), (200, LATER), (300, LATEST)):
        if kind in kinds:
            return first + sorted(kinds).index(kind)
    raise KeyError(kind)


def _demand(rng):
    """The audience's mood: AR(1) by day, about six days long."""
    days = (WEEKS + SPARE + 4) * 7
    mood, keep = np.zeros(days), np.exp(-1 / 6)
    for day in range(1, days):
        mood[day] = keep * mood[day - 1] + np.sqrt(1 - keep**2) * rng.normal()
    return 0.3 * mood


def habit_slots(pace, hour):
    """The account's own plan: evenly over the days, at its hour."""
    return daily(max(1, round(pace)), hour)


def past(habit: dict, demand: np.ndarray, rng, *, spread: float = WIDE) -> np.ndarray:
    """Forty weeks of posts; the pace follows the audience's mood, more or less. `spread` is how far
    from the usual hour they stand."""
    times: list[float] = []
    for week in range(WEEKS):
        mood = demand[week * 7 : week * 7 + 7]
        pace = habit["pace"] * np.exp(
            1.5 * habit["follows"] * mood.mean() + rng.normal(0, habit["varies"])
        )
        days = np.exp(habit["follows"] * mood) * np.array([1, 1, 1, 1, 1, 0.45, 0.35])
        for _ in range(int(pace + rng.random())):
            day = rng.choice(7, p=days / days.sum())
            times.append(week * 168 + day * 24 + _hour(rng, habit["hour"], spread))
    return np.sort(np.array(times)) + np.arange(len(times)) * 1e-5


def _hour(rng, usual: float, spread: float) -> float:
    """An hour of the day; where they are spread far, none is moved to the ends of the day."""
    hour = rng.normal(usual, spread)
    while spread > NARROW and not FIRST_HOUR <= hour <= LAST_HOUR:
        hour = rng.normal(usual, spread)
    return float(np.clip(hour, FIRST_HOUR, LAST_HOUR))


def observe(account: Account, times: np.ndarray, weeks: int):
    """Reactions and types of the posts, weekly losses and followers; earlier posts keep theirs
    when later ones are added."""
    rng = np.random.default_rng([account.seed, 5])
    draws = rng.random((4000, 2))
    noise = np.random.default_rng([account.seed, 6]).normal(size=4000)
    n = len(times)
    kind = (draws[:n, 0] < 0.5).astype(int)
    quality = np.exp(account.spread * noise[:n] - 0.5 * account.spread**2 + account.types * kind)
    ran = account.run(account.seed + 1, weeks, times, quality, account.demand,
                      account.login, account.parameters)  # fmt: skip
    counts = np.array(
        [
            np.random.default_rng([account.seed, 7, i]).poisson(max(mean, 0.0))
            for i, mean in enumerate(ran[0] * account.scale)
        ]
    )
    return counts, kind, ran[2], ran[3]
