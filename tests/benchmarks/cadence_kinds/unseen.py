"""Kinds of audience that no prior of the adviser was made from.

They are stories of other mechanisms than the kinds of `accounts.KINDS`, followed by their means in
a few dozen strata of readers, so that the same plan always brings the same. They were unseen when
they were written; the planner and the experiments were last changed with their figures in view.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numba import njit

from tests.benchmarks.cadence_kinds.days import HOUR, day, ln, mixed, weekdays

N_STRATA = 24
STRATA = np.array([NormalDist().inv_cdf((i + 0.5) / N_STRATA) for i in range(N_STRATA)])
GLANCES = np.where((np.arange(24) >= 7) & (np.arange(24) < 23), 0.06, 0.01)
LIKED_AGAIN = 0.5
ALONE_WEEKS = 3


@njit(cache=True)
def _sheets(n, weeks):
    return np.zeros(n), np.zeros(weeks), np.zeros(weeks), np.zeros(weeks)


@njit(cache=True)
def _until(times, last, now):
    """How many posts are out by now."""
    while last < len(times) and times[last] <= now:
        last += 1
    return last


@njit(cache=True)
def _too_old(times, first, now, hours):
    """The first post that is younger than so many hours."""
    while first < len(times) and times[first] < now - hours:
        first += 1
    return first


@njit(cache=True)
def digest(seed, weeks, times, quality, demand, login, p):
    """Most get the week's posts in one mail, the newest on top, and read the top few; who keeps
    getting long mails stops opening them. Some drop in on the page and see what is newest there.
    p: hour of the mail, bearable length, spread, depth, habit's pace, page, loss, bend,
    staleness."""
    got, won, lost, there = _sheets(len(times), weeks)
    length, opens, weight = p[1] * np.exp(p[2] * STRATA), np.ones(N_STRATA), np.ones(N_STRATA)
    first, last = 0, 0
    for h in range(weeks * 168):
        week, mood = h // 168, np.exp(demand[h // 24])
        if h % 168 == 0:
            there[week] = weight.mean()
        last = _until(times, last, h)
        if last > 0 and h - times[last - 1] < 48:
            e = p[5] * weight.mean() * login[h % 168] * mood * quality[last - 1]
            e *= np.exp(-(h - times[last - 1]) / 20.0)
            got[last - 1] += e
            won[week] += e
        if h % 168 == int(p[0]) and last > first:
            for f in range(N_STRATA):
                for k in range(first, last):
                    e = weight[f] * opens[f] * quality[k] * mood * np.exp(-(h - times[k]) / p[8])
                    e *= _still_reads(last - 1 - k, p[3] * length[f]) / N_STRATA
                    got[k] += e
                    won[week] += e
            lost[week] += _after_mail(last - first, length, opens, weight, p)
            first = last
    return got, won, lost, there


@njit(cache=True)
def _still_reads(place, depth):
    return 1.0 / (1.0 + np.exp(min((place - depth) / (0.2 * depth + 0.5), 30.0)))


@njit(cache=True)
def _after_mail(n, length, opens, weight, p):
    """What one mail of n posts does to the habit of opening it, and how many it drives away."""
    gone = 0.0
    for f in range(N_STRATA):
        over = n / length[f]
        opens[f] += p[4] * (1.0 / (1.0 + over ** p[7]) - opens[f])
        leaving = weight[f] * min(p[6] * over**2, 0.3)
        weight[f] -= leaving
        gone += leaving / N_STRATA
    return gone


@njit(cache=True)
def shop(seed, weeks, times, quality, demand, login, p):
    """Customers need something now and then, for some days. A post that finds them in need sells
    and the need is over; one that does not is a nuisance, which makes them look away or leave.
    They glance at their phones all day but buy when they have time (login). p: hours between
    needs, spread, hours a need lasts, eager, bearable, its spread, memory, loss, power."""
    got, won, lost, there = _sheets(len(times), weeks)
    cycle, bearable = p[0] * np.exp(p[1] * STRATA[::-1]), p[4] * np.exp(p[5] * STRATA)
    need, annoyed = p[2] / (cycle + p[2]), np.zeros(N_STRATA)
    weight, first, last = np.ones(N_STRATA), 0, 0
    for h in range(weeks * 168):
        week, mood = h // 168, np.exp(demand[h // 24])
        if h % 168 == 0:
            there[week] = weight.mean()
        last, first = _until(times, last, h), _too_old(times, first, h, 48.0)
        need += (1.0 - need) / cycle - need / p[2]
        annoyed *= np.exp(-1.0 / p[6])
        for k in range(first, last):
            seen = GLANCES[h % 24] * np.exp(-(h - times[k]) / 6.0)
            looks = seen / (1.0 + (annoyed / bearable) ** p[8])
            sold = np.minimum(p[3] * login[h % 168] * looks, 1.0) * need
            e = (weight * sold).mean() * quality[k] * mood
            got[k] += e
            won[week] += e
            need -= sold
            annoyed += seen * (1.0 - need)
            gone = weight * np.minimum(p[7] * seen * (annoyed / bearable) ** 2, 0.3)
            weight -= gone
            lost[week] += gone.mean()
    return got, won, lost, there


@njit(cache=True)
def rumour(seed, weeks, times, quality, demand, login, p):
    """Word of mouth: who hears of a post tells others while they are awake, until the town knows
    or it is old; a newer post takes over the talk. A town that has just heard much listens less;
    who hears may follow. p: telling an hour, hours a teller keeps at it, hours a post stays fresh,
    talk left to the older, the town in followers, weariness of hearing and of seeing, its hours,
    following, leaving."""
    got, won, lost, there = _sheets(len(times), weeks)
    telling, heard = np.zeros(len(times)), np.zeros(len(times))
    followers, weary, first, last = 1.0, 0.0, 0, 0
    for h in range(weeks * 168):
        week, awake = h // 168, login[h % 168]
        if h % 168 == 0:
            there[week] = followers
        newest = _until(times, last, h)
        for k in range(last, newest):
            telling[k] = followers * (0.3 + 0.7 * awake)
            weary += p[6]
        last, first = newest, _too_old(times, first, h, 6.0 * p[2])
        weary *= np.exp(-1.0 / p[7])
        town = 0.0
        for k in range(first, last):
            talk = p[0] * awake * np.exp(-(h - times[k]) / p[2]) * p[3] ** (last - 1 - k)
            new = telling[k] * talk * max(0.0, 1.0 - heard[k] / p[4])
            new /= 1.0 + weary**2
            telling[k] += new - telling[k] / p[1]
            heard[k] += new
            town += new
            e = new * quality[k] * np.exp(demand[h // 24])
            got[k] += e
            won[week] += e
        weary += p[5] * town / p[4]
        gone = followers * p[9] * (0.2 + weary**2)
        lost[week] += gone
        followers += p[8] * town / p[4] - gone
    return got, won, lost, there


@njit(cache=True)
def regulars(seed, weeks, times, quality, demand, login, p):
    """A few regulars come back the more often the more surely they find something new, and fall
    away when they cannot keep up; the many others meet the posts in passing, and too many of them
    are too many, and of several at once they like hardly more than one. p: weight of the regulars,
    posts they keep up with, spread, habit's pace, bearable for the others, spread, memory, loss."""
    got, won, lost, there = _sheets(len(times), weeks)
    room, bearable = p[1] * np.exp(p[2] * STRATA), p[4] * np.exp(p[5] * STRATA)
    unread, visits = np.ones((len(times), N_STRATA)), np.full(N_STRATA, 0.5)
    weight, sated, first, last = np.ones(N_STRATA), np.zeros(N_STRATA), 0, 0
    for h in range(weeks * 168):
        week, mood = h // 168, np.exp(demand[h // 24])
        if h % 168 == 0:
            there[week] = weight.mean()
        last, first = _until(times, last, h), _too_old(times, first, h, 96.0)
        come = np.minimum(visits * login[h % 168] * 0.06, 0.9)
        pile = np.zeros(N_STRATA)
        for k in range(first, last):
            pile += unread[k]
        sated *= np.exp(-1.0 / p[6])
        for k in range(first, last):
            fans = (come * unread[k] / (1.0 + pile / room)).mean()
            unread[k] *= 1.0 - come
            met = GLANCES[h % 24] * np.exp(-(h - times[k]) / 4.0)
            looks = LIKED_AGAIN ** (last - 1 - k) * login[h % 168] * met
            looks = looks / (1.0 + (sated / bearable) ** 2)
            sated += met
            gone = weight * np.minimum(p[7] * met * (sated / bearable) ** 2, 0.3)
            e = (p[0] * fans + (weight * looks).mean()) * quality[k] * mood
            got[k] += e
            won[week] += e
            weight -= gone
            lost[week] += gone.mean()
        found = (1.0 - np.exp(-1.5 * pile)) / (1.0 + (pile / (2.0 * room)) ** 2)
        visits += come * p[3] * (0.05 + 0.95 * found - visits)
    return got, won, lost, there


