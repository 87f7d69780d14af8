"""A connector as the product sees it: its manifest and, where it has code, how to open it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from skupnost.kit.clock import Clock
from skupnost.kit.exports.values import ExportFormat, UnfollowColumns
from skupnost.kit.http.port import Transport
from skupnost.kit.manifest import Manifest
from skupnost.kit.simulation import Scene, Simulator, Store
from skupnost.kit.values import Access

Open = Callable[[Access, Transport, Clock], object]


class MakeClientId(Protocol):
    """Chooses what a delivery is known by on the network (TID, slug, marker) before it is sent."""

    def __call__(self, *, delivery_id: str, title: str, now_microseconds: int) -> str: ...


class MakeSimulator(Protocol):
    """Makes the network in a box on a store; the scene says where it stands and how late it is."""

    def __call__(self, store: Store, clock: Clock, scene: Scene = ...) -> Simulator: ...


@dataclass(frozen=True, slots=True)
class Connector:
    """One network. `open` and `simulator` are None where only the manifest is known.

    `open(access, transport, clock)` returns an object that has the ports the manifest declares
    for the account kind; `client_id` chooses the frozen name of a delivery; `exports` are the
    files with an account's past posts that the folder can read, `unfollows` its tables of who left.
    """

    manifest: Manifest
    folder: Path
    open: Open | None = None
    simulator: MakeSimulator | None = None
    client_id: MakeClientId | None = None
    exports: tuple[ExportFormat, ...] = ()
    unfollows: tuple[UnfollowColumns, ...] = ()

    @property
    def slug(self) -> str:
        return self.manifest.slug
