"""Bluesky: the ports.

Exactly once: the record key is chosen when the delivery is made, and the moment of writing is
remembered before the first try, so every try sends the same bytes to the same key. A single post
goes by `putRecord`: repeating it changes nothing. A thread goes by `applyWrites`, all or nothing,
because a chain of `putRecord` could stop half-way where everybody sees it; its keys in use answer
500 and write nothing, so it is looked first which of them are missing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from skupnost.connectors.bluesky import convert, facets
from skupnost.connectors.bluesky.convert import (
    POST,
    PROFILE,
    Author,
    Context,
    Draft,
    Record,
    uri_of,
)
from skupnost.connectors.bluesky.feeding import following_back
from skupnost.connectors.bluesky.measuring import PAGE, followers, posts_back
from skupnost.connectors.bluesky.session import Login
from skupnost.connectors.bluesky.tid import client_id, part_index, part_key
from skupnost.connectors.bluesky.wire import KeyTaken, Session, Wire
from skupnost.domain.payload import MediaItem
from skupnost.kit.clock import Clock
from skupnost.kit.errors import NeedsReconnect, Refused
from skupnost.kit.http import Transport
from skupnost.kit.values import (
    Access,
    Account,
    Feed,
    LiveLimits,
    Measurement,
    Order,
    OwnPost,
    Presence,
    Receipt,
    Sighting,
)

__all__ = ["BlueskyChannel", "client_id", "open_channel"]

CREATED_AT = "created_at"
MENTION = "mention:"
SAME_TRY = timedelta(hours=12)
"""A delivery mended later than this is dated anew. Its key stays, so it still cannot double."""
_PAGE = 100


def open_channel(access: Access, transport: Transport, clock: Clock) -> BlueskyChannel:
    """The ports of one account on the data server of `access`."""
    return BlueskyChannel(access, Wire(access.server, transport, clock), clock)


class BlueskyChannel:
    """One account, spoken for with its handle and an app password."""

    def __init__(self, access: Access, wire: Wire, clock: Clock) -> None:
        self._access = access
        self._wire = wire
        self._clock = clock
        handle = access.credentials.get("handle", "").strip().removeprefix("@").lower()
        password = access.credentials.get("password", "").strip()
        self._login = Login(wire, server=access.server, handle=handle, password=password)

    async def identify(self) -> Account:
        session = await self._login.fresh()
        if session.status:
            raise NeedsReconnect("account_restricted", {"error": session.status})
        found = await self._wire.get_record(session.did, PROFILE, "self")
        return convert.account(self._author(session), found or {})

    async def limits(self) -> LiveLimits:
        """The size of a file that this server takes, where it tells (newer ones do)."""
        told = (await self._wire.describe_server()).get("blobUploadLimit")
        values = {"media.blob_bytes_max": told} if isinstance(told, int) else {}
        return LiveLimits(values, software="bluesky-pds", version=await self._wire.version())

    async def publish(self, order: Order) -> Receipt:
        session = await self._login.session()
        if order.payload.thread:
            return await self._publish_thread(order, session)
        [draft] = await self._drafts(order, session, await self._created_at(order))
        standing = await self._put(session.did, draft)
        return self._receipt(session, draft.key, standing)

    async def find(self, order: Order) -> Sighting:
        """Asks for the keys themselves, not for a listing: what is written is seen at once."""
        session = await self._login.session()
        keys = _keys(order)
        there = await self._there(session.did, keys)
        if not there:
            return Sighting(Presence.ABSENT)
        if len(there) < len(keys):
            seen = {f"part:{keys.index(key)}": uri_of(session.did, key) for key in there}
            return Sighting(Presence.PARTLY, checkpoints=seen)
        return Sighting(Presence.THERE, self._receipt(session, keys[0], there[keys[0]]))

    async def own_posts(self, *, limit: int, since: datetime | None = None) -> tuple[OwnPost, ...]:
        """Read from the data server's own list, which is never late. It is sorted by key, and a
        key is as old as the plan of its post, so one page more is read than is asked for."""
        session = await self._login.session()
        rows = await self._newest(session.did, limit + _PAGE)
        posts = [convert.own_post(self._author(session), row) for row in rows]
        wanted = [post for post in posts if post and (since is None or post.published_at >= since)]
        wanted.sort(key=lambda post: post.published_at, reverse=True)
        return tuple(wanted[:limit])

    async def measure(self, *, limit: int, since: datetime | None = None) -> Measurement:
        async def read(cursor: str) -> tuple[list[dict[str, Any]], str]:
            return await self._login.signed_in(
                lambda session: self._wire.author_feed(session, limit=PAGE, cursor=cursor)
            )

        profile = await self._login.signed_in(self._wire.profile)
        author = self._author(await self._login.session())
        posts = await posts_back(read, author, since=since, limit=limit)
        return Measurement(tuple(posts), followers(profile))

    async def feed(self, *, since: datetime, max_pages: int = 5) -> Feed:
        async def read(cursor: str) -> tuple[list[dict[str, Any]], str]:
            return await self._login.signed_in(
                lambda session: self._wire.timeline(session, limit=PAGE, cursor=cursor)
            )

        me = (await self._login.session()).did
        return await following_back(read, me, since=since, max_pages=max_pages)

    async def remove(self, remote_id: str) -> None:
        """Deletes the post, and first the parts that follow it in its own thread."""
        session = await self._login.session()
        first = convert.key_of(remote_id)
        for key in (*await self._parts_after(session.did, first), first):
            await self._delete(key)

    async def _delete(self, key: str) -> None:
        await self._login.signed_in(lambda session: self._wire.delete_record(session, POST, key))

    async def _drafts(self, order: Order, session: Session, created_at: str) -> tuple[Draft, ...]:
        context = Context(
            did=session.did,
            created_at=created_at,
            blobs=await self._blobs(order),
            dids=await self._mentioned(order),
        )
        return convert.drafts(order.payload, order.client_id, context)

    async def _created_at(self, order: Order) -> str:
        """The moment of the first try. Not that of the plan: a post whose record is a day older
        than its arrival is shown as one from an archive, and far down in everybody's feed."""
        now = self._clock.now()
        known = order.checkpoints.get(CREATED_AT)
        if known and now - convert.moment(known) < SAME_TRY:
            return known
        text = convert.moment_text(now)
        await order.remember(CREATED_AT, text)
        return text

    async def _blobs(self, order: Order) -> Mapping[str, Any]:
        """Uploaded files by their digest. The same bytes uploaded again are the same file, and
        the server forgets one that no record names, so nothing is remembered."""
        items = {item.sha256: item for item in order.payload.all_media}
        blobs = await asyncio.gather(*(self._uploaded(order, one) for one in items.values()))
        return dict(zip(items, blobs, strict=True))

    async def _uploaded(self, order: Order, item: MediaItem) -> dict[str, Any]:
        content = await order.open_media(item)
        return await self._login.signed_in(
            lambda session: self._wire.upload_blob(session, content, item.mime)
        )

    async def _mentioned(self, order: Order) -> Mapping[str, str]:
        """The DIDs of the handles named; remembered, so that every try writes the same bytes."""
        handles = {name for part in order.payload.parts for name in facets.mentioned(part.text)}
        known = {name: order.checkpoints.get(MENTION + name) for name in handles}
        for name in sorted(handles):
            if known[name] is None:
                known[name] = await self._wire.resolve_handle(name) or ""
                await order.remember(MENTION + name, known[name] or "-")
        return {name: did for name, did in known.items() if did and did != "-"}

    async def _put(self, did: str, draft: Draft) -> Record:
        """Writes the record; the one that stands at its key in the end."""
        try:
            await self._login.signed_in(
                lambda session: self._wire.put_record(session, POST, draft.key, draft.record)
            )
        except KeyTaken:
            return await self._ours(did, draft)
        return draft.record

    async def _ours(self, did: str, draft: Draft) -> Record:
        """Somebody may have edited our post since; any other record there is not ours to touch."""
        value = await self._wire.get_record(did, POST, draft.key) or {}
        if all(value.get(name) != draft.record[name] for name in ("createdAt", "text")):
            raise Refused("already_exists")
        return value

    async def _publish_thread(self, order: Order, session: Session) -> Receipt:
        """Writes the parts that are missing: all of them, unless an answer was lost before. Parts
        that stand already say when the thread was written, so that the others refer to them."""
        there = await self._there(session.did, _keys(order))
        standing = next((record.get("createdAt") for record in there.values()), None)
        created_at = standing or await self._created_at(order)
        drafts = await self._drafts(order, session, created_at)
        missing = [(draft.key, draft.record) for draft in drafts if draft.key not in there]
        if missing:
            await self._login.signed_in(
                lambda session: self._wire.create_records(session, POST, missing)
            )
        return self._receipt(session, drafts[0].key, drafts[0].record)

    async def _there(self, did: str, keys: list[str]) -> dict[str, Record]:
        """Those of the records that exist, by key."""
        found = await asyncio.gather(*(self._wire.get_record(did, POST, key) for key in keys))
        return {key: one for key, one in zip(keys, found, strict=True) if one is not None}

    async def _parts_after(self, did: str, first: str) -> list[str]:
        """The keys of a thread's further parts, last one first; they lie right behind the first."""
        rows, _ = await self._wire.list_records(did, POST, limit=_PAGE, cursor=first, oldest=True)
        root = uri_of(did, first)
        keys = [convert.key_of(row["uri"]) for row in rows if convert.root_of(row) == root]
        return [key for key in reversed(keys) if part_index(first, key) is not None]

    async def _newest(self, did: str, n_rows: int) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        cursor = ""
        while len(rows) < n_rows:
            page, cursor = await self._wire.list_records(did, POST, limit=_PAGE, cursor=cursor)
            rows += page
            if len(page) < _PAGE or not cursor:
                break
        return rows

    def _author(self, session: Session) -> Author:
        return Author(self._access.server.rstrip("/"), session.did, session.handle)

    def _receipt(self, session: Session, key: str, record: Mapping[str, Any]) -> Receipt:
        return convert.receipt(self._author(session), key, record)


def _keys(order: Order) -> list[str]:
    """The keys of every part of an order."""
    return [part_key(order.client_id, index) for index in range(len(order.payload.parts))]
