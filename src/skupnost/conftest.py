"""The world of the tests: a bakery, Alice who manages, Bob who approves, Charlie the stranger."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from skupnost.channels.models import Channel
from skupnost.clients.models import Client, Membership
from skupnost.people.models import User

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def no_language_left() -> Iterator[None]:
    """A page that a person reads in their own language leaves it behind in the process: the next
    test begins without."""
    yield
    translation.deactivate()


@pytest.fixture
def now() -> datetime:
    """A Wednesday morning: 25 November 2026, 10:00 in Ljubljana."""
    return datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture
def new_person(db: None) -> Callable[[str], User]:
    """Makes a person who belongs to no client yet."""
    return lambda name: User.objects.create_user(username=name)


@pytest.fixture
def new_client(db: None, now: datetime) -> Callable[..., Client]:
    """Makes a client and lets the people given work for it."""

    def make(slug: str, name: str, *people: User) -> Client:
        client = Client.objects.create(
            slug=slug,
            name=name,
            zone="Europe/Ljubljana",
            language="sl",
            colour="#b4532a",
            created_at=now,
        )
        for person in people:
            Membership.objects.create(user=person, client=client)
        return client

    return make


@pytest.fixture
def new_channel(now: datetime) -> Callable[..., Channel]:
    """Makes a channel on the practice network, or on a network's simulator by its slug."""

    def make(client: Client, network: str = "practice", kind: str = "account") -> Channel:
        return Channel.objects.create(
            client=client,
            network=network,
            account_kind=kind,
            server=f"practice:{client.slug}",
            handle=f"@{client.slug}",
            display_name=client.name,
            created_at=now,
        )

    return make


@pytest.fixture
def alice(new_person: Callable[[str], User]) -> User:
    """Manages the bakery's channels."""
    return new_person("alice")


@pytest.fixture
def bob(new_person: Callable[[str], User]) -> User:
    """Works for the bakery too, and approves."""
    return new_person("bob")


@pytest.fixture
def charlie(new_person: Callable[[str], User]) -> User:
    """Has an account and works for the florist: of the bakery he must see nothing."""
    return new_person("charlie")


@pytest.fixture
def bakery(new_client: Callable[..., Client], alice: User, bob: User) -> Client:
    return new_client("bakery", "Pekarna Zora", alice, bob)


@pytest.fixture
def florist(new_client: Callable[..., Client], charlie: User) -> Client:
    return new_client("florist", "Cvetličarna Mak", charlie)


@pytest.fixture
def channel(new_channel: Callable[..., Channel], bakery: Client) -> Channel:
    """The bakery's account on the practice network."""
    return new_channel(bakery)


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """The conformance suites and the rulebook; a reason to skip where they are absent."""
    chosen = os.environ.get("SKUPNOST_SHARED")
    folder = Path(chosen) if chosen else CHECKOUT.parent / "shared"
    if not folder.is_dir():
        words = f"the shared folder is absent: set SKUPNOST_SHARED (looked in {folder})"
        if os.environ.get("SKUPNOST_FORBID_SKIPS") == "1":
            pytest.fail(words)
        pytest.skip(words)
    return folder
