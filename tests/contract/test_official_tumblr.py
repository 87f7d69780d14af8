"""Tumblr: our manifest against the network's own documentation, sentence by sentence.

There is no machine-readable contract; each limit is a quotation with our number in it.
"""

from __future__ import annotations

import re

import pytest

from tests.contract.official import fact_of, value_of
from tests.contract.prose import filled, missing, unsaid

RATES = {
    "{} API calls per minute, per IP address": "blog.rate.calls_per_minute_ip",
    "{} API calls per hour, per IP address": "blog.rate.calls_per_hour_ip",
    "{} API calls per day, per IP address": "blog.rate.calls_per_day_ip",
    "{} API calls per hour, per consumer key": "blog.rate.calls_per_hour_key",
    "{} API calls per day, per consumer key": "blog.rate.calls_per_day_key",
    "{} new published posts (including reblogs) per day": "blog.rate.posts_per_day",
    "{} images uploaded per day": "blog.rate.images_per_day",
    "{} follows per day": "blog.rate.follows_per_day",
    "{} likes per day": "blog.rate.likes_per_day",
    "{} new blogs per day": "blog.rate.new_blogs_per_day",
    "{} videos uploaded per day": "blog.rate.videos_per_day",
    "{} minutes of total video uploaded per day": "blog.rate.video_minutes_per_day",
    "only follow {} other blogs": "blog.rate.follows_total_max",
    "only have {} queued posts": "blog.publishing.queue_max",
}
CONTENT = {
    "overall limit of {} MB (one megabyte)": "blog.text.post_bytes_max",
    "total content blocks allowed in a single post is {}": "blog.text.blocks_max",
    "number of text blocks allowed in a single post is {}": "blog.text.text_blocks_max",
    "maximum length of a text block is {} characters": "blog.text.text_block_max",
    "maximum number of mentions is {}": "blog.text.mentions_max",
    "maximum number of inline links is {}": "blog.text.links_inline_max",
    "link blocks allowed in a single post is {}": "blog.text.link_blocks_max",
    "image blocks allowed in a single post is {}": "blog.media.images_max",
    "video blocks allowed in a single post is {}": "blog.media.video_blocks_max",
    "(uploaded) tumblr video blocks allowed in a single post is {}": "blog.media.video_upload_max",
    "audio blocks allowed in a single post is {}": "blog.media.audio_blocks_max",
}
QUOTES = {
    "Rate Limits": RATES,
    "Post Content Limits": CONTENT,
    "image block": {
        "for screen readers. {} character maximum": "blog.media.alt_text_max",
        "shown under the image. {} character maximum": "blog.media.caption_max",
    },
    "legacy post": {
        "One or more image files (submit multiple times to create a slide show), limit {} MB":
            "blog.media.image_bytes_max",
        "An audio file, limit {} MB": "blog.media.audio_bytes_max",
        "A video file, limited to {} MB": "blog.media.video_bytes_max",
        "and {} minutes": "blog.media.video_seconds_max",
    },
    "tokens": {'"expires_in": {}': "blog.oauth.access_token_seconds"},
    "communities": {
        "send {} invites per day": "community.invites_per_day",
        "maximum rate of {} per second": "community.invites_per_second",
        "send with the invite, max length {} characters": "community.invite_message_max",
        "being removed, max length {} characters": "community.removal_note_max",
    },
}  # fmt: skip
LEFT = {
    "429 Limit Exceeded": "an answer, listed among the errors",
    "only filter up to 1,000 tags": "filters are for readers",
    "Theoretically this is 1 million characters": "the same limit once more",
    "closer to 900,000 characters": "an estimate, told in the note of post_bytes_max",
    "limited to 1MB it is not possible to have all 1,000 allowable text blocks have 4,096":
        "the same limits once more",
    "includes 12 image blocks, the Answer can add up to 18 image blocks before hitting the limit "
    "of 30": "answers to questions are not written here",
}  # fmt: skip


