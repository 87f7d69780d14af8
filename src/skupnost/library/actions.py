"""What people do with media."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from django.db import IntegrityError, transaction

from skupnost.clients.models import Client
from skupnost.library.cleaning import MAX_BYTES, NotAPicture, clean
from skupnost.library.models import Asset
from skupnost.library.storage import DiskFull, keep

__all__ = ["MAX_BYTES", "InUse", "NotAPicture", "add_asset", "describe_asset", "remove_asset"]

MAX_NAME = 120


class InUse(Exception):
    """The picture belongs to posts and stays; `n_posts` says to how many."""

    def __init__(self, n_posts: int) -> None:
        super().__init__("in_use")
        self.n_posts = n_posts


def add_asset(
    *,
    client: Client,
    name: str,
    content: bytes,
    alt_text: str = "",
    is_decorative: bool = False,
    now: datetime,
) -> Asset:
    """The picture in the client's library, cleaned of metadata; the same picture is there once.

    NotAPicture says why a file cannot be taken, also when the disk is full. A description given
    here replaces none that somebody wrote before.
    """
    picture = clean(content)
    try:
        sha256 = keep(picture.content)
    except DiskFull as error:
        raise NotAPicture("disk_full") from error
    fields = {
        "mime": picture.mime,
        "n_bytes": len(picture.content),
        "width": picture.width,
        "height": picture.height,
        "name": safe_name(name),
        "alt_text": alt_text.strip(),
        "is_decorative": is_decorative,
        "created_at": now,
    }
    asset, is_new = _get_or_make(client, sha256, fields)
    if not is_new and alt_text.strip() and not asset.alt_text:
        describe_asset(asset=asset, alt_text=alt_text, is_decorative=is_decorative)
    return asset


def _get_or_make(client: Client, sha256: str, fields: dict[str, object]) -> tuple[Asset, bool]:
    try:
        with transaction.atomic():
            return Asset.objects.get_or_create(client=client, sha256=sha256, defaults=fields)
    except IntegrityError:
        return Asset.objects.get(client=client, sha256=sha256), False


def describe_asset(*, asset: Asset, alt_text: str, is_decorative: bool) -> Asset:
    """The picture with this description; a decorative one may have none."""
    asset.alt_text = alt_text.strip()
    asset.is_decorative = is_decorative
    asset.save(update_fields=("alt_text", "is_decorative"))
    return asset


@transaction.atomic
def remove_asset(*, asset: Asset) -> None:
    """Take a picture out of the library; InUse where posts carry it. The file stays for backups."""
    n_posts = asset.posts.count()
    if n_posts:
        raise InUse(n_posts)
    asset.delete()


def safe_name(name: str) -> str:
    """The file's name without folders, control and direction characters, at most 120 long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if unicodedata.category(sign) not in _HIDDEN)
    return kept.strip(" .")[:MAX_NAME] or "picture"


_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
