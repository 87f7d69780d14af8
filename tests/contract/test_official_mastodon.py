"""Mastodon: our manifest against the OpenAPI document made from its documentation."""

from __future__ import annotations

import pytest

from tests.contract.official import HeldToBounds, OpenApi, differences, value_of

POST, MEDIA = "post /api/v1/statuses", "post /api/v2/media"
TIMELINE = "get /api/v1/accounts/{id}/statuses"
SERVER = "/components/examples/Instance200Example/value/configuration"


@pytest.fixture(scope="module")
def contract(shared_folder):
    return OpenApi(shared_folder / "conformance/openapi-mastodon/openapi.json")


class TestMastodon(HeldToBounds):
    network = "mastodon"
    flow = "OAuth2"
    creating = (POST, MEDIA, "put /api/v1/statuses/{id}", TIMELINE)
    operations = {
        "account.publish": [POST],
        "bot_account.publish": [POST],
        "account.comments_read": [
            "get /api/v1/statuses/{id}/context",
            "get /api/v1/notifications",
        ],
        "account.reply": [POST],
        "account.metrics": ["get /api/v1/accounts/verify_credentials", TIMELINE],
        "account.publishing.flow": [MEDIA, "get /api/v1/media/{id}"],
        "account.publishing.edit": ["put /api/v1/statuses/{id}"],
        "account.publishing.delete": ["delete /api/v1/statuses/{id}"],
        "account.publishing.native_schedule": ["get /api/v1/scheduled_statuses"],
        "account.oauth.flow": ["post /api/v1/apps", "get /oauth/authorize", "post /oauth/token"],
        "account.exactly_once.read_back": [TIMELINE],
    }
    fields = {
        "account.publishing.native_schedule": (POST, "scheduled_at"),
        "account.publishing.threads": (POST, "in_reply_to_id"),
        "account.publishing.polls": (POST, "poll.options"),
        "account.text.content_warning_counts": (POST, "spoiler_text"),
        "account.media.focal_point": (MEDIA, "focus"),
        "account.exactly_once.handle": (POST, "?Idempotency-Key"),
    }
    scopes = {
        "account.oauth.scopes_publish": [POST, MEDIA],
        "account.oauth.scopes_comments": [
            "get /api/v1/statuses/{id}/context",
            "get /api/v1/notifications",
        ],
        "account.oauth.scopes_feed": ["get /api/v1/timelines/home"],
        "account.oauth.scopes_metrics": ["get /api/v1/accounts/lookup"],
    }
    words = {"account.publishing.visibilities": (POST, "visibility")}

    def test_defaults_are_those_of_the_documented_server(self, contract):
        said = contract.at(SERVER)
        groups = ("statuses", "media_attachments", "polls")
        flat = {f"{name}.{key}": value for name in groups for key, value in said[name].items()}
        held = {
            "statuses.max_characters": "account.text.text_max",
            "statuses.characters_reserved_per_url": "account.text.url_weight",
            "statuses.max_media_attachments": "account.media.images_max",
            "media_attachments.description_limit": "account.media.alt_text_max",
            "polls.max_options": "account.text.poll_options_max",
            "polls.min_expiration": "account.text.poll_seconds_min",
        }
        assert differences("mastodon", flat, held) == []

    def test_a_post_is_planned_at_least_so_far_ahead_as_the_contract_says(self, contract):
        minutes = value_of("mastodon", "account.publishing.schedule_min_seconds") // 60
        assert f"at least {minutes} minutes in the future" in contract.text(POST, "scheduled_at")

    def test_a_poll_and_media_exclude_each_other(self, contract):
        assert "media_ids` cannot be used" in contract.text(POST, "poll.options")
