"""What readers of a real server see, asked over plain HTTP without any code of the product."""

from __future__ import annotations

import html
import re
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .running import asking
from .running.bluesky import Bluesky
from .running.ghost import Ghost
from .running.mastodon_mock import MastodonMock
from .running.snac import Snac
from .running.wordpress import WordPress

FEED_POST = "app.bsky.feed.post"
MASTODON_PAGE = 40
PAGE = 100


@dataclass(frozen=True)
class Picture:
    """A picture of a post; its bytes are fetched when asked for."""

    alt_text: str
    fetch: Callable[[], bytes] = field(repr=False)


@dataclass(frozen=True)
class Seen:
    """A live post: its words without markup, where its links lead, its tags where they are data."""

    remote_id: str
    title: str
    text: str
    links: tuple[str, ...]
    tags: tuple[str, ...] | None
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Place:
    """A real server: what `channel add` is told of it, and its newest posts."""

    name: str
    network: str
    kind: str
    server: str
    login: Mapping[str, str] = field(repr=False)
    posts: Callable[[], list[Seen]] = field(repr=False)
    has_titles: bool = False
    can_remove: bool = True
    has_pages: bool = True
    """Whether this very server shows the page that a post's address leads to."""


def words_of(markup: str) -> str:
    """The text of HTML."""
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


def links_of(markup: str) -> tuple[str, ...]:
    """Where the links of HTML lead."""
    return tuple(html.unescape(found) for found in re.findall(r'href="([^"]*)"', markup))


def bytes_at(url: str) -> Callable[[], bytes]:
    """Fetches what readers get at the address."""
    return lambda: asking.get(url).expect(200).body


def mastodon_place(server: Snac | MastodonMock, *, can_remove: bool, has_pages: bool) -> Place:
    """A server that speaks the Mastodon API."""
    login = asking.bearer(server.access_token)

    def posts() -> list[Seen]:
        api = f"{server.base_url}/api/v1/accounts"
        me = asking.get(f"{api}/verify_credentials", login).expect(200).json["id"]
        page = f"{api}/{me}/statuses?limit={MASTODON_PAGE}"
        return [_status(row) for row in asking.get(page, login).expect(200).json]

    return Place(
        name=f"{type(server).__name__} {server.version}",
        network="mastodon",
        kind="account",
        server=server.base_url,
        login={"token": server.access_token},
        posts=posts,
        can_remove=can_remove,
        has_pages=has_pages,
    )


def _status(row: dict[str, Any]) -> Seen:
    pictures = [
        Picture(item["description"] or "", bytes_at(item["url"]))
        for item in row["media_attachments"]
    ]
    return Seen(
        remote_id=row["id"],
        title="",
        text=words_of(row["content"]),
        links=links_of(row["content"]),
        tags=tuple(tag["name"].lstrip("#") for tag in row["tags"]),
        pictures=tuple(pictures),
    )


def bluesky_place(network: Bluesky) -> Place:
    """alice on the data server of a Bluesky network."""
    who = network.alice

    def posts() -> list[Seen]:
        query = {"repo": who.did, "collection": FEED_POST, "limit": PAGE}
        rows = asking.get(_xrpc(network, "repo.listRecords", query)).expect(200).json["records"]
        return [_record(network, row) for row in rows]

    return Place(
        name=f"Bluesky {network.version}",
        network="bluesky",
        kind="account",
        server=network.pds_url,
        login={"handle": who.handle, "password": who.app_password},
        posts=posts,
        has_pages=False,
    )


def _xrpc(network: Bluesky, name: str, query: Mapping[str, object]) -> str:
    return f"{network.pds_url}/xrpc/com.atproto.{name}?{urllib.parse.urlencode(query)}"


def _record(network: Bluesky, row: dict[str, Any]) -> Seen:
    value = row["value"]
    marked = [mark for facet in value.get("facets", []) for mark in facet["features"]]
    did = row["uri"].split("/")[2]
    images = value.get("embed", {}).get("images", [])
    return Seen(
        remote_id=row["uri"],
        title="",
        text=value["text"],
        links=tuple(mark["uri"] for mark in marked if "uri" in mark),
        tags=tuple(mark["tag"] for mark in marked if "tag" in mark),
        pictures=tuple(_blob(network, did, image) for image in images),
    )


def _blob(network: Bluesky, did: str, image: dict[str, Any]) -> Picture:
    query = {"did": did, "cid": image["image"]["ref"]["$link"]}
    return Picture(image["alt"], bytes_at(_xrpc(network, "sync.getBlob", query)))


def wordpress_place(site: WordPress) -> Place:
    """An author of a WordPress site, read back as an anonymous visitor."""

    def posts() -> list[Seen]:
        url = site.route("/wp/v2/posts") + f"&per_page={PAGE}"
        return [_wordpress_post(site, row) for row in asking.get(url).expect(200).json]

    return Place(
        name=f"WordPress {site.version}",
        network="wordpress",
        kind="self_hosted",
        server=site.base_url,
        login={"handle": site.author.name, "password": site.author.application_password},
        posts=posts,
        has_titles=True,
    )


def _wordpress_post(site: WordPress, row: dict[str, Any]) -> Seen:
    picture = row["featured_media"]
    return Seen(
        remote_id=str(row["id"]),
        title=html.unescape(row["title"]["rendered"]),
        text=words_of(row["content"]["rendered"]),
        links=links_of(row["content"]["rendered"]),
        tags=None,
        pictures=(_featured(site, picture),) if picture else (),
    )


def _featured(site: WordPress, number: int) -> Picture:
    item = asking.get(site.route(f"/wp/v2/media/{number}")).expect(200).json
    return Picture(item["alt_text"], bytes_at(item["source_url"]))


def ghost_place(site: Ghost) -> Place:
    """A Ghost publication, read back by its owner's API among what is published."""

    def posts() -> list[Seen]:
        url = site.route(f"posts/?limit={PAGE}&formats=html&filter=status:published")
        found = asking.get(url, site.admin_key.login).expect(200).json["posts"]
        return [_ghost_post(row) for row in found]

    return Place(
        name=f"Ghost {site.version}",
        network="ghost",
        kind="site",
        server=site.base_url,
        login={"key": site.admin_key.text},
        posts=posts,
        has_titles=True,
    )


def _ghost_post(row: dict[str, Any]) -> Seen:
    picture = row["feature_image"]
    alt_text = row["feature_image_alt"] or ""
    return Seen(
        remote_id=row["id"],
        title=row["title"],
        text=words_of(row["html"] or ""),
        links=links_of(row["html"] or ""),
        tags=None,
        pictures=(Picture(alt_text, bytes_at(picture)),) if picture else (),
    )