def _alone(run, login, p):
    """Log worth of each hour: what one post a week brings there."""
    still, one = np.zeros(ALONE_WEEKS * 7 + 7), np.ones(ALONE_WEEKS)
    weekly = 168.0 * np.arange(ALONE_WEEKS)
    p = np.array(p, float)
    brought = [
        run(1, ALONE_WEEKS, weekly + h + 0.5, one, still, login, p)[0][:-1].sum() for h in HOUR
    ]
    return np.log(np.array(brought) / np.mean(brought))


def _made(run, login, p, anytime):
    login = mixed(login, anytime)
    return run, login, _alone(run, login, p), p


def _digest(rng, anytime):
    login = weekdays(rng, 0.2 + day(rng.uniform(10, 21), 3.5))
    mail = int(rng.choice([1, 2, 3, 4, 6])) * 24 + int(rng.choice([7, 8, 12, 17]))
    p = [mail, ln(rng, 7, 0.85), rng.uniform(0.3, 0.7), rng.uniform(0.4, 1.3)]
    p += [rng.uniform(0.08, 0.3), rng.uniform(0.1, 0.6) / 30, ln(rng, 1.5e-3, 0.7)]
    p += [rng.uniform(1.5, 3.5), rng.uniform(80, 250)]
    return _made(digest, login / login.mean(), p, anytime)


