"""Posts that the bakery puts up by hand: on a Page, on X, on YouTube, on Tumblr."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, timedelta

import av
from PIL import Image, ImageDraw

from skupnost.channels.actions import connect_assisted
from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.domain.delivery import Event
from skupnost.editorial import actions
from skupnost.library.actions import add_asset
from skupnost.library.models import Asset
from skupnost.people.models import User
from skupnost.publishing.ledger import Change, record_one
from skupnost.publishing.models import Misfit

ACCOUNTS = (
    ("facebook", "page", "Pekarna Zora", "https://www.facebook.com/pekarnazora"),
    ("x", "standard", "@pekarnazora", "https://x.com/pekarnazora"),
    ("youtube", "channel", "Pekarna Zora", "https://www.youtube.com/@pekarnazora"),
    ("tumblr", "blog", "pekarnazora", "https://www.tumblr.com/pekarnazora"),
)
TEXT = "Saturday: children bake with us, free of charge. Write to us: https://zora.example/children"


def add_to_dos(client: Client, by: User, now: datetime) -> dict[str, str]:
    """One to-do on each; the addresses of their pages by network. That on the Page is late."""
    picture, film = _picture(client, now), _film(client, now)
    channels = {row[0]: _channel(client, row, now) for row in ACCOUNTS}
    late, fresh = now - timedelta(hours=1), now - timedelta(minutes=2)
    made = {
        network: _to_do(
            channel,
            by,
            late if network == "facebook" else fresh,
            [film if network == "youtube" else picture],
        )
        for network, channel in channels.items()
    }
    more = {name: _to_do(channels["facebook"], by, fresh) for name in ("wrong", "later")}
    more["shown"] = _to_do(channels["facebook"], by, fresh, [picture])
    _in_three_days(client, channels["x"], by, now)
    return made | more


def _in_three_days(client: Client, channel: Channel, by: User, now: datetime) -> None:
    """Two posts ahead: one no longer fits the rules, one goes to a profile instead of a Page."""
    row = ("facebook", "profile", "Zora Novak", "https://www.facebook.com/zora.novak")
    profile, at = _channel(client, row, now), now + timedelta(days=3)
    post = actions.write_post(
        client=client,
        by=by,
        now=now,
        text="Potica for Saturday: order until Thursday",
        channels=[channel, profile],
        planned_at=at,
        language="en",
    )
    actions.schedule(post=post, at=at, by=by, now=now)
    delivery = post.variants.get(channel=channel).delivery
    found = {"code": "text_too_long", "where": "text", "value": 41, "max": 30, "off": 11}
    Misfit.objects.create(
        delivery=delivery,
        version=delivery.version,
        findings=[found | {"unit": "weighted"}],
        found_at=now,
    )


def _channel(client: Client, row: tuple[str, str, str, str], now: datetime) -> Channel:
    network, kind, handle, url = row
    return connect_assisted(
        client=client, network=network, account_kind=kind, handle=handle, url=url, now=now
    )


def _to_do(channel: Channel, by: User, at: datetime, assets: Sequence[Asset] = ()) -> str:
    post = actions.write_post(
        client=channel.client,
        by=by,
        now=at,
        text=TEXT if assets else "Fresh rolls from six",
        title="Children bake" if channel.network in {"tumblr", "youtube"} else "",
        channels=[channel],
        assets=assets,
        planned_at=at,
        language="en",
    )
    actions.schedule(post=post, at=at, by=by, now=at)
    delivery = post.variants.get().delivery
    assert record_one(Change(delivery.pk, Event.ASK_PERSON, {"next_try_at": None}), now=at)
    return f"/c/{channel.client.slug}/to-do/{delivery.pk}/"


def _film(client: Client, now: datetime) -> Asset:
    """Two seconds in which the light in the oven comes on."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=12)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for n in range(24):
            frame = av.VideoFrame.from_image(Image.new("RGB", (320, 180), (60 + 8 * n, 40, 20)))
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return add_asset(client=client, name="oven.mp4", content=file.getvalue(), now=now)


def _picture(client: Client, now: datetime) -> Asset:
    image = Image.new("RGB", (1500, 1000), "#e9b44c")
    pen = ImageDraw.Draw(image)
    for n in range(9):
        pen.ellipse((120 + n * 140, 380, 220 + n * 140, 620), fill="#8a4b20")
    file = io.BytesIO()
    image.save(file, "JPEG")
    alt = "Nine loaves in a row on a yellow cloth"
    return add_asset(
        client=client, name="loaves.jpg", content=file.getvalue(), alt_text=alt, now=now
    )
