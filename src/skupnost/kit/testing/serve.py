"""A simulated network as a process of its own:

    python -m skupnost.kit.testing.serve mastodon --port 0 --faults lost_after=0.1,lost_before=0.02

prints one line of JSON with its address and answers until it is ended, or until its standard
input closes where `--until-eof` is given. With `--store FILE` posts survive a restart.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import random
import sys
from dataclasses import fields
from pathlib import Path

from skupnost.kit.clock import SystemClock
from skupnost.kit.registry import connector
from skupnost.kit.simulation import Faults, MemoryStore, Scene, Store
from skupnost.kit.simulation_store import FileStore
from skupnost.kit.testing.serving import Network, started


def faults_of(text: str) -> Faults:
    """Faults written as `lost_after=0.1,latency_seconds=0.02`; ValueError names what is unknown."""
    kinds = {field.name: type(field.default) for field in fields(Faults)}
    chosen: dict[str, float | int] = {}
    for item in filter(None, text.split(",")):
        name, _, value = item.partition("=")
        if name not in kinds:
            raise ValueError(f"There is no fault {name!r}. Known: {', '.join(kinds)}.")
        chosen[name] = int(value) if kinds[name] is int else float(value)
    return Faults(**chosen)  # type: ignore[arg-type]  # the numbers are of the fields' types


def network_of(arguments: argparse.Namespace) -> Network:
    """The network that the command line asks for."""
    made = connector(arguments.network).simulator
    if made is None:
        raise SystemExit(f"The connector of {arguments.network} has no simulator.")
    store: Store = FileStore(Path(arguments.store)) if arguments.store else MemoryStore()
    clock = SystemClock()
    faults: Faults = arguments.faults
    scene = Scene(visible_after_seconds=faults.visible_after_seconds)
    dice = random.Random(arguments.seed)  # noqa: S311 - not for secrets
    return Network(made(store, clock, scene), faults, clock, dice, store)


async def run(network: Network, *, port: int, until_eof: bool) -> None:
    """Serve until cancelled, or until standard input closes."""
    runner = await started(network, port=port)
    print(json.dumps({"url": network.url}), flush=True)
    try:
        if until_eof:
            await asyncio.to_thread(sys.stdin.read)
        else:
            await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def main(words: list[str] | None = None) -> None:
    """The command line: see the head of this file."""
    # Whoever is killed drops its connections in mid-request; aiohttp would log each with its trace.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    parser = argparse.ArgumentParser(prog="skupnost.kit.testing.serve", description=__doc__)
    parser.add_argument("network", help="slug of an installed connector")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--faults", type=faults_of, default=Faults(), help="NAME=VALUE,…")
    parser.add_argument("--store", help="keep posts in this file")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--until-eof", action="store_true", help="end when standard input closes")
    arguments = parser.parse_args(words)
    try:
        asyncio.run(run(network_of(arguments), port=arguments.port, until_eof=arguments.until_eof))
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
