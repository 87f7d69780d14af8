"""The simulated site answers like the real one, but for the differences listed beside."""

import base64
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from skupnost.kit.clock import SystemClock
from skupnost.kit.registry import connector
from skupnost.kit.simulation import MemoryStore, Scene, SimulatorTransport

from ..pictures import png  # noqa: TID252 - tests are no installed package
from ..running.wordpress import WordPress  # noqa: TID252 - likewise
from .blog_playing import People, hold_with_fields, rows_of
from .playing import Player, Seen, play

TABLE = Path(__file__).with_name("wordpress_differences.toml")
POSTS, MEDIA, TAGS, CATEGORIES = "/wp/v2/posts", "/wp/v2/media", "/wp/v2/tags", "/wp/v2/categories"
PICTURE = png()
NAMES = {"administrator": "alice", "author": "bob", "subscriber": "charlie"}
AUTHOR = {"who": "author"}


def note(document: Any) -> dict[str, Any]:
    """What the two must have made of what was sent."""
    noted = {}
    for name in ("slug", "status", "alt_text"):
        if found := sorted(str(row[name]) for row in rows_of(document) if row.get(name)):
            noted["state" if name == "status" else name] = found
    return noted


def error_of(document: Any) -> str:
    return next((str(row["code"]) for row in rows_of(document) if "code" in row), "")


def named(**more: str) -> dict[str, str]:
    return {"Content-Type": "image/png", "Content-Disposition": 'attachment; filename="a.png"'} | {
        name.replace("_", "-"): value for name, value in more.items()
    }


def article(slug: str, **more: Any) -> dict[str, Any]:
    return {"title": "Rolls", "content": "<p>x</p>", "status": "publish", "slug": slug} | more


async def people(site: People) -> None:
    route, edit = "/wp/v2/users/me", {"context": "edit"}
    for who in (*NAMES, "", "stranger"):
        query = edit | {"_fields": "id,name,slug"}
        await site.ask(f"me as {who or 'nobody'}", "GET", route, who=who, query=query)
    await site.ask("me in full", "GET", route, who="author", query=edit)
    query = {"_fields": "name,url,home,namespaces"}
    await site.ask("index", "GET", "/", query=query)
    await site.ask("nothing", "GET", "/wp/v2/nothing", **AUTHOR)
    await site.ask("a page", "GET", "")


async def terms(site: People) -> None:
    name = {"name": "Parity & Butter"}
    for who in (*NAMES, ""):
        label = who or "nobody"
        await site.ask(f"category by {label}", "POST", CATEGORIES, who=who, json=name)
    await site.ask("category again", "POST", CATEGORIES, who="administrator", json=name)
    for who in ("author", "subscriber", ""):
        tag = {"name": "Parity čaj"}
        await site.ask(f"tag by {who or 'nobody'}", "POST", TAGS, who=who, json=tag)
    await site.ask("tag again", "POST", TAGS, **AUTHOR, json={"name": "Parity čaj"})
    await site.ask("tag without name", "POST", TAGS, **AUTHOR, json={"name": ""})
    for words in ("Parity & Butter", "parity &amp; butter", "Uncategorized", "no such thing"):
        query = {"search": words, "per_page": "100", "_fields": "id,name,slug"}
        await site.ask(f"search {words}", "GET", CATEGORIES, **AUTHOR, query=query)


async def files(site: People) -> None:
    made = await site.ask(
        "upload", "POST", MEDIA, **AUTHOR, content=PICTURE, headers=named(), query=URL_ONLY
    )
    for who in ("subscriber", ""):
        label = f"upload by {who or 'nobody'}"
        await site.ask(label, "POST", MEDIA, who=who, content=PICTURE, headers=named())
    bare = {"Content-Type": "image/png"}
    await site.ask("upload unnamed", "POST", MEDIA, **AUTHOR, content=PICTURE, headers=bare)
    await site.ask("upload nothing", "POST", MEDIA, **AUTHOR, content=b"", headers=named())
    await site.ask("upload no picture", "POST", MEDIA, **AUTHOR, content=b"hi", headers=named())
    odd = named(Content_Disposition='attachment; filename="a.exe"')
    await site.ask("upload odd name", "POST", MEDIA, **AUTHOR, content=PICTURE, headers=odd)
    route = f"{MEDIA}/{made['id']}"
    alt = {"alt_text": 'A "warm" <b>loaf</b> & 🥖'}
    query = {"_fields": "id,alt_text,source_url"}
    await site.ask("describe", "POST", route, **AUTHOR, json=alt, query=query)
    await site.ask("describe by subscriber", "POST", route, who="subscriber", json=alt)
    await site.ask("describe by nobody", "POST", route, json=alt)
    await site.ask("describe nothing", "POST", f"{MEDIA}/999999", **AUTHOR, json=alt)
    with_picture = article("parity-picture", featured_media=made["id"])
    await site.ask("post with picture", "POST", POSTS, **AUTHOR, json=with_picture, query=SHORT)


