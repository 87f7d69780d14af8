"""The simulated site answers like the real one, but for the differences listed beside."""

import base64
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from skupnost.kit.registry import connector
from skupnost.kit.simulation import MemoryStore, Scene

from ..pictures import png  # noqa: TID252 - tests are no installed package
from ..running.wordpress import WordPress  # noqa: TID252 - likewise
from .blog_playing import (
    CLOCK,
    Play,
    Seen,
    Send,
    disagreements,
    listed,
    on_server,
    on_simulator,
)

LISTED = Path(__file__).with_name("wordpress_differences.toml")
POSTS, MEDIA, TAGS, CATEGORIES = "/wp/v2/posts", "/wp/v2/media", "/wp/v2/tags", "/wp/v2/categories"
PICTURE = png()
NAMES = {"administrator": "alice", "author": "bob", "subscriber": "charlie"}
AUTHOR = {"who": "author"}


def note(document: Any) -> dict[str, Any]:
    """What must be the same: the code of an error, and what was made of what was sent."""
    rows = document if isinstance(document, list) else [document]
    noted: dict[str, Any] = {}
    for name in ("code", "slug", "alt_text"):
        if found := [row[name] for row in rows if isinstance(row, dict) and row.get(name)]:
            noted[name] = sorted(found)
    states = [row["status"] for row in rows if isinstance(row, dict) and "status" in row]
    return noted | ({"state": sorted(states)} if states else {})


def named(**more: str) -> dict[str, str]:
    return {"Content-Type": "image/png", "Content-Disposition": 'attachment; filename="a.png"'} | {
        name.replace("_", "-"): value for name, value in more.items()
    }


def article(slug: str, **more: Any) -> dict[str, Any]:
    return {"title": "Rolls", "content": "<p>x</p>", "status": "publish", "slug": slug} | more


async def people(play: Play) -> None:
    route, edit = "/wp/v2/users/me", {"context": "edit"}
    for who in (*NAMES, "", "stranger"):
        query = edit | {"_fields": "id,name,slug"}
        await play.ask(f"me as {who or 'nobody'}", "GET", route, who=who, query=query)
    await play.ask("me in full", "GET", route, who="author", query=edit)
    query = {"_fields": "name,url,home,namespaces"}
    await play.ask("index", "GET", "/", query=query)
    await play.ask("nothing", "GET", "/wp/v2/nothing", **AUTHOR)
    await play.ask("a page", "GET", "")


async def terms(play: Play) -> None:
    name = {"name": "Parity & Butter"}
    for who in (*NAMES, ""):
        label = who or "nobody"
        await play.ask(f"category by {label}", "POST", CATEGORIES, who=who, json=name)
    await play.ask("category again", "POST", CATEGORIES, who="administrator", json=name)
    for who in ("author", "subscriber", ""):
        tag = {"name": "Parity čaj"}
        await play.ask(f"tag by {who or 'nobody'}", "POST", TAGS, who=who, json=tag)
    await play.ask("tag again", "POST", TAGS, **AUTHOR, json={"name": "Parity čaj"})
    await play.ask("tag without name", "POST", TAGS, **AUTHOR, json={"name": ""})
    for words in ("Parity & Butter", "parity &amp; butter", "Uncategorized", "no such thing"):
        query = {"search": words, "per_page": "100", "_fields": "id,name,slug"}
        await play.ask(f"search {words}", "GET", CATEGORIES, **AUTHOR, query=query)


async def files(play: Play) -> None:
    made = await play.ask(
        "upload", "POST", MEDIA, **AUTHOR, content=PICTURE, headers=named(), query=URL_ONLY
    )
    for who in ("subscriber", ""):
        label = f"upload by {who or 'nobody'}"
        await play.ask(label, "POST", MEDIA, who=who, content=PICTURE, headers=named())
    bare = {"Content-Type": "image/png"}
    await play.ask("upload unnamed", "POST", MEDIA, **AUTHOR, content=PICTURE, headers=bare)
    await play.ask("upload nothing", "POST", MEDIA, **AUTHOR, content=b"", headers=named())
    await play.ask("upload no picture", "POST", MEDIA, **AUTHOR, content=b"hi", headers=named())
    odd = named(Content_Disposition='attachment; filename="a.exe"')
    await play.ask("upload odd name", "POST", MEDIA, **AUTHOR, content=PICTURE, headers=odd)
    route = f"{MEDIA}/{made['id']}"
    alt = {"alt_text": 'A "warm" <b>loaf</b> & 🥖'}
    query = {"_fields": "id,alt_text,source_url"}
    await play.ask("describe", "POST", route, **AUTHOR, json=alt, query=query)
    await play.ask("describe by subscriber", "POST", route, who="subscriber", json=alt)
    await play.ask("describe by nobody", "POST", route, json=alt)
    await play.ask("describe nothing", "POST", f"{MEDIA}/999999", **AUTHOR, json=alt)
    with_picture = article("parity-picture", featured_media=made["id"])
    await play.ask("post with picture", "POST", POSTS, **AUTHOR, json=with_picture, query=SHORT)


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


