"""The simulated data server checks a post as the real one does (its words: PDS 0.4.217)."""

import pytest

from skupnost.connectors.bluesky.lexicon import POST, InvalidRecord, check_record

KEY = "3mfaaaaaaa222"
BLOB = {"$type": "blob", "ref": {"$link": "bafkreiabcdefgh"}, "mimeType": "image/png", "size": 9}


def post(text: object = "Bread", **more: object) -> dict:
    return {"$type": POST, "text": text, "createdAt": "2026-11-23T10:00:00.000Z", **more}


def images(*blobs: dict, **more: object) -> dict:
    shown = [{"image": blob, "alt": "", **more} for blob in blobs]
    return {"embed": {"$type": "app.bsky.embed.images", "images": shown}}


def facet(**feature: str) -> dict:
    [(name, value)] = feature.items()
    key = {"link": "uri", "mention": "did"}.get(name, name)
    marked = {"$type": f"app.bsky.richtext.facet#{name}", key: value}
    return {"facets": [{"index": {"byteStart": 0, "byteEnd": 1}, "features": [marked]}]}


def complaint(record: dict, key: str = KEY) -> str:
    with pytest.raises(InvalidRecord) as refusal:
        check_record(POST, key, record, "$.record")
    return str(refusal.value)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (post("x" * 301), "grapheme too big (maximum 300, got 301) at $.record.text"),
        (post("👨‍👩‍👧‍👦" * 121), "string too big (maximum 3000, got 3025) at $.record.text"),
        (post(langs=["not a lang"]), 'Invalid language (got "not a lang") at $.record.langs[0]'),
        (post(langs=["en"] * 4), "array too big (maximum 3, got 4) at $.record.langs"),
        (post(tags=["a" * 65]), "grapheme too big (maximum 64, got 65) at $.record.tags[0]"),
        (post(createdAt="yesterday"), 'Invalid datetime (got "yesterday") at $.record.createdAt'),
        ({"createdAt": "2026-11-23T10:00:00Z"}, 'Missing required key "text" at $.record'),
        (post(3), "Expected string value type (got 3) at $.record.text"),
        (post(**images(*[BLOB] * 5)), "array too big (maximum 4, got 5) at $.record.embed.images"),
        (post(**images({**BLOB, "size": 2_000_001})), "blob too big (maximum 2000000"),
        (post(**images({**BLOB, "mimeType": "text/plain"})), 'Expected "image/*" (got "text/plain'),
        (post(**images(BLOB, aspectRatio={"width": 0, "height": 1})), "integer too small"),
        (post(**facet(link="example")), 'Invalid uri (got "example")'),
        (post(**facet(mention="bob")), 'Invalid DID (got "bob")'),
        (post(embed={"a": 1}), 'includes the "$type" property'),
        (post(facets=[{"features": []}]), 'Missing required key "index" at $.record.facets[0]'),
        (post(reply={"root": {"uri": "x"}}), 'Invalid at-uri (got "x")'),
    ],
)
def test_a_post_against_the_rules_is_refused_in_the_servers_words(record, words):
    assert words in complaint(record)


@pytest.mark.parametrize(
    "record",
    [
        post(""),
        post("x" * 300),
        post("👨‍👩‍👧‍👦" * 120),
        post(langs=["sl", "es", "pt-BR"]),
        post(tags=["a" * 64] * 8),
        post(**images(*[{**BLOB, "size": 2_000_000}] * 4)),
        post(**facet(link="https://bakery.example/ž")),
        post(**facet(mention="did:plc:bob")),
        post(embed={"$type": "com.example.unknown"}),
    ],
)
def test_a_post_at_the_limit_is_taken(record):
    check_record(POST, KEY, record, "$.record")


def test_only_a_tid_is_a_key_for_a_post():
    assert "Invalid TID string" in complaint(post(), key="hello")
    check_record("app.bsky.actor.profile", "self", {}, "$.record")


def test_a_record_of_another_type_is_refused():
    record = {"$type": "app.bsky.feed.like"}
    assert complaint(record) == f"Invalid $type: expected {POST}, got app.bsky.feed.like"
