"""Kinds without single readers: a group that talks for days, one by the clock, a ranked feed."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def group(seed, weeks, times, quality, demand, login, p):
    """One post is talked over for days; all open talks share the members' attention, and too many
    of them drive members away. p: hours a talk lasts, attention kept free, clutter, bend, loss."""
    n = len(times)
    got, won, lost, there = np.zeros(n), np.zeros(weeks), np.zeros(weeks), np.zeros(weeks)
    members, first = 1.0, 0
    for h in range(weeks * 168):
        week = h // 168
        if h % 168 == 0:
            there[week] = members
        while first < n and times[first] < h - 6 * p[0]:
            first += 1
        open_talks, j = 0.0, first
        while j < n and times[j] <= h:
            open_talks += np.exp(-(h - times[j]) / p[0])
            j += 1
        calm = np.exp(-p[2] * open_talks ** p[3])
        pull = members * login[h % 168] * np.exp(demand[h // 24]) * calm / (p[1] + open_talks)
        for k in range(first, j):
            e = pull * quality[k] * np.exp(-(h - times[k]) / p[0])
            got[k] += e
            won[week] += e
        gone = members * p[4] * open_talks**2 / 168.0
        lost[week] += gone
        members -= gone
    return got, won, lost, there


@njit(cache=True)
def clock(seed, weeks, times, quality, demand, login, p):
    """Everybody looks at fixed hours, at the newest few posts only; the more there were lately, the
    less each is answered. Those who come at any hour answer at once. p: three hours of the day,
    newest seen, half-use, power, memory, answered at once."""
    n = len(times)
    got, won, lost, there = np.zeros(n), np.zeros(weeks), np.zeros(weeks), np.ones(weeks)
    felt, before, first = 0.0, 0.0, 0
    for h in range(weeks * 168):
        look = login[h % 168]
        if look <= 0.0 and h < weeks * 168 - 1:
            continue
        last = first
        while last < n and times[last] <= h:
            felt = felt * np.exp(-(times[last] - before) / p[6]) + 168.0 / p[6]
            before = times[last]
            at_once = p[7] * quality[last] * np.exp(demand[h // 24])
            at_once *= (1.0 + felt / p[4]) ** (-p[5])
            got[last] += at_once
            won[h // 168] += at_once
            last += 1
        now = felt * np.exp(-(h - before) / p[6])
        used = (1.0 + now / p[4]) ** (-p[5])
        for k in range(last - 1, first - 1, -1):
            place = last - 1 - k
            if place >= p[3]:
                break
            e = look * quality[k] * np.exp(demand[h // 24] - 0.5 * place) * used
            e *= np.exp(-(h - times[k]) / 5.0)
            got[k] += e
            won[h // 168] += e
        first = last
    return got, won, lost, there


@njit(cache=True)
def ranked(seed, weeks, times, quality, demand, login, p):
    """A ranked feed: a follower is shown so many of our posts a day, tires of them, and what is
    passed over lowers the reach of the next. p: posts a day, tiring, half-life, inertia, force."""
    n = len(times)
    got, won, lost, there = np.zeros(n), np.zeros(weeks), np.zeros(weeks), np.zeros(weeks)
    tired, score, followers, since, first = 0.0, 1.0, 1.0, 0.0, 0
    for day in range(weeks * 7):
        if day % 7 == 0:
            there[day // 7] = followers
        last = first
        while last < n and times[last] < (day + 1) * 24.0:
            last += 1
        shown = min(1.0, p[0] / max(last - first, 1))
        for k in range(first, last):
            tired *= 2.0 ** (-(times[k] - since) / p[2])
            since = times[k]
            reach = followers * shown * score * login[int(times[k]) % 168]
            rate = np.exp(demand[day] - p[1] * tired)
            e = reach * rate * quality[k]
            got[k] += e
            won[day // 7] += e
            tired += shown * score
            score += p[3] * (min(rate, 1.2) ** p[4] - score)
            gone = followers * 2e-4 * tired
            followers -= gone
            lost[day // 7] += gone
        first = last
    return got, won, lost, there