async def posts(play: Play) -> None:
    for name, body in BODIES.items():
        await play.ask(name, "POST", POSTS, **AUTHOR, json=body, query=SHORT)
    for who in ("subscriber", "", "stranger"):
        label = f"post by {who or 'nobody'}"
        await play.ask(label, "POST", POSTS, who=who, json=article("parity-not"))
    await play.ask("post in full", "POST", POSTS, **AUTHOR, json=article("parity-full"))


async def looking(play: Play) -> None:
    slugs = {"slug": "parity-one,parity-one-2,parity-one-3", "status": "any", "context": "edit"}
    for who in ("author", "subscriber", "", "stranger"):
        label = f"look by {who or 'nobody'}"
        await play.ask(label, "GET", POSTS, who=who, query=slugs | SHORT)
    for slug in ("parity-draft", "parity-future", "parity-never"):
        query = slugs | SHORT | {"slug": slug}
        await play.ask(f"look for {slug}", "GET", POSTS, **AUTHOR, query=query)
    await play.ask("look for drafts in the open", "GET", POSTS, query={"slug": "parity-draft"})
    await play.ask("too many a page", "GET", POSTS, **AUTHOR, query={"per_page": "101"})
    await play.ask("a page too far", "GET", POSTS, **AUTHOR, query={"page": "999"})
    await play.ask("by nobody at all", "GET", POSTS, **AUTHOR, query={"author": "987654"})


async def removing(play: Play) -> None:
    gone = article("parity-gone")
    made = await play.ask("to be removed", "POST", POSTS, **AUTHOR, json=gone, query=SHORT)
    route = f"{POSTS}/{made['id']}"
    for who in ("subscriber", "", "author", "author"):
        label = f"remove by {who or 'nobody'}"
        label += " again" if label in play.seen else ""
        await play.ask(label, "DELETE", route, who=who, query=SHORT)
    await play.ask("remove nothing", "DELETE", f"{POSTS}/987654", **AUTHOR)
    query = {"slug": "parity-gone", "status": "any", "context": "edit"} | SHORT
    await play.ask("look for what was removed", "GET", POSTS, **AUTHOR, query=query)
    await play.ask("the slug is free again", "POST", POSTS, **AUTHOR, json=gone, query=SHORT)
    made = await play.ask(
        "the owner's", "POST", POSTS, who="administrator", json=article("parity-own"), query=SHORT
    )
    await play.ask("remove the owner's", "DELETE", f"{POSTS}/{made['id']}", **AUTHOR)


SCENES = (people, terms, files, posts, looking, removing)


def scenes(origin: str, passwords: Mapping[str, str]) -> Callable[[Send], Awaitable[Seen]]:
    def login(who: str) -> dict[str, str]:
        if not who:
            return {}
        pair = f"{NAMES.get(who, who)}:{passwords.get(who, 'expired')}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}

    async def play_all(send: Send) -> Seen:
        play = Play(
            send,
            lambda route: f"{origin}/" if route else f"{origin}/wp-json/",
            login,
            note,
            lambda route: {"rest_route": route} if route else {},
        )
        for scene in SCENES:
            await scene(play)
        return play.seen

    return play_all


def simulated() -> Seen:
    make = connector("wordpress").simulator
    assert make is not None
    store = MemoryStore()
    store.put("simulator", "plain_permalinks", {"on": True})
    for role, name in NAMES.items():
        store.put("roles", name, {"role": role})
    passwords = {role: f"password of {role}" for role in NAMES}
    simulator = make(store, CLOCK, Scene(handle="bakery"))
    return on_simulator(scenes("https://bakery.example", passwords), simulator)


def test_the_simulator_differs_from_the_site_only_where_it_is_listed(wordpress: WordPress) -> None:
    people = (wordpress.admin, wordpress.author, wordpress.subscriber)
    passwords = {person.role: person.application_password for person in people}
    real = on_server(scenes(wordpress.base_url, passwords))
    assert len(real) > 60
    server, expected = listed(LISTED)
    assert server == f"WordPress {wordpress.version}"
    assert disagreements(real, simulated()) == expected
