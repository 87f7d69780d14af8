"""WordPress: the ports.

Exactly once: the slug is chosen when the delivery is made and belongs to it alone. WordPress
enforces nothing (the same slug twice makes `slug-2`), so whoever does not know the outcome asks for
the slug before sending again; and where an answer says that our slug was taken after all, the
second copy goes to the bin at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from skupnost.connectors.wordpress import convert
from skupnost.connectors.wordpress.convert import Uploaded
from skupnost.connectors.wordpress.wire import Document, Wire
from skupnost.domain.payload import MediaItem
from skupnost.kit.clock import Clock
from skupnost.kit.dialects.articles import (
    as_words,
    clean_names,
    copies_of,
    file_name,
    unique_slug,
    wished_slug,
)
from skupnost.kit.errors import ConnectorError, OutcomeUnknown, Unsupported
from skupnost.kit.http import Transport
from skupnost.kit.values import Access, Account, Order, OwnPost, Receipt, Sighting

PAGE = 100
MAX_PAGES = 10


def open_channel(access: Access, transport: Transport, clock: Clock) -> WordPressChannel:
    """The ports of one person on one site."""
    return WordPressChannel(access, transport, clock)


def client_id(*, delivery_id: str, title: str, now_microseconds: int) -> str:
    """The slug of the delivery: the title's words and eight characters of its own."""
    return unique_slug(delivery_id=delivery_id, title=title)


class WordPressChannel:
    """One person's way to publish on one site."""

    def __init__(self, access: Access, transport: Transport, clock: Clock) -> None:
        self._access = access
        self._wire = Wire(access, transport, clock)

    async def identify(self) -> Account:
        site = await self._wire.site()
        return convert.account(await self._wire.me(), site, server=self._access.server)

    async def publish(self, order: Order) -> Receipt:
        payload = order.payload
        if payload.thread:
            raise Unsupported("threads_not_offered")
        slug = _slug(order)
        post = convert.post_of(
            payload,
            slug=slug,
            pictures=[await self._picture(order, item) for item in payload.media],
            categories=await self._term_ids("categories", payload.categories),
            tags=await self._term_ids("tags", payload.tags),
        )
        made = await self._wire.create_post(post)
        return await self._single(order, slug, made)

    async def find(self, order: Order) -> Sighting:
        slug = _slug(order)
        posts = await self._wire.posts_by_slug(copies_of(slug))
        return convert.sighting(order, slug, posts)

    async def remove(self, remote_id: str) -> None:
        """Move the post to the site's bin: readers no longer see it, the owner can bring it back
        for as long as the site keeps its bin (30 days unless changed)."""
        await self._wire.delete_post(remote_id)

    async def own_posts(self, *, limit: int, since: datetime | None = None) -> tuple[OwnPost, ...]:
        author = self._access.remote_account_id or (await self.identify()).remote_id
        size = max(1, min(limit, PAGE))
        found: dict[str, OwnPost] = {}
        for _ in range(MAX_PAGES):
            until, without = convert.oldest(found.values())
            rows = await self._wire.posts_of(author, per_page=size, until=until, without=without)
            posts = map(convert.own_post, rows)
            fresh = {post.remote_id: post for post in posts if _is_since(post, since)}
            n_before = len(found)
            found |= fresh
            if len(fresh) < size or len(found) >= limit or len(found) == n_before:
                break
        return tuple(found.values())[:limit]

    async def _single(self, order: Order, slug: str, made: Document) -> Receipt:
        """The receipt of the one post there is. A slug that came back with a number says that an
        earlier attempt arrived after all: its post stays and ours goes to the bin."""
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
        """The picture in the media library with its alternative text, uploaded where no earlier
        attempt did it or where it was deleted since."""
        key = f"media:{item.sha256}"
        alt_text = convert.alt_text_of(item)
        media_id = order.checkpoints.get(key, "")
        described = await self._described(media_id, alt_text) if media_id else None
        if described is None:
            media_id = await self._upload(order, item)
            await order.remember(key, media_id)
            described = await self._described(media_id, alt_text)
        return convert.uploaded(described or {}, item)

    async def _described(self, media_id: str, alt_text: str) -> Document | None:
        return await self._wire.describe_media(media_id, alt_text=alt_text)

    async def _upload(self, order: Order, item: MediaItem) -> str:
        content = await order.open_media(item)
        made = await self._wire.upload(content, filename=file_name(item), mime=item.mime)
        return str(convert.uploaded(made, item).id)

    async def _term_ids(self, taxonomy: str, names: Sequence[str]) -> list[int]:
        """The ids of categories or tags, made where there are none. A name is its own memory: what
        an attempt that broke off has made, the next one finds."""
        return [await self._term_id(taxonomy, name) for name in clean_names(names)]

    async def _term_id(self, taxonomy: str, name: str) -> int:
        # names are stored with `&` as `&amp;`, and searched for as they are stored (seen, 6.1.9)
        listed = await self._wire.terms(taxonomy, search=as_words(name))
        known = convert.term_named(name, listed)
        return known if known is not None else await self._wire.create_term(taxonomy, name)


def _slug(order: Order) -> str:
    return wished_slug(order.payload.slug, client_id=order.client_id)


def _is_since(post: OwnPost, since: datetime | None) -> bool:
    return since is None or post.published_at >= since
