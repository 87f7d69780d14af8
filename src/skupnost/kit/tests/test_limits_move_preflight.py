"""Every numeric limit of every bundled manifest moves preflight, at exactly that unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from skupnost.domain.facts import Fact, Facts
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.preflight import LIMITS, Limit, check
from skupnost.kit.registry import connectors

POST = Payload(text="Rye", title="Bread", language="sl")
PICTURE = MediaItem("a" * 64, "image/png", 90, width=9, height=9, alt_text="A loaf")
Make = Callable[[int], Payload]
LONGEST = 2000


def pictures(n: int) -> Payload:
    return replace(POST, media=(PICTURE,) * n)


def films(n: int) -> Payload:
    return replace(POST, media=(replace(PICTURE, mime="video/mp4"),) * n)


def recordings(n: int) -> Payload:
    return replace(POST, media=(replace(PICTURE, mime="audio/ogg"),) * n)


def words(sign: str) -> Make:
    return lambda n: replace(POST, text=" ".join([f"{sign}a"] * n) or "Rye")


def field(name: str) -> Make:
    return lambda n: replace(POST, **{name: "a" * n})


def picture(**of: Callable[[int], object]) -> Make:
    return lambda n: replace(
        POST, media=(replace(PICTURE, **{name: value(n) for name, value in of.items()}),)
    )


def film(name: str, kind: str = "video/mp4") -> Make:
    return lambda n: replace(POST, media=(replace(PICTURE, mime=kind, **{name: n}),))


def same(n: int) -> int:
    return n


# A post that has exactly n of what each limit limits.
POSTS: dict[str, Make] = {
    **dict.fromkeys(
        [
            "text.text_max",
            "text.text_bytes_max",
            "text.text_min",
            "text.text_safe_max",
            "text.text_recommended_max",
        ],
        field("text"),
    ),
    **dict.fromkeys(
        ["text.title_max", "text.title_min", "text.seo_title_recommended_max"], field("title")
    ),
    **dict.fromkeys(["text.excerpt_max", "text.seo_description_recommended_max"], field("excerpt")),
    "text.content_warning_max": field("content_warning"),
    "text.slug_max": field("slug"),
    "text.tags_max": lambda n: replace(POST, tags=("rye",) * n),
    "text.tag_max": lambda n: replace(POST, tags=("a" * n,)),
    "text.tag_bytes_max": lambda n: replace(POST, tags=("a" * n,)),
    "text.link_card_with_media": lambda n: replace(pictures(n), link_url="https://a.si/rye"),
    "media.link_card_thumb_bytes_max": lambda n: replace(
        picture(n_bytes=same)(n), link_url="https://a.si/rye"
    ),
    "text.links_max": words("https://example.com/"),
    "text.mentions_max": words("@"),
    "text.hashtags_max": words("#"),
    "text.hashtags_recommended_max": words("#"),
    "media.images_max": pictures,
    "media.attachments_max": pictures,
    "media.media_count_min": pictures,
    "media.video_count_max": films,
    "media.audio_count_max": recordings,
    **dict.fromkeys(
        [
            "media.image_bytes_max",
            "media.image_bytes_safe",
            "media.image_bytes_min",
            "media.upload_bytes_max",
            "media.blob_bytes_max",
        ],
        picture(n_bytes=same),
    ),
    "media.video_bytes_max": film("n_bytes"),
    "media.video_bytes_safe": film("n_bytes"),
    "media.audio_bytes_max": film("n_bytes", "audio/ogg"),
    "media.image_pixels_max": picture(width=same, height=lambda n: 1),
    "media.image_side_max": picture(width=same, height=lambda n: 1),
    "media.image_side_recommended_max": picture(width=same, height=lambda n: 1),
    "media.image_side_min": picture(width=same, height=lambda n: n + 9),
    "media.image_width_max": picture(width=same),
    "media.image_width_min": picture(width=same),
    "media.image_height_max": picture(height=same),
    "media.image_height_min": picture(height=same),
    "media.image_ratio_max": picture(width=same, height=lambda n: 1),
    "media.image_ratio_min": picture(width=same, height=lambda n: 1),
    "media.video_seconds_max": film("seconds"),
    "media.video_seconds_min": film("seconds"),
    "media.alt_text_max": picture(alt_text=lambda n: "a" * n),
    "text.alt_text_max": picture(alt_text=lambda n: "a" * n),
}
# Limits on what a post contains; the others limit figures of a file and cost nothing to try.
WRITTEN = ("text.", "media.images_max", "media.alt", "media.attach", "media.media", "media.video_c")


def bundled() -> list[tuple[str, Facts, Limit]]:
    return [
        (f"{known.slug}-{kind.slug}-{limit.key}", kind.facts, limit)
        for known in connectors().values()
        for kind in known.manifest.kinds.values()
        for limit in LIMITS
        if limit.key in kind.facts and kind.facts[limit.key].number is not None
    ]


def speaks(limit: Limit, payload: Payload, fact: Fact, facts: Facts) -> bool:
    """Whether preflight names this very fact, all else being as the manifest says."""
    softer = {key: known for key, known in facts.items() if key != limit.key}
    found = check(payload, {**softer, limit.key: fact})
    return any(finding.fact is fact for finding in found)


def test_there_is_a_post_for_every_row_of_the_table():
    assert set(POSTS) == {limit.key for limit in LIMITS}


@pytest.mark.parametrize(
    ("facts", "limit"), [pytest.param(f, one, id=name) for name, f, one in bundled()]
)
def test_a_limit_of_a_manifest_moves_preflight_at_exactly_that_unit(facts, limit):
    fact, step = facts[limit.key], -1 if limit.is_least else 1
    most = int(fact.number)
    if limit.key.startswith(WRITTEN) and most > LONGEST:
        most, fact = LONGEST, replace(fact, value=LONGEST)
    make = POSTS[limit.key]
    assert not speaks(limit, make(most), fact, facts)
    assert speaks(limit, make(most + step), fact, facts)
    moved = replace(fact, value=most + step)
    assert not speaks(limit, make(most + step), moved, facts)
    assert speaks(limit, make(most + 2 * step), moved, facts)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.key)
def test_every_row_of_the_table_moves_preflight(limit):
    (_, facts, known), *_ = bundled()
    fact = replace(facts[known.key], key=limit.key, value=20, unit="graphemes")
    step = -1 if limit.is_least else 1
    assert not speaks(limit, POSTS[limit.key](20), fact, {})
    assert speaks(limit, POSTS[limit.key](20 + step), fact, {})
    assert not speaks(limit, POSTS[limit.key](20 + step), replace(fact, value=20 + step), {})
