"""`skupnost up`: database, owner, sample client, web and worker, and the link that signs in."""

from __future__ import annotations

import os
import sys
import webbrowser
from datetime import UTC, datetime
from typing import Annotated

import typer

from skupnost.cli.answers import Problem, note
from skupnost.cli.children import (
    Child,
    said_by,
    stop_all,
    stop_event,
    wait_until_it_answers,
    watch,
    when_parent_ends,
)
from skupnost.cli.databases import is_up_to_date
from skupnost.cli.ports import choose_port
from skupnost.cli.running import DataLock, Instance
from skupnost.cli.site import open_folder

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def up(
    port: Annotated[int | None, typer.Option(help="This port and no other.")] = None,
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    headless: Annotated[
        bool, typer.Option("--headless", help="No browser, no sample; the link comes first.")
    ] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the link.")] = False,
    until_parent_ends: Annotated[bool, typer.Option("--until-parent-ends", hidden=True)] = False,
) -> None:
    """Run web and worker until Ctrl+C."""
    began = datetime.now(UTC)
    folder = open_folder()
    is_quiet = headless or no_browser
    stop = stop_event()
    if until_parent_ends:
        when_parent_ends(stop.set)
    with DataLock(folder) as lock:
        if not lock.take():
            _use_running(lock, port, is_quiet=is_quiet)
            return
        instance = Instance(os.getpid(), host, choose_port(host, port))
        with Children(instance) as children:
            if is_up_to_date(folder):
                children.start_web()
            path = said_by("prepare", *([] if headless else ["sample"]))
            children.start_web()
            children.wait_until_it_answers()
            children.start_worker()
            lock.announce(instance)
            _welcome(instance, instance.origin + path, began, is_quiet=is_quiet)
            watch(children.all, stop)
            note("Stopping; what is being sent is settled first …")


def _use_running(lock: DataLock, port: int | None, *, is_quiet: bool) -> None:
    """Lead the person to the Skupnost that already runs over this data folder."""
    instance = lock.read()
    if instance is None:
        raise Problem("starting", "Another Skupnost is just starting here. Try again in a moment.")
    if port is not None and port != instance.port:
        raise Problem(
            "already_running",
            f"Skupnost already runs over this data folder, at {instance.address} (process "
            f"{instance.pid}). Stop it first, or choose another folder with SKUPNOST_DATA.",
        )
    link = instance.origin + said_by("prepare")
    print(link, flush=True)
    note("It was already running; this link signs you in once.")
    if not is_quiet and has_screen():
        webbrowser.open(link)


class Children:
    """Web and worker, ended together. Where nothing is to be migrated the web starts at once,
    while the rest is still being prepared; the worker when the pages are there, so that it does
    not keep them waiting."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._web = Child("web", ["web", instance.host, str(instance.port)])
        self._worker = Child("worker", ["worker"])

    @property
    def all(self) -> list[Child]:
        return [self._web, self._worker]

    def start_web(self) -> None:
        if self._web.process is None:
            self._web.start()

    def start_worker(self) -> None:
        self._worker.start()

    def wait_until_it_answers(self) -> None:
        wait_until_it_answers(self._web, self._instance.host, self._instance.port)

    def __enter__(self) -> Children:
        return self

    def __exit__(self, *_error: object) -> None:
        stop_all([self._worker, self._web])


def _welcome(instance: Instance, link: str, began: datetime, *, is_quiet: bool) -> None:
    print(link, flush=True)
    seconds = (datetime.now(UTC) - began).total_seconds()
    note(f"✓ Ready in {seconds:.1f} s. The link above signs you in once (Ctrl+C stops).")
    if not is_loopback(instance.host):
        note(
            "Others can reach it here. Name the address they use in SKUPNOST_ADDRESS and put HTTPS "
            "before it: docs/howto/run-on-a-server.md."
        )
    if not is_quiet and not (has_screen() and webbrowser.open(link)):
        note("No browser was found: open the link above in one, on this machine.")


def has_screen() -> bool:
    """Whether a window can be shown; without one a browser of the terminal would get in the way."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach pages that are served there."""
    return host in LOOPBACK
