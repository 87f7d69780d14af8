"""What a connector can do. It implements a port only if its manifest declares it, and only then.

Every method may raise the errors of `kit.errors` and nothing else. Reading comments and
replying will be ports of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol, runtime_checkable

from skupnost.kit.values import (
    Account,
    AuthorizationStart,
    Feed,
    LiveLimits,
    Measurement,
    Order,
    OwnPost,
    Receipt,
    Sighting,
)


@runtime_checkable
class Identifies(Protocol):
    """Knows whose credentials these are."""

    async def identify(self) -> Account:
        """The account behind the credentials; NeedsReconnect where they no longer hold."""
        ...


@runtime_checkable
class TellsLimits(Protocol):
    """Reads the server's own limits."""

    async def limits(self) -> LiveLimits: ...


@runtime_checkable
class Publishes(Protocol):
    """Makes an order live."""

    async def publish(self, order: Order) -> Receipt:
        """Publish once. OutcomeUnknown only where the post itself may be live: a failure while
        uploading media is Unreachable, since nothing was published."""
        ...


@runtime_checkable
class Finds(Protocol):
    """Asks the network whether an order is already there. Changes nothing."""

    async def find(self, order: Order) -> Sighting: ...


@runtime_checkable
class ReadsOwnPosts(Protocol):
    """Lists the account's own recent posts."""

    async def own_posts(
        self, *, limit: int, since: datetime | None = None
    ) -> tuple[OwnPost, ...]: ...


@runtime_checkable
class Measures(Protocol):
    """Reads what came back to the account's own posts, and how many follow it."""

    async def measure(self, *, limit: int, since: datetime | None = None) -> Measurement:
        """The account's newest posts, at most `limit`, none before `since`; replies to others and
        what was passed on are none. Their times have a zone."""
        ...


@runtime_checkable
class ReadsFeed(Protocol):
    """Reads the feed of those whom the account follows."""

    async def feed(self, *, since: datetime, max_pages: int = 5) -> Feed:
        """What came into it since a moment, in at most so many requests. Answers and shares of the
        account itself are none: its followers see its posts."""
        ...


@runtime_checkable
class Removes(Protocol):
    """Takes a live post away. Removing what is gone is no error."""

    async def remove(self, remote_id: str) -> None: ...


@runtime_checkable
class Authorizes(Protocol):
    """Connects by sending the person to the network and back (OAuth authorization code)."""

    async def authorization(self, *, redirect_uri: str, state: str) -> AuthorizationStart: ...

    async def credentials(
        self, *, code: str, redirect_uri: str, keep: Mapping[str, str]
    ) -> Mapping[str, str]:
        """The credentials to store, under the manifest's names."""
        ...


PORTS: Mapping[str, type] = {
    "identifies": Identifies,
    "tells_limits": TellsLimits,
    "publishes": Publishes,
    "finds": Finds,
    "reads_own_posts": ReadsOwnPosts,
    "measures": Measures,
    "reads_feed": ReadsFeed,
    "removes": Removes,
    "authorizes": Authorizes,
}
