"""The files that a person takes along to post by hand: well named, as the network takes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from skupnost.domain.payload import MediaItem, Payload
from skupnost.library import storage
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
    thread it belongs to, 0 where there is none; `role` is media, cover or subtitles."""

    number: int
    name: str
    item: MediaItem
    part: int = 0
    role: str = "media"

    @property
    def is_image(self) -> bool:
        return self.item.mime.startswith("image/")

    def read(self) -> bytes:
        """The bytes; `library.storage.MediaMissing` where the file is gone."""
        return storage.read(self.item.sha256)


def handouts_of(delivery: Delivery, payload: Payload) -> tuple[Handout, ...]:
    """The files of a delivery in the order in which they belong."""
    stem = stem_of(delivery)
    return tuple(
        Handout(number, f"{stem}-{_call(role, number)}.{_ending(item)}", item, part, role)
        for number, (part, role, item) in enumerate(_items(payload), start=1)
    )


def stem_of(delivery: Delivery) -> str:
    """What its files are called: client, day and network, such as `zora-2026-11-25-facebook`."""
    client = delivery.channel.client
    day = delivery.due_at.astimezone(ZoneInfo(client.zone)).date()
    return f"{client.slug}-{day:%Y-%m-%d}-{delivery.channel.network}"


def packed(handouts: tuple[Handout, ...], texts: list[tuple[str, str]]) -> bytes:
    """All files in one ZIP, with the texts beside them: (name, text) each."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, text in texts:
            archive.writestr(name, text.encode("utf-8", "replace"))
        for handout in handouts:
            archive.writestr(handout.name, handout.read())
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
