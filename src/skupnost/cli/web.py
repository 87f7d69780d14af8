"""The web process: the pages behind granian, one worker."""

from __future__ import annotations

import os
import signal
import sys
import threading

from skupnost.cli.children import when_parent_ends


def serve(host: str, port: int) -> None:
    """Serve the pages until standard input closes."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "skupnost.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        blocking_threads=4,
        log_level=LogLevels.warning,
    )
    when_parent_ends(_interrupt_main_thread)
    server.serve()


def _interrupt_main_thread() -> None:
    if sys.platform == "win32":
        signal.raise_signal(signal.SIGINT)
        return
    main = threading.main_thread().ident
    if main is None:
        os.kill(os.getpid(), signal.SIGTERM)
    else:
        signal.pthread_kill(main, signal.SIGTERM)
