"""A worker as a process of its own (`python -m tests.crash.worker_process`), ended by SIGTERM."""

from __future__ import annotations

import logging
import os
import signal
import threading


def main() -> None:
    """Run until told to stop."""
    import django

    django.setup()
    logging.basicConfig(level=logging.ERROR)
    from skupnost.publishing.worker import run_worker

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    run_worker(stop)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skupnost.config.settings")
    main()
