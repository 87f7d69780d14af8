"""Credentials at rest: sealed with the newest key of `credentials.key` in the data folder.

The file holds one key a line, newest first; older ones only open what a rotation has not yet
sealed again. Nothing else in the product reads `Channel.credentials_sealed`.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from skupnost.channels.models import Channel


class KeyLost(Exception):
    """The key that sealed a channel's credentials is gone: restore `credentials.key` from a
    backup, or connect the channel again."""

    def __init__(self) -> None:
        super().__init__(
            "The credentials of your channels cannot be opened: the file credentials.key in the "
            "data folder is missing or is not the one that sealed them. Put it back from a "
            "backup, or connect the channels again."
        )


def key_path() -> Path:
    return Path(settings.DATA) / "credentials.key"


def seal(credentials: Mapping[str, str]) -> bytes:
    """The credentials as they may lie in the database; makes the key file on first use."""
    text = json.dumps(dict(credentials), ensure_ascii=False, sort_keys=True)
    return _box(_keys_or_first(key_path())).encrypt(text.encode())


def unseal(channel: Channel) -> Mapping[str, str]:
    """The credentials of a channel, empty after disconnecting; raises KeyLost."""
    sealed = bytes(channel.credentials_sealed)
    return _open(_box(_keys(key_path())), sealed) if sealed else {}


def rotate() -> int:
    """Seal every channel with a new key, then forget the old keys; how many were sealed again.

    Stopping half-way loses nothing: old keys go only after everything was sealed again. Keys are
    not touched at all where a channel's credentials cannot be opened (KeyLost).
    """
    path = key_path()
    old = _keys_or_first(path)
    new = Fernet.generate_key()
    with transaction.atomic():
        box = _box([new, *old])
        sealed = Channel.objects.select_for_update().exclude(credentials_sealed=b"")
        channels = list(sealed.only("credentials_sealed"))
        for channel in channels:
            _open(box, bytes(channel.credentials_sealed))
        _write(path, [new, *old])
        for channel in channels:
            channel.credentials_sealed = box.rotate(bytes(channel.credentials_sealed))
        Channel.objects.bulk_update(channels, ["credentials_sealed"], batch_size=200)
    _write(path, [new])
    return len(channels)


def _open(box: MultiFernet, sealed: bytes) -> dict[str, str]:
    try:
        text = box.decrypt(sealed)
    except InvalidToken:
        raise KeyLost from None
    opened: dict[str, str] = json.loads(text)
    return opened


def _box(keys: Sequence[bytes]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError:
        raise KeyLost from None


def _keys(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().split()
    except FileNotFoundError:
        raise KeyLost from None


def _keys_or_first(path: Path) -> list[bytes]:
    """The keys; of two processes that start at once the first to make the file wins."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = _draft(path, [Fernet.generate_key()])
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return _keys(path)


def _write(path: Path, keys: Sequence[bytes]) -> None:
    _draft(path, keys).replace(path)


def _draft(path: Path, keys: Sequence[bytes]) -> Path:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(b"\n".join(keys) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return draft
