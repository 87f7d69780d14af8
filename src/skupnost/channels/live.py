"""Limits that a server tells anybody who asks, kept with their time for when it does not answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from skupnost.channels.actions import NotConnected, server_of
from skupnost.channels.asking import ask, fetch, tell_limits
from skupnost.channels.models import Channel
from skupnost.kit.http.messages import Request
from skupnost.kit.registry import connector
from skupnost.kit.values import LiveLimits
from skupnost.networks.queries import Live

# Servers of one network that speak another's language.
_SPEAK_LIKE = {"pixelfed": ("mastodon", "account")}
# What Discourse tells under /site/settings.json (rulebook of the forum, 2026-11-23), in our words;
# sizes in KB.
_DISCOURSE = {
    "max_post_length": "text.text_max",
    "min_post_length": "text.text_min",
    "max_topic_title_length": "text.title_max",
    "min_topic_title_length": "text.title_min",
    "max_tags_per_topic": "text.tags_max",
    "max_tag_length": "text.tag_max",
    "max_image_size_kb": "media.upload_bytes_max",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What a server told at `read_at`; `is_kept` where it was not asked with success just now."""

    server: str
    values: Live
    read_at: datetime
    is_kept: bool = False


class NoLiveLimits(Exception):
    """Servers of this network tell no limits that we could read."""


def limits_of(*, network: str, kind: str, server: str, now: datetime) -> Told:
    """The limits of a server as it tells them now, else as it told them last; raises NotConnected
    where it never told any, NoLiveLimits where none can be asked."""
    known = connector(network).manifest.kinds[kind]
    address = server_of(known, server)
    place = _place(network, address)
    try:
        values = {
            key: value
            for key, value in _asked(network, kind, address).values.items()
            if key in known.facts
        }
    except NotConnected:
        kept = _kept(place, address)
        if kept is None:
            raise
        return kept
    _keep(place, values, now)
    return Told(address, values, now)


def _asked(network: str, kind: str, address: str) -> LiveLimits:
    if network == "forum" and kind.startswith("discourse"):
        return LiveLimits(_in_our_words(fetch(Request("GET", f"{address}/site/settings.json"))))
    speaker, speaking = _SPEAK_LIKE.get(network, (network, kind))
    ports = connector(speaker).manifest.kinds[speaking].machine.ports
    if "tells_limits" not in ports:
        raise NoLiveLimits(network)
    return ask(Channel(network=speaker, account_kind=speaking, server=address), tell_limits)


def _in_our_words(told: Mapping[str, Any]) -> dict[str, int | tuple[str, ...]]:
    values: dict[str, int | tuple[str, ...]] = {}
    for name, key in _DISCOURSE.items():
        value = told.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            values[key] = value * 1024 if name.endswith("_kb") else value
    return values


def _place(network: str, address: str) -> Path:
    name = hashlib.sha256(f"{network} {address}".encode()).hexdigest()[:32]
    return Path(settings.DATA) / "limits" / f"{name}.json"


def _keep(place: Path, values: Live, now: datetime) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    told = {key: list(v) if not isinstance(v, int) else v for key, v in values.items()}
    draft = place.with_suffix(".new")
    draft.write_text(json.dumps({"read_at": now.isoformat(), "values": told}), encoding="utf-8")
    draft.replace(place)


def _kept(place: Path, address: str) -> Told | None:
    try:
        raw = json.loads(place.read_text(encoding="utf-8"))
        read_at = datetime.fromisoformat(raw["read_at"])
        return Told(address, raw["values"], read_at, is_kept=True)
    except (OSError, ValueError, KeyError):
        return None
