"""Finds connectors by entry point: bundled ones arrive the same way as an outside package."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from skupnost.kit.connector import Connector
from skupnost.kit.exports.values import ExportFormat, UnfollowColumns
from skupnost.kit.manifest import BadManifest
from skupnost.kit.manifest_toml import load_manifest

GROUP = "skupnost.connectors"


class UnknownNetwork(LookupError):
    """No connector of that name is installed."""

    def __init__(self, slug: str, known: list[str]) -> None:
        super().__init__(f"There is no network {slug!r}. Known: {', '.join(known)}.")
        self.slug = slug


# What a folder that is not a working connector can raise while it is read; others go on.
_BREAKAGE = (BadManifest, ImportError, SyntaxError, LookupError, NameError, AttributeError,
             TypeError, ValueError, OSError)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """The connectors that can be used, by slug, and why the others cannot."""

    connectors: Mapping[str, Connector]
    broken: Mapping[str, str]


def connectors() -> Mapping[str, Connector]:
    """Every installed connector by slug, in the order of the manifests' priority; all are read, so
    who wants one network asks for that one."""
    return _installed().connectors


def broken() -> Mapping[str, str]:
    """What is wrong with the connectors that could not be read, by the name they are installed
    under; one broken connector stops none of the others."""
    return _installed().broken


def connector(slug: str) -> Connector:
    """The connector of one network; UnknownNetwork names those there are."""
    if known := find_connector(slug):
        return known
    raise UnknownNetwork(slug, list(connectors()))


def find_connector(slug: str) -> Connector | None:
    """As `connector`; None where that network is not installed or cannot be read."""
    known = _one(slug) if slug in _points() else None
    return known if isinstance(known, Connector) else None


def read_all(points: Iterable[EntryPoint]) -> Found:
    """The connectors behind some entry points, read now."""
    return _sorted({point.name: _read(point) for point in points})


@cache
def _installed() -> Found:
    return _sorted({name: _one(name) for name in _points()})


@cache
def _points() -> Mapping[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


@cache
def _one(name: str) -> Connector | str:
    """What is installed under a name, read when it is first asked for: a manifest and its code
    take 5 to 20 ms, and most processes speak of a few networks only."""
    return _read(_points()[name])


def _read(point: EntryPoint) -> Connector | str:
    """The connector behind an entry point, or what is wrong with it."""
    try:
        return _load(point)
    except _BREAKAGE as error:
        return str(error) if isinstance(error, BadManifest) else repr(error)


def _sorted(read: Mapping[str, Connector | str]) -> Found:
    good = [one for one in read.values() if isinstance(one, Connector)]
    good.sort(key=lambda connector: (connector.manifest.priority, connector.slug))
    bad = {name: one for name, one in read.items() if isinstance(one, str)}
    return Found({connector.slug: connector for connector in good}, bad)


def _load(point: EntryPoint) -> Connector:
    spec = importlib.util.find_spec(point.value)
    if spec is None or not spec.submodule_search_locations:
        raise BadManifest(f"connector {point.name}: {point.value} is not a package folder")
    folder = Path(next(iter(spec.submodule_search_locations)))
    manifest = load_manifest(folder / "manifest.toml")
    if manifest.slug != point.name:
        raise BadManifest(f"{folder / 'manifest.toml'}: slug is not {point.name!r}")
    formats, unfollows = _exports(folder, point.value)
    bare = Connector(manifest=manifest, folder=folder, exports=formats, unfollows=unfollows)
    return _with_code(bare, point.value)


def _exports(
    folder: Path, package: str
) -> tuple[tuple[ExportFormat, ...], tuple[UnfollowColumns, ...]]:
    """The files that the connector reads, also where it has no other code: those with posts, and
    those that tell who left."""
    if not (folder / "exports.py").exists():
        return (), ()
    told = importlib.import_module(f"{package}.exports")
    return tuple(told.FORMATS), tuple(getattr(told, "UNFOLLOWS", ()))


def _with_code(bare: Connector, package: str) -> Connector:
    """The connector with its code, where the folder has a `connector.py` and a `simulator.py`."""
    if not (bare.folder / "connector.py").exists():
        if ports := {port for kind in bare.manifest.kinds.values() for port in kind.machine.ports}:
            words = f"declares {', '.join(sorted(ports))}, but there is no connector.py beside it"
            raise BadManifest(f"{bare.folder / 'manifest.toml'}: {words}")
        return bare
    code = importlib.import_module(f"{package}.connector")
    fake = importlib.import_module(f"{package}.simulator")
    return replace(
        bare,
        open=code.open_channel,
        simulator=fake.make_simulator,
        client_id=code.client_id,
    )
