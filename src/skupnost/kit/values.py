"""Neutral values that cross the border between the product and a network."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from skupnost.domain.payload import MediaItem, Payload
from skupnost.kit.exports.values import PostRead


@dataclass(frozen=True, slots=True)
class Access:
    """What a connector needs to speak for one channel. The repr shows no secret.

    `credentials` has the names declared in the manifest (`machine.credentials`), for instance
    `token`, or `handle` and `password`. `remote_account_id` is empty before the first `identify`.
    """

    server: str
    account_kind: str
    credentials: Mapping[str, str] = field(repr=False)
    remote_account_id: str = ""
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Who a channel is on its network, as the network says."""

    remote_id: str
    handle: str
    display_name: str
    url: str
    avatar_url: str = ""
    kind: str = ""
    scopes: tuple[str, ...] = ()


OpenMedia = Callable[[MediaItem], Awaitable[bytes]]
Remember = Callable[[str, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Order:
    """One delivery as a connector is asked to publish, find or finish it.

    `delivery_id` (UUIDv7) is the idempotency key; `client_id` and `created_at` were chosen when the
    row was made and never change. `checkpoints` holds what earlier attempts stored on the network
    (uploaded media, containers, parts of a thread: key to remote id); `remember` commits one more
    before it returns, so that a kill between two requests loses nothing. `first_sent_at` is when an
    earlier attempt may first have reached the network, None where none did: keys have a life.
    `taken` are the remote ids that other deliveries of the channel own already: a network without
    keys cannot tell two equal texts apart, so `find` never answers with one of these.
    """

    delivery_id: str
    client_id: str
    created_at: datetime
    payload: Payload
    open_media: OpenMedia
    remember: Remember
    checkpoints: Mapping[str, str] = field(default_factory=dict)
    first_sent_at: datetime | None = None
    limits: Mapping[str, int] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A post that is live: its id on the network and the address a person can open."""

    remote_id: str
    remote_url: str
    published_at: datetime | None = None


class Presence(StrEnum):
    """What a network says when asked whether an order is already there."""

    THERE = "there"
    ABSENT = "absent"
    PARTLY = "partly"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Sighting:
    """The answer of `find`. THERE carries the receipt; PARTLY carries the checkpoints seen (some
    parts of a thread are live and publishing again will add only the rest). `n_copies` counts the
    posts that look like this order and are not `taken`; the receipt is that of the oldest."""

    presence: Presence
    receipt: Receipt | None = None
    checkpoints: Mapping[str, str] = field(default_factory=dict)
    n_copies: int = 1


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A post of the connected account as its network lists it; newest first in a listing."""

    remote_id: str
    remote_url: str
    text: str
    published_at: datetime
    title: str = ""
    n_media: int = 0
    in_reply_to: str = ""
    content_warning: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What came back to the account's own posts, newest first, as its network tells it now, and
    how many follow it (None: not told). A figure that is not told is absent, never zero."""

    posts: tuple[PostRead, ...]
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class FeedPost:
    """A place that a post takes in a feed: when it came there (a post passed on: when that was
    done) and whose doing it is. `is_own`: a post of the connected account itself."""

    remote_id: str
    author_id: str
    published_at: datetime
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed shows, newest first. `reaches_to` is the moment from which on nothing of it is
    missing here: the one asked for, or a later one where the feed or the reading ended before."""

    posts: tuple[FeedPost, ...]
    reaches_to: datetime


@dataclass(frozen=True, slots=True)
class LiveLimits:
    """Limits that the server itself tells, under the manifest's keys (`text.text_max`)."""

    values: Mapping[str, int | tuple[str, ...]]
    software: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class AuthorizationStart:
    """Where to send the person, and what to keep (secret) until they come back."""

    url: str
    keep: Mapping[str, str] = field(repr=False)
