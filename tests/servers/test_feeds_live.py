"""Feeds are read from real servers: whom the account follows, what came, and when."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from skupnost.channels.models import Channel
from skupnost.channels.vault import seal
from skupnost.kit.clock import SystemClock
from skupnost.kit.http.aiohttp_transport import AiohttpTransport
from skupnost.kit.registry import connector
from skupnost.kit.values import Access, Feed
from skupnost.metrics.feeds import due, read_feed

from .running import asking
from .running.bluesky import Bluesky, BlueskyAccount
from .running.mastodon_mock import MastodonMock
from .running.snac import Snac

PATIENCE_SECONDS = 15
NOTE = "2026-11-23T12:00:00Z"


def feed_of(network: str, access: Access, *, since: datetime, max_pages: int = 5) -> Feed:
    """The feed as the product reads it."""

    async def go() -> Feed:
        async with AiohttpTransport(allow_private=True) as transport:
            channel = connector(network).open(access, transport, SystemClock())
            return await asyncio.wait_for(channel.feed(since=since, max_pages=max_pages), 60)

    return asyncio.run(go())


def patiently(read: Callable[[], Feed], shows: Callable[[Feed], bool]) -> Feed:
    """The feed once it shows what is waited for; servers pass posts on a moment later."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    found = read()
    while not shows(found) and time.monotonic() < deadline:
        time.sleep(0.3)
        found = read()
    return found


def an_hour_ago() -> datetime:
    return datetime.now(UTC) - timedelta(hours=1)


def status(server: Snac | MastodonMock, token: str, text: str) -> str:
    url = f"{server.base_url}/api/v1/statuses"
    answer = asking.post_json(url, {"status": text}, asking.bearer(token)).expect(200)
    return str(answer.json["id"])


@pytest.fixture(params=["snac", "mastodon_mock"])
def server(request) -> Snac | MastodonMock:
    found: Snac | MastodonMock = request.getfixturevalue(request.param)
    return found


def follow(server: Snac | MastodonMock) -> None:
    """Alice follows Bob."""
    login, name = asking.bearer(server.access_token), server.other.name
    url = f"{server.base_url}/api/v1/accounts/lookup?acct={name}"
    id = asking.get(url, login).expect(200).json["id"]
    asking.post_json(f"{server.base_url}/api/v1/accounts/{id}/follow", {}, login).expect(200)


def test_a_home_feed_shows_whom_the_account_follows_and_itself(server):
    follow(server)
    mine = status(server, server.access_token, "Mine, for the feed")
    theirs = status(server, server.other.access_token, "Theirs, for the feed")
    access = Access(server.base_url, "account", {"token": server.access_token})

    def read() -> Feed:
        return feed_of("mastodon", access, since=an_hour_ago())

    def shows(feed: Feed) -> bool:
        return any(not post.is_own for post in feed.posts)

    found = patiently(read, shows)
    own = [post.remote_id for post in found.posts if post.is_own]
    assert mine in own
    assert len({post.author_id for post in found.posts}) >= 2
    assert theirs not in own
    again = read()
    assert [post.remote_id for post in again.posts] == [post.remote_id for post in found.posts]


def test_a_home_feed_is_read_page_by_page(server):
    ids = [status(server, server.access_token, f"Page {number}") for number in range(45)]
    access, since = (
        Access(server.base_url, "account", {"token": server.access_token}),
        an_hour_ago(),
    )
    first = feed_of("mastodon", access, since=since, max_pages=1)
    assert len(first.posts) == 40
    assert first.reaches_to == first.posts[-1].published_at > since
    whole = feed_of("mastodon", access, since=since)
    assert set(ids) <= {post.remote_id for post in whole.posts}


def record(account: BlueskyAccount, collection: str, value: dict[str, object]) -> str:
    session = account.new_session()
    body = {"repo": session.did, "collection": collection, "record": value}
    url = f"{account.pds_url}/xrpc/com.atproto.repo.createRecord"
    return str(asking.post_json(url, body, session.login).expect(200).json["uri"])


def post(account: BlueskyAccount, text: str, **more: object) -> str:
    at = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return record(account, "app.bsky.feed.post", {"text": text, "createdAt": at, **more})


def test_a_following_feed_is_read_in_the_order_of_time(bluesky: Bluesky) -> None:
    reader, writer = bluesky.new_account("carol.test"), bluesky.new_account("dora.test")
    record(reader, "app.bsky.graph.follow", {"subject": writer.did, "createdAt": NOTE})
    mine = post(reader, "Mine")
    theirs = [post(writer, f"Theirs {number}") for number in range(3)]
    credentials = {"handle": reader.handle, "password": reader.app_password}
    access = Access(bluesky.pds_url, "account", credentials)

    def read() -> Feed:
        return feed_of("bluesky", access, since=an_hour_ago())

    found = patiently(read, lambda feed: len(feed.posts) == 4)
    assert [row.remote_id for row in found.posts] == [*theirs[::-1], mine]
    assert [row.is_own for row in found.posts] == [False, False, False, True]
    assert {row.author_id for row in found.posts} == {reader.did, writer.did}
    assert read().posts == found.posts


def test_the_product_counts_what_lies_above_the_own_post(snac: Snac, bakery, settings, tmp_path):
    settings.ALLOW_PRIVATE_HOSTS, settings.DATA = True, tmp_path
    follow(snac)
    status(snac, snac.access_token, "Ours")
    time.sleep(1.1)
    for number in range(3):
        status(snac, snac.other.access_token, f"Above, {number}")
    now = datetime.now(UTC)
    channel = Channel.objects.create(
        client=bakery,
        network="mastodon",
        account_kind="account",
        server=snac.base_url,
        health="ok",
        credentials_sealed=seal({"token": snac.access_token}),
        created_at=now,
    )
    deadline = time.monotonic() + PATIENCE_SECONDS
    row = read_feed(channel=channel, now=now)
    while row.rank != 3 and time.monotonic() < deadline:
        time.sleep(0.5)
        row = read_feed(channel=channel, now=datetime.now(UTC))
    assert row.rank == 3
    assert len(row.authors) == 1
    assert due(row.read_at) == []
