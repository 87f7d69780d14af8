"""The worker process."""

from __future__ import annotations

import threading
from datetime import datetime

from skupnost.cli.answers import Problem
from skupnost.cli.children import stop_event, when_parent_ends
from skupnost.cli.site import open_data

MEASURE_SECONDS = 900.0
REFIT_SECONDS = 900.0
FEED_SECONDS = 300.0
FOLLOW_SECONDS = 60.0
UPLOAD_SECONDS = 900.0


def work(stop: threading.Event) -> None:
    """Publish what is due until `stop`; what is in flight is settled first."""
    open_data()
    from skupnost.jobs.slots import SlotTaken
    from skupnost.metrics.feeds import read_feeds_due
    from skupnost.metrics.measuring import measure_due
    from skupnost.metrics.staging import forget_old
    from skupnost.publishing.worker import Chore, run_worker
    from skupnost.strategy.refitting import refit_due

    chores = (
        Chore("measure", MEASURE_SECONDS, measure_due),
        Chore("refit", REFIT_SECONDS, refit_due),
        Chore("feeds", FEED_SECONDS, read_feeds_due),
        Chore("follow", FOLLOW_SECONDS, _follow),
        Chore("uploads", UPLOAD_SECONDS, forget_old),
    )
    try:
        run_worker(stop, chores=chores)
    except SlotTaken as error:
        raise Problem(
            "worker_runs", "Another worker already runs over this data folder; one is enough."
        ) from error


def _follow(now: datetime) -> int:
    """Look at today's open slots anew. What that needs (NumPy, the calendar) is brought in only
    where a feed is read."""
    from skupnost.metrics.models import FeedReading

    if not FeedReading.objects.exclude(read_at=None).exists():
        return 0
    from skupnost.strategy.feed_now import follow_feeds

    return follow_feeds(now)


def work_until_parent_ends() -> None:
    """As a child of `skupnost up`: also ends when the parent is gone."""
    stop = stop_event()
    when_parent_ends(stop.set)
    work(stop)
