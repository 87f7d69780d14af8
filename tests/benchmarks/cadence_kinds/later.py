"""Two kinds of audience written after the adviser and its priors were finished, and judged once.

The kinds of `unseen` were looked at whenever something was chosen later, so they are unseen no
more. Whoever changes the adviser with the figures of these in view writes new ones.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from tests.benchmarks.cadence_kinds.days import HOUR, day, ln, weekdays
from tests.benchmarks.cadence_kinds.unseen import N_STRATA, STRATA, _made, _sheets, _too_old, _until


@njit(cache=True)
def badge(seed, weeks, times, quality, demand, login, p):
    """Readers see how many of our posts they have not read. Some draw them in; of a pile they read
    little and clear the rest, and who clears often turns the badge off for weeks, or goes. p: posts
    that draw in, pile that is cleared, its spread, hours a post is worth reading, hours turned off,
    chance to turn off, chance to go, posts that one visit reads gladly."""
    got, won, lost, there = _sheets(len(times), weeks)
    most = p[1] * np.exp(p[2] * STRATA)
    unread = np.ones((len(times), N_STRATA))
    on, weight, first, last = np.ones(N_STRATA), np.ones(N_STRATA), 0, 0
    for h in range(weeks * 168):
        week, mood = h // 168, np.exp(demand[h // 24])
        if h % 168 == 0:
            there[week] = weight.mean()
        last, first = _until(times, last, h), _too_old(times, first, h, 240.0)
        pile = np.zeros(N_STRATA)
        for k in range(first, last):
            pile += unread[k]
        come = np.minimum(0.12 * login[h % 168] * pile / (pile + p[0]), 0.9)
        overfull = (pile / most) ** 2 / (1.0 + (pile / most) ** 2)
        for k in range(first, last):
            seen = weight * on * come * unread[k] * (1.0 - overfull) / (1.0 + pile / p[7])
            e = seen.mean() * quality[k] * mood * np.exp(-(h - times[k]) / p[3])
            got[k] += e
            won[week] += e
            unread[k] *= 1.0 - come
        off = on * come * overfull
        gone = weight * p[6] * off
        on += (1.0 - on) / p[4] - p[5] * off
        weight -= gone
        lost[week] += gone.mean()
    return got, won, lost, there


@njit(cache=True)
def ideas(seed, weeks, times, quality, demand, login, p):
    """Posts are found for days by people who look for them, and are as good as the ideas that are
    left: each takes some, and they grow back. Who meets thin posts trusts the next ones less, for
    weeks. p: share of the ideas that a post takes, hours in which they grow back, hours a post is
    found, thin below, trust's hours, bend, passers-by, loss."""
    got, won, lost, there = _sheets(len(times), weeks)
    worth = np.zeros(len(times))
    left, trust, followers, first, last = 1.0, 1.0, 1.0, 0, 0
    for h in range(weeks * 168):
        week, mood = h // 168, np.exp(demand[h // 24])
        if h % 168 == 0:
            there[week] = followers
        newest = _until(times, last, h)
        for k in range(last, newest):
            worth[k] = left
            left *= 1.0 - p[0]
        last, first = newest, _too_old(times, first, h, 5.0 * p[2])
        left += (1.0 - left) / p[1]
        open_posts = 0.0
        for k in range(first, last):
            open_posts += np.exp(-(h - times[k]) / p[2])
        for k in range(first, last):
            found = login[h % 168] * np.exp(-(h - times[k]) / p[2]) / (1.0 + 0.2 * open_posts)
            e = found * (followers * trust + p[6]) * worth[k] * quality[k] * mood
            got[k] += e
            won[week] += e
            believed = 1.0 / (1.0 + (p[3] / max(worth[k], 1e-6)) ** p[5])
            trust += 0.02 * found * (168.0 / p[4]) * (believed - trust)
            gone = followers * p[7] * found * (1.0 - believed)
            followers -= gone
            lost[week] += gone
    return got, won, lost, there


def _badge(rng, anytime):
    login = 0.2 + day(rng.uniform(8, 22), 3.0) + 0.3 * day(rng.uniform(7, 13), 2.0)
    login[HOUR % 24 < 6] *= 0.2
    login = weekdays(rng, login)
    p = [rng.uniform(0.3, 2.0), ln(rng, 3.0, 0.8), rng.uniform(0.3, 0.8), ln(rng, 40, 0.5)]
    p += [rng.uniform(2, 8) * 168, rng.uniform(0.1, 0.6), ln(rng, 4e-3, 0.7)]
    p += [ln(rng, 4.0, 0.6)]
    return _made(badge, login / login.mean(), p, anytime)


def _ideas(rng, anytime):
    login = 0.4 + day(rng.uniform(10, 21), 4.0)
    login[120:] *= rng.uniform(0.6, 1.4)
    login = weekdays(rng, login)
    back = rng.uniform(4, 20) * 24
    p = [ln(rng, 0.14, 0.6) * 168 / back * 0.8, back, ln(rng, 24, 0.7), rng.uniform(0.2, 0.6)]
    p[0] = min(p[0], 0.6)
    p += [rng.uniform(2, 8) * 168, rng.uniform(1.5, 4.0), ln(rng, 0.1, 0.7), ln(rng, 1.5e-3, 0.7)]
    return _made(ideas, login / login.mean(), p, anytime)


LATER = {"badge": (_badge, 30.0, 0.7), "ideas": (_ideas, 20.0, 0.8)}
