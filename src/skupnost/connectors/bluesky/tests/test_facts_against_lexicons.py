"""What our manifest says of Bluesky is what the network's own lexicons say."""

import json
from functools import reduce

import pytest

from skupnost.domain.facts import Confidence
from skupnost.kit.registry import connector

FACTS = connector("bluesky").manifest.kinds["account"].facts
SAID = [
    ("text.text_max", "feed/post", "main.record.properties.text.maxGraphemes"),
    ("text.text_bytes_max", "feed/post", "main.record.properties.text.maxLength"),
    ("text.langs_max", "feed/post", "main.record.properties.langs.maxLength"),
    ("text.tags_max", "feed/post", "main.record.properties.tags.maxLength"),
    ("text.tag_max", "feed/post", "main.record.properties.tags.items.maxGraphemes"),
    ("text.tag_bytes_max", "feed/post", "main.record.properties.tags.items.maxLength"),
    ("text.bio_max", "actor/profile", "main.record.properties.description.maxGraphemes"),
    ("text.bio_bytes_max", "actor/profile", "main.record.properties.description.maxLength"),
    ("text.display_name_max", "actor/profile", "main.record.properties.displayName.maxGraphemes"),
    (
        "text.display_name_bytes_max",
        "actor/profile",
        "main.record.properties.displayName.maxLength",
    ),
    ("media.images_max", "embed/images", "main.properties.images.maxLength"),
    ("media.image_bytes_max", "embed/images", "image.properties.image.maxSize"),
    ("media.image_types", "embed/images", "image.properties.image.accept"),
    ("media.gallery_max", "embed/gallery", "main.properties.items.maxLength"),
    (
        "media.link_card_thumb_bytes_max",
        "embed/external",
        "external.properties.thumb.maxSize",
    ),
    ("media.video_bytes_max", "embed/video", "main.properties.video.maxSize"),
    ("media.video_types", "embed/video", "main.properties.video.accept"),
    ("media.captions_max", "embed/video", "main.properties.captions.maxLength"),
    ("media.caption_bytes_max", "embed/video", "caption.properties.file.maxSize"),
]


@pytest.mark.parametrize(("key", "file", "path"), SAID, ids=[key for key, _, _ in SAID])
def test_a_fact_is_what_the_lexicon_says(shared_folder, key, file, path):
    lexicon = shared_folder / "conformance/atproto-lexicons/lexicons/app/bsky" / f"{file}.json"
    defs = json.loads(lexicon.read_text(encoding="utf-8"))["defs"]
    said = reduce(lambda table, step: table[step], path.split("."), defs)
    assert FACTS[key].value == (tuple(said) if isinstance(said, list) else said)


def test_every_number_that_claims_the_lexicon_is_held_against_it():
    claimed = {
        key
        for key, fact in FACTS.items()
        if fact.source.id == "lex"
        and fact.confidence is Confidence.OFFICIAL_CONTRACT
        and fact.number is not None
    }
    # One picture or film and one embed a post: shapes of the lexicon, not figures in it.
    shapes = {"media.video_count_max", "text.link_card_with_media"}
    assert claimed - shapes == {key for key, _, _ in SAID if FACTS[key].number is not None}
