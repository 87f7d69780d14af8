"""How long advice takes, in processor seconds of one core; the same bytes twice.

    python -m tests.benchmarks.cadence_speed

Exits 1 above 1.5 s for 5,000 posts or 0.4 s for 30, or where two runs differ.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta

import numpy as np

from skupnost.domain.cadence import PastPost, advise, prior_for

LIMITS = {30: (5, 0.4), 300: (40, 1.5), 5_000: (260, 1.5), 100_000: (520, 15.0)}


def history(n: int, weeks: int) -> list[PastPost]:
    rng = np.random.default_rng(n)
    start = datetime(2016, 1, 4, tzinfo=UTC)
    hours = np.sort(rng.uniform(0, weeks * 168, n))
    return [PastPost(start + timedelta(hours=float(h)), float(rng.poisson(20))) for h in hours]


def main() -> None:
    failed = False
    for n, (weeks, limit) in LIMITS.items():
        posts = history(n, weeks)
        start = time.process_time()
        first = advise(posts, prior=prior_for())
        seconds = time.process_time() - start
        same = repr(first) == repr(advise(posts, prior=prior_for()))
        print(f"{n:7} posts {seconds:.2f} s (at most {limit}), same answer twice: {same}")
        failed |= seconds > limit or not same
    sys.exit(failed)


if __name__ == "__main__":
    main()
