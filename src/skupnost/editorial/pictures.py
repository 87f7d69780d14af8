"""Pictures and films that come with a sheet: taken into the library, described as the form says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile

from skupnost.clients.models import Client
from skupnost.editorial.forms import Described, Sheet
from skupnost.library.actions import NotAPicture, add_asset, describe_asset, safe_name
from skupnost.library.models import Asset
from skupnost.library.sentences import not_a_picture

MOST_AT_ONCE = 20


def take_in(
    files: Sequence[UploadedFile[bytes]], *, client: Client, now: datetime
) -> tuple[list[Asset], list[str]]:
    """The pictures and films now in the library, and a sentence for each file that is neither."""
    added: list[Asset] = []
    refused: list[str] = []
    for file in files[:MOST_AT_ONCE]:
        name = file.name or ""
        try:
            added.append(add_asset(client=client, name=name, content=file.chunks(), now=now))
        except NotAPicture as error:
            refused.append(not_a_picture(safe_name(name), error))
    return added, refused


def describe(sheet: Sheet, added: Iterable[Asset]) -> Sheet:
    """The sheet's pictures with the descriptions it gives them, stored where they changed."""
    new = {asset.pk for asset in added}
    described = [
        asset if asset.pk in new else _described(asset, sheet.described[asset.pk])
        for asset in sheet.draft.assets
    ]
    return replace(sheet, draft=replace(sheet.draft, assets=described))


def _described(asset: Asset, said: Described) -> Asset:
    if (asset.alt_text, asset.is_decorative) != (said.alt_text, said.is_decorative):
        describe_asset(asset=asset, alt_text=said.alt_text, is_decorative=said.is_decorative)
    return asset
