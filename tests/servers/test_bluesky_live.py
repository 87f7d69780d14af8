"""The Bluesky connector against a real network of data server, identity directory and app view."""

import asyncio
import secrets
import time
import urllib.parse
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest

from skupnost.domain.payload import MediaItem, Part, Payload
from skupnost.kit.clock import SystemClock
from skupnost.kit.errors import NeedsReconnect, OutcomeUnknown, Refused, Unreachable
from skupnost.kit.http import Answer, Request
from skupnost.kit.http.aiohttp_transport import AiohttpTransport
from skupnost.kit.registry import connector
from skupnost.kit.simulation import SERVER_ERROR, Fate
from skupnost.kit.values import Access, Order, Presence, Receipt

from .pictures import png
from .running import asking
from .running.bluesky import Bluesky, BlueskyAccount

Result = TypeVar("Result")

APPVIEW_PATIENCE_SECONDS = 30
PICTURE = png()
FILM = b"\0\0\0\x18ftypisom\0\0\0\0isommp42\0\0\0\x08mdat"
LOAF = MediaItem("a" * 64, "image/png", len(PICTURE), width=32, height=24, alt_text="A loaf")
PICTURED = Payload(text="Bread", media=(LOAF,))
THREAD = Payload(text="One 🥐", thread=(Part("Two"), Part("Three")), language="en")


@dataclass(eq=False)
class Listening:
    """A transport that notes which procedures are asked for, spoils a token on its way, and loses
    the n-th writing request or its answer."""

    transport: AiohttpTransport
    sender: "Sender"

    async def send(self, request: Request) -> Answer:
        name = request.url.rpartition(".")[2]
        self.sender.asked.append(name)
        if name == "putRecord" and self.sender.spoils:
            self.sender.spoils -= 1
            request = replace(request, headers={"authorization": "Bearer spoilt"})
        self.sender.n_writing += not request.reads
        fate = self.sender.fates.pop(self.sender.n_writing, Fate.NONE)
        if fate is Fate.LOST_BEFORE:
            raise Unreachable("connection_failed")
        answer = await self.transport.send(request)
        if fate is Fate.LOST_AFTER:
            raise OutcomeUnknown("connection_lost")
        return SERVER_ERROR if fate is Fate.SERVER_ERROR_AFTER else answer


@dataclass
class Sender:
    """An account as the ledger sees it: orders to publish, and what was remembered for them."""

    server: str
    account: BlueskyAccount
    password: str
    remembered: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    spoils: int = 0
    n_writing: int = 0
    fates: dict[int, Fate] = field(default_factory=dict)

    def run(self, use: Callable[[Any], Awaitable[Result]]) -> Result:
        """What the opened channel answers."""

        async def opened() -> Result:
            credentials = {"handle": self.account.handle, "password": self.password}
            access = Access(self.server, "account", credentials)
            async with AiohttpTransport(allow_private=True) as transport:
                open_channel = connector("bluesky").open
                assert open_channel is not None
                listening = Listening(transport, self)
                return await use(open_channel(access, listening, SystemClock()))

        return asyncio.run(opened())

    def order(self, payload: Payload) -> Order:
        """A new delivery of the payload."""

        async def remember(key: str, value: str) -> None:
            self.remembered[key] = value

        async def open_media(item: MediaItem) -> bytes:
            return FILM if item.mime == "video/mp4" else PICTURE

        name = secrets.token_hex(16)
        choose = connector("bluesky").client_id
        assert choose is not None
        now = int(time.time() * 1_000_000)
        return Order(
            delivery_id=name,
            client_id=choose(delivery_id=name, title="", now_microseconds=now),
            created_at=datetime.now(UTC) - timedelta(days=7),
            payload=payload,
            open_media=open_media,
            remember=remember,
            checkpoints=self.remembered,
        )

    def publish(self, order: Order) -> Receipt:
        return self.run(lambda channel: channel.publish(order))


@pytest.fixture
def alice(bluesky: Bluesky) -> Sender:
    return Sender(bluesky.pds_url, bluesky.alice, bluesky.alice.app_password)


@pytest.fixture
def bob(bluesky: Bluesky) -> Sender:
    return Sender(bluesky.pds_url, bluesky.bob, bluesky.bob.app_password)


