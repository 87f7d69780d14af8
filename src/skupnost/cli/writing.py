"""From the words of a command to a stored post: the same door as the composer's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from skupnost.channels.models import Channel
from skupnost.cli.answers import Problem
from skupnost.cli.lookups import owner
from skupnost.clients.models import Client
from skupnost.editorial import actions
from skupnost.editorial.actions.scheduling import ensure_future
from skupnost.editorial.checking import Checked, check_content
from skupnost.editorial.errors import Declined, HasErrors
from skupnost.editorial.models import Post
from skupnost.editorial.moments import moment_from
from skupnost.editorial.payloads import Content
from skupnost.editorial.wording import declined
from skupnost.library.actions import NotAPicture, add_asset
from skupnost.library.models import Asset
from skupnost.library.sentences import not_a_picture
from skupnost.networks.findings import sentence

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Picture:
    """A file and its description."""

    path: Path
    alt_text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """One post as it was asked for; channels are all of one client."""

    channels: tuple[Channel, ...]
    text: str
    at: datetime | None
    title: str = ""
    pictures: tuple[Picture, ...] = ()
    assets: tuple[Asset, ...] = ()
    post_id: UUID | None = None

    @property
    def client(self) -> Client:
        return self.channels[0].client


def moment_in(typed: str, client: Client) -> datetime:
    """The instant of an ISO 8601 time; without an offset in the client's zone."""
    try:
        return moment_from(typed, ZoneInfo(client.zone))
    except Declined as error:
        raise problem_of(error) from error


def pictures_of(paths: Sequence[Path], alts: Sequence[str]) -> tuple[Picture, ...]:
    """Each file with its description; a missing one is empty."""
    texts = [*alts, *[""] * (len(paths) - len(alts))]
    return tuple(Picture(path, text) for path, text in zip(paths, texts, strict=True))


def with_assets(plan: Plan, now: datetime) -> Plan:
    """The plan with its pictures in the library; a Problem where one is no picture."""
    assets = tuple(add_picture(picture, plan.client, now) for picture in plan.pictures)
    return replace(plan, assets=assets)


def try_out(plan: Plan, *, is_approved: bool, now: datetime) -> None:
    """A Problem for all that can be told before anything is written."""
    if not plan.text.strip() and not plan.assets:
        raise Problem("no_text", "The post is empty: give it a text or a picture.")
    if not is_approved or plan.at is None:
        return
    media = tuple(asset.as_item() for asset in plan.assets)
    content = Content(plan.text, plan.title, media, plan.client.language)
    checked = tuple(check_content(channel, content) for channel in plan.channels)
    try:
        ensure_future(plan.at, now)
        if bad := tuple(row for row in checked if row.n_errors):
            raise HasErrors(bad)
    except Declined as error:
        raise problem_of(error) from error


def store(plan: Plan, *, is_approved: bool, now: datetime) -> Post:
    """The stored post; an approved one is scheduled, and a Problem leaves nothing behind."""
    try:
        with transaction.atomic():
            return _store(plan, is_approved=is_approved, now=now)
    except Declined as error:
        raise problem_of(error) from error


def _store(plan: Plan, *, is_approved: bool, now: datetime) -> Post:
    post = actions.write_post(
        client=plan.client,
        by=owner(),
        now=now,
        text=plan.text,
        title=plan.title,
        channels=plan.channels,
        planned_at=plan.at,
        assets=plan.assets,
        post_id=plan.post_id,
    )
    if is_approved and plan.at is not None:
        actions.approve(post=post, by=None, now=now)
        return actions.schedule(post=post, at=plan.at, by=None, now=now).post
    return post


def add_picture(picture: Picture, client: Client, now: datetime) -> Asset:
    """The picture in the client's library."""
    try:
        with picture.path.open("rb") as file:
            return add_asset(
                client=client,
                name=picture.path.name,
                content=iter(partial(file.read, PIECE), b""),
                alt_text=picture.alt_text,
                now=now,
            )
    except OSError as error:
        raise Problem("no_such_file", f"Cannot read {picture.path}: {error.strerror}.") from error
    except NotAPicture as error:
        raise Problem(error.code, not_a_picture(picture.path.name, error)) from error


def problem_of(error: Declined) -> Problem:
    """The refusal of the editorial room as the command line's, with preflight's findings."""
    if not isinstance(error, HasErrors):
        return Problem(error.code, declined(error))
    found = [row for checked in error.checked for row in finding_values(checked)]
    wrong = [row for row in found if row["level"] == "error"]
    words = " ".join(str(row["message"]) for row in wrong)
    return Problem(error.code, f"This would be refused: {words}", findings=found)


def finding_values(checked: Checked) -> list[dict[str, object]]:
    """What preflight found for one channel, worst first as it comes, in words too."""
    return [
        {
            "channel": checked.channel.pk,
            "level": finding.level,
            "code": finding.code,
            "where": finding.where,
            "message": sentence(finding),
        }
        for finding in checked.findings
    ]
