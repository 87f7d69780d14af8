"""Mastodon and the servers that speak its API: the ports the manifest declares."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlencode

from skupnost.connectors.mastodon import convert
from skupnost.connectors.mastodon.feeding import home_back
from skupnost.connectors.mastodon.finding import (
    address_key,
    doubtful,
    part_key,
    sighting,
    window_begins,
)
from skupnost.connectors.mastodon.measuring import followers, is_reply, measured, statuses_back
from skupnost.connectors.mastodon.reading_back import PAGE, Document, ReadPage, read_back
from skupnost.connectors.mastodon.wire import Wire
from skupnost.domain.payload import MediaItem, Part
from skupnost.kit.clock import Clock
from skupnost.kit.errors import Refused, Unreachable
from skupnost.kit.http import Transport, Upload
from skupnost.kit.values import (
    Access,
    Account,
    AuthorizationStart,
    Feed,
    LiveLimits,
    Measurement,
    Order,
    OwnPost,
    Presence,
    Receipt,
    Sighting,
)

NOT_PUBLIC = ("private", "direct")
MAX_SOURCES = 20
SCOPES = "read:accounts read:statuses write:statuses write:media"
MEDIA_PATIENCE_SECONDS = (1, 1, 2, 3, 5, 8, 10, 10, 10, 10)


def open_channel(access: Access, transport: Transport, clock: Clock) -> MastodonChannel:
    """An account on a server that speaks the Mastodon API."""
    return MastodonChannel(access, transport, clock)


def client_id(*, delivery_id: str, title: str, now_microseconds: int) -> str:
    """The Idempotency-Key: the delivery's own id."""
    return delivery_id