def record_of(network: Bluesky, receipt: Receipt) -> dict[str, Any]:
    """The record as anybody reads it at the data server (uri, cid, value)."""
    assert receipt.remote_url.startswith(network.pds_url)
    found: dict[str, Any] = asking.get(receipt.remote_url).expect(200).json
    assert found["uri"] == receipt.remote_id
    return found


def in_appview(network: Bluesky, uri: str) -> dict[str, Any]:
    """The post as the app view shows it, which learns of it a moment later."""
    query = urllib.parse.urlencode({"uris": uri})
    url = f"{network.appview_url}/xrpc/app.bsky.feed.getPosts?{query}"
    deadline = time.monotonic() + APPVIEW_PATIENCE_SECONDS
    while time.monotonic() < deadline:
        posts: list[dict[str, Any]] = asking.get(url).expect(200).json["posts"]
        if posts:
            return posts[0]
        time.sleep(0.2)
    raise AssertionError(f"the app view did not learn of {uri}")


def n_records(network: Bluesky, account: BlueskyAccount) -> int:
    """How many posts stand in the account's repository."""
    query = f"repo={account.did}&collection=app.bsky.feed.post&limit=100"
    url = f"{network.pds_url}/xrpc/com.atproto.repo.listRecords?{query}"
    number, cursor = 0, ""
    while True:
        page = asking.get(f"{url}&cursor={cursor}" if cursor else url).expect(200).json
        number += len(page["records"])
        cursor = page.get("cursor", "")
        if not cursor:
            return number


def test_the_account_and_its_server_are_known(bluesky: Bluesky, alice: Sender) -> None:
    account = alice.run(lambda channel: channel.identify())
    assert (account.remote_id, account.handle) == (bluesky.alice.did, "alice.test")
    assert asking.get(account.url).expect(200).json["handle"] == "alice.test"
    limits = alice.run(lambda channel: channel.limits())
    assert limits.version == bluesky.version


def test_a_wrong_password_asks_for_a_new_connection(bluesky: Bluesky) -> None:
    stranger = Sender(bluesky.pds_url, bluesky.alice, "not-the-password")
    with pytest.raises(NeedsReconnect) as refusal:
        stranger.run(lambda channel: channel.identify())
    assert refusal.value.code == "credentials_refused"


def test_links_mentions_and_tags_are_marked_behind_an_emoji(
    bluesky: Bluesky, alice: Sender
) -> None:
    text = "🥐 Zajtrk za @bob.test: https://example.com/žemlje #Kruh, ne @nobody.test"
    receipt = alice.publish(alice.order(Payload(text=text, language="sl")))
    value = record_of(bluesky, receipt)["value"]
    raw = text.encode()
    marked = {
        raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(): facet["features"][0]
        for facet in value["facets"]
    }
    assert list(marked) == ["@bob.test", "https://example.com/žemlje", "#Kruh"]
    assert marked["@bob.test"]["did"] == bluesky.bob.did
    assert marked["https://example.com/žemlje"]["uri"] == "https://example.com/žemlje"
    assert marked["#Kruh"]["tag"] == "Kruh"
    shown = in_appview(bluesky, receipt.remote_id)
    assert shown["record"]["facets"] == value["facets"]
    assert shown["record"]["langs"] == ["sl"]


def test_a_picture_is_shown_with_its_description(bluesky: Bluesky, alice: Sender) -> None:
    receipt = alice.publish(alice.order(PICTURED))
    [image] = in_appview(bluesky, receipt.remote_id)["embed"]["images"]
    assert image["alt"] == "A loaf"
    assert image["aspectRatio"] == {"width": 32, "height": 24}
    cid = record_of(bluesky, receipt)["value"]["embed"]["images"][0]["image"]["ref"]["$link"]
    query = urllib.parse.urlencode({"did": bluesky.alice.did, "cid": cid})
    blob = asking.get(f"{bluesky.pds_url}/xrpc/com.atproto.sync.getBlob?{query}")
    assert blob.expect(200).body == PICTURE


def test_a_link_card_is_shown_with_its_thumb(bluesky: Bluesky, alice: Sender) -> None:
    payload = Payload(
        text="Read", link_url="https://example.com/rolls", title="Rolls", media=(LOAF,)
    )
    receipt = alice.publish(alice.order(payload))
    card = in_appview(bluesky, receipt.remote_id)["embed"]["external"]
    assert (card["uri"], card["title"]) == ("https://example.com/rolls", "Rolls")
    assert "thumb" in card


