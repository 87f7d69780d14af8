"""Where the bytes of media lie: by their SHA-256, written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class DiskFull(OSError):
    """There is no room left in the data folder; nothing was written."""


class TooLarge(Exception):
    """The content has more bytes than were allowed."""


class MediaMissing(LookupError):
    """The file of a picture is gone from the data folder."""


def media_path(sha256: str) -> Path:
    """Where the file of that digest lies or would lie; ValueError for what is no digest."""
    if not _DIGEST.match(sha256):
        raise ValueError("not a SHA-256 digest")
    return Path(settings.DATA) / "media" / sha256[:2] / sha256


def keep(content: bytes) -> str:
    """The digest under which the bytes now lie; keeping the same bytes twice stores one file."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = media_path(sha256)
    if not path.exists():
        write_whole(path, content)
    return sha256


def draft_of(chunks: Iterable[bytes], *, most: int) -> Path:
    """A new file beside the media with this content, for looking into before it is kept. DiskFull
    and TooLarge (beyond `most` bytes) leave nothing; the caller keeps or unlinks it."""
    folder = Path(settings.DATA) / "media"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".draft-")
    n_bytes = 0
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                n_bytes += len(chunk)
                if n_bytes > most:
                    raise TooLarge(most)
                file.write(chunk)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        _say_if_full(error)
        raise
    except TooLarge:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def adopt(draft: Path) -> str:
    """The digest under which the draft now lies; the draft itself is gone."""
    with draft.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    path = media_path(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(path)
    _settle(path.parent)
    return sha256


def _say_if_full(error: OSError) -> None:
    if error.errno in _NO_ROOM:
        raise DiskFull(error.errno, "no room in the data folder") from error


def read(sha256: str) -> bytes:
    """The bytes kept under a digest; MediaMissing where the file is gone."""
    try:
        return media_path(sha256).read_bytes()
    except FileNotFoundError as error:
        raise MediaMissing(sha256) from error


def forget(sha256: str) -> None:
    """The file of this digest, and its small copy, are gone; no error where they never were."""
    media_path(sha256).unlink(missing_ok=True)
    (Path(settings.DATA) / "thumbnails" / sha256).unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """The file with this content, seen by others only when it is whole; DiskFull leaves nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
        _settle(path.parent)
    except OSError as error:
        Path(draft).unlink(missing_ok=True)
        _say_if_full(error)
        raise


def _settle(folder: Path) -> None:
    """The folder's own entry on the disk too, where the system lets a folder be opened."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
