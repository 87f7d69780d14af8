"""Two kinds of audience written after the lessons from random worlds, and judged once.

Those of `unseen` and `later` were looked at while the worlds were drawn: they are unseen no more.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from tests.benchmarks.cadence_kinds.days import HOUR, day, ln, weekdays
from tests.benchmarks.cadence_kinds.unseen import N_STRATA, STRATA, _made, _sheets, _too_old, _until


@njit(cache=True)
def pool(seed, weeks, times, quality, demand, login, p):
    """A pool of people who still want something: each post takes some of those who meet it, and
    the pool fills again, for some in days, for some in months. Who meets us without wanting
    anything turns away for a while or goes. p: hours a post is met, share that it takes, hours to
    fill, spread, turning away, hours away, loss."""
    got, won, lost, there = _sheets(len(times), weeks)
    fills = p[2] * np.exp(p[3] * STRATA)
    wants, near, weight = np.ones(N_STRATA), np.ones(N_STRATA), np.ones(N_STRATA)
    first, last = 0, 0
    for h in range(weeks * 168):
        week, mood = h // 168, np.exp(demand[h // 24])
        if h % 168 == 0:
            there[week] = weight.mean()
        last, first = _until(times, last, h), _too_old(times, first, h, 5.0 * p[0])
        wants += (1.0 - wants) / fills
        near += (1.0 - near) / p[5]
        for k in range(first, last):
            met = np.minimum(0.1 * login[h % 168] * np.exp(-(h - times[k]) / p[0]), 0.8) * near
            taken = met * p[1] * wants
            e = (weight * taken).mean() * quality[k] * mood
            got[k] += e
            won[week] += e
            wants -= taken
            idle = met * (1.0 - wants)
            near *= 1.0 - np.minimum(p[4] * idle, 0.5)
            gone = weight * np.minimum(p[6] * idle, 0.3)
            weight -= gone
            lost[week] += gone.mean()
    return got, won, lost, there


@njit(cache=True)
def series(seed, weeks, times, quality, demand, login, p):
    """A habit: who finds something new comes more often, who finds nothing comes less, and who has
    fallen behind gives up. p: visits of a stranger, of a regular, posts read at one visit, spread,
    habit gained, lost by nothing new, lost by falling behind, hours a post is worth it, loss."""
    got, won, lost, there = _sheets(len(times), weeks)
    most = p[2] * np.exp(p[3] * STRATA)
    habit, weight = np.full(N_STRATA, 0.5), np.ones(N_STRATA)
    unread = np.ones((len(times), N_STRATA))
    first, last = 0, 0
    for h in range(weeks * 168):
        week, mood = h // 168, np.exp(demand[h // 24])
        if h % 168 == 0:
            there[week] = weight.mean()
        last, first = _until(times, last, h), _too_old(times, first, h, 4.0 * p[7])
        come = np.minimum(login[h % 168] * (p[0] + (p[1] - p[0]) * habit), 0.9)
        pile = np.zeros(N_STRATA)
        for k in range(first, last):
            pile += unread[k]
        share = most / (pile + most)
        for k in range(first, last):
            e = (weight * come * unread[k] * share).mean()
            e *= quality[k] * mood * np.exp(-(h - times[k]) / p[7])
            got[k] += e
            won[week] += e
            unread[k] *= 1.0 - come
        behind = np.maximum(pile / most - 1.0, 0.0)
        gained = p[4] * np.minimum(pile, 1.0) * (1.0 - habit)
        habit += come * (gained - (p[5] * np.maximum(1.0 - pile, 0.0) + p[6] * behind) * habit)
        habit = np.minimum(np.maximum(habit, 0.0), 1.0)
        gone = weight * np.minimum(come * p[8] * behind**2, 0.3)
        weight -= gone
        lost[week] += gone.mean()
    return got, won, lost, there


def _pool(rng, anytime):
    login = 0.25 + day(rng.uniform(9, 21), 3.5) + 0.3 * day(rng.uniform(7, 13), 2.0)
    login[HOUR % 24 < 6] *= 0.2
    login[120:] *= rng.uniform(0.6, 1.4)
    login = weekdays(rng, login)
    p = [ln(rng, 14, 0.5), rng.uniform(0.2, 0.9), ln(rng, 12, 0.7) * 24, rng.uniform(0.5, 1.2)]
    p += [ln(rng, 0.8, 0.8), rng.uniform(4, 30) * 24, ln(rng, 8e-3, 0.8)]
    return _made(pool, login / login.mean(), p, anytime)


def _series(rng, anytime):
    login = 0.2 + day(rng.uniform(16, 22), 3.0) + 0.5 * day(rng.uniform(7, 13), 2.0)
    login[HOUR % 24 < 6] *= 0.2
    login = weekdays(rng, login)
    p = [rng.uniform(0.1, 0.4) / 24, rng.uniform(0.8, 2.5) / 24, ln(rng, 0.8, 0.9)]
    p += [rng.uniform(0.3, 0.8), rng.uniform(0.03, 0.2), rng.uniform(0.01, 0.1)]
    p += [rng.uniform(0.02, 0.3), ln(rng, 40, 0.5), ln(rng, 2e-3, 0.8)]
    return _made(series, login / login.mean(), p, anytime)


LATEST = {"pool": (_pool, 15.0, 0.8), "series": (_series, 35.0, 0.6)}