class MastodonChannel:
    """One account. The key keeps a repeated request from posting twice on servers that honour it;
    on the others `find` looks through the account's own statuses."""

    def __init__(self, access: Access, transport: Transport, clock: Clock) -> None:
        self._wire = Wire(access, transport, clock)
        self._clock = clock
        self._account_id = access.remote_account_id

    async def identify(self) -> Account:
        account = convert.account(await self._wire.verify_credentials())
        return replace(account, scopes=convert.scopes(await self._wire.application()))

    async def limits(self) -> LiveLimits:
        return convert.limits(await self._wire.instance())

    async def publish(self, order: Order) -> Receipt:
        seen = dict(order.checkpoints)
        receipt: Receipt | None = None
        for number, part in enumerate(order.payload.parts):
            if part_key(number) in seen:
                continue
            posted = await self._publish_part(order, number, part, seen)
            receipt = receipt or posted if number == 0 else receipt
        return receipt or Receipt(seen[part_key(0)], seen.get(address_key(0), ""))

    async def _publish_part(
        self, order: Order, number: int, part: Part, seen: dict[str, str]
    ) -> Receipt:
        media_ids = await self._media(order, number, part)
        parent = seen[part_key(number - 1)] if number else ""
        status = convert.status_of(order.payload, part, media_ids=media_ids, in_reply_to=parent)
        key = order.client_id if number == 0 else f"{order.client_id}:{number}"
        receipt = convert.receipt(await self._wire.post_status(status, key=key))
        seen[part_key(number)] = receipt.remote_id
        if order.payload.thread:
            await order.remember(address_key(number), receipt.remote_url)
            await order.remember(part_key(number), receipt.remote_id)
        return receipt

    async def _media(self, order: Order, number: int, part: Part) -> list[str]:
        """The ids of the part's media, uploaded where an earlier attempt did not, and ready."""
        ids = []
        for position, item in enumerate(part.media):
            key = f"media:{number}.{position}"
            media_id = order.checkpoints.get(key, "")
            is_ready = await self._wire.is_media_ready(media_id) if media_id else None
            if is_ready is None:
                media_id, is_ready = await self._upload(order, item)
                await order.remember(key, media_id)
            if not is_ready:
                await self._wait_for(media_id)
            ids.append(media_id)
        return ids

    async def _upload(self, order: Order, item: MediaItem) -> tuple[str, bool]:
        content = await order.open_media(item)
        # snac 2.75 stores a file under its name and overwrites another's (seen 2026-11-23).
        name = f"{item.sha256[:32]}.{item.mime.rpartition('/')[2]}"
        upload = Upload("file", name, item.mime, content)
        return await self._wire.upload(upload=upload, description=item.alt_text)

    async def _wait_for(self, media_id: str) -> None:
        for seconds in MEDIA_PATIENCE_SECONDS:
            await self._clock.sleep(seconds)
            if await self._wire.is_media_ready(media_id):
                return
        raise Unreachable("media_not_ready")

    async def find(self, order: Order) -> Sighting:
        since = window_begins(order)
        posts, is_complete = await read_back(self._own_page(await self._me()), since=since)
        seen = sighting(order, await self._as_sent(order, posts), is_complete=is_complete)
        if seen.presence is Presence.ABSENT and order.payload.visibility in NOT_PUBLIC:
            # snac 2.75 lists public statuses only; at home it shows the others (2026-11-23).
            posts, is_complete = await read_back(self._home_page(await self._me()), since=since)
            seen = sighting(order, await self._as_sent(order, posts), is_complete=is_complete)
        return seen

    async def _as_sent(self, order: Order, posts: list[OwnPost]) -> list[OwnPost]:
        """The posts, those whose words the server may have rewritten with the words sent."""
        sources = {id: await self._wire.source(id) for id in doubtful(order, posts)[:MAX_SOURCES]}
        return [replace(post, text=sources.get(post.remote_id) or post.text) for post in posts]

    async def own_posts(self, *, limit: int, since: datetime | None = None) -> tuple[OwnPost, ...]:
        page = self._own_page(await self._me())
        posts, _ = await read_back(page, since=since, limit=limit)
        return tuple(posts[:limit])

    async def measure(self, *, limit: int, since: datetime | None = None) -> Measurement:
        me = await self._wire.verify_credentials()
        page = self._own_page(convert.required(me, "id"))
        statuses = await statuses_back(page, since=since, limit=limit)
        posts = [measured(status) for status in statuses if not is_reply(status)]
        return Measurement(tuple(posts[:limit]), followers(me))

    async def feed(self, *, since: datetime, max_pages: int = 5) -> Feed:
        async def read(max_id: str) -> tuple[list[Document], str]:
            return await self._wire.home_page(limit=PAGE, max_id=max_id)

        return await home_back(read, await self._me(), since=since, max_pages=max_pages)

    async def _me(self) -> str:
        return self._account_id or (await self.identify()).remote_id

    def _own_page(self, account_id: str) -> ReadPage:
        async def read(max_id: str) -> list[Document]:
            return await self._wire.statuses(account_id, limit=PAGE, max_id=max_id)

        return read

    def _home_page(self, account_id: str) -> ReadPage:
        async def read(max_id: str) -> list[Document]:
            page = await self._wire.home(limit=PAGE, max_id=max_id)
            return [
                status | {"is_mine": convert.author_of(status) == account_id} for status in page
            ]

        return read

    async def remove(self, remote_id: str) -> None:
        if await self._wire.delete_status(remote_id):
            return
        # snac 2.75 answers 404 to every DELETE (seen 2026-11-23): gone, or cannot be removed?
        if await self._wire.status(remote_id) is not None:
            raise Refused("removal_not_offered")

    async def authorization(self, *, redirect_uri: str, state: str) -> AuthorizationStart:
        app = await self._wire.register_app(redirect_uri=redirect_uri, scopes=SCOPES)
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        query = {
            "response_type": "code",
            "client_id": convert.required(app, "client_id"),
            "redirect_uri": redirect_uri,
            "scope": SCOPES,
            "state": state,
            "code_challenge": challenge.rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        keep = {
            "client_id": convert.required(app, "client_id"),
            "client_secret": convert.required(app, "client_secret"),
            "code_verifier": verifier,
        }
        return AuthorizationStart(self._wire.url(f"/oauth/authorize?{urlencode(query)}"), keep)

    async def credentials(
        self, *, code: str, redirect_uri: str, keep: Mapping[str, str]
    ) -> Mapping[str, str]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "scope": SCOPES,
            **keep,
        }
        answer = await self._wire.token(form)
        if not answer.get("access_token"):
            raise Refused("login_not_completed")
        return {"token": str(answer["access_token"])}
