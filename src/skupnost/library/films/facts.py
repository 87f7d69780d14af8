"""What a film measures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """Figures of a film: sides in pixels as it is shown, seconds (None where nobody could tell),
    frames and bits a second, codecs as FFmpeg names them; 0 and empty are unknown. `rotation` is by
    how many degrees a player turns it."""

    width: int = 0
    height: int = 0
    seconds: float | None = None
    frames_per_second: float = 0.0
    bit_rate: int = 0
    video_codec: str = ""
    audio_codec: str = ""
    rotation: int = 0

    @property
    def is_known(self) -> bool:
        return bool(self.width and self.height and self.seconds is not None)


class NotAFilm(Exception):
    """The file is no film, or a broken one; `code` is `not_a_film`, `broken_film`, `film_empty`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
