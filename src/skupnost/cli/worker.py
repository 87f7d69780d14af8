"""`skupnost worker`: publishes what is due, until it is told to stop."""

from __future__ import annotations

from skupnost.cli.answers import note
from skupnost.cli.children import stop_event
from skupnost.cli.working import work


def worker() -> None:
    """Publish what is due until Ctrl+C; what is in flight is settled first."""
    note("The worker runs. Ctrl+C stops it.")
    work(stop_event())
