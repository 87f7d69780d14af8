"""Kinds that follow each reader: a feed scrolled at home, an office, a channel that rings."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def feed(seed, weeks, times, quality, demand, login, p):
    """A feed, newest first, rivals between; each post seen tires its reader and may cost one.
    p: rivals an hour, patience, discount of the second own post, tiring, half-life, loss, bend."""
    np.random.seed(seed)
    rivals, patience, discount, tiring, half, loss, bend = p[0], p[1], p[2], p[3], p[4], p[5], p[6]
    n_readers, n = 150, len(times)
    got, won, lost, there = np.zeros(n), np.zeros(weeks), np.zeros(weeks), np.zeros(weeks)
    weight, tired, since = np.ones(n_readers), np.zeros(n_readers), np.zeros(n_readers)
    seen_until = np.full(n_readers, -24.0)
    keen = np.exp(np.random.normal(0, 0.6, n_readers))
    first = 0
    for h in range(weeks * 168):
        while first < n and times[first] < h - 72:
            first += 1
        week = h // 168
        if h % 168 == 0:
            there[week] = weight.mean()
        last = first
        while last < n and times[last] <= h + 0.5:
            last += 1
        for f in range(n_readers):
            if np.random.random() >= login[h % 168] * keen[f]:
                continue
            tired[f] *= 2.0 ** (-(h - since[f]) / half)
            since[f] = h
            own = 0
            for j in range(last - 1, first - 1, -1):
                if times[j] <= seen_until[f]:
                    break
                view = np.exp(-((h + 0.5 - times[j]) * rivals + own) / patience) * discount**own
                e = weight[f] * quality[j] * np.exp(demand[h // 24] - tiring * tired[f]) * view
                got[j] += e
                won[week] += e
                gone = min(loss * view * (1 + (tired[f] / bend) ** 2), 0.5) * weight[f]
                lost[week] += gone / n_readers
                weight[f] -= gone
                tired[f] += view
                own += 1  # noqa: SIM113 - numba reads it faster so
            seen_until[f] = h + 0.5
    return got, won, lost, there


@njit(cache=True)
def office(seed, weeks, times, quality, demand, login, p):
    """Readers at work: each reads so many of our posts a week and no more; what is left unread
    irritates, for weeks. p: posts read a week, spread, irritation, half-life in hours, loss."""
    np.random.seed(seed)
    n_readers, n = 150, len(times)
    got, won, lost, there = np.zeros(n), np.zeros(weeks), np.zeros(weeks), np.zeros(weeks)
    most = p[0] * np.exp(np.random.normal(0, p[1], n_readers))
    read, irked, weight = np.zeros(n_readers), np.zeros(n_readers), np.ones(n_readers)
    since, seen = np.zeros(n_readers), np.full(n_readers, -24.0)
    first = 0
    for h in range(weeks * 168):
        while first < n and times[first] < h - 96:
            first += 1
        week = h // 168
        if h % 168 == 0:
            there[week] = weight.mean()
        last = first
        while last < n and times[last] <= h + 0.5:
            last += 1
        for f in range(n_readers):
            if np.random.random() >= login[h % 168]:
                continue
            gap = h - since[f]
            read[f] *= np.exp(-gap / 168.0)
            irked[f] *= 2.0 ** (-gap / p[3])
            since[f] = h
            for j in range(last - 1, first - 1, -1):
                if times[j] <= seen[f]:
                    break
                fresh = np.exp(-(h - times[j]) / 20.0)
                if np.random.random() < 1 / (1 + np.exp(min((read[f] - most[f]) * 3.0, 30.0))):
                    e = weight[f] * quality[j] * np.exp(demand[h // 24] - p[2] * irked[f]) * fresh
                    got[j] += e
                    won[week] += e
                    read[f] += 1.0
                else:
                    irked[f] += 1.0
                    gone = weight[f] * p[4]
                    weight[f] -= gone
                    lost[week] += gone / n_readers
            seen[f] = h + 0.5
    return got, won, lost, there


@njit(cache=True)
def rings(seed, weeks, times, quality, demand, login, p):
    """Every post rings on the phone. A reader whom it rings too often mutes us for weeks, or goes.
    p: bearable posts a week, spread, chance to mute, weeks muted, loss, night's weight."""
    np.random.seed(seed)
    n_readers, n = 300, len(times)
    got, won, lost, there = np.zeros(n), np.zeros(weeks), np.zeros(weeks), np.zeros(weeks)
    bearable = p[0] * np.exp(np.random.normal(0, p[1], n_readers))
    muted_until, weight = np.zeros(n_readers), np.ones(n_readers)
    felt, before, j0 = 0.0, 0.0, 0
    for week in range(weeks):
        there[week] = weight.mean()
        while j0 < n and times[j0] < (week + 1) * 168.0:
            t = times[j0]
            felt *= np.exp(-(t - before) / 168.0)
            before = t
            awake = login[int(t) % 168]
            felt += 1.0 + p[5] * max(1.0 - awake, 0.0)
            for f in range(n_readers):
                if muted_until[f] > t:
                    continue
                e = weight[f] * quality[j0] * np.exp(demand[int(t) // 24]) * awake
                got[j0] += e
                won[week] += e
                if felt > bearable[f]:
                    if np.random.random() < p[2] * min(felt / bearable[f] - 1.0, 1.0):
                        muted_until[f] = t + p[3] * 168.0 * np.random.exponential()
                    gone = weight[f] * p[4]
                    weight[f] -= gone
                    lost[week] += gone / n_readers
            j0 += 1
    return got, won, lost, there
