"""Numbers of the rulebook that are about no post: what reads them instead of preflight."""

from __future__ import annotations

from collections.abc import Mapping

# Every such number of the manifests, with why no post can meet it. All stand in the list of facts
# by age (`networks.ages`) and in `skupnost rules show`; some are read elsewhere too, which is said.
SHOWN: Mapping[str, str] = {
    "cost_owned_read_usd": "what reading costs a program",
    "cost_read_usd": "what reading costs a program",
    "reads_per_month_max": "how much a program may read",
    "friends_max": "how many may follow a personal account",
    "invites_per_day": "how many may be invited",
    "invites_per_second": "how many may be invited",
    "invite_message_max": "the words of an invitation",
    "removal_note_max": "the words that go with taking a post out of a community",
    "rate.follows_per_day": "how many a person may follow",
    "rate.follows_total_max": "how many a person may follow",
    "rate.new_blogs_per_day": "how many blogs may be made",
    "unaudited_users_per_day": "how many accounts a program without audit may serve",
    "media.download_bytes_max": "how much a program may fetch",
    "media.favicon_min": "the sign of a web site, not of a post",
    "publishing.chunk_bytes_max": "how a program uploads in pieces",
    "publishing.chunk_bytes_min": "how a program uploads in pieces",
    "publishing.chunks_max": "how a program uploads in pieces",
    "publishing.container_life_seconds": "how long a prepared upload lives",
    "publishing.visible_days": "how long a post stands in front",
    "exactly_once.handle_seconds": "life of a key; the worker reads `key_seconds`",
    "exactly_once.listing_lag": "delay of lists; the worker reads `visible_after_seconds`",
    "publishing.ghost_life_seconds": "how long a passing post stands",
    "oauth.access_token_seconds": "life of a permission; connectors renew it by its own date",
    "oauth.refresh_token_seconds": "life of a permission; connectors renew it by its own date",
    "oauth.refresh_token_seconds_testing": "life of a permission while a program is tested",
    "oauth.user_token_seconds": "life of a permission; connectors renew it by its own date",
    "rate.calls_per_minute_unauthenticated": "how often a program may read without a permission",
    "rate.cost_video_update": "what changing a film costs of the day's quota",
    "rate.crawl_pages_max": "how much of a web site may be read; no part of Skupnost reads one",
    "rate.robots_bytes_max": "how much of a robots.txt to read; no part of Skupnost reads sites",
    "rate.robots_cache_seconds": (
        "how long a robots.txt may be kept; no part of Skupnost reads sites"
    ),
    "rate.seconds_between_requests": (
        "how politely a web site may be read; no part of Skupnost reads one"
    ),
    "rate.invalid_requests": "how many refusals a network forgives a program",
    "rate.likes_per_day": "how often a person may like",
    "rate.logins_per_5min": "how often a program may sign in; sessions are kept",
    "rate.logins_per_day": "how often a program may sign in; sessions are kept",
    "rate.own_timeline_per_15min": "how often a program may read back",
    "rate.paid_broadcast_per_second": "how fast a program may write for money",
    "rate.per_page_max": "how much a list gives at once; the connector's own page size",
    "rate.read_calls_per_minute": "how often a program may read",
    "rate.searches_per_day": "how often a program may search",
}


def why_unread(key: str) -> str:
    """What a number is about that preflight has no use for; empty where nobody said."""
    return SHOWN.get(key, "")
