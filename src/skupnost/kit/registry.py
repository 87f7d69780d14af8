"""Finds connectors by entry point: bundled ones arrive the same way as an outside package."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from skupnost.kit.connector import Connector
from skupnost.kit.exports.values import ExportFormat
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
    """Every installed connector by slug, in the order of the manifests' priority."""
    return _installed().connectors


def broken() -> Mapping[str, str]:
    """What is wrong with the connectors that could not be read, by the name they are installed
    under; one broken connector stops none of the others."""
    return _installed().broken


@cache
def _installed() -> Found:
    return read_all(entry_points(group=GROUP))


def read_all(points: Iterable[EntryPoint]) -> Found:
    """The connectors behind some entry points, read now."""
    good: list[Connector] = []
    bad: dict[str, str] = {}
    for point in points:
        try:
            good.append(_load(point))
        except _BREAKAGE as error:
            bad[point.name] = str(error) if isinstance(error, BadManifest) else repr(error)
    good.sort(key=lambda connector: (connector.manifest.priority, connector.slug))
    return Found({connector.slug: connector for connector in good}, bad)


def connector(slug: str) -> Connector:
    """The connector of one network; UnknownNetwork names those there are."""
    try:
        return connectors()[slug]
    except KeyError:
        raise UnknownNetwork(slug, list(connectors())) from None


def _load(point: EntryPoint) -> Connector:
    spec = importlib.util.find_spec(point.value)
    if spec is None or not spec.submodule_search_locations:
        raise BadManifest(f"connector {point.name}: {point.value} is not a package folder")
    folder = Path(next(iter(spec.submodule_search_locations)))
    manifest = load_manifest(folder / "manifest.toml")
    if manifest.slug != point.name:
        raise BadManifest(f"{folder / 'manifest.toml'}: slug is not {point.name!r}")
    exports = _exports(folder, point.value)
    return _with_code(Connector(manifest=manifest, folder=folder, exports=exports), point.value)


def _exports(folder: Path, package: str) -> tuple[ExportFormat, ...]:
    """The files that the connector reads, also where it has no other code."""
    if not (folder / "exports.py").exists():
        return ()
    return tuple(importlib.import_module(f"{package}.exports").FORMATS)


def _with_code(bare: Connector, package: str) -> Connector:
    """The connector with its code, where the folder has a `connector.py` and a `simulator.py`."""
    if not (bare.folder / "connector.py").exists():
        if ports := {port for kind in bare.manifest.kinds.values() for port in kind.machine.ports}:
            words = f"declares {', '.join(sorted(ports))}, but there is no connector.py beside it"
            raise BadManifest(f"{bare.folder / 'manifest.toml'}: {words}")
        return bare
    code = importlib.import_module(f"{package}.connector")
    fake = importlib.import_module(f"{package}.simulator")
    return Connector(
        manifest=bare.manifest,
        folder=bare.folder,
        open=code.open_channel,
        simulator=fake.make_simulator,
        client_id=code.client_id,
        exports=bare.exports,
    )
