"""Where the bytes of media lie: by their SHA-256, written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class DiskFull(OSError):
    """There is no room left in the data folder; nothing was written."""


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
        if error.errno in _NO_ROOM:
            raise DiskFull(error.errno, "no room in the data folder") from error
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
