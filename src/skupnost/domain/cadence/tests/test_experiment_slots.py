"""The slots of an experiment are moved a little, but never on top of one another."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from skupnost.domain.cadence import Limits, advise_from, plan, prior_for, read
from skupnost.domain.cadence.tests.histories import posts

STARTS_ON = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("limits", "least"),
    [
        (Limits(least=8, most=18), timedelta(hours=2)),
        # five days of eight hours have room for forty posts, half an hour apart
        (Limits(least=38, most=40, weekdays=range(5), hours=range(9, 17)), timedelta(minutes=30)),
    ],
    ids=["a usual week", "a full week"],
)
def test_posts_of_an_experiment_keep_apart_as_far_as_the_week_has_room(limits, least):
    often = np.arange(0, 24 * 300, 10).tolist()
    reading = read(posts(often, [5] * len(often)), prior=prior_for(), limits=limits, now=None)
    planned = plan(reading, advise_from(reading), starts_on=STARTS_ON, seed=3)
    assert max(planned.order) == limits.most
    for week, n in enumerate(planned.order):
        times = [slot.at for slot in planned.slots if slot.week == week]
        assert len(times) == n
        assert min(later - earlier for earlier, later in pairwise(times)) >= least
