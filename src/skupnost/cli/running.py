"""Which Skupnost runs over a data folder: told by a lock that the system drops with its process."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from skupnost.domain.public_address import read_address
from skupnost.jobs.slots import locked


@dataclass(frozen=True, slots=True)
class Instance:
    """A running Skupnost: its process and where its pages are."""

    pid: int
    host: str
    port: int

    @property
    def address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def origin(self) -> str:
        """What a person types before a path: `SKUPNOST_ADDRESS`, else where the pages listen."""
        public = read_address(os.environ.get("SKUPNOST_ADDRESS", ""))
        return public.origin if public else self.address


class DataLock:
    """Held by the one `skupnost up` of a data folder; a stale file of a dead one does not bind."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "running.lock"
        self._card = folder / "running.json"
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Whether the folder is ours now."""
        self._descriptor = locked(self._path)
        if self._descriptor is None:
            return False
        self._card.unlink(missing_ok=True)
        return True

    def announce(self, instance: Instance) -> None:
        """Tell later starts where the pages are."""
        draft = self._card.with_suffix(".new")
        draft.write_text(json.dumps(asdict(instance)), encoding="utf-8")
        draft.replace(self._card)

    def read(self) -> Instance | None:
        """What the holder announced; None while it still starts."""
        try:
            return Instance(**json.loads(self._card.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def release(self) -> None:
        if self._descriptor is None:
            return
        self._card.unlink(missing_ok=True)
        os.close(self._descriptor)
        self._descriptor = None

    def __enter__(self) -> DataLock:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
