"""The files that a person takes along to post by hand: well named, as the network takes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from skupnost.domain.facts import Facts
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.preflight import check
from skupnost.library import storage
from skupnost.library.mends import FILE_MENDS, picture_for
from skupnost.library.models import Asset
from skupnost.networks.queries import facts_for
from skupnost.publishing.models import Delivery

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/avif": "avif",
    "image/heic": "heic",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
    "text/vtt": "vtt",
    "application/x-subrip": "srt",
    "application/pdf": "pdf",
}


@dataclass(frozen=True, slots=True)
class Handout:
    """One file to take along. `number` counts from 1 over the whole post; `part` is the part of a
    thread it belongs to, 0 where there is none; `role` is media, cover or subtitles; `is_fitted`
    tells that it is made anew to fit this kind of account."""

    number: int
    name: str
    item: MediaItem
    part: int = 0
    role: str = "media"
    is_fitted: bool = False

    @property
    def is_image(self) -> bool:
        return self.item.mime.startswith("image/")


@dataclass(frozen=True, slots=True)
class File:
    """What is handed out: bytes with a name and a type."""

    name: str
    content: bytes
    mime: str


def handouts_of(delivery: Delivery, payload: Payload) -> tuple[Handout, ...]:
    """The files of a delivery in the order in which they belong."""
    stem = stem_of(delivery)
    facts = facts_of(delivery)
    return tuple(
        Handout(
            number=number,
            name=f"{stem}-{_call(role, number)}.{_ending(item)}",
            item=item,
            part=part,
            role=role,
            is_fitted=_has_to_fit(item, facts),
        )
        for number, (part, role, item) in enumerate(_items(payload), start=1)
    )


def file_of(handout: Handout, delivery: Delivery) -> File:
    """The file as this account kind takes it: a picture cropped, lighter or of another type where
    it has to be. `library.storage.MediaMissing` where it is gone."""
    item = handout.item
    assets = Asset.objects.filter(client=delivery.channel.client_id, sha256=item.sha256)
    asset = assets.first() if handout.is_fitted else None
    if asset is None:
        return File(handout.name, storage.read(item.sha256), item.mime)
    picture = picture_for(asset, facts_of(delivery))
    stem = handout.name.rpartition(".")[0]
    ending = ENDINGS.get(picture.mime, "bin")
    return File(f"{stem}.{ending}", picture.content, picture.mime)


def facts_of(delivery: Delivery) -> Facts:
    """The rules of the account that it goes to."""
    channel = delivery.channel
    return facts_for(channel.network, channel.account_kind, channel.live_limits or None)


def _has_to_fit(item: MediaItem, facts: Facts) -> bool:
    """Whether a rule about pictures is broken that making the file anew mends."""
    if not item.mime.startswith("image/"):
        return False
    return any(finding.mend in FILE_MENDS for finding in check(Payload("", media=(item,)), facts))


def stem_of(delivery: Delivery) -> str:
    """What its files are called: client, day and network, such as `zora-2026-11-25-facebook`."""
    client = delivery.channel.client
    day = delivery.due_at.astimezone(ZoneInfo(client.zone)).date()
    return f"{client.slug}-{day:%Y-%m-%d}-{delivery.channel.network}"


def packed(files: Iterable[File]) -> bytes:
    """All files in one ZIP."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for row in files:
            archive.writestr(row.name, row.content)
    return file.getvalue()


def _items(payload: Payload) -> Iterator[tuple[int, str, MediaItem]]:
    is_thread = bool(payload.thread)
    for number, part in enumerate(payload.parts, start=1):
        for item in part.media:
            yield (number if is_thread else 0), "media", item
    if payload.cover:
        yield 0, "cover", payload.cover
    for item in payload.subtitles:
        yield 0, "subtitles", item


def _call(role: str, number: int) -> str:
    return str(number) if role == "media" else f"{number}-{role}"


def _ending(item: MediaItem) -> str:
    return ENDINGS.get(item.mime) or item.name.rpartition(".")[2].lower()[:5] or "bin"
