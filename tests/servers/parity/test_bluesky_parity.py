"""The simulated data server answers like the real one, but for the differences listed beside."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from skupnost.kit.clock import SystemClock
from skupnost.kit.http import Request
from skupnost.kit.registry import connector
from skupnost.kit.simulation import MemoryStore, Scene, SimulatorTransport

from ..pictures import png  # noqa: TID252 - tests are no installed package
from ..running.bluesky import Bluesky  # noqa: TID252 - likewise
from .playing import Player, Seen, hold, play

TABLE = Path(__file__).with_name("bluesky_differences.toml")
POST = "app.bsky.feed.post"
KEYS = [f"3mfaaaaaaa2{second}{third}" for second in "abcdef" for third in "234567"]
PICTURE = png()
NOT_A_KEY = "hello"


def note(document: Any) -> dict[str, Any]:
    """What the two must have made of the same bytes: the same address, the same order."""
    noted = {name: document[name] for name in ("cid", "validationStatus") if name in document}
    if "records" in document:
        noted["keys"] = [row["uri"].rpartition("/")[2] for row in document["records"]]
    if "blob" in document:
        noted["mime"] = document["blob"]["mimeType"]
    return noted


@dataclass
class Play:
    """One account at one server, and its session."""

    player: Player
    handle: str
    password: str
    session: dict[str, Any] = field(default_factory=dict)

    @property
    def did(self) -> str:
        return str(self.session["did"])

    async def ask(self, name: str, method: str, nsid: str, **more: Any) -> dict[str, Any]:
        """The answer's document, noted under the name with the server's words of refusal."""
        token = more.pop("token", None)
        token = self.session.get("accessJwt", "") if token is None else token
        headers = {"authorization": f"Bearer {token}"} if token else {}
        headers |= more.pop("headers", {})
        request = Request(method, self.player.url(f"/xrpc/{nsid}"), headers=headers, **more)
        document: dict[str, Any] = await self.player.ask(name, request, note)
        seen = self.player.seen[name]
        if seen.error:
            words = f"{seen.error}: {document.get('message', '')}"
            words = words.replace(self.session.get("did", "-"), "DID")
            self.player.seen[name] = replace(seen, error=words)
        return document

    async def log_in(self, name: str, **more: str) -> dict[str, Any]:
        body = {"identifier": self.handle, "password": self.password} | more
        nsid = "com.atproto.server.createSession"
        return await self.ask(name, "POST", nsid, json=body, token="")

    async def put(self, name: str, record: dict[str, Any], key: str, **more: Any) -> dict[str, Any]:
        token = more.pop("token", None)
        body = {"repo": self.did, "collection": POST, "rkey": key, "record": record} | more
        return await self.ask(name, "POST", "com.atproto.repo.putRecord", json=body, token=token)

    async def read(self, name: str, nsid: str, **query: str) -> dict[str, Any]:
        return await self.ask(name, "GET", nsid, query=query, token="")


def post(text: Any = "hi", **more: Any) -> dict[str, Any]:
    return {"$type": POST, "text": text, "createdAt": "2026-11-23T10:00:00.000Z"} | more


def marked(name: str, **feature: str) -> dict[str, Any]:
    kind = {"$type": f"app.bsky.richtext.facet#{name}"}
    return post(
        facets=[{"index": {"byteStart": 0, "byteEnd": 1}, "features": [kind | feature]}],
    )


def pictured(*blobs: dict[str, Any], **more: Any) -> dict[str, Any]:
    images = [{"image": blob, "alt": "A loaf"} | more for blob in blobs]
    return post(embed={"$type": "app.bsky.embed.images", "images": images})


def card(**more: Any) -> dict[str, Any]:
    external = {"uri": "https://example.com/", "title": "t", "description": "d"} | more
    return post(embed={"$type": "app.bsky.embed.external", "external": external})


async def sessions(play: Play) -> None:
    await play.log_in("log in with a wrong password", password="expired-password")
    await play.log_in("log in as nobody", identifier="")
    nsid = "com.atproto.server.createSession"
    await play.ask("log in without password", "POST", nsid, json={"identifier": play.handle})
    play.session = await play.log_in("log in")
    nsid = "com.atproto.server.refreshSession"
    access, refresh = play.session["accessJwt"], play.session["refreshJwt"]
    await play.ask("refresh with the access token", "POST", nsid, token=access)
    await play.ask("refresh with nonsense", "POST", nsid, token="spoilt")
    await play.ask("refresh without token", "POST", nsid, token="")
    fresh = await play.ask("refresh", "POST", nsid, token=refresh)
    await play.ask("refresh again", "POST", nsid, token=refresh)
    play.session = fresh


async def reading(play: Play) -> None:
    await play.read("describe the server", "com.atproto.server.describeServer")
    await play.read("tell the version", "_health")
    nsid = "com.atproto.identity.resolveHandle"
    await play.read("resolve a handle", nsid, handle=play.handle)
    await play.read("resolve an unknown handle", nsid, handle="nobody.test")
    await play.read("resolve half a handle", nsid, handle="nobody")


async def writing(play: Play) -> None:
    first, second = KEYS[:2]
    await play.put("write", post(), first, swapRecord=None)
    await play.put("write the same again", post(), first, swapRecord=None)
    await play.put("write another in its place", post("other"), first, swapRecord=None)
    await play.put("edit", post("other"), first)
    await play.put("edit with a wrong swap", post("third"), first, swapRecord=FOREIGN_CID)
    await play.put("write without type", {"text": "x", "createdAt": WRITTEN}, second)
    await play.put("write with a poor key", post(), NOT_A_KEY)
    await play.put("write without log-in", post(), second, token="")
    await play.put("write with a spoilt token", post(), second, token="spoilt")
    await play.put("write for somebody else", post(), second, repo="did:plc:" + "a" * 24)
    nsid = "com.atproto.repo.putRecord"
    body = {"repo": play.did, "collection": POST, "record": post()}
    await play.ask("write without key", "POST", nsid, json=body)
    nsid = "com.atproto.repo.createRecord"
    await play.ask("create where one is", "POST", nsid, json=body | {"rkey": first})
    await play.ask("create", "POST", nsid, json=body | {"rkey": KEYS[2]})


WRITTEN = "2026-11-23T10:00:00.000Z"
FOREIGN_CID = "bafyreiclp443lavogvhj3d2ob2cxbfuscni2k5jk7bebjzg7khl3esabwq"


RULES: Mapping[str, dict[str, Any]] = {
    "300 graphemes": post("x" * 300),
    "301 graphemes": post("x" * 301),
    "120 families": post("👨‍👩‍👧‍👦" * 120),
    "121 families": post("👨‍👩‍👧‍👦" * 121),
    "no text": post(""),
    "a number as text": post(3),
    "text missing": {"$type": POST, "createdAt": WRITTEN},
    "an odd date": post(createdAt="yesterday"),
    "the thirteenth month": post(createdAt="2026-13-01T10:00:00Z"),
    "three languages": post(langs=["sl", "es", "pt-BR"]),
    "four languages": post(langs=["sl", "es", "de", "en"]),
    "an odd language": post(langs=["not a lang"]),
    "eight tags": post(tags=["a" * 64] * 8),
    "nine tags": post(tags=["a"] * 9),
    "a long tag": post(tags=["a" * 65]),
    "a link": marked("link", uri="https://example.com/ž"),
    "an odd link": marked("link", uri="example"),
    "an odd mention": marked("mention", did="bob"),
    "a long tag in the text": marked("tag", tag="a" * 65),
    "an unknown feature": marked("other", a="b"),
    "a range past the end": post(
        facets=[{"index": {"byteStart": 0, "byteEnd": 99}, "features": []}]
    ),
    "a range before the beginning": post(
        facets=[{"index": {"byteStart": -1, "byteEnd": 1}, "features": []}]
    ),
    "a facet without range": post(facets=[{"features": []}]),
    "a card": card(),
    "a card without title": post(
        embed={
            "$type": "app.bsky.embed.external",
            "external": {"uri": "https://a.si", "description": ""},
        }
    ),
    "a card of an odd address": card(uri="example"),
    "an unknown embed": post(embed={"$type": "com.example.unknown"}),
    "an embed without type": post(embed={"a": 1}),
    "an answer to nothing": post(reply={"root": {"uri": "x", "cid": "y"}, "parent": {}}),
    "another type": {"$type": "app.bsky.feed.like"},
}


async def rules(play: Play) -> None:
    for index, (name, record) in enumerate(RULES.items()):
        await play.put(f"rule: {name}", record, KEYS[3 + index])


async def files(play: Play) -> None:
    nsid = "com.atproto.repo.uploadBlob"

    async def upload(name: str, content: bytes, mime: str, **more: Any) -> dict[str, Any]:
        headers = {"content-type": mime}
        return await play.ask(name, "POST", nsid, content=content, headers=headers, **more)

    blob = (await upload("upload", PICTURE, "image/png"))["blob"]
    await upload("upload under another type", PICTURE, "text/plain")
    await upload("upload without log-in", PICTURE, "image/png", token="")
    key = "3mfaaaaaab222"
    for size in (1_000_001, 2_000_001):
        content = PICTURE + b"\0" * (size - len(PICTURE))
        large = (await upload(f"upload {size} bytes", content, "image/png"))["blob"]
        await play.put(f"picture of {size} bytes", pictured(large), key)
    await play.put("four pictures", pictured(*[blob] * 4), key)
    await play.put("five pictures", pictured(*[blob] * 5), key)
    await play.put("picture with its shape", pictured(blob, aspectRatio=RATIO), key)
    await play.put("picture without width", pictured(blob, aspectRatio={"height": 1}), key)
    await play.put("picture of no width", pictured(blob, aspectRatio=RATIO | {"width": 0}), key)
    await play.put("picture never uploaded", pictured(blob | {"ref": {"$link": FOREIGN_FILE}}), key)
    await play.put("text as picture", pictured(blob | {"mimeType": "text/plain"}), key)
    await play.put("card with thumb", card(thumb=blob), key)


RATIO = {"width": 32, "height": 24}
FOREIGN_FILE = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"


async def threads(play: Play) -> None:
    nsid = "com.atproto.repo.applyWrites"
    kind = "com.atproto.repo.applyWrites#create"

    async def write(name: str, **texts: str) -> None:
        writes = [
            {"$type": kind, "collection": POST, "rkey": key, "value": post(text)}
            for key, text in texts.items()
        ]
        await play.ask(name, "POST", nsid, json={"repo": play.did, "writes": writes})

    one, two, three, four = (f"3mfaaaaaac22{last}" for last in "2345")
    await write("write two at once", **{one: "one", two: "two"})
    await write("write two at once, one is there", **{two: "two", three: "three"})
    await write("write two at once, one is too long", **{three: "three", four: "x" * 301})
    await play.read("read what was not written", GET, **place(play, three))


GET = "com.atproto.repo.getRecord"


def place(play: Play, key: str) -> dict[str, str]:
    return {"repo": play.did, "collection": POST, "rkey": key}


async def listing(play: Play) -> None:
    await play.read("read", GET, **place(play, KEYS[0]))
    await play.read("read by handle", GET, **place(play, KEYS[0]) | {"repo": play.handle})
    nsid = "com.atproto.repo.listRecords"
    where = {"repo": play.did, "collection": POST}
    page = await play.read("list", nsid, **where, limit="2")
    await play.read("list on", nsid, **where, limit="2", cursor=page["cursor"])
    await play.read("list from the oldest", nsid, **where, limit="3", reverse="true")
    await play.read("list too many", nsid, **where, limit="101")
    await play.read("list nobody's", nsid, **where | {"repo": "nobody.test"})
    await play.read("list nothing", nsid, **where | {"collection": "app.bsky.feed.like"})


async def deleting(play: Play) -> None:
    nsid = "com.atproto.repo.deleteRecord"
    await play.ask("delete", "POST", nsid, json=place(play, KEYS[0]))
    await play.ask("delete again", "POST", nsid, json=place(play, KEYS[0]))
    await play.ask("delete without log-in", "POST", nsid, json=place(play, KEYS[0]), token="")
    await play.read("read what was deleted", GET, **place(play, KEYS[0]))


SCENES = (sessions, reading, writing, rules, files, threads, listing, deleting)


def seen_at(
    origin: str, handle: str, password: str, transport: SimulatorTransport | None = None
) -> dict[str, Seen]:
    """What an account saw in all the scenes."""

    async def script(player: Player) -> None:
        account = Play(player, handle, password)
        for scene in SCENES:
            await scene(account)

    return play(script, origin=origin, transport=transport)


def seen_at_simulator() -> dict[str, Seen]:
    make, clock = connector("bluesky").simulator, SystemClock()
    assert make is not None
    simulator = make(MemoryStore(), clock, Scene(handle="parity"))
    transport = SimulatorTransport(simulator, clock=clock, dice=Random(1))
    return seen_at("https://pds.example", "parity.test", "app-password", transport)


def test_the_simulator_differs_from_the_server_only_where_it_is_listed(bluesky: Bluesky) -> None:
    person = bluesky.new_account("parity.test")
    real = seen_at(bluesky.pds_url, person.handle, person.app_password)
    assert len(real) > 80
    hold(TABLE, f"PDS {bluesky.version}", real, seen_at_simulator())
