"""What a picture, film or recording measures, as limits speak of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skupnost.domain.payload import MediaItem


class Family(StrEnum):
    """What kind of medium a type is; networks have limits of their own for each."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one medium: sides in pixels, `ratio` as width over height, 0 where unknown."""

    family: Family
    n_bytes: int
    width: int
    height: int
    seconds: float | None
    frames_per_second: float = 0.0
    bit_rate: int = 0
    n_frames: int = 0
    is_gif: bool = False

    @property
    def is_animated(self) -> bool:
        return self.family is Family.IMAGE and self.n_frames > 1

    @property
    def n_pixels(self) -> int:
        return self.width * self.height

    @property
    def longer_side(self) -> int:
        return max(self.width, self.height)

    @property
    def shorter_side(self) -> int:
        return min(self.width, self.height)

    @property
    def ratio(self) -> float:
        return self.width / self.height if self.height else 0.0


def family(mime: str) -> Family:
    """The family of a media type; OTHER for what is no picture, film or sound."""
    name = mime.partition("/")[0].lower()
    return Family(name) if name in ("image", "video", "audio") else Family.OTHER


def measured(item: MediaItem) -> Measured:
    """The figures of one medium of a payload."""
    return Measured(
        family(item.mime),
        item.n_bytes,
        item.width,
        item.height,
        item.seconds,
        item.frames_per_second,
        item.bit_rate,
        item.n_frames,
        item.mime == "image/gif",
    )


def is_of_type(mime: str, types: tuple[str, ...]) -> bool:
    """Whether a list such as `image/png, video/*` has the type; `image/jpg` is `image/jpeg`."""
    plain = mime.partition(";")[0].strip().lower().replace("image/jpg", "image/jpeg")
    return any(
        kind == plain or (kind.endswith("/*") and plain.startswith(kind[:-1])) for kind in types
    )
