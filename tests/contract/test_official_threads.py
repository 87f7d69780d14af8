"""Threads: our manifest against Meta's own collection of requests."""

from __future__ import annotations

import json

import pytest

from tests.contract.meta import Requests
from tests.contract.official import HeldAgainst, value_of
from tests.contract.prose import missing

MAKE, PUBLISH, STATE = "POST me/threads", "POST me/threads_publish", "GET {{container_id}}"


@pytest.fixture(scope="module")
def contract(shared_folder):
    folder = shared_folder / "conformance/threads-postman"
    return Requests(folder / "threads-api.postman_collection.json")


class TestThreads(HeldAgainst):
    network = "threads"
    source = "postman"
    shapes = {
        "profile.text.poll_options_max": "an answer is one of four fields",
        "profile.media.carousel_min": "said in a sentence, see below",
        "profile.media.carousel_max": "said in a sentence, see below",
        "profile.publishing.container_life_seconds": "said in a sentence, see below",
        "profile.publishing.ghost_life_seconds": "said in a sentence, see below",
    }
    operations = {
        "profile.publish": [MAKE, PUBLISH],
        "profile.comments_read": ["GET {{thread_id}}/replies", "GET {{thread_id}}/conversation"],
        "profile.reply": [MAKE],
        "profile.moderate": ["POST {{reply_thread_id}}/manage_reply"],
        "profile.metrics": ["GET {{thread_id}}/insights", "GET me/threads_insights"],
        "profile.publishing.delete": ["DELETE {{thread_id}}"],
        "profile.rate.posts_per_day": ["GET me/threads_publishing_limit"],
        "profile.exactly_once.read_back": ["GET me/threads"],
        "profile.exactly_once.handle": [STATE],
        "profile.oauth.flow": ["POST oauth/access_token", "GET access_token"],
        "profile.oauth.access_token_seconds": ["GET refresh_access_token"],
    }
    impossible = {"profile.publishing.edit": "P[UA]* {{thread_id}}*"}
    fields = {
        "profile.text.text_max": (MAKE, "text"),
        "profile.media.alt_text_max": (MAKE, "alt_text"),
        "profile.reply": (MAKE, "reply_to_id"),
        "profile.publishing.threads": (MAKE, "reply_to_id"),
        "profile.publishing.first_comment": (MAKE, "reply_to_id"),
        "profile.publishing.quote": (MAKE, "quote_post_id"),
        "profile.publishing.polls": (MAKE, "poll_attachment"),
        "profile.publishing.auto_publish_text": (MAKE, "auto_publish_text"),
        "profile.publishing.ghost_post": (MAKE, "is_ghost_post"),
        "profile.publishing.reply_control": (MAKE, "reply_control"),
        "profile.text.text_attachment_max": (MAKE, "text_attachment"),
        "profile.text.topic_tag_max": (MAKE, "topic_tag"),
        "profile.text.link_card": (MAKE, "link_attachment"),
        "profile.text.markup": (MAKE, "text_entities"),
        "profile.exactly_once.handle": (PUBLISH, "creation_id"),
        "profile.exactly_once.read_back": ("GET me/threads", "since"),
    }
    no_fields = {"profile.publishing.native_schedule": (MAKE, "*schedul*")}

    def test_numbers_are_those_of_the_sentences(self, contract):
        quotes = {
            f"{MAKE} children": {
                "up to {} container IDs": "profile.media.carousel_max",
                "at least {} and up to {} total images or videos": (
                    "profile.media.carousel_min",
                    "profile.media.carousel_max",
                ),
            },
            f"{STATE} fields": {
                "not published within {} hours": "profile.publishing.container_life_seconds"
            },
            f"{MAKE} is_ghost_post": {
                "expire after {} hours": "profile.publishing.ghost_life_seconds"
            },
        }
        texts = {at: contract.text(*at.rsplit(" ", 1)) for at in quotes}
        assert missing("threads", texts, quotes) == []

    def test_a_container_goes_through_the_states_we_know(self, contract):
        said = contract.text(STATE, "fields")
        ours = value_of("threads", "profile.publishing.status_values")
        assert [word for word in ours if f"{word} — " not in said] == []
        assert said.count(" — ") == len(ours)

    def test_a_poll_has_as_many_answers_as_fields(self, contract):
        (example,) = contract.examples(MAKE, "poll_attachment")
        assert len(json.loads(example)) == value_of("threads", "profile.text.poll_options_max")

    def test_containers_are_of_the_types_we_know(self, contract):
        ours = value_of("threads", "profile.publishing.container_types")
        assert contract.examples(MAKE, "media_type") == set(ours)

    def test_a_link_a_poll_and_an_attachment_exclude_each_other(self, contract):
        assert "not compatible with poll attachments" in contract.text(MAKE, "link_attachment")
        assert "not compatible with poll attachments" in contract.text(MAKE, "text_attachment")
        assert value_of("threads", "profile.text.poll_with_link") is False

    def test_media_are_described_in_the_field_we_know(self, contract):
        assert value_of("threads", "profile.media.alt_text_field") in contract.fields(MAKE)
