"""YouTube: our manifest against Google's own discovery documents of data and figures."""

from __future__ import annotations

import pytest

from tests.contract.discovery import Discovery, Google
from tests.contract.official import value_of

UPLOAD, THUMBNAIL = "videos.insert", "thumbnails.set"
SCOPE = "https://www.googleapis.com/auth/"


@pytest.fixture(scope="module")
def contract(shared_folder):
    return Discovery(shared_folder / "conformance/youtube-discovery/youtube.v3.json")


class TestYouTube(Google):
    network = "youtube"
    source = "disc"
    creating = (UPLOAD, "videos.update", THUMBNAIL, "captions.insert", "commentThreads.insert",
                "comments.insert", "playlistItems.list", "commentThreads.list")  # fmt: skip
    held = {
        f"{UPLOAD} media:maxSize": "channel.media.video_bytes_max",
        f"{THUMBNAIL} media:maxSize": "channel.media.thumbnail_bytes_max",
        "captions.insert media:maxSize": "channel.media.caption_bytes_max",
        "playlistItems.list ?maxResults:maximum": "channel.rate.per_page_max",
    }
    left = {
        "* [?]maxResults:minimum": "a page of nothing is never asked for",
        "commentThreads.list [?]maxResults:maximum": "the smaller page of the two is kept",
    }
    shapes = {"channel.media.video_count_max": "a video resource is one film"}
    operations = {
        "channel.publish": [UPLOAD],
        "channel.comments_read": ["commentThreads.list", "comments.list"],
        "channel.reply": ["comments.insert"],
        "channel.moderate": ["comments.setModerationStatus"],
        "channel.metrics": ["videos.list"],
        "channel.media.captions": ["captions.insert"],
        "channel.publishing.edit": ["videos.update"],
        "channel.publishing.delete": ["videos.delete"],
        "channel.publishing.first_comment": ["commentThreads.insert"],
        "channel.exactly_once.read_back": ["playlistItems.list", "channels.list"],
    }
    impossible = {
        "community_posts.publish": "[pP]osts.insert",
        "community_posts.comments_read": "[pP]osts.*",
        "community_posts.reply": "bulletin*.insert",
    }
    fields = {
        "channel.publishing.native_schedule": (UPLOAD, "status.publishAt"),
        "channel.publishing.made_for_kids_required": (UPLOAD, "status.selfDeclaredMadeForKids"),
        "channel.publishing.synthetic_media_flag": (UPLOAD, "status.containsSyntheticMedia"),
        "channel.text.title_max": (UPLOAD, "snippet.title"),
        "channel.text.text_max": (UPLOAD, "snippet.description"),
        "channel.text.tags_total_max": (UPLOAD, "snippet.tags.0"),
        "channel.reply": ("comments.insert", "snippet.parentId"),
        "channel.publishing.first_comment": ("commentThreads.insert", "snippet.videoId"),
    }
    scopes = {
        "channel.oauth.scopes_publish": [UPLOAD, THUMBNAIL, "playlistItems.list"],
        "channel.oauth.scopes_comments": ["commentThreads.insert", "comments.insert",
                                          "comments.setModerationStatus"],
    }  # fmt: skip
    words = {
        "channel.media.video_types": (UPLOAD, "media"),
        "channel.media.thumbnail_types": (THUMBNAIL, "media"),
        "channel.publishing.visibilities": (UPLOAD, "status.privacyStatus"),
        "channel.publishing.licences": (UPLOAD, "status.license"),
        "channel.publishing.upload_failures": (UPLOAD, "status.failureReason"),
        "channel.publishing.rejections": (UPLOAD, "status.rejectionReason"),
    }
    fewer = {"channel.media.thumbnail_types": "a picture without a type is no picture of ours"}

    def test_a_film_is_planned_only_while_it_is_private(self, contract):
        assert "only if the privacy status of the video is private" in contract.text(
            UPLOAD, "status.publishAt"
        )

    def test_an_upload_can_be_taken_up_again(self, contract):
        protocols = contract.document["resources"]["videos"]["methods"]["insert"]["mediaUpload"]
        assert "resumable" in protocols["protocols"]
        assert "resumable" in value_of("youtube", "channel.publishing.flow")

    def test_figures_are_read_with_the_permissions_we_name(self, shared_folder):
        figures = Discovery(
            shared_folder / "conformance/youtube-discovery/youtubeAnalytics.v2.json"
        )
        ours = set(value_of("youtube", "channel.oauth.scopes_metrics"))
        assert f"{SCOPE}yt-analytics.readonly" in ours
        assert ours - figures.scopes("reports.query") == set()
