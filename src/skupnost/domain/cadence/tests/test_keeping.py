"""Hours promise only what they kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skupnost.domain.cadence import prior_for, read, rhythm
from skupnost.domain.cadence.keeping import USUAL, kept_share
from skupnost.domain.cadence.tests.histories import steady

PRIOR = prior_for()


def _with_rhythm(turned_after: float):
    """Evening posts bring four times as much; after that share of the posts, a quarter."""
    posts = steady(n=420, weeks=60)
    rng = np.random.default_rng(5)
    for i, post in enumerate(posts):
        is_good = (post.at.hour >= 17) != (i > turned_after * len(posts))
        mean = 20.0 * rng.lognormal(0.0, 0.3) * (4.0 if is_good else 1.0)
        yield replace(post, response=float(rng.poisson(mean)))


def test_few_posts_promise_what_hours_usually_keep():
    assert kept_share(read(steady(weeks=3), prior=PRIOR, now=None)) == USUAL


def test_hours_that_held_up_are_promised_hours_that_turned_are_not():
    held, turned = (read(list(_with_rhythm(after)), prior=PRIOR, now=None) for after in (1.0, 0.6))
    assert kept_share(held) > 0.9
    assert kept_share(turned) < 0.2
    assert max(hour.middle for hour in rhythm(held)) > max(hour.middle for hour in rhythm(turned))
