"""Pages on which nothing depends on pace: what the adviser claims to find there.

    python -m tests.benchmarks.cadence_nulls            400 pages

Pages of ten weeks to two years, of 2 to 20 posts a week, evenly spaced, at random, on workdays, in
bursts or at one hour; audiences that grow, fall, follow seasons and moods, and paces that follow
the mood. Each post's response is drawn without a look at any other post, so more is always better
and any claim that fewer are is false. Exits 1 where more than one page in a hundred is told so.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import numpy as np

from skupnost.domain.cadence import Advice, PastPost, Verdict, advise, prior_for

MONDAY = datetime(2025, 1, 6, tzinfo=UTC)
STYLES = ("even", "random", "workdays", "bursts", "one hour")
FEWEST, MOST_FALSE = 8, 0.01
HALF_YEAR = 26


def page(seed: int) -> list[PastPost]:
    """One page; the same seed gives the same posts."""
    rng = np.random.default_rng(seed)
    n_weeks, style = int(rng.choice([10, 26, 52, 104])), str(rng.choice(STYLES))
    pace, level = np.exp(rng.uniform(np.log(2), np.log(20))), np.exp(rng.uniform(0, np.log(200)))
    trend, season = rng.choice([-2, -1, 0, 0, 1, 2]), rng.choice([0, 0, 0.5])
    varies, follows = rng.choice([0.05, 0.3, 0.6]), rng.choice([0, 0, 0.5, 1.0])
    spread, mood, posts = rng.choice([0.4, 0.8, 1.3]), 0.0, []
    for week in range(n_weeks):
        mood = 0.7 * mood + 0.2 * rng.normal()
        n = int(pace * np.exp(varies * rng.normal() + follows * mood) + rng.random())
        for hour in np.sort(np.clip(hours_of(style, n, rng), 0, 167.9)):
            time = (week + hour / 168) / n_weeks
            mean = trend * (time - 0.5) + season * np.sin(2 * np.pi * week / HALF_YEAR) + mood
            mean += spread * rng.normal() - 0.5 * spread**2
            at = MONDAY + timedelta(weeks=week, hours=float(hour))
            posts.append(PastPost(at, float(rng.poisson(level * np.exp(mean)))))
    return posts


def hours_of(style: str, n: int, rng: np.random.Generator) -> np.ndarray:
    """The hours of n posts of one week."""
    match style:
        case "even":
            return (np.arange(n) + 0.5) * 168 / max(n, 1)
        case "random":
            return rng.uniform(0, 168, n)
        case "workdays":
            return rng.integers(0, 5, n) * 24 + np.clip(rng.normal(12, 3, n), 6, 22)
        case "bursts":
            return rng.integers(0, 7) * 24 + 12 + rng.exponential(3, n)
        case _:
            return rng.integers(0, 7, n) * 24 + 10 + rng.normal(0, 0.1, n)


def is_false(found: Advice) -> bool:
    """Whether it claims that fewer posts would bring more."""
    return found.verdict is Verdict.FEWER or found.range80.high < 0.8 * found.today_per_week


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=400)
    pages = [posts for seed in range(parser.parse_args().n) if len(posts := page(seed)) >= FEWEST]
    told = [advise(posts, prior=prior_for()) for posts in pages]
    n_false = sum(map(is_false, told))
    verdicts = Counter(str(found.verdict) for found in told)
    evidence = Counter(str(found.evidence) for found in told)
    print(f"{len(told)} pages: verdicts {dict(verdicts)}, evidence {dict(evidence)}")
    print(f"{n_false} are told that fewer would be better")
    sys.exit(n_false > MOST_FALSE * len(told))


if __name__ == "__main__":
    main()
