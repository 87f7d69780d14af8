"""How the contract suite tries this connector."""

from collections.abc import Mapping
from typing import Any

from skupnost.connectors.bluesky import convert, feeding
from skupnost.connectors.bluesky.cid import cid_of_blob
from skupnost.connectors.bluesky.convert import Author, Context
from skupnost.domain.payload import MediaItem, Payload
from skupnost.kit.testing.case import Case
from skupnost.kit.values import OwnPost

TEXT = (
    "🥐 Fresh rolls & croissants by @ana.test since six: https://bakery.example/žemlje #bread_time"
)
DID = "did:plc:bakery"
KEY = "3mfaaaaaaa222"
BAKERY = Author("https://pds.example", DID, "bakery.example")


def blob(item: MediaItem) -> dict[str, Any]:
    """What the server would answer to the upload of a picture."""
    link = {"$link": cid_of_blob(item.sha256.encode())}
    return {"$type": "blob", "ref": link, "mimeType": item.mime, "size": item.n_bytes}


def write(payload: Payload) -> list[dict[str, Any]]:
    """The records of every part, all handles of the .test domain being known."""
    context = Context(
        did=DID,
        created_at="2026-11-25T09:00:00.000Z",
        blobs={item.sha256: blob(item) for item in payload.all_media},
        dids={"ana.test": "did:plc:ana"},
    )
    return [draft.record for draft in convert.drafts(payload, KEY, context)]


def read(native: Mapping[str, Any]) -> OwnPost:
    post = convert.own_post(BAKERY, native)
    assert post is not None
    return post


CASE = Case(
    payload=Payload(text=TEXT, language="en"),
    rich=Payload(
        text=TEXT,
        language="sl",
        tags=("pekarna", "Maribor"),
        link_url="https://bakery.example/žemlje",
        title="Žemlje",
        excerpt="Vsak dan od šestih.",
    ),
    write=write,
    read=read,
    read_place=feeding.place_of,
)
