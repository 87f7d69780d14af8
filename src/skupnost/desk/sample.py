"""The sample client: a print workshop with a lively month on the practice network.

Nothing is written by hand into the ledger: what is live here was published by a lane, at the
minute it was due, by a clock that walks through the past; what was refused, missed or lost out of
sight came to it the way it would in earnest.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from zoneinfo import ZoneInfo

from skupnost.channels.actions import connect
from skupnost.channels.models import Channel
from skupnost.clients.actions import create_client
from skupnost.clients.models import Client
from skupnost.desk.drawings import draw
from skupnost.desk.past import Story, live_through
from skupnost.domain.moments import NotAMoment, instant
from skupnost.editorial.actions import schedule, write_post
from skupnost.editorial.models import Post
from skupnost.kit.registry import connector
from skupnost.library.actions import add_asset
from skupnost.library.models import Asset
from skupnost.people.models import User

NAME = "Studio Vida"
ZONE = "Europe/Ljubljana"
COLOUR = "#4b41c6"
BEGINS_DAYS_AGO = 26
NETWORKS = {
    "practice": "account",
    "mastodon": "account",
    "bluesky": "account",
    "wordpress": "self_hosted",
}
LANGUAGES = ("en", "sl", "es")


@dataclass(frozen=True, slots=True)
class Made:
    """The sample client and how many posts it has."""

    client: Client
    n_posts: int


@dataclass(frozen=True, slots=True)
class Studio:
    """What the posts are made with."""

    client: Client
    by: User
    language: str
    channels: Mapping[str, Channel]
    assets: Mapping[str, Asset]


def make_sample(*, by: User, now: datetime) -> Made:
    """A client with 34 posts around today, in the person's language, marked as a sample."""
    recipe = tomllib.loads(Path(__file__).with_name("sample_posts.toml").read_text("utf-8"))
    began = now - timedelta(days=BEGINS_DAYS_AGO)
    studio = _studio(recipe, by=by, began=began)
    rows = recipe["posts"]
    past = [row for row in rows if row["day"] < 0]
    stories = [_past_post(row, studio, began=began, now=now) for row in past]
    live_through(stories, began=began, now=now)
    for row in rows:
        if row["day"] >= 0:
            _future_post(row, studio, now=now)
    return Made(studio.client, len(rows))


def _studio(recipe: Mapping[str, Any], *, by: User, began: datetime) -> Studio:
    language = by.language if by.language in LANGUAGES else "en"
    client = create_client(
        name=NAME,
        zone=ZONE,
        language=language,
        colour=COLOUR,
        web_address="https://studio-vida.example",
        is_sample=True,
        by=by,
        now=began,
    )
    channels = {network: _channel(client, network, kind, began) for network, kind in _known()}
    assets = {
        name: _asset(client, name, words[language], began)
        for name, words in recipe["pictures"].items()
    }
    return Studio(client, by, language, channels, assets)


def _known() -> Sequence[tuple[str, str]]:
    """The networks that can be practised on in this installation."""
    return [
        (network, kind)
        for network, kind in NETWORKS.items()
        if connector(network).simulator is not None
    ]


def _channel(client: Client, network: str, kind: str, began: datetime) -> Channel:
    fields = connector(network).manifest.kinds[kind].machine.credentials
    credentials = {row.name: token_urlsafe(12) if row.is_secret else client.slug for row in fields}
    return connect(
        client=client,
        network=network,
        account_kind=kind,
        server=f"practice:{client.slug}",
        credentials=credentials,
        now=began,
    )


def _asset(client: Client, name: str, alt_text: str, began: datetime) -> Asset:
    return add_asset(
        client=client, name=f"{name}.jpg", content=draw(name), alt_text=alt_text, now=began
    )


def _past_post(row: Mapping[str, Any], studio: Studio, *, began: datetime, now: datetime) -> Story:
    post = _post(row, studio, written_at=began, now=now)
    due_at = post.planned_at
    assert due_at is not None
    schedule(post=post, at=due_at, by=studio.by, now=began)
    channels = [studio.channels[name] for name in row["to"] if name in studio.channels]
    return Story(due_at, tuple(channels), row.get("ends", "live"))


def _future_post(row: Mapping[str, Any], studio: Studio, *, now: datetime) -> None:
    post = _post(row, studio, written_at=now, now=now)
    if row.get("ends") != "draft" and post.planned_at is not None:
        schedule(post=post, at=post.planned_at, by=studio.by, now=now)


def _post(row: Mapping[str, Any], studio: Studio, *, written_at: datetime, now: datetime) -> Post:
    picture = row.get("picture")
    return write_post(
        client=studio.client,
        by=studio.by,
        now=written_at,
        text=row[studio.language],
        title=row.get("title", {}).get(studio.language, ""),
        channels=[studio.channels[name] for name in row["to"] if name in studio.channels],
        planned_at=_moment(row, now),
        assets=[studio.assets[picture]] if picture else [],
        language=studio.language,
    )


def _moment(row: Mapping[str, Any], now: datetime) -> datetime:
    """The wall-clock time of the row, so many days from today; after the gap of a spring night."""
    if "in_minutes" in row:
        return now.replace(second=0, microsecond=0) + timedelta(minutes=row["in_minutes"])
    day = now.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=row["day"])
    local = datetime.combine(day, time.fromisoformat(row["at"]))
    try:
        return instant(local, ZONE)
    except NotAMoment as gap:
        return instant(gap.next_shown, ZONE)
