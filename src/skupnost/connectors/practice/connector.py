"""The practice network: an account that publishes under ids of our own choosing."""

from __future__ import annotations

from datetime import datetime

from skupnost.connectors.practice import convert
from skupnost.connectors.practice.wire import Wire
from skupnost.domain.payload import MediaItem, Part
from skupnost.kit.clock import Clock
from skupnost.kit.errors import Refused
from skupnost.kit.http import Transport, Upload
from skupnost.kit.values import Access, Account, Order, OwnPost, Presence, Receipt, Sighting


def open_channel(access: Access, transport: Transport, clock: Clock) -> PracticeChannel:
    """An account on the practice network."""
    return PracticeChannel(access, transport, clock)


def client_id(*, delivery_id: str, title: str, now_microseconds: int) -> str:
    """The name under which the network keeps a delivery: the delivery's own id."""
    return delivery_id


class PracticeChannel:
    """One account. A post sent twice under one client id is one post, for ever."""

    def __init__(self, access: Access, transport: Transport, clock: Clock) -> None:
        self._wire = Wire(access, transport, clock)

    async def identify(self) -> Account:
        return convert.account(await self._wire.account())

    async def publish(self, order: Order) -> Receipt:
        receipts: list[Receipt] = []
        for number, part in enumerate(order.payload.parts):
            parent = receipts[-1].remote_id if receipts else ""
            receipts.append(await self._publish_part(order, number, part, parent))
        return receipts[0]

    async def _publish_part(self, order: Order, number: int, part: Part, parent: str) -> Receipt:
        media_ids = [await self._upload(order, item) for item in part.media]
        post = convert.post_of(
            order.payload,
            part,
            client_id=_part_id(order, number),
            media_ids=media_ids,
            in_reply_to=parent,
        )
        receipt = convert.receipt(await self._wire.publish(post))
        if order.payload.thread:
            await order.remember(f"part:{number}", receipt.remote_id)
        return receipt

    async def _upload(self, order: Order, item: MediaItem) -> str:
        content = await order.open_media(item)
        upload = Upload("file", item.name or item.sha256[:12], item.mime, content)
        stored = await self._wire.upload(upload, alt_text=item.alt_text)
        if not stored.get("id"):
            raise Refused("not_the_api")
        return str(stored["id"])

    async def find(self, order: Order) -> Sighting:
        seen: dict[str, str] = {}
        first: Receipt | None = None
        for number in range(len(order.payload.parts)):
            found = await self._wire.posts(client_id=_part_id(order, number))
            if not found:
                partly = Sighting(Presence.PARTLY, checkpoints=seen)
                return partly if seen else Sighting(Presence.ABSENT)
            post = convert.own_post(found[0])
            seen[f"part:{number}"] = post.remote_id
            first = first or Receipt(post.remote_id, post.remote_url, post.published_at)
        return Sighting(Presence.THERE, first, seen)

    async def own_posts(self, *, limit: int, since: datetime | None = None) -> tuple[OwnPost, ...]:
        posts = map(convert.own_post, await self._wire.posts(limit=str(limit)))
        return tuple(post for post in posts if since is None or post.published_at >= since)

    async def remove(self, remote_id: str) -> None:
        await self._wire.remove(remote_id)


def _part_id(order: Order, number: int) -> str:
    return order.client_id if number == 0 else f"{order.client_id}:{number}"
