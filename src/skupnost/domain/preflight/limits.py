"""Which fact limits what: the table that turns a manifest into checks.

A row is all it takes to make a numeric fact of the rulebook count, and most need none: limits on
files (`figures`), rates (`occasions`) and further fields are read off the name of the fact. Facts
that nothing here reads are listed in docs/reference/manifest.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from skupnost.domain.media import Family
from skupnost.domain.preflight import amounts as a
from skupnost.domain.preflight import figures, occasions
from skupnost.domain.preflight.case import Case
from skupnost.domain.preflight.codes import Code
from skupnost.domain.preflight.finding import Level
from skupnost.domain.text.entities import Kind

IMAGE, VIDEO, AUDIO = Family.IMAGE, Family.VIDEO, Family.AUDIO
HINT, WARNING = Level.HINT, Level.WARNING


@dataclass(frozen=True, slots=True)
class Limit:
    """One numeric fact and what it limits: at most so much, at least with `is_least`, or just so
    with `is_exact`.

    `most` caps the level for facts that advise rather than forbid. `needs` is what a post must have
    for the limit to concern it at all: `media`, `details`, `occasion`.
    """

    key: str
    code: Code
    amounts: a.Amounts
    mend: str = ""
    is_least: bool = False
    most: Level = Level.ERROR
    is_exact: bool = False
    needs: str = ""


def _gallery(case: Case, number: int) -> int | None:
    """Pictures and films of a post that has more than one of them, or is called a gallery."""
    n = len(case.parts[number].media)
    return n if n > 1 or case.format in ("carousel", "album") else None


def _chosen_gallery(case: Case, number: int) -> int | None:
    return len(case.parts[number].media) if case.format in ("carousel", "album") else None


def _story(case: Case, number: int) -> int | None:
    return len(case.parts[number].media) if case.format == "story" else None


def _gifs(case: Case, number: int) -> int:
    return sum(item.mime == "image/gif" for item in case.parts[number].media)


def _subtitles(case: Case, number: int) -> int | None:
    return len(case.payload.subtitles) if number == 0 else None


_N_IMAGES, _N_FILMS, _N_RECORDINGS = a.n_media(IMAGE), a.n_media(VIDEO), a.n_media(AUDIO)
_N_ALL, _N_GALLERY = a.n_media(), a.n_media_of(_gallery)
_TITLE, _EXCERPT = a.field_length("title"), a.field_length("excerpt")
_N_LINKS, _N_TAGS = a.n_entities(Kind.LINK), a.n_entities(Kind.HASHTAG)
_N_MENTIONS = a.n_entities(Kind.MENTION)
_POLL_TIME = a.detail_time("poll.seconds")
_POLL_OPTION, _POLL_QUESTION = a.detail_lengths("poll.options.*"), a.detail_lengths("poll.question")
_N_OPTIONS = a.detail_count("poll.options.*")

TEXT_LIMITS = (
    Limit("text.text_max", "text_too_long", a.text_length, "shorten"),
    Limit("text.text_bytes_max", "text_too_long", a.text_length, "shorten"),
    Limit("text.text_min", "text_too_short", a.text_length, "lengthen", is_least=True),
    Limit("text.text_safe_max", "text_long_for_some", a.text_length, "shorten", most=WARNING),
    Limit("text.text_max_old_tools", "text_long_for_some", a.text_length, "shorten", most=HINT),
    Limit("text.text_recommended_max", "text_long", a.text_length, "shorten", most=HINT),
    Limit("text.text_block_max", "paragraph_too_long", a.paragraph_lengths, "shorten"),
    Limit("text.text_blocks_max", "too_many_paragraphs", a.n_paragraphs, "shorten"),
    Limit("text.blocks_max", "too_many_blocks", a.n_blocks, "shorten"),
    Limit("text.link_blocks_max", "too_many_links", a.n_link_blocks, "remove_links"),
    Limit("text.post_bytes_max", "text_too_long", a.written_bytes, "shorten"),
    Limit("text.caption_max", "text_too_long", a.media_text, "shorten"),
    Limit("text.photo_description_max", "text_too_long", a.photo_text, "shorten"),
    Limit("text.quote_depth_max", "quotes_too_deep", a.quote_depth, "shorten"),
    Limit("text.links_max", "too_many_links", _N_LINKS, "remove_links"),
    Limit("text.links_inline_max", "too_many_links", _N_LINKS, "remove_links"),
    Limit("text.links_new_user_max", "many_links_for_new", _N_LINKS, "remove_links", most=HINT),
    Limit("text.mentions_max", "too_many_mentions", _N_MENTIONS, "remove_mentions"),
    Limit(
        "text.mentions_new_user_max",
        "many_mentions_for_new",
        _N_MENTIONS,
        "remove_mentions",
        most=HINT,
    ),
    Limit("text.hashtags_max", "too_many_hashtags", _N_TAGS, "remove_hashtags"),
    Limit("text.hashtags_recommended_max", "many_hashtags", _N_TAGS, "remove_hashtags", most=HINT),
    Limit("text.cashtags_max", "too_many_cashtags", a.n_cashtags, "remove_cashtags"),
    Limit("text.entities_max", "too_many_entities", a.n_entities(*Kind), "remove_links"),
)

FIELD_LIMITS = (
    Limit("text.title_max", "title_too_long", _TITLE, "shorten"),
    Limit("text.title_min", "title_too_short", _TITLE, "lengthen", is_least=True),
    Limit("text.article_title_max", "title_too_long", a.article_title, "shorten"),
    Limit("text.photo_title_max", "title_too_long", a.photo_title, "shorten"),
    *(
        Limit(f"text.{name}_title_recommended_max", "title_long_for_search", _TITLE, "shorten",
              most=HINT)
        for name in ("seo", "html", "og")
    ),
    Limit("text.excerpt_max", "excerpt_too_long", _EXCERPT, "shorten"),
    *(
        Limit(f"text.{name}_description_recommended_max", "excerpt_long_for_search", _EXCERPT,
              "shorten", most=HINT)
        for name in ("seo", "meta", "og")
    ),
    Limit(
        "text.content_warning_max", "warning_too_long", a.field_length("content_warning"), "shorten"
    ),
    Limit("text.slug_max", "slug_too_long", a.field_length("slug"), "shorten"),
    Limit("text.link_max", "link_too_long", a.field_length("link_url"), "shorten"),
    Limit("text.langs_max", "too_many_languages", a.n_languages),
    Limit("text.tags_max", "too_many_tags", a.n_tags, "remove_tags"),
    Limit("text.topic_tag_max", "too_many_tags", a.n_tags, "remove_tags"),
    Limit("text.tags_total_max", "tags_too_long", a.tags_total, "remove_tags"),
    Limit("text.tag_bytes_max", "tag_too_long", a.tag_lengths, "shorten"),
    Limit("text.tag_max", "tag_too_long", a.tag_lengths, "shorten"),
    Limit("text.topic_tag_length_max", "tag_too_long", a.tag_lengths, "shorten"),
    Limit("media.alt_text_max", "alt_text_too_long", a.alt_length, "shorten"),
    Limit("text.alt_text_max", "alt_text_too_long", a.alt_length, "shorten"),
    Limit("media.caption_max", "field_too_long", a.caption_length, "shorten"),
    Limit("media.file_name_max", "field_too_long", a.name_length, "shorten"),
    Limit("text.link_card_with_media", "link_card_dropped", a.n_beside_card, "remove_media",
          most=HINT),
)  # fmt: skip

DETAIL_LIMITS = (
    Limit("text.comment_max", "field_too_long", a.detail_lengths("first_comment"), "shorten"),
    Limit("text.poll_question_max", "field_too_long", _POLL_QUESTION, "shorten"),
    *(
        Limit(f"text.poll_{name}_max", "field_too_long", _POLL_OPTION, "shorten")
        for name in ("option", "answer")
    ),
    *(
        Limit(f"{group}.poll_{name}_max", "too_many_of_field", _N_OPTIONS, "remove")
        for group in ("text", "media")
        for name in ("options", "answers")
    ),
    *(
        Limit(f"{group}.poll_{name}_min", "too_few_of_field", _N_OPTIONS, is_least=True)
        for group in ("text", "media")
        for name in ("options", "answers")
    ),
    *(
        Limit(f"{group}.poll_{unit}_max", "poll_too_long", _POLL_TIME, "shorten")
        for group in ("text", "media")
        for unit in ("seconds", "minutes", "hours", "days")
    ),
    *(
        Limit(f"{group}.poll_{unit}_min", "poll_too_short", _POLL_TIME, "lengthen", is_least=True)
        for group in ("text", "media")
        for unit in ("seconds", "minutes", "hours", "days")
    ),
    Limit("media.tagged_users_max", "too_many_of_field", a.detail_count("tagged_users.*"),
          "remove"),
    Limit("text.embeds_max", "too_many_of_field", a.detail_count("embeds.*"), "remove"),
    Limit("text.embed_total_max", "field_too_long", a.detail_total("embeds"), "shorten"),
    *(
        Limit(f"text.embed_{name}_max", "field_too_long", a.detail_lengths(f"embeds.*.{name}"),
              "shorten")
        for name in ("author", "description", "footer", "title")
    ),
    *(
        Limit(f"text.embed_field_{name}_max", "field_too_long",
              a.detail_lengths(f"embeds.*.fields.*.{name}"), "shorten")
        for name in ("name", "value")
    ),
    Limit(
        "text.embed_fields_max", "too_many_of_field", a.detail_count("embeds.*.fields.*"), "remove"
    ),
)  # fmt: skip

MEDIA_LIMITS = (
    Limit("media.images_max", "too_many_images", _N_IMAGES, "remove_media"),
    Limit("media.photos_max", "too_many_images", _N_IMAGES, "remove_media"),
    Limit("media.gallery_max", "too_many_images", _N_IMAGES, "remove_media"),
    Limit("media.images_new_user_max", "many_images_for_new", _N_IMAGES, "remove_media",
          most=HINT),
    Limit("media.gif_max", "too_many_gifs", a.n_media_of(_gifs), "remove_media"),
    *(
        Limit(f"media.{name}_max", "too_many_videos", _N_FILMS, "remove_media")
        for name in ("video_count", "video_blocks", "video_upload")
    ),
    Limit("media.video_count_min", "too_few_videos", _N_FILMS, "add_media", is_least=True),
    *(
        Limit(f"media.{name}_max", "too_many_recordings", _N_RECORDINGS, "remove_media")
        for name in ("audio_count", "audio_blocks")
    ),
    Limit("media.attachments_max", "too_many_media", _N_ALL, "remove_media"),
    Limit("media.media_count_min", "too_few_media", _N_ALL, "add_media", is_least=True),
    *(
        Limit(f"media.{name}_max", "too_many_media", _N_GALLERY, "remove_media")
        for name in ("carousel", "album")
    ),
    *(
        Limit(f"media.{name}", "too_few_media", a.n_media_of(_chosen_gallery), "add_media",
              is_least=True)
        for name in ("carousel_min", "album_min", "images_min_multi")
    ),
    Limit("media.story_media_count", "not_so_many_media", a.n_media_of(_story), "remove_media",
          is_exact=True),
    Limit("media.captions_max", "too_many_subtitles", a.n_media_of(_subtitles), "remove_media"),
    Limit("media.request_bytes_max", "files_too_heavy", a.request_bytes, "shrink"),
    Limit("media.link_card_thumb_bytes_max", "thumb_too_heavy",
          figures.bytes_of("link_card_thumb"), "shrink"),
    Limit("media.photo_ratio_max", "shape_too_long", figures.long_over_short, "crop"),
)  # fmt: skip

OCCASION_LIMITS = (
    Limit("media.account_bytes_max", "account_full", occasions.stored_bytes, most=WARNING),
    Limit("publishing.schedule_min_seconds", "scheduled_soon", occasions.seconds_ahead,
          is_least=True, most=HINT),
    Limit("publishing.schedule_max_seconds", "scheduled_far", occasions.seconds_ahead, most=HINT),
    Limit("publishing.schedule_change_deadline_seconds", "late_to_change", occasions.seconds_ahead,
          is_least=True, most=HINT),
    *(
        Limit(f"publishing.{name}_max", "many_waiting",
              occasions.of_occasion(lambda o: o.n_waiting), most=HINT)
        for name in ("queue", "schedules_total")
    ),
    Limit("publishing.schedules_per_day_max", "many_that_day",
          occasions.of_occasion(lambda o: o.n_that_day), most=HINT),
    Limit("rate.seconds_between_posts", "too_soon_after", occasions.gap, "move", is_least=True,
          most=WARNING),
    *(
        Limit(f"rate.{name}", "too_soon_for_new", occasions.gap, "move", is_least=True, most=HINT)
        for name in ("seconds_between_posts_new_user", "new_account_post_gap_seconds")
    ),
)  # fmt: skip


def _needing(what: str, limits: tuple[Limit, ...]) -> tuple[Limit, ...]:
    """These limits, known to concern only posts that have it; too few of it may be none."""
    return tuple(
        replace(limit, needs=what)
        if what != "media" or not (limit.is_least or limit.is_exact)
        else limit
        for limit in limits
    )


LIMITS: tuple[Limit, ...] = (
    *TEXT_LIMITS,
    *FIELD_LIMITS,
    *_needing("details", DETAIL_LIMITS),
    *_needing("media", MEDIA_LIMITS),
    *_needing("occasion", OCCASION_LIMITS),
)
_BY_KEY: Mapping[str, Limit] = {limit.key: limit for limit in LIMITS}
# Numbers that change how others are counted, and what is no limit though it is named like one.
COUNTING = frozenset(
    ("text.url_weight", "text.default_weight", "text.light_weight", "text.emoji_weight")
)
_FIELD = re.compile(r"text\.(?P<name>\w+?)_(?P<bound>recommended_max|bytes_max|max|min)\Z")


@cache
def limit_for(key: str, unit: str = "") -> Limit | None:
    """How preflight reads a numeric fact of that name and unit; None where it is no limit of a
    post."""
    if key in _BY_KEY:
        return _BY_KEY[key]
    if key.startswith("rate."):
        return _rate(key)
    if reading := figures.read_name(key):
        return Limit(
            key,
            reading.code,
            reading.amounts,
            reading.mend,
            is_least=reading.way == "least",
            is_exact=reading.way == "exact",
            most=reading.most,
            needs="media",
        )
    return _field(key, unit) if key not in COUNTING else None


def _rate(key: str) -> Limit | None:
    amounts = occasions.counted_by(key)
    most = HINT if re.search("recommended|new_user|claimed|old", key) else WARNING
    if amounts is None:
        return None
    return Limit(key, "too_often", amounts, "move", most=most, needs="occasion")


def _field(key: str, unit: str) -> Limit | None:
    """`text.NAME_max` limits the further field of that name, where no row says anything else."""
    match = _FIELD.match(key)
    if match is None:
        return None
    name, bound = match["name"], match["bound"]
    is_least, is_count = bound == "min", unit == "count"
    amounts = a.detail_count(f"{name}.*") if is_count else a.detail_lengths(name)
    most = HINT if bound == "recommended_max" else Level.ERROR
    mend = "" if is_least else "remove" if is_count else "shorten"
    code = _FIELD_CODES[is_count, is_least]
    return Limit(key, code, amounts, mend, is_least, most, needs="details")


_FIELD_CODES: Mapping[tuple[bool, bool], Code] = {
    (False, False): "field_too_long",
    (False, True): "field_too_short",
    (True, False): "too_many_of_field",
    (True, True): "too_few_of_field",
}
