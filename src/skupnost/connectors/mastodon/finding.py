"""Which of the account's own statuses are the parts of an order. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from skupnost.connectors.mastodon.plain_text import exact_form, loose_form, may_be_rewritten
from skupnost.domain.payload import Part
from skupnost.kit.values import Order, OwnPost, Presence, Receipt, Sighting

CLOCK_SKEW = timedelta(minutes=5)


def window_begins(order: Order) -> datetime:
    """Before this moment (by any server's clock) nothing of the order can have been posted."""
    return (order.first_sent_at or order.created_at) - CLOCK_SKEW


def sighting(order: Order, posts: Sequence[OwnPost], *, is_complete: bool) -> Sighting:
    """What the listed posts say of the order; `is_complete` tells whether the list reaches back to
    the beginning of its window, without which nothing can be called absent."""
    seen, receipt, n_copies = dict(order.checkpoints), None, 1
    parent = ""
    for number, part in enumerate(order.payload.parts):
        known = seen.get(part_key(number))
        if known is None:
            matches = _matches(order, part, parent, posts, _parts_in(seen))
            if not matches:
                return _incomplete(seen, number, is_complete)
            known = matches[0].remote_id
            n_copies = max(n_copies, len(matches))
            seen[part_key(number)] = known
            seen[address_key(number)] = matches[0].remote_url
        if number == 0:
            receipt = _receipt(known, seen, posts)
        parent = known
    return Sighting(Presence.THERE, receipt, seen, n_copies)


def _parts_in(seen: Mapping[str, str]) -> frozenset[str]:
    """The remote ids that are parts of this order already."""
    return frozenset(known for key, known in seen.items() if key.startswith("part:"))


def part_key(number: int) -> str:
    """The checkpoint under which the remote id of a part of a thread is kept."""
    return f"part:{number}"


def address_key(number: int) -> str:
    return f"address:{number}"


def _receipt(remote_id: str, seen: Mapping[str, str], posts: Sequence[OwnPost]) -> Receipt:
    listed = next((post for post in posts if post.remote_id == remote_id), None)
    address = seen.get(address_key(0), "") or (listed.remote_url if listed else "")
    return Receipt(remote_id, address, listed.published_at if listed else None)


def _incomplete(seen: Mapping[str, str], number: int, is_complete: bool) -> Sighting:
    if not is_complete:
        return Sighting(Presence.CANNOT_TELL)
    if number == 0:
        return Sighting(Presence.ABSENT)
    return Sighting(Presence.PARTLY, checkpoints=seen)


def doubtful(order: Order, posts: Sequence[OwnPost]) -> list[str]:
    """The ids of posts that differ from the order in their words alone, where the server may have
    rewritten these: their source has to be read before anything can be said."""
    parts = [part for part in order.payload.parts if may_be_rewritten(part.text)]
    return [
        post.remote_id
        for post in posts
        if any(_fits(order, part, post) and not _same(part.text, post.text) for part in parts)
    ]


def _same(sent: str, found: str) -> bool:
    return exact_form(sent) == exact_form(found) or loose_form(sent) == loose_form(found)


def _fits(order: Order, part: Part, post: OwnPost) -> bool:
    """Whether everything but words and place in the thread is that of the part."""
    return (
        post.remote_id not in order.taken
        and post.published_at >= window_begins(order)
        and post.n_media == len(part.media)
        and loose_form(post.content_warning) == loose_form(order.payload.content_warning)
    )


def _matches(
    order: Order, part: Part, parent: str, posts: Sequence[OwnPost], used: frozenset[str]
) -> list[OwnPost]:
    """The posts that may be this part, oldest first. Where some have exactly the text, those that
    only resemble it do not count."""
    fitting = [
        post
        for post in posts
        if _fits(order, part, post) and post.remote_id not in used and post.in_reply_to == parent
    ]
    exact = [post for post in fitting if exact_form(post.text) == exact_form(part.text)]
    loose = [post for post in fitting if loose_form(post.text) == loose_form(part.text)]
    return sorted(exact or loose, key=lambda post: (post.published_at, post.remote_id))
