"""Rank in chronological feeds against RedQueen: synthetic rivals by day curve and in bursts.

    python -m tests.benchmarks.cadence_feeds

Thirty followers each follow five to fifteen rivals for 14 days of profile and 10 days of test; all
policies post the same number of times. RedQueen is our event-driven reading of its published law
(intensity proportional to the rank, equal followers), its constant tuned to the budget.
Exits 1 above 0.85 (open loop) or 0.80 (closed loop) of RedQueen's mean rank.
"""

from __future__ import annotations

import sys

import numpy as np

from skupnost.domain.cadence.feeds import closed_loop, hourly_profile, open_loop

PROFILE_DAYS, DAYS, FOLLOWERS, BUDGET, TRIALS = 14, 10, 30, 58, 10
HOURS = DAYS * 24


def rivals(rng, kind: str, days: int, start_hour: int = 0) -> np.ndarray:
    """Times of one rival's posts: constant, by the hour of the day, or in Hawkes bursts as well."""
    rate = np.exp(rng.normal(np.log(0.25), 0.6))
    hour = np.arange(days * 24) + start_hour
    curve = np.ones(len(hour))
    if kind != "constant":
        curve = 0.3 + np.exp(-0.5 * ((hour % 24 - 14) / 4.5) ** 2)
        curve = curve / curve[:24].mean()
    base = rng.poisson(rate * curve * (0.6 if kind == "bursts" else 1.0))
    times = np.concatenate([[h + u for u in rng.random(k)] for h, k in enumerate(base)] or [[]])
    queue = list(times) if kind == "bursts" else []
    while queue:
        at = queue.pop()
        children = at + rng.exponential(2.0, rng.poisson(0.4))
        queue += [t for t in children if t < len(hour)]
        times = np.concatenate([times, children[children < len(hour)]])
    return np.sort(times)


def trial(kind: str, seed: int) -> dict[str, float]:
    """Mean rank of each policy over the ten days."""
    rng = np.random.default_rng(seed)
    pool = [rivals(rng, kind, PROFILE_DAYS + DAYS) for _ in range(60)]
    followed = [rng.choice(60, rng.integers(5, 16), replace=False) for _ in range(FOLLOWERS)]
    feeds = [np.sort(np.concatenate([pool[i] for i in chosen])) for chosen in followed]
    cut = PROFILE_DAYS * 24.0
    before = np.concatenate([feed[feed < cut] for feed in feeds])
    after = np.sort(np.concatenate([feed[feed >= cut] - cut for feed in feeds]))
    week = np.array(hourly_profile(before.tolist(), PROFILE_DAYS / 7), float) / FOLLOWERS
    ahead = week[(np.arange(HOURS) + int(cut)) % 168]
    planned = np.array(open_loop(ahead.tolist(), BUDGET), float)
    return {
        "even": mean_rank(np.linspace(0, HOURS, BUDGET, endpoint=False), after),
        "poisson": float(np.mean([mean_rank(_at_random(rng), after) for _ in range(5)])),
        "redqueen": redqueen(after, rng),
        "open": mean_rank(planned, after),
        "closed": mean_rank(closed(ahead, after), after),
    }  # fmt: skip


def _at_random(rng) -> np.ndarray:
    return np.sort(rng.uniform(0, HOURS, BUDGET))


def mean_rank(posts: np.ndarray, after: np.ndarray) -> float:
    """Rank of our latest post, averaged over followers and time: the area of rivals since it."""
    edges = np.concatenate([[0.0], posts, [HOURS]])
    last = np.searchsorted(posts, after, side="right")
    until_next = edges[last + 1] - after
    return float(until_next.sum() / FOLLOWERS / HOURS)


def redqueen(after: np.ndarray, rng) -> float:
    """Intensity c times the mean rank; c by bisection to the budget, 10 seeds; then 30 runs."""
    low, high = 1e-4, 3.0
    for _ in range(12):
        c = np.sqrt(low * high)
        n = np.mean([len(_redqueen_run(c, after, rng)) for _ in range(10)])
        low, high = (c, high) if n < BUDGET else (low, c)
    return float(np.mean([mean_rank(_redqueen_run(c, after, rng), after) for _ in range(30)]))


def _redqueen_run(c: float, after: np.ndarray, rng) -> np.ndarray:
    posts: list[float] = []
    now, seen = 0.0, 0
    while True:
        need = rng.exponential()
        later = after[seen:]
        area = c / FOLLOWERS * np.cumsum(np.arange(1, len(later) + 1)[:-1] * np.diff(later))
        k = int(np.searchsorted(area, need))
        if k >= len(area):
            return np.array(posts)
        spent = area[k - 1] if k else 0.0
        now = later[k] + (need - spent) / (c / FOLLOWERS * (k + 1))
        posts.append(now)
        seen = int(np.searchsorted(after, now))


def closed(ahead: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Decide each hour anew on the rank that the feeds show."""
    posts, rank, left = [], 0.0, BUDGET
    counts = np.histogram(after, np.arange(HOURS + 1))[0] / FOLLOWERS
    for hour in range(HOURS):
        if closed_loop(ahead[hour:].tolist(), left, rank=rank):
            posts.append(float(hour))
            rank, left = 0.0, left - 1
        rank += counts[hour]
    return np.array(posts)


def main() -> None:
    failed = False
    for kind in ("constant", "daily", "bursts"):
        rows = [trial(kind, seed) for seed in range(TRIALS)]
        ratio = {name: np.mean([row[name] / row["redqueen"] for row in rows]) for name in rows[0]}
        print(kind, {name: round(float(value), 3) for name, value in ratio.items()}, flush=True)
        failed |= bool(ratio["open"] > 0.85 or ratio["closed"] > 0.80)
    sys.exit(int(failed))


if __name__ == "__main__":
    main()
