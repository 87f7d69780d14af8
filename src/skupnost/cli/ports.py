"""Which port the pages get: the one asked for or none, else the next free one."""

from __future__ import annotations

import errno
import socket
import sys

from skupnost.cli.answers import Problem, note

DEFAULT = 8000
N_TRIED = 50


def choose_port(host: str, asked: int | None) -> int:
    """A port that is free now. One that was asked for and is taken is a Problem."""
    if asked is not None:
        if not 0 < asked < 65536:
            raise Problem("port_impossible", f"{asked} is not a port. Choose 1024 to 65535.")
        if not is_free(host, asked):
            raise Problem(
                "port_taken",
                f"Port {asked} is taken by another program. End that program, or choose another "
                f"port, for instance --port {_free_after(host, asked)}.",
            )
        return asked
    port = _free_after(host, DEFAULT - 1)
    if port != DEFAULT:
        note(f"Port {DEFAULT} is taken by another program; using {port} instead.")
    return port


def _free_after(host: str, port: int) -> int:
    for candidate in range(port + 1, min(port + 1 + N_TRIED, 65536)):
        if is_free(host, candidate):
            return candidate
    raise Problem("no_free_port", f"No port between {port + 1} and {port + N_TRIED} is free.")


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if sys.platform == "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Problem(
                "port_forbidden",
                f"The system does not let you listen on port {port}. Choose one above 1023.",
            ) from None
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise Problem(
                "host_impossible", f"Cannot listen on {host}: {error.strerror or error}."
            ) from error
    return True
