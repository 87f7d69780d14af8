"""Pure: payloads to records of `app.bsky.feed.post`, records back to posts and accounts.

Lexicons of bluesky-social/atproto, state of 2026-08-20.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from skupnost.connectors.bluesky.cid import cid_of_record
from skupnost.connectors.bluesky.facets import facets
from skupnost.connectors.bluesky.tid import MOST_PARTS, part_key
from skupnost.domain.payload import MediaItem, Part, Payload
from skupnost.kit.errors import Refused
from skupnost.kit.simulation import PRACTICE_PREFIX, Scene
from skupnost.kit.values import Account, OwnPost, Receipt

POST = "app.bsky.feed.post"
PROFILE = "app.bsky.actor.profile"

Record = dict[str, Any]
Blobs = Mapping[str, Record]


@dataclass(frozen=True, slots=True)
class Draft:
    """A record under the key it will be written to, and the CID it will then have."""

    key: str
    uri: str
    cid: str
    record: Record

    @property
    def reference(self) -> dict[str, str]:
        """How a reply names it."""
        return {"uri": self.uri, "cid": self.cid}


@dataclass(frozen=True, slots=True)
class Context:
    """What a record says beside its text: who writes, when, and what was uploaded or looked up."""

    did: str
    created_at: str
    blobs: Blobs
    dids: Mapping[str, str]


def drafts(payload: Payload, first_key: str, context: Context) -> tuple[Draft, ...]:
    """The records of a post: one, or a chain of replies where the payload is a thread."""
    if len(payload.parts) > MOST_PARTS:
        raise Refused("thread_too_long", {"n_parts": len(payload.parts), "max": MOST_PARTS})
    made: list[Draft] = []
    for index, part in enumerate(payload.parts):
        record = _record(payload, part, context)
        if made:
            record["reply"] = {"root": made[0].reference, "parent": made[-1].reference}
        else:
            record |= _only_first(payload, context)
        key = part_key(first_key, index)
        made.append(Draft(key, uri_of(context.did, key), cid_of_record(record), record))
    return tuple(made)


def uri_of(did: str, key: str) -> str:
    """The address of a post's record."""
    return f"at://{did}/{POST}/{key}"


def key_of(uri: str) -> str:
    """The key in the address of a record."""
    return uri.rpartition("/")[2]


def _record(payload: Payload, part: Part, context: Context) -> Record:
    record: Record = {"$type": POST, "text": part.text, "createdAt": context.created_at}
    if marks := facets(part.text, context.dids):
        record["facets"] = marks
    if payload.language:
        record["langs"] = [payload.language]
    if part.media:
        record["embed"] = _media(part.media, context.blobs)
    return record


def _only_first(payload: Payload, context: Context) -> Record:
    """What only the first post of a thread carries: further tags and the link's card."""
    extra: Record = {}
    if payload.tags:
        extra["tags"] = [tag.removeprefix("#") for tag in payload.tags]
    if payload.link_url and _has_room_for_card(payload):
        extra["embed"] = _card(payload, context.blobs)
    return extra


def _has_room_for_card(payload: Payload) -> bool:
    """A post has one embed: several pictures (preflight says so, `link_card_with_media`) or a film
    take the card's place."""
    return len(payload.media) <= 1 and not any(_is_film(item) for item in payload.media)


def _card(payload: Payload, blobs: Blobs) -> Record:
    """A card of the payload alone: no foreign page is fetched. Its only picture is the thumb."""
    title = payload.title or urlsplit(payload.link_url).hostname or payload.link_url
    card: Record = {"uri": payload.link_url, "title": title, "description": payload.excerpt}
    if payload.media:
        card["thumb"] = blobs[payload.media[0].sha256]
    return {"$type": "app.bsky.embed.external", "external": card}


def _media(media: Sequence[MediaItem], blobs: Blobs) -> Record:
    if any(_is_film(item) for item in media):
        return _video(media, blobs)
    images = [{"image": blobs[item.sha256]} | _described(item) for item in media]
    return {"$type": "app.bsky.embed.images", "images": images}


def _is_film(item: MediaItem) -> bool:
    return item.mime.startswith("video/")


