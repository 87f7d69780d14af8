"""The world that the journeys walk through: a bakery in a lively week, a sample, a stranger.

python tests/journeys/world.py      fills the database of SKUPNOST_DATA, prints a login link
"""

from __future__ import annotations

import asyncio
import io
import json
import random
import sys
from datetime import UTC, datetime, timedelta

from by_hand import add_to_dos
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from trials import add_decided, add_running

from skupnost.channels.actions import connect_practice
from skupnost.channels.models import Channel
from skupnost.channels.opening import open_channel, transport_for
from skupnost.channels.vault import seal
from skupnost.clients.actions import create_client
from skupnost.clients.models import Client
from skupnost.domain.payload import Payload
from skupnost.kit.clock import SystemClock
from skupnost.kit.errors import Unreachable
from skupnost.kit.testing.stages import LoneTransport
from skupnost.kit.values import Order
from skupnost.metrics.actions import import_history
from skupnost.metrics.models import FeedHour, FeedReading
from skupnost.people.actions import ensure_owner, make_login_link
from skupnost.people.models import User
from skupnost.publishing.actions import hand_over
from skupnost.publishing.models import Delivery
from skupnost.publishing.switches import pause_client
from skupnost.strategy.models import (
    Colleague,
    ContentKind,
    FeedChoice,
    FreeTime,
    OwnPlace,
    Period,
)
from skupnost.strategy.pasts import basis_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
N_SESSIONS = 250
NOW = datetime.now(UTC).replace(second=0, microsecond=0)
WORDS = (
    "Fresh rolls from six, and the first jars of apricot jam",
    "Why our sourdough takes two days",
    "Saturday: children bake with us, free of charge",
    "We are looking for somebody who likes early mornings",
    "The new walnut bread, and where the walnuts grow",
    "Closed on Monday, back on Tuesday with doughnuts",
)


def build() -> None:
    """Make everybody and everything."""
    call_command("migrate", verbosity=0)
    maja = ensure_owner(name="Maja")
    User.objects.create_user("charlie")
    fill(maja)


def fill(by: User, *, named: str = "") -> None:
    """The three clients of one person, their names beginning with `named`."""
    bakery = _client(f"{named}Pekarna Zora", "#a04310", by, language="sl")
    vida = _client(f"{named}Studio Vida", "#7a34b8", by, zone="Europe/Madrid", is_sample=True)
    museum = _client(f"{named}Muzej sodobne umetnosti in oblikovanja Moste", "#0b6e6e", by)
    pause_client(client=museum, now=NOW)
    channels = _channels(bakery)
    _posts(bakery, channels, by)
    of_vida = _channels(vida)
    _posts(vida, of_vida[:2], by)
    LANDMARKS["experiment_decided"] = add_decided(of_vida[3], NOW)
    _practised(channels[0])
    _past(channels[1])
    _limits(channels[1])
    _slots(channels[1])
    LANDMARKS["experiment"] = add_running(channels[3], NOW)
    _strategy(bakery, by)
    _feed(channels[1])
    for network, address in add_to_dos(bakery, by, NOW).items():
        LANDMARKS[f"to_do_{network}"] = address


def _client(name: str, colour: str, by: User, **more: object) -> Client:
    values = {"zone": "Europe/Ljubljana", "language": "en", **more}
    return create_client(name=name, colour=colour, by=by, now=NOW, **values)


def _channels(client: Client) -> list[Channel]:
    made = [connect_practice(client=client, now=NOW)]
    rows = (
        ("mastodon", "account", "https://mastodon.example", "@zora@mastodon.example", "ok"),
        ("bluesky", "account", "https://bsky.example", "zora.bsky.example", "needs_reconnect"),
        ("wordpress", "self_hosted", "https://zora.example", "zora", "paused"),
    )
    for network, kind, server, handle, health in rows:
        made.append(
            Channel.objects.create(
                client=client,
                network=network,
                account_kind=kind,
                server=server,
                handle=handle,
                display_name=client.name,
                url=f"{server}/zora",
                health=health,
                health_reason="token_expired" if health == "needs_reconnect" else "",
                checked_at=NOW,
                credentials_sealed=seal({"token": "not a real one"}),
                live_limits={"text.text_max": 500, "media.images_max": 4} if health == "ok" else {},
                limits_read_at=NOW,
                created_at=NOW,
            )
        )
    return made


