"""How the number of followers grew from week to week, and what that says of those who leave.

Growth is what comes, steadily or rising or falling over time, less what leaves; of that only the
difference between weeks of few and of many posts counts. Weeks in which many come because of what
was posted look as if fewer left: the reading errs towards more posts, not towards fewer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skupnost.domain.cadence.logs import Log
from skupnost.domain.cadence.values import HOURS_A_WEEK, Floats

LEAST_A_WEEK, MOST_A_WEEK = 1e-7, 0.5
# How few weeks are too few, and how many of the newest are read.
FEWEST_WEEKS, MOST_WEEKS = 8, 104
# How far growth strays from week to week (log), and what that is worth in weeks.
USUAL_SD, USUAL_WEEKS = 0.004, 4.0
OVERDISPERSED = 2.0
FAR_OFF, N_ROUNDS = 2.5, 3
SD_BY_MEDIAN = 1.4826  # of a normal sample, by the median of its distances
N_GRID, GRID_REACH = 21, 3.0


@dataclass(frozen=True, slots=True)
class Growth:
    """Rows from one week's first new number to the next one's: log growth a week, posts a day, when
    (from 0 to 1) and how long (weeks)."""

    growth: Floats
    pace: Floats
    when: Floats
    weeks: Floats

    @property
    def n_weeks(self) -> int:
        """How many weeks lie between the first number and the last."""
        return round(float(self.weeks.sum()))


def leaving(base: Floats, slope: Floats, pace: Floats) -> Floats:
    """The share of the followers that leaves in a week of so many posts a day."""
    log_rate = base + np.maximum(slope, 0.0) * pace
    return np.asarray(np.exp(np.clip(log_rate, np.log(LEAST_A_WEEK), np.log(MOST_A_WEEK))))


def read_growth(log: Log) -> Growth:
    """What the posts tell of how many followed. A number that stays was often just not counted
    anew, so that only the first post with another one tells when that was. No rows where there are
    too few, as in files that were written in one go, with the followers of that day everywhere."""
    known = np.flatnonzero(np.isfinite(log.followers))
    new = known[np.diff(log.followers[known], prepend=np.nan) != 0.0]
    new = new[np.diff(log.hours[new] // HOURS_A_WEEK, prepend=-1.0) > 0]
    new = new[-MOST_WEEKS - 1 :] if len(new) > FEWEST_WEEKS else new[:1]
    hours = log.hours[new]
    weeks = np.maximum(np.diff(hours), 1.0) / HOURS_A_WEEK
    posts = np.diff(np.searchsorted(log.hours, hours, side="left"))
    span = max(float(np.ptp(hours)), 1.0) if len(hours) else 1.0
    when = (hours[1:] - hours[:1]) / span
    return Growth(np.diff(log.followers[new]) / weeks, posts / weeks / 7.0, when, weeks)


def posterior(rows: Growth, mean0: Floats, sd0: Floats) -> tuple[Floats, Floats]:
    """Mean and covariance of base and slope (log, as `leaving` has them) over a grid of both, with
    the prior's mean and spreads; steady growth and a trend are taken out."""
    if not len(rows.growth):
        return mean0, np.diag(sd0**2)
    strays = np.linspace(-GRID_REACH, GRID_REACH, N_GRID)
    base, slope = (grid.ravel() for grid in np.meshgrid(strays, strays, indexing="ij"))
    log_prior = -0.5 * (base**2 + slope**2)
    nodes = mean0 + sd0 * np.stack([base, slope], 1)
    lost = leaving(nodes[:, :1], nodes[:, 1:], rows.pace)
    weight = _weight(rows)
    trend = np.stack([np.ones_like(rows.when), rows.when], 1) * np.sqrt(weight)[:, None]
    steady = np.linalg.qr(trend)[0]
    left = (rows.growth + lost) * np.sqrt(weight)
    left = left - (left @ steady) @ steady.T
    score = log_prior - 0.5 * (left**2).sum(1) / OVERDISPERSED
    weights = np.exp(score - score.max())
    weights /= weights.sum()
    mean = weights @ nodes
    stray = nodes - mean
    return mean, (stray * weights[:, None]).T @ stray + 1e-6 * np.eye(2)


def _weight(rows: Growth) -> Floats:
    """The precision of each row: its weeks by the variance that growth has besides trend and pace;
    rows far off (a number mistyped, followers bought) hardly count."""
    x = np.stack([np.ones_like(rows.when), rows.when, rows.pace], 1)
    stray = (rows.growth - np.median(rows.growth)) * np.sqrt(rows.weeks)
    variance = max(float(np.median(np.abs(stray))) * SD_BY_MEDIAN, USUAL_SD) ** 2
    robust = 1.0 / (1.0 + stray**2 / (FAR_OFF**2 * variance))
    for _ in range(N_ROUNDS):
        weight = rows.weeks * robust
        root = np.sqrt(weight)[:, None]
        found = np.linalg.lstsq(x * root, rows.growth * root[:, 0], rcond=None)[0]
        stray = (rows.growth - x @ found) * np.sqrt(rows.weeks)
        total = float(robust @ stray**2) + USUAL_WEEKS * USUAL_SD**2
        variance = total / (max(float(robust.sum()) - 3.0, 0.0) + USUAL_WEEKS)
        robust = 1.0 / (1.0 + stray**2 / (FAR_OFF**2 * variance))
    return np.asarray(rows.weeks * robust / variance)