def _shop(rng, anytime):
    login = 0.15 + day(rng.uniform(17, 22), 2.5) + rng.uniform(0.2, 0.8) * day(12.5, 1.5)
    login[HOUR % 24 < 6] *= 0.2
    login[120:] *= rng.uniform(0.6, 1.5)
    login = weekdays(rng, login)
    memory = rng.uniform(4, 18) * 24
    p = [rng.uniform(2, 9) * 168, rng.uniform(0.2, 0.7), ln(rng, 3.5, 0.5) * 24]
    p += [rng.uniform(0.2, 1.0), ln(rng, 4.5, 0.9) * memory / 168 * 0.4, rng.uniform(0.2, 0.7)]
    p += [memory, ln(rng, 2e-3, 0.7), rng.uniform(1.7, 3.5)]
    return _made(shop, login / login.mean(), p, anytime)


def _rumour(rng, anytime):
    login = 0.25 + day(rng.uniform(12, 21), 3.5) + 0.4 * day(rng.uniform(7, 13), 1.5)
    login[HOUR % 24 < 6] *= 0.2
    login = weekdays(rng, login)
    tellers = ln(rng, 6, 0.6)
    fresh = tellers * rng.uniform(2, 6)
    p = [rng.uniform(1.7, 4.0) / tellers, tellers, fresh, rng.uniform(0.05, 0.5)]
    memory = fresh * rng.uniform(1, 5)
    p += [ln(rng, 60, 0.8), ln(rng, 0.3, 0.7), 168 / memory / ln(rng, 60, 1.1), memory]
    p += [rng.uniform(0, 1e-2), ln(rng, 1.5e-4, 0.5)]
    return _made(rumour, login / login.mean(), p, anytime)


def _regulars(rng, anytime):
    login = 0.15 + day(rng.uniform(8, 21), 3.0) + 0.4 * day(rng.uniform(7, 22), 2.0)
    login[HOUR % 24 < 6] *= 0.3
    login = weekdays(rng, login)
    login /= login.mean()
    memory = rng.uniform(3, 12) * 24
    p = [ln(rng, 0.08, 0.8), ln(rng, 1.2, 0.7), rng.uniform(0.3, 0.7), rng.uniform(0.1, 0.4)]
    p += [ln(rng, 9, 0.9) * memory / 168 * 0.25, rng.uniform(0.4, 1.0), memory]
    p += [ln(rng, 2e-3, 0.6)]
    return _made(regulars, login, p, anytime)


UNSEEN = {
    "digest": (_digest, 20.0, 0.7),
    "shop": (_shop, 4.0, 0.9),
    "rumour": (_rumour, 60.0, 1.1),
    "regulars": (_regulars, 25.0, 0.6),
}