def _video(media: Sequence[MediaItem], blobs: Blobs) -> Record:
    if len(media) > 1:
        raise Refused("video_stands_alone", {"n_media": len(media)})
    item = media[0]
    return {"$type": "app.bsky.embed.video", "video": blobs[item.sha256]} | _described(item)


def _described(item: MediaItem) -> Record:
    """Alternative text (empty for decoration: the field is required) and shape, where known."""
    described: Record = {"alt": "" if item.decorative else item.alt_text}
    if item.width and item.height:
        described["aspectRatio"] = {"width": item.width, "height": item.height}
    return described


def moment_text(moment: datetime) -> str:
    """A moment as records carry it: UTC, milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The moment a record tells; one without a zone is read as UTC, nonsense is ValueError."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Author:
    """Whose posts they are, and on which server: what a post's address for people is made of."""

    server: str
    did: str
    handle: str

    def page(self, key: str) -> str:
        """The page of a post. Test networks (names under .test, RFC 6761) are not on bsky.app:
        there it is the record itself, as the data server shows it."""
        if self.server.startswith(PRACTICE_PREFIX):
            return f"{Scene.practice('bluesky', self.server).public_base}/{key}/"
        if not self.handle.endswith(".test"):
            return f"https://bsky.app/profile/{self._name}/post/{key}"
        query = f"repo={quote(self.did)}&collection={POST}&rkey={key}"
        return f"{self.server}/xrpc/com.atproto.repo.getRecord?{query}"

    @property
    def profile(self) -> str:
        """The page of the account."""
        if self.server.startswith(PRACTICE_PREFIX):
            return f"{Scene.practice('bluesky', self.server).public_base}/"
        if not self.handle.endswith(".test"):
            return f"https://bsky.app/profile/{self._name}"
        return f"{self.server}/xrpc/com.atproto.repo.describeRepo?repo={quote(self.did)}"

    @property
    def _name(self) -> str:
        """The handle; the DID where the server could not confirm the handle."""
        return self.did if self.handle in ("", "handle.invalid") else self.handle


def receipt(author: Author, key: str, record: Mapping[str, Any]) -> Receipt:
    """The receipt for a record that stands at the key."""
    try:
        published_at = moment(record["createdAt"])
    except (KeyError, TypeError, ValueError):
        published_at = None
    return Receipt(uri_of(author.did, key), author.page(key), published_at)


def root_of(row: Mapping[str, Any]) -> str:
    """The address of the post that begins the thread of a listed record; empty where none does."""
    match row.get("value"):
        case {"reply": {"root": {"uri": str(uri)}}}:
            return uri
    return ""


def account(author: Author, profile: Mapping[str, Any]) -> Account:
    """The account from its own profile record, which may be missing or odd."""
    name = profile.get("displayName")
    return Account(
        remote_id=author.did,
        handle=author.handle,
        display_name=name if isinstance(name, str) and name else author.handle,
        url=author.profile,
        avatar_url=_avatar_url(author, profile),
        kind="account",
    )


def _avatar_url(author: Author, profile: Mapping[str, Any]) -> str:
    match profile.get("avatar"):
        case {"ref": {"$link": str(cid)}}:
            query = f"did={quote(author.did)}&cid={quote(cid)}"
            return f"{author.server}/xrpc/com.atproto.sync.getBlob?{query}"
    return ""


def own_post(author: Author, row: Mapping[str, Any]) -> OwnPost | None:
    """A listed record as a post; None where another program wrote something unreadable."""
    value = row.get("value") or {}
    try:
        published_at = moment(value["createdAt"])
        key = key_of(row["uri"])
    except (KeyError, TypeError, ValueError):
        return None
    reply = value.get("reply") or {}
    return OwnPost(
        remote_id=row["uri"],
        remote_url=author.page(key),
        text=value.get("text", ""),
        published_at=published_at,
        n_media=_n_media(value.get("embed") or {}),
        in_reply_to=reply.get("parent", {}).get("uri", ""),
    )


def _n_media(embed: Mapping[str, Any]) -> int:
    inner = embed.get("media") or embed
    images = inner.get("images")
    if isinstance(images, list):
        return len(images)
    return 1 if "video" in inner else 0
