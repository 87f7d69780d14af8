"""What the hours of a day are worth, with how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skupnost.domain.cadence import timing
from skupnost.domain.cadence.advising import Reading
from skupnost.domain.cadence.keeping import kept_share
from skupnost.domain.cadence.values import HOURS_A_WEEK, Range

Z80 = 1.2816


@dataclass(frozen=True, slots=True)
class HourWorth:
    """A post at this hour against one at the average hour of the day, as a share (0.1 is a tenth
    more): the middle and 80 %; `n_posts` of the history stand behind it."""

    hour: int
    middle: float
    range80: Range
    n_posts: int


def rhythm(reading: Reading) -> tuple[HourWorth, ...]:
    """The 24 hours, each the mean of the week's seven days; no more is promised than such hours
    kept in the account's own later posts (`kept_share`)."""
    columns = timing.week_basis().reshape(7, 24, timing.N_TIMING).mean(0)
    columns = columns - columns.mean(0)
    part = reading.fit.frame.layout.timing
    middle = kept_share(reading) * (columns @ reading.fit.mean[part])
    spread = np.sqrt(
        np.maximum(np.sum(columns @ reading.fit.covariance[part, part] * columns, 1), 0)
    )
    counted = np.array(posts_by_hour(reading)).reshape(7, 24).sum(0)
    return tuple(
        HourWorth(
            hour,
            float(np.expm1(middle[hour])),
            Range(
                float(np.expm1(middle[hour] - Z80 * spread[hour])),
                float(np.expm1(middle[hour] + Z80 * spread[hour])),
            ),
            int(counted[hour]),
        )
        for hour in range(24)
    )


def posts_by_hour(reading: Reading) -> tuple[int, ...]:
    """How many posts of the history stand in each of the 168 hours of a week."""
    hours = np.floor(np.mod(reading.log.hours, HOURS_A_WEEK)).astype(int)
    return tuple(int(n) for n in np.bincount(hours, minlength=HOURS_A_WEEK))