def _posts(client: Client, channels: list[Channel], by: User) -> None:
    """Two weeks around today: live posts behind us, scheduled ones and drafts ahead, trouble."""
    from skupnost.editorial.actions import write_post

    dice = random.Random(client.slug)
    for day in range(-7, 9):
        for hour in dice.sample(range(7, 20), dice.choice((0, 1, 1, 2))):
            at = NOW.replace(hour=hour, minute=dice.choice((0, 15, 30))) + timedelta(days=day)
            text = f"{dice.choice(WORDS)}. https://zora.example/news #bread"
            to = dice.sample(channels, dice.randint(1, min(3, len(channels))))
            post = write_post(
                client=client, by=by, now=NOW, text=text, channels=to, planned_at=at, language="en"
            )
            if at < NOW or dice.random() < 0.7:
                for variant in post.variants.all():
                    _hand_over(variant, text, at, dice)


def _hand_over(variant: object, text: str, at: datetime, dice: random.Random) -> None:
    payload = Payload(text, language="en")
    delivery = hand_over(
        channel=variant.channel,
        payload=payload,
        approved_hash=payload.digest(),
        due_at=at,
        now=min(at, NOW) - timedelta(days=1),
        title="",
    )
    variant.delivery = delivery
    variant.approved_hash = payload.digest()
    variant.save()
    if at < NOW:
        _settle(delivery, at, dice)


def _settle(delivery: Delivery, at: datetime, dice: random.Random) -> None:
    state, reason = dice.choice(
        (("published", ""),) * 12
        + (("refused", "preflight"), ("needs_eye", "cannot_tell"), ("missed", "too_late"))
    )
    is_live = state == "published"
    Delivery.objects.filter(pk=delivery.pk).update(
        state=state,
        reason=reason,
        next_try_at=None,
        n_attempts=1,
        published_at=at if is_live else None,
        remote_url=f"https://network.example/{delivery.pk}" if is_live else "",
    )


def _past(channel: Channel) -> None:
    """What the channel published before, from a table: odd rows, unknown figures and all."""
    rows = [f'{NOW - timedelta(days=3 * n)},{n % 4 * 7},{n * 90 or ""},"{text}",photo,{n == 2}'
            for n, text in enumerate(WORDS)]  # fmt: skip
    rows += ["never,1,1,No time,text,", f"{NOW + timedelta(days=9)},1,,Too early,text,"]
    table = "\n".join(["time,likes,reach,text,type,boosted,mood", *rows])
    file = io.BytesIO(table.encode())
    import_history(channel=channel, file=file, name="objave 2026.csv", now=NOW)


def _slots(channel: Channel) -> None:
    """Next week's open slots, as the adviser would place them."""
    from skupnost.strategy.actions import place_week
    from skupnost.strategy.counsel import counsel

    place_week(known=basis_of(channel), counsel=counsel(channel, now=NOW), posts_a_week=6, now=NOW)


def _limits(channel: Channel) -> None:
    """What a person wants: days off, periods, hours, and places besides the channels."""
    client, today = channel.client, NOW.date()
    FreeTime.objects.create(
        client=client, leaves_holidays_free=True, country="SI", quiet_from=21, quiet_until=7,
        quiet_days=[0, 1, 2, 3, 4, 5, 6],
    )  # fmt: skip
    for name, kind, ahead, days in (
        ("Adventna nagradna igra", "contest", -21, 13),
        ("Praznični december", "season", 2, 30),
        ("Peč je v popravilu", "closed", 10, 2),
        ("Novi kruh z orehi", "campaign", 3, 5),
        ("Menjava gesel", "closed", 5, 0),
    ):
        first = today + timedelta(days=ahead)
        only = channel if ahead == 5 else None
        Period.objects.create(client=client, name=name, kind=kind, starts_on=first, channel=only,
                              ends_on=first + timedelta(days=days))  # fmt: skip
    Colleague.objects.create(client=client, name="Alenka", hours_a_week=9)
    ContentKind.objects.create(client=client, name="Objava s sliko", hours_each=1.5)
    OwnPlace.objects.create(client=client, kind="site", name="pekarna-zora.si",
                            address="https://pekarna-zora.si", languages="sl, en")  # fmt: skip
    OwnPlace.objects.create(client=client, kind="newsletter", name="Zora piše",
                            how_often="once a month")  # fmt: skip


