"""Ghost: the ports.

Exactly once: the slug is chosen when the delivery is made and belongs to it alone. Ghost enforces
nothing (the same slug twice makes `slug-2`, a chosen id is ignored), so whoever does not know the
outcome asks for the slug before sending again; and where an answer says that our slug was taken
after all, the second copy is deleted at once. No newsletter is ever sent.
"""

from __future__ import annotations

from datetime import datetime

from skupnost.connectors.ghost import convert
from skupnost.connectors.ghost.convert import Document, Uploaded
from skupnost.connectors.ghost.wire import Wire
from skupnost.domain.payload import MediaItem
from skupnost.kit.clock import Clock
from skupnost.kit.dialects.articles import copies_of, file_name, unique_slug, wished_slug
from skupnost.kit.errors import ConnectorError, OutcomeUnknown, Unsupported
from skupnost.kit.http import Transport, Upload
from skupnost.kit.values import Access, Account, Order, OwnPost, Receipt, Sighting

PAGE = 50
MAX_PAGES = 20


def open_channel(access: Access, transport: Transport, clock: Clock) -> GhostChannel:
    """The ports of one publication."""
    return GhostChannel(access, transport, clock)


def client_id(*, delivery_id: str, title: str, now_microseconds: int) -> str:
    """The slug of the delivery: the title's words and eight characters of its own."""
    return unique_slug(delivery_id=delivery_id, title=title)


class GhostChannel:
    """One publication, spoken for with the Admin API key of an integration."""

    def __init__(self, access: Access, transport: Transport, clock: Clock) -> None:
        self._access = access
        self._wire = Wire(access, transport, clock)

    async def identify(self) -> Account:
        await self._wire.check_key()
        return convert.account(await self._wire.site(), server=self._access.server)

    async def publish(self, order: Order) -> Receipt:
        if order.payload.thread:
            raise Unsupported("threads_not_offered")
        slug = _slug(order)
        pictures = [await self._picture(order, item) for item in order.payload.media]
        post = convert.post_of(order.payload, slug=slug, pictures=pictures)
        made = convert.only_post(await self._wire.create_post(post))
        return await self._single(order, slug, made)

    async def find(self, order: Order) -> Sighting:
        slug = _slug(order)
        posts = await self._wire.posts_by_slug(copies_of(slug))
        return convert.sighting(order, slug, posts)

    async def remove(self, remote_id: str) -> None:
        """Delete the post for good: Ghost has no bin."""
        await self._wire.delete_post(remote_id)

    async def own_posts(self, *, limit: int, since: datetime | None = None) -> tuple[OwnPost, ...]:
        """All posts of the publication: a key stands for the site, not for one of its authors."""
        size = max(1, min(limit, PAGE))
        found: list[OwnPost] = []
        for page in range(1, MAX_PAGES + 1):
            rows = await self._wire.live_posts(page=page, limit=size)
            fresh = [post for post in map(convert.own_post, rows) if _is_since(post, since)]
            found += fresh
            if len(fresh) < size or len(found) >= limit:
                break
        return tuple(found[:limit])

    async def _single(self, order: Order, slug: str, made: Document) -> Receipt:
        """The receipt of the one post there is. A slug that came back with a number says that an
        earlier attempt arrived after all: its post stays and ours is deleted."""
        ours = convert.receipt(made)
        if made.get("slug") in (None, slug) or made.get("slug") not in copies_of(slug):
            return ours
        try:
            first = convert.sighting(order, slug, await self._wire.posts_by_slug((slug,))).receipt
            if first is None:
                return ours
            await self._wire.delete_post(ours.remote_id)
        except ConnectorError as error:
            raise OutcomeUnknown("maybe_twice") from error
        return first

    async def _picture(self, order: Order, item: MediaItem) -> Uploaded:
        """The picture on the site, uploaded where no earlier attempt did it."""
        key = f"media:{item.sha256}"
        address = order.checkpoints.get(key, "")
        if not address:
            content = await order.open_media(item)
            upload = Upload("file", file_name(item), item.mime, content)
            address = convert.picture_address(await self._wire.upload(upload))
            await order.remember(key, address)
        return Uploaded(address, convert.alt_text_of(item))


def _slug(order: Order) -> str:
    return wished_slug(order.payload.slug, client_id=order.client_id)


def _is_since(post: OwnPost, since: datetime | None) -> bool:
    return since is None or post.published_at >= since
