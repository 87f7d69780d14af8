"""The simulated publication answers like the real one, but for the differences listed beside."""

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from skupnost.connectors.ghost.admin_key import AdminKey, read_key, token
from skupnost.kit.clock import SystemClock
from skupnost.kit.http import Upload
from skupnost.kit.registry import connector
from skupnost.kit.simulation import MemoryStore, Scene, SimulatorTransport

from ..pictures import png  # noqa: TID252 - tests are no installed package
from ..running.ghost import Ghost  # noqa: TID252 - likewise
from .blog_playing import People, hold_with_fields, rows_of
from .playing import Player, Seen, play

TABLE = Path(__file__).with_name("ghost_differences.toml")
API = "/ghost/api/admin/"
KEY = {"who": "key"}
HTML = {"source": "html"}
SHORT = {"fields": "id,slug,status,url,published_at"}


def note(document: Any) -> dict[str, Any]:
    """What the two must have made of what was sent."""
    posts = list(rows_of(document, "posts"))
    noted: dict[str, Any] = {}
    for name in ("slug", "status", "title", "custom_excerpt", "feature_image_alt"):
        if found := sorted(post[name] for post in posts if post.get(name)):
            noted["state" if name == "status" else name] = found
    tags = [[tag["name"] for tag in post["tags"]] for post in posts if "tags" in post]
    return noted | ({"tags": tags} if tags else {})


def error_of(document: Any) -> str:
    """Type and code of the first error."""
    errors = (f"{error['type']} {error['code']}" for error in rows_of(document, "errors"))
    return next(errors, "") if isinstance(document, dict) and "errors" in document else ""


def article(slug: str, **more: Any) -> dict[str, Any]:
    post = {"title": "Rolls", "html": "<p>x</p>", "status": "published", "slug": slug} | more
    return {"posts": [{name: value for name, value in post.items() if value is not None}]}


async def keys(site: People) -> None:
    await site.ask("site", "GET", "site/")
    for who in ("key", "", "no token", "another scheme", "old", "for others", "expired"):
        label = f"posts with {who or 'nothing'}"
        await site.ask(label, "GET", "posts/", who=who, query={"limit": "1", "fields": "id"})
    await site.ask("nothing", "GET", "nothing/", **KEY)


BODIES: dict[str, Any] = {
    "post": article("parity-one", custom_excerpt="Warm", tags=["čaj 🥖", "rolls"]),
    "same slug": article("parity-one", title="Other"),
    "same slug once more": article("parity-one"),
    "own id": article("parity-id", id="6" * 24),
    "empty title": article("parity-untitled", title=""),
    "no title": article("parity-no-title", title=None),
    "no text": article("parity-empty", html=""),
    "no slug": article("", title="Parity without a slug ŽE"),
    "unknown status": article("parity-status", status="nonsense"),
    "a draft": article("parity-draft", status="draft"),
    "a date gone by": article(
        "parity-past", status="scheduled", published_at="2020-01-01T10:00:00.000Z"
    ),
    "a date to come": article(
        "parity-future", status="scheduled", published_at="2030-01-01T10:00:00.000Z"
    ),
    "longest title": article("parity-t255", title="🥖" * 255),
    "title too long": article("parity-t256", title="🥖" * 256),
    "longest excerpt": article("parity-e300", custom_excerpt="🥖" * 300),
    "excerpt too long": article("parity-e301", custom_excerpt="e" * 301),
    "longest tag": article("parity-g191", tags=["t" * 191]),
    "tag too long": article("parity-g192", tags=["t" * 192]),
    "tag without name": article("parity-g0", tags=[""]),
    "tag with a comma": article("parity-comma", tags=["a,b"]),
    "tag that begins with a comma": article("parity-comma2", tags=[",b"]),
    "slug too long": article("s" * 192),
    "longest description": article(
        "parity-a191", feature_image="https://x.test/a.png", feature_image_alt="a" * 191
    ),
    "description too long": article(
        "parity-a192", feature_image="https://x.test/a.png", feature_image_alt="a" * 192
    ),
    "no posts": {},
    "posts that are none": {"posts": "x"},
}