def test_a_thread_is_one_conversation_with_the_addresses_we_computed(
    bluesky: Bluesky, alice: Sender
) -> None:
    order = alice.order(THREAD)
    receipt = alice.publish(order)
    root = record_of(bluesky, receipt)
    assert alice.run(lambda channel: channel.find(order)).receipt == receipt
    in_appview(bluesky, receipt.remote_id)
    query = urllib.parse.urlencode({"uri": receipt.remote_id})
    url = f"{bluesky.appview_url}/xrpc/app.bsky.feed.getPostThread?{query}"
    deadline = time.monotonic() + APPVIEW_PATIENCE_SECONDS
    texts: list[str] = []
    while len(texts) < 3 and time.monotonic() < deadline:
        node = asking.get(url).expect(200).json["thread"]
        texts = chain(node)
        time.sleep(0.2)
    assert texts == ["One 🥐", "Two", "Three"]
    reply = node["replies"][0]["post"]["record"]["reply"]
    assert reply["root"] == {"uri": root["uri"], "cid": root["cid"]}


def chain(node: dict[str, Any]) -> list[str]:
    """The texts of a thread from its root down the first replies."""
    texts: list[str] = []
    while node:
        texts.append(node["post"]["record"]["text"])
        node = (node.get("replies") or [{}])[0]
    return texts


@pytest.mark.parametrize("payload", [Payload(text="Only once"), THREAD], ids=["post", "thread"])
def test_the_same_order_twice_leaves_one_post(
    bluesky: Bluesky, bob: Sender, payload: Payload
) -> None:
    before = n_records(bluesky, bluesky.bob)
    order = bob.order(payload)
    assert bob.run(lambda channel: channel.find(order)).presence is Presence.ABSENT
    first = bob.publish(order)
    written = record_of(bluesky, first)
    assert bob.publish(order) == first
    bob.remembered.clear()
    assert bob.publish(order) == first
    assert record_of(bluesky, first) == written
    assert n_records(bluesky, bluesky.bob) == before + len(payload.parts)


@pytest.mark.parametrize(
    "payload", [Payload(text="Once"), PICTURED, THREAD], ids=["post", "picture", "thread"]
)
@pytest.mark.parametrize("fate", [Fate.LOST_BEFORE, Fate.LOST_AFTER, Fate.SERVER_ERROR_AFTER])
def test_whatever_is_lost_on_the_way_there_is_one_post(
    bluesky: Bluesky, bob: Sender, payload: Payload, fate: Fate
) -> None:
    before = n_records(bluesky, bluesky.bob)
    n_written = len(payload.media) + 1
    for number in range(1, n_written + 1):
        order = bob.order(payload)
        bob.run(lambda channel, o=order: channel.find(o))
        bob.n_writing, bob.fates = 0, {number: fate}
        with pytest.raises((Unreachable, OutcomeUnknown)) as trouble:
            bob.publish(order)
        is_there = trouble.type is OutcomeUnknown
        assert (bob.run(lambda channel, o=order: channel.find(o)).receipt is not None) == is_there
        bob.publish(order)
    assert n_records(bluesky, bluesky.bob) == before + n_written * len(payload.parts)


def test_a_film_is_kept_as_a_film(bluesky: Bluesky, alice: Sender) -> None:
    """Turning it into something that plays is the video service's work, which is not run here."""
    film = MediaItem("f" * 64, "video/mp4", len(FILM), width=16, height=9, alt_text="Kneading")
    receipt = alice.publish(alice.order(Payload(text="Watch", media=(film,))))
    embed = record_of(bluesky, receipt)["value"]["embed"]
    assert (embed["$type"], embed["alt"]) == ("app.bsky.embed.video", "Kneading")
    assert embed["video"]["mimeType"] == "video/mp4"
    assert in_appview(bluesky, receipt.remote_id)["embed"]["$type"] == "app.bsky.embed.video#view"


