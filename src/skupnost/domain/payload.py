"""What is sent: the frozen content of one delivery, without any word about how."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class MediaItem:
    """One picture or film of a post: its content address in the library and what it measures.

    `n_bytes`, `width`, `height` (pixels) and `seconds` describe the stored file of type `mime`, as
    do `frames_per_second` of a film, `n_frames` of a moving picture and `n_pages` of a document:
    0 where nobody measured; sides are those of the medium as it is shown. Of a film: `bit_rate`
    (bits a second), the codecs as FFmpeg names them (`h264`, `aac`), `rotation` (degrees that a
    player turns it). `caption` is what readers see under it.
    """

    sha256: str
    mime: str
    n_bytes: int
    width: int = 0
    height: int = 0
    seconds: float | None = None
    alt_text: str = ""
    decorative: bool = False
    name: str = ""
    frames_per_second: float = 0.0
    n_frames: int = 0
    n_pages: int = 0
    caption: str = ""
    bit_rate: int = 0
    video_codec: str = ""
    audio_codec: str = ""
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One post of a thread after the first: its text and its media."""

    text: str
    media: tuple[MediaItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Payload:
    """The content of one delivery as it will be sent; equal payloads have equal `digest()`.

    Which fields a network knows stands in its manifest (`machine.fields`); the others stay empty.
    `details` are further fields as sorted pairs of name and text, numbered where there are several:
    `first_comment`, `description`, `format` (`reel`, `story`, `short`, `carousel`, `album`,
    `article`), `poll.question`, `poll.options.0`, `poll.seconds`, `embeds.0.fields.1.name`.
    `cover` is the picture that stands for a film or a page, `subtitles` are its text tracks.
    """

    text: str
    title: str = ""
    media: tuple[MediaItem, ...] = ()
    thread: tuple[Part, ...] = ()
    language: str = ""
    content_warning: str = ""
    visibility: str = ""
    excerpt: str = ""
    slug: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    link_url: str = ""
    details: tuple[tuple[str, str], ...] = ()
    cover: MediaItem | None = None
    subtitles: tuple[MediaItem, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every post of the thread, the first one too; one part where there is no thread."""
        return (Part(self.text, self.media), *self.thread)

    @property
    def all_media(self) -> tuple[MediaItem, ...]:
        return tuple(item for part in self.parts for item in part.media)

    def detail(self, name: str) -> str:
        """One further field by its name; empty where it is not filled in."""
        return dict(self.details).get(name, "")

    def to_json(self) -> str:
        """A canonical text: same payload, same bytes; empty fields are left out."""
        kept = {name: value for name, value in asdict(self, dict_factory=_kept).items() if value}
        if self.details:
            kept["details"] = dict(self.details)
        return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def digest(self) -> str:
        """SHA-256 of the canonical text, in hex: what an approval approves."""
        return hashlib.sha256(self.to_json().encode("utf-8", "surrogatepass")).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> Payload:
        """The payload that `to_json` wrote; unknown keys are an error, not silence."""
        return _payload(json.loads(text))

    def with_text(self, text: str) -> Payload:
        return replace(self, text=text)


_TUPLES_OF_TEXT = ("categories", "tags")
# Left out while empty, so that the digest of what was frozen before they came stays the same.
_LATER = frozenset(
    (
        *("frames_per_second", "n_frames", "n_pages", "caption"),
        *("bit_rate", "video_codec", "audio_codec", "rotation"),
    )
)
_KNOWN = frozenset(field.name for field in fields(Payload))


def _kept(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if value or name not in _LATER}


def _media(rows: object) -> tuple[MediaItem, ...]:
    if not isinstance(rows, list):
        return ()
    return tuple(MediaItem(**row) for row in rows)


def _payload(raw: Mapping[str, object]) -> Payload:
    unknown = sorted(set(raw) - _KNOWN)
    if unknown:
        raise ValueError(f"payload has unknown fields: {', '.join(unknown)}")
    values: dict[str, object] = {"text": "", **raw}
    values["media"] = _media(raw.get("media"))
    thread = raw.get("thread")
    rows = thread if isinstance(thread, list) else []
    values["thread"] = tuple(Part(row["text"], _media(row.get("media"))) for row in rows)
    for name in _TUPLES_OF_TEXT:
        listed = raw.get(name)
        values[name] = tuple(listed) if isinstance(listed, list) else ()
    values["subtitles"] = _media(raw.get("subtitles"))
    cover, details = raw.get("cover"), raw.get("details")
    values["cover"] = MediaItem(**cover) if isinstance(cover, dict) else None
    values["details"] = tuple(sorted(details.items())) if isinstance(details, dict) else ()
    return Payload(**values)  # type: ignore[arg-type]