async def posts(site: People) -> None:
    for name, body in BODIES.items():
        await site.ask(name, "POST", "posts/", **KEY, json=body, query=HTML)
    for who in ("", "expired"):
        label = f"post with {who or 'nothing'}"
        await site.ask(label, "POST", "posts/", who=who, json=article("parity-not"), query=HTML)


async def looking(site: People) -> None:
    slugs = "'parity-one','parity-one-2','parity-one-3'"
    query = SHORT | {"filter": f"slug:[{slugs}]"}
    await site.ask("look", "GET", "posts/", **KEY, query=query)
    for slug in ("parity-draft", "parity-future", "parity-never", "parity-t256", "parity-a192"):
        query = SHORT | {"filter": f"slug:['{slug}']"}
        await site.ask(f"look for {slug}", "GET", "posts/", **KEY, query=query)
    fields = {"fields": "id,url,html,published_at,feature_image", "formats": "html"}
    live = {"filter": "status:published", "order": "published_at desc", "limit": "1"}
    await site.ask("live posts", "GET", "posts/", **KEY, query=live | fields)
    await site.ask("a page too far", "GET", "posts/", **KEY, query=live | SHORT | {"page": "999"})


async def files(site: People) -> None:
    tries = {
        "picture": Upload("file", "a.png", "image/png", png()),
        "no picture": Upload("file", "a.png", "image/png", b"not a picture"),
        "odd name": Upload("file", "a.exe", "application/x-msdownload", b"x"),
    }
    form = {"purpose": "image"}
    for name, upload in tries.items():
        await site.ask(name, "POST", "images/upload/", **KEY, uploads=(upload,), form=form)
    upload = tries["picture"]
    await site.ask("picture with nothing", "POST", "images/upload/", uploads=(upload,), form=form)


async def removing(site: People) -> None:
    gone = article("parity-gone")
    made = await site.ask("to be removed", "POST", "posts/", **KEY, json=gone, query=HTML)
    route = f"posts/{made['posts'][0]['id']}/"
    await site.ask("remove with nothing", "DELETE", route)
    await site.ask("remove", "DELETE", route, **KEY)
    await site.ask("remove again", "DELETE", route, **KEY)
    await site.ask("remove what is no id", "DELETE", "posts/nonsense/", **KEY)
    await site.ask("read what was removed", "GET", "posts/slug/parity-gone/", **KEY)
    await site.ask("the slug is free again", "POST", "posts/", **KEY, json=gone, query=HTML)


SCENES = (keys, posts, looking, files, removing)


def logins(text: str) -> Callable[[str], dict[str, str]]:
    """The header of everybody who asks."""
    key, now = read_key(text), datetime.fromtimestamp(time.time(), UTC)
    good = token(key, now=now)
    headers = {
        "key": f"Ghost {good}",
        "no token": "Ghost garbage",
        "another scheme": f"Bearer {good}",
        "old": f"Ghost {token(key, now=now - timedelta(hours=1))}",
        "for others": f"Ghost {token(key, now=now, audience='/members/')}",
        "expired": f"Ghost {token(AdminKey('expired', key.secret), now=now)}",
    }
    version = {"Accept-Version": "v5.0"}
    return lambda who: version | ({"Authorization": headers[who]} if who else {})


def script(key: str) -> Callable[[Player], Awaitable[None]]:
    """Every scene, asked with this key."""

    async def walk(player: Player) -> None:
        site = People(player, logins(key), note, error_of)
        for scene in SCENES:
            await scene(site)

    return walk


def simulated() -> dict[str, Seen]:
    make = connector("ghost").simulator
    assert make is not None
    simulator = make(MemoryStore(), SystemClock(), Scene(handle="bakery"))
    transport = SimulatorTransport(simulator, clock=SystemClock(), dice=Random(1))
    key = f"bakery:{'0f' * 32}"
    return play(script(key), origin=f"https://bakery.example{API}", transport=transport)


def test_the_simulator_differs_from_the_publication_only_where_it_is_listed(ghost: Ghost) -> None:
    real = play(script(ghost.admin_key.text), origin=f"{ghost.base_url}{API}")
    assert len(real) > 50
    hold_with_fields(TABLE, f"Ghost {ghost.version}", real, simulated())