def test_a_hundred_posts_of_a_lane_log_in_once(bluesky: Bluesky, bob: Sender) -> None:
    orders = [bob.order(Payload(text=f"Roll {number}")) for number in range(100)]

    async def lane(channel: Any) -> list[Receipt]:
        return await asyncio.gather(*(channel.publish(order) for order in orders))

    receipts = bob.run(lane)
    assert len({receipt.remote_id for receipt in receipts}) == 100
    assert bob.asked.count("putRecord") == 100
    assert bob.asked.count("createSession") <= 1
    posts = bob.run(lambda channel: channel.own_posts(limit=200))
    assert {post.remote_id for post in posts} >= {receipt.remote_id for receipt in receipts}


def test_removing_takes_the_whole_thread_and_may_be_repeated(
    bluesky: Bluesky, alice: Sender
) -> None:
    order = alice.order(THREAD)
    before = n_records(bluesky, bluesky.alice)
    receipt = alice.publish(order)
    for _ in range(2):
        alice.run(lambda channel: channel.remove(receipt.remote_id))
    assert n_records(bluesky, bluesky.alice) == before
    assert alice.run(lambda channel: channel.find(order)).presence is Presence.ABSENT


def test_own_posts_say_what_they_answer_and_carry(bluesky: Bluesky, alice: Sender) -> None:
    receipt = alice.publish(alice.order(THREAD))
    posts = alice.run(lambda channel: channel.own_posts(limit=50))
    root = next(post for post in posts if post.remote_id == receipt.remote_id)
    assert (root.text, root.remote_url) == ("One 🥐", receipt.remote_url)
    assert receipt.remote_id in {post.in_reply_to for post in posts}


def test_a_text_too_long_is_refused_and_nothing_is_stored(bluesky: Bluesky, alice: Sender) -> None:
    before = n_records(bluesky, bluesky.alice)
    for payload in (Payload(text="x" * 301), Payload(text="ok", thread=(Part("x" * 301),))):
        with pytest.raises(Refused) as refusal:
            alice.publish(alice.order(payload))
        assert refusal.value.code == "content_refused"
    assert n_records(bluesky, bluesky.alice) == before


def test_a_token_that_no_longer_counts_is_renewed(bluesky: Bluesky, alice: Sender) -> None:
    alice.publish(alice.order(Payload(text="Before")))
    alice.spoils = 1
    receipt = alice.publish(alice.order(Payload(text="After")))
    assert record_of(bluesky, receipt)["value"]["text"] == "After"
    assert alice.asked[-3:] == ["putRecord", "refreshSession", "putRecord"]


def test_what_came_back_is_counted_by_the_app_view(bluesky: Bluesky, alice: Sender) -> None:
    receipt = alice.publish(alice.order(Payload(text="A roll to like")))
    post = in_appview(bluesky, receipt.remote_id)
    like(bluesky, receipt.remote_id, post["cid"])
    deadline = time.monotonic() + APPVIEW_PATIENCE_SECONDS
    reactions = 0.0
    while not reactions and time.monotonic() < deadline:
        reactions = reactions_of(alice, receipt.remote_id)
    assert reactions == 1


def test_parts_of_a_thread_and_replies_are_not_measured_as_posts(
    bluesky: Bluesky, alice: Sender
) -> None:
    receipt = alice.publish(alice.order(THREAD))
    in_appview(bluesky, receipt.remote_id)
    told = alice.run(lambda channel: channel.measure(limit=50))
    assert receipt.remote_id in [post.remote_id for post in told.posts]
    assert not {"Two", "Three"} & {post.text for post in told.posts}
    assert told.followers == 0


def like(network: Bluesky, uri: str, cid: str) -> None:
    """Bob likes a post."""
    session = network.bob.new_session()
    subject = {"uri": uri, "cid": cid}
    record = {
        "$type": "app.bsky.feed.like",
        "subject": subject,
        "createdAt": "2026-11-23T12:00:00Z",
    }
    body = {"repo": session.did, "collection": "app.bsky.feed.like", "record": record}
    url = f"{network.pds_url}/xrpc/com.atproto.repo.createRecord"
    asking.post_json(url, body, session.login).expect(200)


def reactions_of(sender: Sender, uri: str) -> float:
    told = sender.run(lambda channel: channel.measure(limit=50)).posts
    found = [figure for post in told if post.remote_id == uri for figure in post.figures]
    return next((figure.value for figure in found if figure.metric == "reactions"), 0.0)
