"""Bluesky: our manifest against the network's own lexicons, in both directions.

The connector's tests hold each fact; here every bound of what makes up a post is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.contract.official import differences, fact_of, read_json, unheld, value_of

BOUNDS = ("maxLength", "maxGraphemes", "maxSize", "minimum", "maximum", "minLength")
POST = ("feed/post", "embed/images", "embed/gallery", "embed/video", "embed/external",
        "feed/threadgate", "actor/profile")  # fmt: skip
HELD = {
    "feed/post main.text:maxGraphemes": "account.text.text_max",
    "feed/post main.text:maxLength": "account.text.text_bytes_max",
    "feed/post main.langs:maxLength": "account.text.langs_max",
    "feed/post main.tags:maxLength": "account.text.tags_max",
    "feed/post main.tags.0:maxGraphemes": "account.text.tag_max",
    "feed/post main.tags.0:maxLength": "account.text.tag_bytes_max",
    "embed/images main.images:maxLength": "account.media.images_max",
    "embed/images image.image:maxSize": "account.media.image_bytes_max",
    "embed/gallery main.items:maxLength": "account.media.gallery_max",
    "embed/gallery image.image:maxSize": "account.media.image_bytes_max",
    "embed/video main.video:maxSize": "account.media.video_bytes_max",
    "embed/video main.captions:maxLength": "account.media.captions_max",
    "embed/video caption.file:maxSize": "account.media.caption_bytes_max",
    "embed/external external.thumb:maxSize": "account.media.link_card_thumb_bytes_max",
    "actor/profile main.displayName:maxGraphemes": "account.text.display_name_max",
    "actor/profile main.displayName:maxLength": "account.text.display_name_bytes_max",
    "actor/profile main.description:maxGraphemes": "account.text.bio_max",
    "actor/profile main.description:maxLength": "account.text.bio_bytes_max",
}
LEFT = {
    "embed/external colorRGB.*": "a colour is three bytes",
    "feed/post textSlice.*": "a place in a text cannot be negative",
    "feed/threadgate main.hiddenReplies:maxLength": "answers are hidden on the network",
    "feed/threadgate main.allow:maxLength": "told in words, see below",
    "actor/profile main.pronouns:*": "profiles are not written here",
    "actor/profile main.avatar:maxSize": "profiles are not written here",
    "actor/profile main.banner:maxSize": "profiles are not written here",
}
Table = Mapping[str, Any]


@pytest.fixture(scope="module")
def lexicons(shared_folder):
    folder = shared_folder / "conformance/atproto-lexicons/lexicons"
    return {
        str(path.relative_to(folder).with_suffix("").as_posix()): read_json(path)
        for path in sorted(folder.rglob("*.json"))
    }


def walk(node: Table, place: str) -> Iterator[tuple[str, float]]:
    """Every bound of a definition, by place; answers of the server (`view…`) are no content."""
    node = node.get("record", node)
    for bound in BOUNDS:
        if bound in node:
            yield f"{place}:{bound}", node[bound]
    for name, child in node.get("properties", {}).items():
        yield from walk(child, f"{place}.{name}")
    if "items" in node:
        yield from walk(node["items"], f"{place}.0")


@pytest.fixture(scope="module")
def bounds(lexicons):
    return {
        f"{name} {place}": value
        for name in POST
        for part, row in lexicons[f"app/bsky/{name}"]["defs"].items()
        if not part.startswith("view")
        for place, value in walk(row, part)
    }


def test_our_limits_are_those_of_the_lexicons(bounds):
    assert differences("bluesky", bounds, HELD) == []


def test_every_bound_of_the_lexicons_is_held_or_left_out_with_a_reason(bounds):
    assert unheld(bounds, HELD, LEFT) == []
    assert all(len(reason) > 9 for reason in LEFT.values())


def test_who_may_answer_has_as_many_rules_as_the_lexicon_takes(bounds):
    most = bounds["feed/threadgate main.allow:maxLength"]
    assert f"up to {most} rules" in value_of("bluesky", "account.publishing.reply_control")


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("publish", ["com/atproto/repo/putRecord", "com/atproto/repo/uploadBlob"]),
        ("comments_read", ["app/bsky/feed/getPostThread",
                           "app/bsky/notification/listNotifications"]),
        ("metrics", ["app/bsky/feed/getPosts"]),
        ("archive_export", ["com/atproto/sync/getRepo"]),
        ("publishing.delete", ["com/atproto/repo/deleteRecord"]),
        ("publishing.threads", ["com/atproto/repo/applyWrites"]),
        ("exactly_once.read_back", ["com/atproto/repo/getRecord"]),
        ("oauth.refresh", ["com/atproto/server/refreshSession"]),
    ],
)  # fmt: skip
def test_what_we_call_possible_is_a_lexicon(lexicons, key, names):
    assert value_of("bluesky", f"account.{key}") not in ("none", "assisted", False)
    assert [name for name in names if name not in lexicons] == []


@pytest.mark.parametrize(("key", "word"), [("publishing.polls", "poll"),
                                           ("publishing.native_schedule", "schedul")])  # fmt: skip
def test_what_we_miss_is_nowhere_in_a_post(lexicons, key, word):
    assert value_of("bluesky", f"account.{key}") in ("none", False)
    record = lexicons["app/bsky/feed/post"]["defs"]["main"]["record"]["properties"]
    assert [name for name in record if word in name.lower()] == []


def test_a_post_has_one_embed(lexicons):
    post = lexicons["app/bsky/feed/post"]["defs"]["main"]["record"]["properties"]
    assert post["embed"]["type"] == "union"
    assert fact_of("bluesky", "account.text.link_card_with_media").value == 1
    assert value_of("bluesky", "account.media.images_and_video_together") is False


def test_pictures_have_to_be_described(lexicons):
    assert "alt" in lexicons["app/bsky/embed/images"]["defs"]["image"]["required"]
    assert value_of("bluesky", "account.media.alt_text_required_field") is True