SHORT = {"_fields": "id,slug,status,link,date_gmt"}
URL_ONLY = {"_fields": "id,source_url"}
BODIES: Mapping[str, dict[str, Any]] = {
    "post": article("parity-one"),
    "same slug": article("parity-one", title="Other"),
    "same slug once more": article("parity-one"),
    "a long slug": article("parity-" + "s" * 230),
    "a slug in capitals": article("Parity ŽEMLJE  &"),
    "no slug": article("", title="Parity without a slug"),
    "own id": article("parity-id", id=4711),
    "nothing in it": article("parity-empty", title="", content=""),
    "only a title": article("parity-title", content=""),
    "unknown status": article("parity-status", status="nonsense"),
    "unknown terms and picture": article("parity-terms", tags=[987654], featured_media=987654),
    "words for tags": article("parity-words", tags="bread"),
    "a date to come": article("parity-future", date_gmt="2030-01-01T10:00:00"),
    "a draft": article("parity-draft", status="draft"),
    "a title too long": article("parity-long", title="t" * 65_536),
}


async def posts(site: People) -> None:
    for name, body in BODIES.items():
        await site.ask(name, "POST", POSTS, **AUTHOR, json=body, query=SHORT)
    for who in ("subscriber", "", "stranger"):
        label = f"post by {who or 'nobody'}"
        await site.ask(label, "POST", POSTS, who=who, json=article("parity-not"))
    await site.ask("post in full", "POST", POSTS, **AUTHOR, json=article("parity-full"))


async def looking(site: People) -> None:
    slugs = {"slug": "parity-one,parity-one-2,parity-one-3", "status": "any", "context": "edit"}
    for who in ("author", "subscriber", "", "stranger"):
        label = f"look by {who or 'nobody'}"
        await site.ask(label, "GET", POSTS, who=who, query=slugs | SHORT)
    for slug in ("parity-draft", "parity-future", "parity-never"):
        query = slugs | SHORT | {"slug": slug}
        await site.ask(f"look for {slug}", "GET", POSTS, **AUTHOR, query=query)
    await site.ask("look for drafts in the open", "GET", POSTS, query={"slug": "parity-draft"})
    await site.ask("too many a page", "GET", POSTS, **AUTHOR, query={"per_page": "101"})
    await site.ask("a page too far", "GET", POSTS, **AUTHOR, query={"page": "999"})
    await site.ask("by nobody at all", "GET", POSTS, **AUTHOR, query={"author": "987654"})


async def removing(site: People) -> None:
    gone = article("parity-gone")
    made = await site.ask("to be removed", "POST", POSTS, **AUTHOR, json=gone, query=SHORT)
    route = f"{POSTS}/{made['id']}"
    for who in ("subscriber", "", "author", "author"):
        label = f"remove by {who or 'nobody'}"
        label += " again" if label in site.player.seen else ""
        await site.ask(label, "DELETE", route, who=who, query=SHORT)
    await site.ask("remove nothing", "DELETE", f"{POSTS}/987654", **AUTHOR)
    query = {"slug": "parity-gone", "status": "any", "context": "edit"} | SHORT
    await site.ask("look for what was removed", "GET", POSTS, **AUTHOR, query=query)
    await site.ask("the slug is free again", "POST", POSTS, **AUTHOR, json=gone, query=SHORT)
    made = await site.ask(
        "the owner's", "POST", POSTS, who="administrator", json=article("parity-own"), query=SHORT
    )
    await site.ask("remove the owner's", "DELETE", f"{POSTS}/{made['id']}", **AUTHOR)


SCENES = (people, terms, files, posts, looking, removing)


def script(passwords: Mapping[str, str]) -> Callable[[Player], Awaitable[None]]:
    """Every scene, asked with these passwords; `stranger` has one that opens nothing."""

    def login(who: str) -> dict[str, str]:
        if not who:
            return {}
        pair = f"{NAMES.get(who, who)}:{passwords.get(who, 'expired')}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}

    async def walk(player: Player) -> None:
        for scene in SCENES:
            await scene(Site(player, login, note, error_of))

    return walk


class Site(People):
    """Asks for routes as a site without pretty permalinks wants it."""

    async def ask(self, name: str, method: str, path: str, **more: Any) -> dict[str, Any]:
        if not path:
            return await super().ask(name, method, "/wp-json/", **more)
        query = {"rest_route": path, **more.pop("query", {})}
        return await super().ask(name, method, "/", query=query, **more)


def simulated() -> dict[str, Seen]:
    make = connector("wordpress").simulator
    assert make is not None
    store = MemoryStore()
    store.put("simulator", "plain_permalinks", {"on": True})
    for role, name in NAMES.items():
        store.put("roles", name, {"role": role})
    passwords = {role: f"password of {role}" for role in NAMES}
    simulator = make(store, SystemClock(), Scene(handle="bakery"))
    transport = SimulatorTransport(simulator, clock=SystemClock(), dice=Random(1))
    return play(script(passwords), origin="https://bakery.example", transport=transport)


def test_the_simulator_differs_from_the_site_only_where_it_is_listed(wordpress: WordPress) -> None:
    people = (wordpress.admin, wordpress.author, wordpress.subscriber)
    passwords = {person.role: person.application_password for person in people}
    real = play(script(passwords), origin=wordpress.base_url)
    assert len(real) > 70
    hold_with_fields(TABLE, f"WordPress {wordpress.version}", real, simulated())
