"""The layout of a manifest as data: which table has which keys, of which type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

from skupnost.domain.facts import Confidence
from skupnost.domain.media import Family
from skupnost.domain.preflight import LIMITS
from skupnost.domain.text.units import UNITS
from skupnost.kit.manifest import Idempotency
from skupnost.kit.ports import PORTS


@dataclass(frozen=True, slots=True)
class Type:
    """What a value must be: a test, and the words that say it to a person."""

    words: str
    holds: Callable[[Any], bool]


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


TEXT = Type('text in quotes, such as "page"', lambda v: isinstance(v, str))
WHOLE = Type("a whole number", _is_whole)
YES_NO = Type("true or false", lambda v: isinstance(v, bool))
DATE = Type("a date without quotes, such as 2026-11-23", lambda v: type(v) is date)
TEXTS = Type('a list of texts, such as ["a", "b"]', _is_list_of_text)
TABLE = Type("a table", lambda v: isinstance(v, dict))
TABLES = Type(
    "a list of tables", lambda v: isinstance(v, list) and all(isinstance(i, dict) for i in v)
)
NUMBER = Type("a number", lambda v: isinstance(v, int | float) and not isinstance(v, bool))
VALUE = Type(
    "a number, text, true, false, a date or a list of these",
    lambda v: (
        isinstance(v, str | int | float | date)
        or (isinstance(v, list) and all(isinstance(i, str | int | float | date) for i in v))
    ),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys of one table; `words` lists what a key may say, where only some words are known."""

    required: Mapping[str, Type]
    optional: Mapping[str, Type] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def keys(self) -> Mapping[str, Type]:
        return {**self.required, **self.optional}


CONFIDENCES = tuple(word.value for word in Confidence)
EFFECTS = ("downscaled", "risky", "recommended")
KNOWN_UNITS = (
    *UNITS,
    *("count", "seconds", "minutes", "hours", "days", "pages", "pixels"),
    *("pixels_total", "width_over_height", "frames_per_second", "quota_units", "points"),
    *("usd_per_request", "usd_per_post", "requests", "posts", "messages", "articles", "videos"),
    *("replies", "users", "images"),
)
MEANINGS = (
    *("token_expired", "permission_missing", "rate_limited", "daily_cap", "duplicate_refused"),
    *("already_exists", "content_refused", "media_refused", "media_not_ready"),
    *("refused_for_good", "account_restricted", "stale_edit", "retry_later", "maybe_stored"),
)
PAYLOAD_FIELDS = (
    *("title", "thread", "language", "content_warning", "visibility", "excerpt", "slug"),
    *("categories", "tags", "link_url", "first_comment", "format"),
)
FACT_GROUPS = ("text", "media", "publishing", "rate", "oauth", "exactly_once")

_SOURCED = {"source": TEXT, "checked_on": DATE, "confidence": TEXT}
_TRUST = {"confidence": CONFIDENCES}

TOP = Shape(
    required={
        "schema": WHOLE,
        "slug": TEXT,
        "checked_on": DATE,
        "name": TEXT,
        "owner": TEXT,
        "account_kinds": TEXTS,
        "sources": TABLE,
        "kinds": TABLE,
    },
    optional={
        "priority": WHOLE,
        "contract_paths": TEXTS,
        "api": TABLE,
        "archive": TABLE,
        "errors": TABLES,
        "public_reading": TABLES,
        "cadence": TABLES,
        "guidance": TABLE,
        "unknown": TABLE,
    },
)
SOURCE = Shape(
    required={"title": TEXT, "address": TEXT, "confidence": TEXT},
    optional={"date": DATE},
    words=_TRUST,
)
FACT = Shape(
    required={"value": VALUE, **_SOURCED},
    optional={
        "unit": TEXT,
        "as_of": DATE,
        "window_seconds": WHOLE,
        "scope": TEXT,
        "note": TEXT,
        "discovered": YES_NO,
        "effect": TEXT,
        "careful": YES_NO,
    },
    words={**_TRUST, "unit": KNOWN_UNITS, "effect": EFFECTS},
)
KIND = Shape(
    required={"label": TEXT, "for_whom": TEXT},
    optional={"inherits": TEXT, "machine": TABLE, **dict.fromkeys(FACT_GROUPS, TABLE)},
)
MACHINE = Shape(
    required={},
    optional={
        "ports": TEXTS,
        "idempotency": TEXT,
        "visible_after_seconds": WHOLE,
        "key_seconds": WHOLE,
        "bucket": TEXT,
        "fields": TEXTS,
        "media": TEXTS,
        "credentials": TABLES,
        "needs_server": YES_NO,
        "default_server": TEXT,
    },
    words={
        "ports": tuple(PORTS),
        "idempotency": get_args(Idempotency),
        "fields": PAYLOAD_FIELDS,
        "media": tuple(Family),
    },
)
CREDENTIAL = Shape(
    required={"name": TEXT, "label": TEXT, "is_secret": YES_NO},
    optional={"help": TEXT, "required": YES_NO},
)
ERROR = Shape(
    required={"meaning": TEXT, "match": TEXT, **_SOURCED},
    optional={"as_of": DATE, "note": TEXT},
    words={**_TRUST, "meaning": MEANINGS},
)
READING = Shape(
    required={"id": TEXT, "address": TEXT, "auth": TEXT, "terms": TEXT, **_SOURCED},
    optional={"as_of": DATE, "note": TEXT},
    words=_TRUST,
)
CADENCE = Shape(
    required={"what": TEXT, "low": NUMBER, "high": NUMBER, "per": TEXT, "study": TEXT, **_SOURCED},
    optional={"study_year": WHOLE, "as_of": DATE, "use": TEXT, "note": TEXT},
    words=_TRUST,
)
GUIDANCE = Shape(required={"sentences": TEXTS}, optional={"based_on": TEXTS})
UNKNOWN = Shape(required={"items": TEXTS})

# Facts of a kind that say one of some words.
FACT_WORDS: Mapping[str, tuple[str, ...]] = {"feed_order": ("by_time", "ranked")}
# Facts that the product reads: a key that is almost one of these is a slip of the pen.
READ_KEYS = frozenset(
    (
        *(limit.key for limit in LIMITS),
        *("text.url_weight", "text.mention_domain_free", "text.content_warning_counts"),
        *("text.bare_links", "text.title_required", "text.text_required"),
        *("text.tag_start_forbidden", "text.title_forbidden"),
        *("media.image_types", "media.video_types", "media.audio_types", "media.media_required"),
        *("media.images_and_video_together", "media.photos_and_video_together"),
        *("media.photo_types", "media.video_codecs", "media.audio_codecs", "media.animated"),
        *("media.video_cover_required", "publishing.visibilities"),
    )
)
# Keys of their own that look like a slip of one that is read.
LOOKALIKES = frozenset(("text.link_max", "text.cashtags_max", "media.video_codec"))
