"""Facebook: our manifest against Meta's own specifications of the Graph nodes.

They name calls, parameters and words; they name no lengths.
"""

from __future__ import annotations

import pytest

from tests.contract.meta import Graph
from tests.contract.official import HeldAgainst, fact_of, value_of

FEED, PHOTOS, REELS = "POST Page/feed", "POST Page/photos", "POST Page/video_reels"


@pytest.fixture(scope="module")
def contract(shared_folder):
    folder = shared_folder / "conformance/facebook-graph/specs"
    return Graph(folder, "Page", "PagePost", "Photo", "Comment", "User")


class TestFacebook(HeldAgainst):
    network = "facebook"
    source = "spec"
    operations = {
        "page.publish": [FEED, PHOTOS, "POST Page/videos", REELS, "POST Page/photo_stories",
                         "POST Page/video_stories"],
        "page.comments_read": ["GET PagePost/comments", "GET Comment/comments"],
        "page.reply": ["POST Comment/comments", "POST PagePost/comments"],
        "page.moderate": ["POST Comment", "DELETE Comment", "POST Page/blocked"],
        "page.metrics": ["GET Page/insights", "GET PagePost/insights"],
        "page.publishing.edit": ["POST PagePost"],
        "page.publishing.delete": ["DELETE PagePost", "DELETE Photo"],
        "page.publishing.first_comment": ["POST PagePost/comments"],
        "page.exactly_once.read_back": ["GET Page/published_posts"],
        "page.exactly_once.read_back_scheduled": ["GET Page/scheduled_posts"],
    }  # fmt: skip
    impossible = {"page.publishing.polls": "POST Page*/polls"}
    fields = {
        "page.text.text_max": (FEED, "message"),
        "page.text.link_card": (FEED, "link"),
        "page.publishing.native_schedule": (FEED, "scheduled_publish_time"),
        "page.publishing.flow_text": (FEED, "message"),
        "page.publishing.flow_photos": (FEED, "attached_media"),
        "page.publishing.flow_reel": (REELS, "upload_phase"),
        "page.publishing.targeting": (FEED, "feed_targeting"),
        "page.exactly_once.reel_handle": (REELS, "video_id"),
        "page.moderate": ("POST Comment", "is_hidden"),
        "page.publishing.edit": ("POST PagePost", "message"),
    }
    words = {
        "page.publishing.reel_states": (REELS, "video_state"),
        "page.publishing.unpublished_kinds": (FEED, "unpublished_content_type"),
        "page.publishing.backdating": (FEED, "backdated_time_granularity"),
        "page.oauth.page_tasks_needed": ("POST Page/assigned_users", "tasks"),
    }
    fewer = {
        "page.oauth.page_tasks_needed": "a role has many more tasks than posting needs",
        "page.publishing.unpublished_kinds": "some are for advertising alone",
    }

    def test_pictures_are_described_in_the_field_we_know(self, contract):
        assert value_of("facebook", "page.media.alt_text_field") in contract.fields(PHOTOS)
        assert {"published", "url"} <= contract.fields(PHOTOS)

    def test_reels_and_stories_can_be_planned_too(self, contract):
        assert "SCHEDULED" in contract.words(REELS, "video_state")
        assert "scheduled_publish_time" in contract.fields("POST Page/video_stories")

    def test_a_post_needs_no_text_but_something(self, contract):
        assert value_of("facebook", "page.text.text_required") is False
        assert {"message", "link", "attached_media"} <= contract.fields(FEED)

    def test_a_profile_is_by_hand_though_the_specification_still_has_its_feed(self, contract):
        fact = fact_of("facebook", "profile.publish")
        assert "POST User/feed" in contract.operations
        assert fact.value == "assisted"
        assert "POST on the user feed" in fact.note

    def test_nothing_promises_that_a_second_request_is_no_second_post(self, contract):
        fact = fact_of("facebook", "page.exactly_once.handle")
        assert fact.value == "none"
        assert "client_mutation_id" in fact.note
        assert "client_mutation_id" in contract.fields(FEED)
