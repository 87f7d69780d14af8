"""The worker process."""

from __future__ import annotations

import threading

from skupnost.cli.answers import Problem
from skupnost.cli.children import stop_event, when_parent_ends
from skupnost.cli.site import open_data

MEASURE_SECONDS = 900.0
REFIT_SECONDS = 900.0


def work(stop: threading.Event) -> None:
    """Publish what is due until `stop`; what is in flight is settled first."""
    open_data()
    from skupnost.jobs.slots import SlotTaken
    from skupnost.metrics.measuring import measure_due
    from skupnost.publishing.worker import Chore, run_worker
    from skupnost.strategy.refitting import refit_due

    chores = (
        Chore("measure", MEASURE_SECONDS, measure_due),
        Chore("refit", REFIT_SECONDS, refit_due),
    )
    try:
        run_worker(stop, chores=chores)
    except SlotTaken as error:
        raise Problem(
            "worker_runs", "Another worker already runs over this data folder; one is enough."
        ) from error


def work_until_parent_ends() -> None:
    """As a child of `skupnost up`: also ends when the parent is gone."""
    stop = stop_event()
    when_parent_ends(stop.set)
    work(stop)
