"""Finds connectors by entry point: bundled ones arrive the same way as an outside package."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from skupnost.kit.connector import Connector
from skupnost.kit.manifest import BadManifest
from skupnost.kit.manifest_toml import load_manifest

GROUP = "skupnost.connectors"


class UnknownNetwork(LookupError):
    """No connector of that name is installed."""

    def __init__(self, slug: str, known: list[str]) -> None:
        super().__init__(f"There is no network {slug!r}. Known: {', '.join(known)}.")
        self.slug = slug


@cache
def connectors() -> Mapping[str, Connector]:
    """Every installed connector by slug, in the order of the manifests' priority."""
    found = [_load(point) for point in entry_points(group=GROUP)]
    found.sort(key=lambda connector: (connector.manifest.priority, connector.slug))
    return {connector.slug: connector for connector in found}


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
    return _with_code(Connector(manifest=manifest, folder=folder), point.value)


def _with_code(bare: Connector, package: str) -> Connector:
    """The connector with its code, where the folder has a `connector.py` and a `simulator.py`."""
    if not (bare.folder / "connector.py").exists():
        return bare
    code = importlib.import_module(f"{package}.connector")
    fake = importlib.import_module(f"{package}.simulator")
    return Connector(
        manifest=bare.manifest,
        folder=bare.folder,
        open=code.open_channel,
        simulator=fake.make_simulator,
        client_id=code.client_id,
    )
