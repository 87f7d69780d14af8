"""`skupnost worker`: publishes what is due, until it is told to stop."""

from __future__ import annotations

from typing import Annotated

import typer

from skupnost.cli.answers import Problem, note
from skupnost.cli.children import stop_event, when_parent_ends
from skupnost.cli.site import open_data


def worker(
    until_parent_ends: Annotated[bool, typer.Option("--until-parent-ends", hidden=True)] = False,
) -> None:
    """Publish what is due until Ctrl+C; what is in flight is settled first."""
    open_data()
    from skupnost.jobs.slots import SlotTaken
    from skupnost.publishing.worker import run_worker

    stop = stop_event()
    if until_parent_ends:
        when_parent_ends(stop.set)
    else:
        note("The worker runs. Ctrl+C stops it.")
    try:
        run_worker(stop)
    except SlotTaken as error:
        raise Problem(
            "worker_runs", "Another worker already runs over this data folder; one is enough."
        ) from error
