"""Which fact limits what: the table that turns a manifest into checks.

A row is all it takes to make a numeric fact of the rulebook count. Facts that no row names are
listed in docs/reference/manifest.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skupnost.domain.facts import Fact, Facts
from skupnost.domain.media import Family
from skupnost.domain.payload import Payload
from skupnost.domain.preflight import amounts as a
from skupnost.domain.preflight.codes import Code
from skupnost.domain.preflight.finding import Finding, Level, Param, level_of
from skupnost.domain.text.entities import Kind

IMAGE, VIDEO, AUDIO = Family.IMAGE, Family.VIDEO, Family.AUDIO


@dataclass(frozen=True, slots=True)
class Limit:
    """One numeric fact and what it limits: at most so much, or at least with `is_least`.

    `most` caps the level for facts that advise rather than forbid.
    """

    key: str
    code: Code
    amounts: a.Amounts
    mend: str = ""
    is_least: bool = False
    most: Level = Level.ERROR


LIMITS: tuple[Limit, ...] = (
    Limit("text.text_max", "text_too_long", a.text_length, "shorten"),
    Limit("text.text_bytes_max", "text_too_long", a.text_length, "shorten"),
    Limit("text.text_min", "text_too_short", a.text_length, "lengthen", is_least=True),
    Limit("text.text_safe_max", "text_long_for_some", a.text_length, "shorten", most=Level.WARNING),
    Limit("text.text_recommended_max", "text_long", a.text_length, "shorten", most=Level.HINT),
    Limit("text.title_max", "title_too_long", a.field_length("title"), "shorten"),
    Limit("text.title_min", "title_too_short", a.field_length("title"), "lengthen", is_least=True),
    Limit(
        "text.seo_title_recommended_max",
        "title_long_for_search",
        a.field_length("title"),
        "shorten",
        most=Level.HINT,
    ),
    Limit("text.excerpt_max", "excerpt_too_long", a.field_length("excerpt"), "shorten"),
    Limit(
        "text.seo_description_recommended_max",
        "excerpt_long_for_search",
        a.field_length("excerpt"),
        "shorten",
        most=Level.HINT,
    ),
    Limit(
        "text.content_warning_max", "warning_too_long", a.field_length("content_warning"), "shorten"
    ),
    Limit("text.slug_max", "slug_too_long", a.field_length("slug"), "shorten"),
    Limit("text.tags_max", "too_many_tags", a.n_tags, "remove_tags"),
    Limit("text.tag_bytes_max", "tag_too_long", a.tag_lengths, "shorten"),
    Limit("text.tag_max", "tag_too_long", a.tag_lengths, "shorten"),
    Limit("text.links_max", "too_many_links", a.n_entities(Kind.LINK), "remove_links"),
    Limit("text.mentions_max", "too_many_mentions", a.n_entities(Kind.MENTION), "remove_mentions"),
    Limit("text.hashtags_max", "too_many_hashtags", a.n_entities(Kind.HASHTAG), "remove_hashtags"),
    Limit(
        "text.hashtags_recommended_max",
        "many_hashtags",
        a.n_entities(Kind.HASHTAG),
        "remove_hashtags",
        most=Level.HINT,
    ),
    Limit("media.images_max", "too_many_images", a.n_media(IMAGE), "remove_media"),
    Limit("media.video_count_max", "too_many_videos", a.n_media(VIDEO), "remove_media"),
    Limit("media.audio_count_max", "too_many_recordings", a.n_media(AUDIO), "remove_media"),
    Limit("media.attachments_max", "too_many_media", a.n_media(), "remove_media"),
    Limit("media.media_count_min", "too_few_media", a.n_media(), "add_media", is_least=True),
    Limit(
        "media.image_bytes_max", "file_too_heavy", a.figure(lambda m: m.n_bytes, IMAGE), "shrink"
    ),
    Limit(
        "media.image_bytes_safe",
        "file_heavy_for_some",
        a.figure(lambda m: m.n_bytes, IMAGE),
        "shrink",
        most=Level.WARNING,
    ),
    Limit(
        "media.image_bytes_min",
        "file_too_small",
        a.figure(lambda m: m.n_bytes, IMAGE),
        is_least=True,
    ),
    Limit(
        "media.video_bytes_max", "file_too_heavy", a.figure(lambda m: m.n_bytes, VIDEO), "shrink"
    ),
    Limit(
        "media.video_bytes_safe",
        "file_heavy_for_some",
        a.figure(lambda m: m.n_bytes, VIDEO),
        "shrink",
        most=Level.WARNING,
    ),
    Limit(
        "media.audio_bytes_max", "file_too_heavy", a.figure(lambda m: m.n_bytes, AUDIO), "shrink"
    ),
    Limit("media.upload_bytes_max", "file_too_heavy", a.figure(lambda m: m.n_bytes), "shrink"),
    # Films larger than a blob go through the network's own film service.
    Limit("media.blob_bytes_max", "file_too_heavy", a.figure(lambda m: m.n_bytes, IMAGE), "shrink"),
    Limit(
        "media.image_pixels_max", "too_many_pixels", a.figure(lambda m: m.n_pixels, IMAGE), "shrink"
    ),
    Limit(
        "media.image_side_max", "side_too_long", a.figure(lambda m: m.longer_side, IMAGE), "shrink"
    ),
    Limit(
        "media.image_side_recommended_max",
        "side_long",
        a.figure(lambda m: m.longer_side, IMAGE),
        "shrink",
        most=Level.HINT,
    ),
    Limit(
        "media.image_side_min",
        "side_too_short",
        a.figure(lambda m: m.shorter_side, IMAGE),
        is_least=True,
    ),
    Limit("media.image_width_max", "too_wide", a.figure(lambda m: m.width, IMAGE), "shrink"),
    Limit("media.image_width_min", "too_narrow", a.figure(lambda m: m.width, IMAGE), is_least=True),
    Limit("media.image_height_max", "too_high", a.figure(lambda m: m.height, IMAGE), "shrink"),
    Limit("media.image_height_min", "too_low", a.figure(lambda m: m.height, IMAGE), is_least=True),
    Limit("media.image_ratio_max", "shape_too_wide", a.figure(lambda m: m.ratio, IMAGE), "crop"),
    Limit(
        "media.image_ratio_min",
        "shape_too_tall",
        a.figure(lambda m: m.ratio, IMAGE),
        "crop",
        is_least=True,
    ),
    Limit("media.video_seconds_max", "video_too_long", a.figure(lambda m: m.seconds, VIDEO), "cut"),
    Limit(
        "media.video_seconds_min",
        "video_too_short",
        a.figure(lambda m: m.seconds, VIDEO),
        is_least=True,
    ),
    Limit(
        "text.link_card_with_media",
        "link_card_dropped",
        a.n_beside_card,
        "remove_media",
        most=Level.HINT,
    ),
    Limit("media.link_card_thumb_bytes_max", "thumb_too_heavy", a.thumb_weight, "shrink"),
    Limit("media.alt_text_max", "alt_text_too_long", a.alt_length, "shorten"),
    Limit("text.alt_text_max", "alt_text_too_long", a.alt_length, "shorten"),
)


def broken_limits(payload: Payload, facts: Facts) -> Iterator[Finding]:
    """A finding for every amount beyond its limit, by how much."""
    for limit in LIMITS:
        fact = facts.get(limit.key)
        bound = fact.number if fact else None
        if fact is not None and bound is not None:
            yield from _beyond(limit, payload, facts, fact, bound)


def _beyond(
    limit: Limit, payload: Payload, facts: Facts, fact: Fact, bound: float
) -> Iterator[Finding]:
    for amount in limit.amounts(payload, facts, fact):
        excess = bound - amount.value if limit.is_least else amount.value - bound
        if excess > 0:
            params: dict[str, Param] = {
                "value": amount.value,
                "min" if limit.is_least else "max": bound,
                "off": excess,
                "unit": fact.unit,
            }
            level = level_of(fact, limit.most)
            yield Finding(level, limit.code, amount.where, params, fact, limit.mend)
