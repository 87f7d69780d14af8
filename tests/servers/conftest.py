"""One fixture a server: started once for the whole test run, ended by its process id."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import TypeVar

import pytest

from .running.bluesky import Bluesky, running_bluesky
from .running.ghost import Ghost, running_ghost
from .running.mastodon_mock import MastodonMock, running_mastodon_mock
from .running.processes import ServerNotInstalled
from .running.snac import Snac, running_snac
from .running.wordpress import WordPress, running_wordpress

Server = TypeVar("Server")


def begin(stack: ExitStack, server: AbstractContextManager[Server]) -> Server:
    """The started server; one not installed is a skip, or a failure where skips are forbidden."""
    try:
        return stack.enter_context(server)
    except ServerNotInstalled as missing:
        if os.environ.get("SKUPNOST_FORBID_SKIPS") == "1":
            pytest.fail(str(missing), pytrace=False)
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def snac() -> Iterator[Snac]:
    """A real snac (ActivityPub, Mastodon API)."""
    with ExitStack() as stack:
        yield begin(stack, running_snac())


@pytest.fixture(scope="session")
def mastodon_mock() -> Iterator[MastodonMock]:
    """A stand-in for Mastodon that honours the Idempotency-Key."""
    with ExitStack() as stack:
        yield begin(stack, running_mastodon_mock())


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPress]:
    """A real WordPress without pretty permalinks."""
    with ExitStack() as stack:
        yield begin(stack, running_wordpress())


@pytest.fixture(scope="session")
def bluesky() -> Iterator[Bluesky]:
    """A real Bluesky network of data server, identity directory and app view."""
    with ExitStack() as stack:
        yield begin(stack, running_bluesky())


@pytest.fixture(scope="session")
def ghost() -> Iterator[Ghost]:
    """A real Ghost with an owner and an integration."""
    with ExitStack() as stack:
        yield begin(stack, running_ghost())
