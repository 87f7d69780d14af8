"""Instagram: our manifest against Meta's own specifications of the Graph nodes, in the flavours of
both ways of signing in."""

from __future__ import annotations

import pytest

from tests.contract.meta import Graph
from tests.contract.official import HeldAgainst, value_of

MEDIA, PUBLISH = "POST IGUser/media", "POST IGUser/media_publish"


@pytest.fixture(scope="module")
def contract(shared_folder):
    folder = shared_folder / "conformance/facebook-graph/specs"
    nodes = ("IGUser", "IGMedia", "IGComment", "IGUserForIGOnlyAPI", "IGMediaForIGOnlyAPI")
    return Graph(folder, *nodes, "IGRefreshAccessTokenForIGOnlyAPI")


class TestInstagram(HeldAgainst):
    network = "instagram"
    source = "spec"
    operations = {
        "business.publish": [MEDIA, PUBLISH],
        "creator.publish": [MEDIA, PUBLISH],
        "business.comments_read": ["GET IGMedia/comments", "GET IGComment/replies"],
        "business.reply": ["POST IGComment/replies", "POST IGMedia/comments"],
        "business.moderate": ["POST IGComment", "DELETE IGComment"],
        "business.metrics": ["GET IGUser/insights", "GET IGMedia/insights"],
        "business.publishing.first_comment": ["POST IGMedia/comments"],
        "business.publishing.delete": ["DELETE IGMedia"],
        "business.rate.posts_per_day": ["GET IGUser/content_publishing_limit"],
        "business.exactly_once.read_back": ["GET IGUser/media"],
        "business.oauth.refresh": ["GET IGRefreshAccessTokenForIGOnlyAPI"],
    }
    fields = {
        "business.text.text_max": (MEDIA, "caption"),
        "business.media.alt_text_max": (MEDIA, "alt_text"),
        "business.media.carousel_max": (MEDIA, "children"),
        "business.media.media_by_public_url": (MEDIA, "image_url"),
        "business.publishing.collaborators": (MEDIA, "collaborators"),
        "business.publishing.user_tags": (MEDIA, "user_tags"),
        "business.publishing.location": (MEDIA, "location_id"),
        "business.exactly_once.handle": (PUBLISH, "creation_id"),
        "business.moderate": ("POST IGComment", "hide"),
    }
    no_fields = {
        "business.publishing.native_schedule": (MEDIA, "*schedul*"),
        "business.publishing.edit": ("POST IGMedia", "caption"),
        "business.publishing.threads": (MEDIA, "reply_to*"),
    }
    words = {
        "business.publishing.media_metrics": ("GET IGMedia/insights", "metric"),
        "business.publishing.account_metrics": ("GET IGUser/insights", "metric"),
    }
    fewer = {
        "business.publishing.media_metrics": "the older names of the same figures are left out",
        "business.publishing.account_metrics": "figures of Threads and of advertising are left out",
    }

    @pytest.mark.parametrize("key", ["alt_text_field", "cover"])
    def test_media_are_described_in_the_fields_we_know(self, contract, key):
        ours = value_of("instagram", f"business.media.{key}")
        assert {ours} if isinstance(ours, str) else set(ours) <= contract.fields(MEDIA)

    def test_both_ways_of_signing_in_post_alike(self, contract):
        assert contract.fields(MEDIA) == contract.fields("POST IGUserForIGOnlyAPI/media")

    def test_a_live_post_can_be_removed_only_after_signing_in_with_facebook(self, contract):
        assert "DELETE IGMedia" in contract.operations
        assert "DELETE IGMediaForIGOnlyAPI" not in contract.operations
        assert value_of("instagram", "business.publishing.delete") == "api_unproven"
