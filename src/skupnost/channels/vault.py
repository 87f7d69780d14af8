"""Credentials at rest: sealed with the newest key of `credentials.key` in the data folder.

The file holds one key a line, newest first; older ones only open what a rotation has not yet
sealed again. Nothing else in the product reads a field whose name ends in `_sealed`.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model

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
    return open_sealed(bytes(channel.credentials_sealed))


def open_sealed(sealed: bytes) -> Mapping[str, str]:
    """What `seal` was given; empty for nothing; raises KeyLost."""
    return _open(_box(_keys(key_path())), sealed) if sealed else {}


def rotate() -> int:
    """Seal everything with a new key, then forget the old keys; how much was sealed again.

    Stopping half-way loses nothing: old keys go only in a transaction that found nothing sealed
    with them. Who stores something sealed seals it in the transaction that stores it, and so comes
    before or after. Keys are not touched at all where something sealed cannot be opened (KeyLost).
    """
    path = key_path()
    new = Fernet.generate_key()
    n = 0
    while late := _seal_late(path, new):
        n += late
    return n


@transaction.atomic
def _seal_late(path: Path, new: bytes) -> int:
    """Seal again what another key has sealed, with both keys in the file first; how much. Where
    there was none, only the new key stays."""
    keys = [new, *(key for key in _keys_or_first(path) if key != new)]
    box, fresh = _box(keys), _box([new])
    found = [(model, name, _late_rows(model, name, fresh)) for model, name in _sealed_fields()]
    for _model, name, rows in found:
        for row in rows:
            _open(box, bytes(getattr(row, name)))
    n = sum(len(rows) for _model, _name, rows in found)
    _write(path, keys if n else [new])
    for model, name, rows in found:
        _seal_again(box, model, name, rows)
    return n


def _sealed_fields() -> Iterator[tuple[type[Model], str]]:
    """Every field of every room that holds something sealed: its name says so."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name.endswith("_sealed"):
                yield model, field.name


def _late_rows(model: type[Model], name: str, fresh: MultiFernet) -> list[Model]:
    """The rows that the new key cannot open."""
    rows = model._default_manager.select_for_update().exclude(**{name: b""})
    return [row for row in rows.only(name) if not _opens(fresh, bytes(getattr(row, name)))]


def _opens(box: MultiFernet, sealed: bytes) -> bool:
    try:
        box.decrypt(sealed)
    except InvalidToken:
        return False
    return True


def _seal_again(box: MultiFernet, model: type[Model], name: str, rows: list[Model]) -> None:
    for row in rows:
        setattr(row, name, box.rotate(bytes(getattr(row, name))))
    model._default_manager.bulk_update(rows, [name], batch_size=200)


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