@pytest.fixture(scope="module")
def pages(shared_folder):
    folder = shared_folder / "conformance/tumblr-docs"
    return {name: (folder / name).read_text(encoding="utf-8") for name in ("api.md", "npf-spec.md")}


@pytest.fixture(scope="module")
def texts(pages):
    api, npf = pages["api.md"], pages["npf-spec.md"]
    whole = re.sub(r"(\d)MB\b", r"\1 MB", api + npf)
    start = npf.index("## Post Content Limits")
    content = npf[start : npf.index("## Mapping NPF Post Content", start)]
    start = api.index("### Rate Limits")
    rates = api[start : api.index("### Reporting Issues", start)]
    return {
        "Rate Limits": rates,
        "Post Content Limits": content.replace("of 1MB (", "of 1 MB ("),
        **dict.fromkeys(("image block", "legacy post", "tokens", "communities"), whole),
    }


def test_our_limits_are_those_of_the_documentation(texts):
    assert missing("tumblr", texts, QUOTES) == []


@pytest.mark.parametrize("place", ["Rate Limits", "Post Content Limits"])
def test_every_number_among_the_limits_is_held_or_left_out_with_a_reason(texts, place):
    assert unsaid(texts[place], filled("tumblr", QUOTES[place]), list(LEFT)) == []
    assert all(len(reason) > 9 for reason in LEFT.values())


@pytest.mark.parametrize(
    ("key", "call", "method"),
    [
        ("blog.publish", "blog/{blog-identifier}/posts", "POST"),
        ("blog.comments_read", "blog/{blog-identifier}/notes", "GET"),
        ("blog.publishing.edit", "blog/{blog-identifier}/posts/{post-id}", "PUT"),
        ("blog.publishing.delete", "blog/{blog-identifier}/post/delete", "POST"),
        ("blog.publishing.queue", "blog/{blog-identifier}/posts/queue", "GET"),
        ("blog.rate.live_limits", "user/limits", "GET"),
        ("blog.exactly_once.read_back", "blog/{blog-identifier}/posts", "GET"),
        ("community.comments_read", "communities/{community-handle}/timeline", "GET"),
    ],
)
def test_what_we_call_possible_is_a_call(pages, key, call, method):
    assert value_of("tumblr", key) not in ("none", "assisted", False)
    found = re.findall(
        rf"`api\.tumblr\.com/v2/{re.escape(call)}[^`]*`\s*\|\s*(\w+)", pages["api.md"]
    )
    assert method in found


def test_no_call_posts_into_a_community(pages):
    assert value_of("tumblr", "community.publish") == "assisted"
    assert "POST /v2/communities/{community-handle}/posts" not in pages["api.md"]
    assert "PUT /v2/communities/{community-handle}/posts`" not in pages["api.md"]


@pytest.mark.parametrize("scope", ["basic", "write", "offline_access"])
def test_scopes_are_those_of_the_documentation(pages, scope):
    (available,) = re.findall(r"Available scopes include ([^.]*)\.", pages["api.md"])
    assert f"`{scope}`" in available
    assert scope in value_of("tumblr", "blog.oauth.scopes_publish")


def test_a_post_is_planned_only_in_the_queue(pages):
    assert value_of("tumblr", "blog.publishing.native_schedule") is True
    assert 'ignored unless the `state` parameter is `"queue"`' in pages["api.md"]


def test_posts_have_the_states_we_know(pages):
    start = pages["api.md"].index("#### Note about Post States")
    states = re.findall(r'- `"(\w+)"`', pages["api.md"][start : start + 900])
    assert set(states) - {"unapproved"} == set(value_of("tumblr", "blog.publishing.states"))


def test_a_block_is_counted_in_code_points(pages):
    assert '"Unicode Code Points"' in pages["npf-spec.md"]
    assert fact_of("tumblr", "blog.text.text_block_max").unit == "code_points"
    assert value_of("tumblr", "blog.text.range_unit") == "code_points"
