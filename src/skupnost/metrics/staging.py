"""Uploads that wait for an answer, so that nobody must choose the same file again.

A file lies under a random name in the data folder; what the page gets is a signed word that holds
only for one person and one channel, for an hour. Nobody can read the file back.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from skupnost.channels.models import Channel
from skupnost.people.models import User

KEPT_FOR = timedelta(hours=1)
_SALT = "skupnost.metrics.staging"
_NAME = re.compile(r"[0-9a-f]{32}")


class NotYours(Exception):
    """The word was not given to this person for this channel, or by nobody at all."""


@dataclass(frozen=True, slots=True)
class Staged:
    """An upload that waits: the word to send for it, and the name that its file had."""

    word: str
    name: str


def stage(upload: UploadedFile[Any], *, user: User, channel: Channel) -> Staged | None:
    """The upload put aside; None where the disk has no room for it."""
    name = secrets.token_hex(16)
    folder = _folder()
    content: IO[bytes] = upload.file  # type: ignore[assignment]  # the stubs call it optional text
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as kept:
            content.seek(0)
            shutil.copyfileobj(content, kept)
    except OSError:
        _forget(name)
        return None
    told = [name, user.pk, channel.pk, upload.name or ""]
    return Staged(signing.dumps(told, salt=_SALT, compress=True), upload.name or "")


def staged(word: str, *, user: User, channel: Channel) -> UploadedFile[Any] | None:
    """The upload behind a word, open; None where its time is over. Raises NotYours."""
    try:
        name, of_user, of_channel, file_name = signing.loads(word, salt=_SALT, max_age=KEPT_FOR)
    except signing.SignatureExpired:
        return None
    except signing.BadSignature as error:
        raise NotYours from error
    if (of_user, of_channel) != (user.pk, channel.pk):
        raise NotYours
    path = _folder() / name
    try:
        return UploadedFile(path.open("rb"), name=file_name, size=path.stat().st_size)
    except FileNotFoundError:
        return None


def forget(word: str) -> None:
    """The file behind a word is gone; no error where it never was."""
    with suppress(signing.BadSignature):
        _forget(signing.loads(word, salt=_SALT)[0])


def forget_old(now: datetime) -> int:
    """Files whose time is over are gone; how many were."""
    n_gone = 0
    for path in _folder().glob("*"):
        with suppress(OSError):
            if _NAME.fullmatch(path.name) and path.stat().st_mtime < (now - KEPT_FOR).timestamp():
                path.unlink()
                n_gone += 1
    return n_gone


def _forget(name: str) -> None:
    with suppress(OSError):
        (_folder() / name).unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA) / "uploads"
