"""The versions of a client's strategy: saving one, finding one, a remark beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from skupnost.clients.models import Client
from skupnost.people.models import User
from skupnost.strategy.figures import figures_of_client
from skupnost.strategy.models import Cadence, StrategyVersion

SAID = ("channel", "chosen", "advice", "free_per_week", "range80", "verdict", "evidence")


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """Somebody saved this version after the writer had opened the form; nothing was saved now."""

    version: StrategyVersion


def latest(client: Client) -> StrategyVersion | None:
    """The strategy that holds now."""
    return StrategyVersion.objects.filter(client=client).select_related("saved_by").first()


def numbered(client: Client, number: int) -> StrategyVersion | None:
    """The version of this number."""
    rows = StrategyVersion.objects.filter(client=client, number=number)
    return rows.select_related("saved_by").first()


def save_version(
    *,
    client: Client,
    value: Mapping[str, Any],
    by: User,
    now: datetime,
    seen: int | None = None,
    remark: str = "",
) -> StrategyVersion | Meanwhile:
    """A new version with the cadence and the figures of each channel. The same words and figures
    make no new one; `seen` is the newest version the writer knew (0: none)."""
    figures = figures_of_client(client, now)
    whole = {**value, "cadence": cadence_of(client), "figures": figures}
    with transaction.atomic():
        Client.objects.select_for_update().get(pk=client.pk)
        last = latest(client)
        if last is not None and _said(last.value) == _said(whole):
            return note(version=last, remark=remark) if remark else last
        if last is not None and seen is not None and last.number != seen:
            return Meanwhile(last)
        return StrategyVersion.objects.create(
            client=client,
            number=last.number + 1 if last else 1,
            value=whole,
            saved_at=now,
            saved_by=by,
            remark=remark,
        )


def _said(value: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """What a version comes to: its words, and what the adviser said of each channel."""
    words = {name: part for name, part in value.items() if name != "figures" and part != ""}
    figures = value.get("figures", ())
    return words, [tuple(row.get(name) for name in SAID) for row in figures]


def note(*, version: StrategyVersion, remark: str) -> StrategyVersion:
    """Write beside a version what became of it; the version itself stays as it is."""
    StrategyVersion.objects.filter(pk=version.pk).update(remark=remark)
    version.remark = remark
    return version


def cadence_of(client: Client) -> list[dict[str, Any]]:
    """The posts a week chosen for each channel."""
    rows = Cadence.objects.filter(channel__client=client).select_related("channel")
    return [
        {
            "id": row.channel_id,
            "channel": row.channel.name,
            "network": row.channel.network,
            "posts_a_week": row.posts_a_week,
        }
        for row in rows.order_by("channel__network", "channel_id")
    ]


def odd_sum(pillars: Sequence[Mapping[str, Any]]) -> int | None:
    """What the shares of the pillars add up to where that is not 100; None where it is."""
    total = sum(pillar["share"] for pillar in pillars)
    return total if pillars and total != 100 else None
