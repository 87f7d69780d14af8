"""What people do with media."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction

from skupnost.clients.models import Client
from skupnost.library.cleaning import MAX_BYTES, NotAPicture
from skupnost.library.intake import MAX_FILM_BYTES, Kept, take
from skupnost.library.models import Asset
from skupnost.library.queries import n_posts_with

__all__ = [
    "MAX_BYTES",
    "MAX_FILM_BYTES",
    "InUse",
    "NotAPicture",
    "add_asset",
    "add_version",
    "describe_asset",
    "remove_asset",
    "set_cover",
    "set_focus",
]

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
    content: bytes | Iterable[bytes],
    alt_text: str = "",
    is_decorative: bool = False,
    now: datetime,
) -> Asset:
    """The picture or film in the client's library, cleaned of metadata; the same file is there
    once. A film is best given in pieces, so that it is never whole in memory.

    NotAPicture says why a file cannot be taken, also when the disk is full. A description given
    here replaces none that somebody wrote before.
    """
    kept = take((content,) if isinstance(content, bytes) else content)
    more = {"alt_text": alt_text.strip(), "is_decorative": is_decorative, "created_at": now}
    asset, is_new = _get_or_make(client, kept, {"name": safe_name(name), **more})
    if not is_new and alt_text.strip() and not asset.alt_text:
        describe_asset(asset=asset, alt_text=alt_text, is_decorative=is_decorative)
    return asset


def add_version(*, original: Asset, kept: Kept, mend: str, name: str, now: datetime) -> Asset:
    """What a mend made of an asset, beside it in the library, with its description and focus; the
    original stays. The same result is there once."""
    more = {
        "name": safe_name(name),
        "alt_text": original.alt_text,
        "is_decorative": original.is_decorative,
        "focus_x": original.focus_x,
        "focus_y": original.focus_y,
        "original": original,
        "mend": mend,
        "created_at": now,
    }
    return _get_or_make(original.client, kept, more)[0]


def _get_or_make(client: Client, kept: Kept, more: dict[str, object]) -> tuple[Asset, bool]:
    measures = asdict(kept)
    sha256 = measures.pop("sha256")
    try:
        with transaction.atomic():
            return Asset.objects.get_or_create(
                client=client, sha256=sha256, defaults={**measures, **more}
            )
    except IntegrityError:
        return Asset.objects.get(client=client, sha256=sha256), False


def set_focus(*, asset: Asset, x: float, y: float) -> Asset:
    """The point that a crop keeps in sight, 0 to 1 from left and top."""
    asset.focus_x, asset.focus_y = min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)
    asset.save(update_fields=("focus_x", "focus_y"))
    return asset


def set_cover(*, film: Asset, cover: Asset | None) -> Asset:
    """The picture shown before the film plays; None takes it away."""
    film.cover = cover
    film.save(update_fields=("cover",))
    return film


def describe_asset(*, asset: Asset, alt_text: str, is_decorative: bool) -> Asset:
    """The picture with this description; a decorative one may have none."""
    asset.alt_text = alt_text.strip()
    asset.is_decorative = is_decorative
    asset.save(update_fields=("alt_text", "is_decorative"))
    return asset


@transaction.atomic
def remove_asset(*, asset: Asset) -> None:
    """Take a picture out of the library; InUse where posts carry it. The file stays for backups."""
    n_posts = n_posts_with(asset)
    if n_posts:
        raise InUse(n_posts)
    asset.delete()


def safe_name(name: str) -> str:
    """The file's name without folders, control and direction characters, at most 120 long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in last if unicodedata.category(sign) not in _HIDDEN)
    return kept.strip(" .")[:MAX_NAME] or "picture"


_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
