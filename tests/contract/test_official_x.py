"""X: our manifest against the OpenAPI document of the network's own kit, and twitter-text's own
configuration."""

from __future__ import annotations

import pytest

from tests.contract.official import HeldToBounds, OpenApi, fact_of, read_json, value_of

POST, TIMELINE = "post /2/tweets", "get /2/users/{id}/tweets"
METADATA, UPLOAD = "post /2/media/metadata", "post /2/media/upload/initialize"


@pytest.fixture(scope="module")
def contract(shared_folder):
    return OpenApi(shared_folder / "conformance/openapi-x-xdk/openapi.json")


@pytest.fixture(scope="module")
def counting(shared_folder):
    return read_json(shared_folder / "conformance/twitter-text/config/v3.json")


class TestX(HeldToBounds):
    network = "x"
    flow = "OAuth2UserToken"
    creating = (POST, METADATA, UPLOAD, TIMELINE)
    held = {
        f"{POST} media.media_ids:maxItems": "standard.media.images_max",
        f"{POST} media.tagged_user_ids:maxItems": "standard.media.tagged_users_max",
        f"{POST} poll.options:minItems": "standard.text.poll_options_min",
        f"{POST} poll.options:maxItems": "standard.text.poll_options_max",
        f"{POST} poll.options.0:maxLength": "standard.text.poll_option_max",
        f"{POST} poll.duration_minutes:minimum": "standard.text.poll_minutes_min",
        f"{POST} poll.duration_minutes:maximum": "standard.text.poll_minutes_max",
        f"{METADATA} metadata.alt_text.text:maxLength": "standard.media.alt_text_max",
        f"{UPLOAD} total_bytes:maximum": "premium.media.video_bytes_max",
        f"{TIMELINE} ?max_results:maximum": "standard.rate.per_page_max",
    }
    left = {
        f"{POST} media.media_ids:minItems": "a post without media leaves the list out",
        f"{POST} poll.options.0:minLength": "an answer without a letter is none",
        f"{UPLOAD} total_bytes:minimum": "no file has fewer bytes than none",
        f"{TIMELINE} ?*:min*": "a page of nothing is never asked for",
    }
    operations = {
        "standard.publish": [POST],
        "premium.publish": [POST],
        "standard.comments_read": ["get /2/tweets/search/recent", "get /2/users/{id}/mentions"],
        "standard.metrics": ["get /2/tweets/analytics", "get /2/tweets"],
        "standard.publishing.delete": ["delete /2/tweets/{id}"],
        "standard.publishing.flow_media": [
            UPLOAD,
            "post /2/media/upload/{id}/append",
            "post /2/media/upload/{id}/finalize",
            "get /2/media/upload",
        ],
        "standard.exactly_once.read_back": [TIMELINE],
    }
    impossible = {"standard.publishing.native_schedule": "post /2/tweets*schedul*"}
    fields = {
        "standard.publishing.edit": (POST, "edit_options.previous_post_id"),
        "standard.publishing.threads": (POST, "reply.in_reply_to_tweet_id"),
        "standard.publishing.polls": (POST, "poll.options"),
    }
    no_fields = {
        "standard.publishing.native_schedule": (POST, "*schedul*"),
        "standard.exactly_once.handle": (POST, "*idempot*"),
    }
    scopes = {
        "standard.oauth.scopes_publish": [POST, UPLOAD],
        "standard.oauth.scopes_comments": [
            "get /2/tweets/search/recent",
            "put /2/tweets/{tweet_id}/hidden",
        ],
        "standard.oauth.scopes_metrics": ["get /2/tweets/analytics"],
    }
    words = {
        "standard.publishing.reply_settings": (POST, "reply_settings"),
        "standard.media.image_types": (UPLOAD, "media_type"),
    }
    fewer = {
        "standard.oauth.scopes_publish": "offline.access belongs to signing in, not to a call",
        "standard.media.image_types": "the call knows types that posts do not show",
    }

    def test_disclosures_are_fields_of_a_post(self, contract):
        ours = set(value_of("x", "standard.publishing.disclosure_fields"))
        assert ours - contract.fields(POST) == set()

    def test_a_post_needs_text_unless_it_has_media(self, contract):
        assert value_of("x", "standard.text.text_required_without_media") is True
        assert "Required unless media is provided" in contract.text(POST, "text")


WEIGHTS = {
    "text.text_max": lambda said: said["maxWeightedTweetLength"],
    "text.url_weight": lambda said: said["transformedURLLength"],
    "text.default_weight": lambda said: said["defaultWeight"] // said["scale"],
    "text.light_weight": lambda said: said["ranges"][0]["weight"] // said["scale"],
    "text.emoji_weight": lambda said: said["defaultWeight"] // said["scale"],
}


@pytest.mark.parametrize("key", WEIGHTS)
def test_weights_are_those_of_twitter_text(counting, key):
    assert value_of("x", f"standard.{key}") == WEIGHTS[key](counting)
    assert fact_of("x", f"standard.{key}").unit == "weighted"


def test_all_light_ranges_weigh_the_same(counting):
    assert {row["weight"] for row in counting["ranges"]} == {100}
    assert counting["emojiParsingEnabled"] is True
