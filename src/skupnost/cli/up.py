"""`skupnost up`: database, owner, sample client, web and worker, and the link that signs in."""

from __future__ import annotations

import os
import webbrowser
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skupnost.cli.answers import Problem, note
from skupnost.cli.children import (
    Child,
    stop_all,
    stop_event,
    wait_until_it_answers,
    watch,
    when_parent_ends,
)
from skupnost.cli.databases import is_up_to_date
from skupnost.cli.ports import choose_port
from skupnost.cli.running import DataLock, Instance
from skupnost.cli.site import open_folder, open_site

if TYPE_CHECKING:
    from skupnost.people.models import User

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
            open_site()
            _use_running(lock, port, is_quiet=is_quiet)
            return
        instance = Instance(os.getpid(), host, choose_port(host, port))
        say = note if headless else print
        with Children(instance) as children:
            if is_up_to_date(folder):
                children.start()
            _prepare(folder, say=say, with_sample=not headless)
            children.start()
            children.wait_until_it_answers()
            lock.announce(instance)
            _welcome(instance, began, is_quiet=is_quiet, say=say)
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
    link = login_link(instance)
    print(link, flush=True)
    note("It was already running; this link signs you in once.")
    if not is_quiet:
        webbrowser.open(link)


def _prepare(folder: Path, *, say: Callable[[str], None], with_sample: bool) -> None:
    open_site()
    from skupnost.cli.databases import bring_up_to_date
    from skupnost.people.models import User

    if copy := bring_up_to_date(folder):
        say(f"✓ Database brought up to date; a copy from before is {copy}")
    say(f"✓ Database ready ({folder}; nothing leaves this computer)")
    _announce_worker(folder)
    if User.objects.exists():
        return
    owner = _first_person()
    if with_sample:
        _make_sample(owner, say)


def _announce_worker(folder: Path) -> None:
    """The worker is on its way: the first page shall not say that there is none."""
    from skupnost.jobs import heartbeats
    from skupnost.jobs.slots import Slot

    heartbeats.begin(Slot(folder).executor, datetime.now(UTC))


def _first_person() -> User:
    from skupnost.people.actions import choose_language, ensure_owner

    owner = ensure_owner()
    choose_language(user=owner, language=_guess_language())
    return owner


def _make_sample(owner: User, say: Callable[[str], None]) -> None:
    from skupnost.desk.sample import make_sample

    made = make_sample(by=owner, now=datetime.now(UTC))
    say(f"✓ Sample client “{made.client.name}”: {made.n_posts} posts, removable in one click")


class Children:
    """Web and worker, started once and ended together. Where nothing is to be migrated they
    start at once, while the rest is still being prepared."""

    def __init__(self, instance: Instance) -> None:
        where = ["--host", instance.host, "--port", str(instance.port)]
        self._instance = instance
        self._web = Child("web", ["web", *where])
        self._worker = Child("worker", ["worker", "--until-parent-ends"])
        self._is_started = False

    @property
    def all(self) -> list[Child]:
        return [self._web, self._worker]

    def start(self) -> None:
        if not self._is_started:
            self._is_started = True
            for child in self.all:
                child.start()

    def wait_until_it_answers(self) -> None:
        wait_until_it_answers(self._web, self._instance.host, self._instance.port)

    def __enter__(self) -> Children:
        return self

    def __exit__(self, *_error: object) -> None:
        stop_all([self._worker, self._web])


def _welcome(
    instance: Instance, began: datetime, *, is_quiet: bool, say: Callable[[str], None]
) -> None:
    link = login_link(instance)
    print(link, flush=True)
    seconds = (datetime.now(UTC) - began).total_seconds()
    say(f"✓ Ready in {seconds:.1f} s. The link above signs you in once (Ctrl+C stops).")
    if not is_loopback(instance.host):
        say(
            "Others can reach it here. Name the address they use in SKUPNOST_HOSTS and put HTTPS "
            "before it: docs/howto/run-on-a-server.md."
        )
    if not is_quiet and not webbrowser.open(link):
        say("No browser was found: open the link above in one, on this machine.")


def login_link(instance: Instance) -> str:
    """A whole address that signs the owner in, once."""
    from skupnost.people.actions import ensure_owner, make_login_link

    return instance.address + make_login_link(user=ensure_owner(), now=datetime.now(UTC))


def _guess_language() -> str:
    """The first of our languages that the machine speaks, English otherwise."""
    from django.conf import settings

    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    language = (spoken or "")[:2].lower()
    return language if language in dict(settings.LANGUAGES) else "en"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach pages that are served there."""
    return host in LOOPBACK
