"""Every address of the site, walked from its table of addresses, each with a real example."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.editorial.models import Post
from skupnost.kit.registry import connector, connectors
from skupnost.library.models import Asset
from skupnost.publishing.models import Delivery
from skupnost.strategy.models import Experiment, Period

PLACEHOLDER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
NOTHING = "00000000-0000-7000-8000-000000000000"
PRACTICE_PARTS = ("practice", "practice_network", "name", "remote_id")
BY_KIND = {"int": "0", "slug": "none", "uuid": NOTHING, "str": "none", "path": "none"}


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its pattern, an example, whether strangers may open it, and whether the
    example leads to something that exists."""

    pattern: str
    name: str
    example: str
    is_public: bool
    exists: bool


def addresses() -> list[Address]:
    """All addresses in the order of the table, static files last."""
    known = _things()
    found = [_address(pattern, name, known) for pattern, name in _walk(get_resolver(), "", "")]
    static = f"/{settings.STATIC_URL.strip('/')}/ui/css/base.css"
    return [*found, Address(f"{settings.STATIC_URL}<path:file>", "static", static, True, True)]


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, here, inner)
        elif isinstance(entry, URLPattern):
            yield "/" + here, space + (entry.name or "")


def _things() -> Mapping[str, str]:
    """One existing thing of each kind, all of one client where it has them, by its words."""
    delivery = Delivery.objects.filter(variant__isnull=False).order_by("-due_at").first()
    post = delivery.variant.post if delivery else Post.objects.order_by("-created_at").first()
    client = post.client if post else Client.objects.order_by("pk").first()
    channel = delivery.channel if delivery else Channel.objects.filter(client=client).first()
    asset = Asset.objects.filter(client=client).first()
    things: dict[str, object] = {"network": next(iter(connectors()), "")}
    if client:
        things["client"] = client.slug
    if post:
        things["post"] = post.pk
    if channel:
        things |= {"channel": channel.pk, "network": channel.network}
        experiment = Experiment.objects.filter(channel=channel).first()
        things |= {"experiment": experiment.pk} if experiment else {}
    if asset:
        things |= {"asset": asset.pk, "sha256": asset.sha256}
    if delivery:
        things["delivery"] = delivery.pk
    if delivery and Payload.from_json(delivery.payload).all_media:
        things["file"] = 1
    if client and (period := Period.objects.filter(client=client).first()):
        things["period"] = period.pk
    things |= _practised()
    things["kind"] = next(iter(connector(str(things["network"])).manifest.kinds), "")
    return {name: str(thing) for name, thing in things.items() if thing}


def _practised() -> dict[str, object]:
    """A post that is live on the practice network, taken from the address its readers have."""
    live = Delivery.objects.filter(state=State.PUBLISHED, remote_url__startswith="/practice/")
    delivery = live.order_by("-published_at").first()
    parts = delivery.remote_url.strip("/").split("/") if delivery else []
    if len(parts) != len(PRACTICE_PARTS):
        return {}
    return dict(zip(PRACTICE_PARTS, parts, strict=True))


def _address(pattern: str, name: str, known: Mapping[str, str]) -> Address:
    missing = []

    def fill(match: re.Match[str]) -> str:
        word = _word(pattern[: match.start()], match["name"])
        if word not in known:
            missing.append(word)
        return known.get(word, BY_KIND.get(match["kind"] or "str", "none"))

    example = PLACEHOLDER.sub(fill, pattern)
    is_public = name in getattr(settings, "PUBLIC_VIEWS", ())
    return Address(pattern, name, example, is_public, not missing)


BEFORE = {
    "c": "client",
    "posts": "post",
    "channels": "channel",
    "strategy": "channel",
    "experiments": "experiment",
    "needs-eye": "delivery",
    "to-do": "delivery",
    "files": "file",
    "deliveries": "delivery",
    "networks": "network",
    "library": "asset",
    "practice": "practice_network",
    "font": "font",
}


def _word(before: str, name: str) -> str:
    """What a placeholder means: told by the part of the address before it, else by its name."""
    part = before.rstrip("/").rpartition("/")[2]
    return BEFORE.get(part, name)