def _strategy(client: Client, by: User) -> None:
    """Three versions of the strategy, so that there is something to compare."""
    from skupnost.strategy.versions import save_version

    value = {
        "goals": [{"what": "Followers", "number": "2000", "by": "2027-06-01"}],
        "pillars": [{"name": WORDS[0], "share": 60}, {"name": WORDS[1], "share": 25}],
        "audiences": "Neighbours, 30 to 60 years old.\n\nStudents on their way to class.",
        "crisis_name": "Alenka Novak",
        "crisis_phone": "040 123 456",
    }
    for days, voice in ((60, ""), (30, "Warm"), (1, "Warm and short")):
        at = NOW - timedelta(days=days)
        told = {**value, "voice": voice}
        save_version(client=client, value=told, by=by, now=at, remark=f"After {days} days")


def _feed(channel: Channel) -> None:
    """Three weeks of what others publish, busy at nine and at seven in the evening, and a moment at
    which it is good to post."""
    dice = random.Random(7)
    for number in range(1, 21 * 24):
        at = (NOW - timedelta(hours=number)).replace(minute=0)
        near = min(abs(at.hour - 8), abs(at.hour - 18))
        n_posts = dice.randint(0, 3) if at.hour < 5 else max(2, 24 - 6 * near) + dice.randint(0, 6)
        n_posts = n_posts if at.weekday() < 5 else n_posts // 2
        FeedHour.objects.create(
            channel=channel, source="network", starts_at=at, n_posts=n_posts, observed_at=NOW
        )
    reading = {"read_at": NOW, "asked_at": NOW, "own_posted_at": NOW - timedelta(hours=7)}
    marks = [f"{number}" for number in range(84)]
    FeedReading.objects.create(channel=channel, rank=61, authors=marks, **reading)
    until = NOW + timedelta(hours=1)
    FeedChoice.objects.create(channel=channel, hours_by="both", good_until=until, decided_at=NOW)


async def _nothing(*_values: object) -> bytes:
    return b""


def _practised(channel: Channel) -> None:
    """Two posts on the practice network, as the worker would have made them."""
    clock = SystemClock()
    outside = LoneTransport(Unreachable("connection_failed"))
    for number, text in enumerate(WORDS[:2]):
        transport = transport_for(channel, network=outside, clock=clock, dice=random.Random(1))
        opened = open_channel(channel, transport=transport, clock=clock)
        order = Order(f"{number}", f"{number}", NOW, Payload(text), _nothing, _nothing)
        receipt = asyncio.run(opened.publish(order))
    LANDMARKS["practice_post"] = receipt.remote_url


LANDMARKS: dict[str, str] = {}


def landmarks() -> dict[str, str]:
    """Addresses that only the world knows, and a link that signs Maja in."""
    post = Client.objects.get(slug="pekarna-zora").posts.filter(planned_at__lt=NOW).first()
    ids = Channel.objects.filter(client__slug="pekarna-zora").values_list("network", "pk")
    period = Period.objects.filter(client__slug="pekarna-zora").first()
    return {
        **LANDMARKS,
        **{f"channel_{network}": f"/c/pekarna-zora/channels/{pk}/" for network, pk in ids},
        **{f"strategy_{network}": f"/c/pekarna-zora/strategy/{pk}/" for network, pk in ids},
        "post": f"/c/pekarna-zora/posts/{post.pk}/",
        "period": f"/c/pekarna-zora/strategy/periods/{period.pk}/",
        "login": make_login_link(user=ensure_owner(), now=datetime.now(UTC)),
    }


def session_of(user: User) -> str:
    """The key of a new session of somebody who has just signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main() -> None:
    """Build the world and tell its landmarks and sessions."""
    build()
    sessions = [session_of(ensure_owner()) for _number in range(N_SESSIONS)]
    json.dump({"landmarks": landmarks(), "sessions": sessions}, sys.stdout)
