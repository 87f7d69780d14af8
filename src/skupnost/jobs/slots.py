"""A worker's place on this machine: a lock that the system drops with its process.

Who holds the slot knows that whoever held it before is dead, and may end its leases at once.
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class SlotTaken(Exception):
    """A worker already runs over this data folder."""

    def __init__(self) -> None:
        super().__init__("A worker already runs over this data folder.")


class Slot:
    """One of the workers of this machine, under a name that stays the same after a restart."""

    def __init__(self, folder: Path, number: int = 0) -> None:
        self._path = folder / f"worker-{number}.lock"
        self._descriptor: int | None = None
        self.executor = f"{platform.node() or 'machine'}-{number}"

    def take(self) -> None:
        """Hold the slot until `release` or the end of the process; SlotTaken where it is held."""
        self._descriptor = locked(self._path)
        if self._descriptor is None:
            raise SlotTaken

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def locked(path: Path) -> int | None:
    """The descriptor of a file that nobody else can lock until it is closed; None where somebody
    else holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
