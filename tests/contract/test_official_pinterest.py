"""Pinterest: our manifest against the network's own OpenAPI document of its API v5."""

from __future__ import annotations

import pytest

from tests.contract.official import HeldToBounds, OpenApi, value_of

PIN, EDIT, SECTION = "post /pins", "patch /pins/{pin_id}", "post /boards/{board_id}/sections"


@pytest.fixture(scope="module")
def contract(shared_folder):
    return OpenApi(shared_folder / "conformance/openapi-pinterest/openapi.json")


class TestPinterest(HeldToBounds):
    network = "pinterest"
    flow = "pinterest_oauth2"
    creating = (PIN, EDIT, "post /boards", SECTION, "post /media", "get /pins")
    held = {
        f"{PIN} title:maxLength": "business.text.title_max",
        f"{PIN} description:maxLength": "business.text.text_max",
        f"{PIN} alt_text:maxLength": "business.text.alt_text_max",
        f"{PIN} link:maxLength": "business.text.link_max",
        f"{PIN} media_source.items:minItems": "business.media.carousel_min",
        f"{PIN} media_source.items:maxItems": "business.media.carousel_max",
        f"{EDIT} title:maxLength": "business.text.title_max",
        f"{EDIT} description:maxLength": "business.text.text_max",
        f"{EDIT} alt_text:maxLength": "business.text.alt_text_max",
        f"{EDIT} link:maxLength": "business.text.link_max",
        f"{SECTION} name:maxLength": "business.text.board_section_max",
        "get /pins ?page_size:maximum": "business.rate.per_page_max",
    }
    left = {
        "* ?ad_account_id:maxLength": "advertising accounts are not used",
        f"{PIN} media_source.index:minimum": "the first picture of a row is number nought",
        f"{PIN} media_source.cover_image_key_frame_time:minimum": "a film begins at nought",
        f"{SECTION} name:minLength": "a section without a name is none",
        "get /pins ?page_size:minimum": "a page of nothing is never asked for",
    }
    shapes = {"business.media.video_count_max": "media_source is one source, of one kind"}
    operations = {
        "business.publish": [PIN],
        "business.metrics": ["get /pins/{pin_id}/analytics", "get /user_account/analytics"],
        "business.publishing.edit": [EDIT],
        "business.publishing.delete": ["delete /pins/{pin_id}"],
        "business.publishing.flow_video": ["post /media", "get /media/{media_id}"],
        "business.exactly_once.read_back": ["get /pins", "get /boards/{board_id}/pins"],
    }
    impossible = {
        "business.comments_read": "get *comment*",
        "business.reply": "post *comment*",
        "business.publishing.first_comment": "post *comment*",
    }
    no_fields = {
        "business.publishing.native_schedule": (PIN, "*schedul*"),
        "business.exactly_once.handle": (PIN, "*idempot*"),
        "business.publishing.polls": (PIN, "*poll*"),
    }
    scopes = {
        "business.oauth.scopes_publish": [PIN, "post /media"],
        "business.oauth.scopes_metrics": [
            "get /user_account/analytics",
            "get /user_account/analytics/top_pins",
        ],
    }
    words = {
        "business.media.image_types": (PIN, "media_source.content_type"),
        "business.publishing.board_privacy": ("post /boards", "privacy"),
        "business.publishing.pin_metrics": ("get /pins/{pin_id}/analytics", "?metric_types.0"),
    }
    fewer = {"business.publishing.pin_metrics": "films have figures of their own"}

    def test_a_pin_stands_on_a_board(self, contract):
        assert value_of("pinterest", "business.text.board_required") is True
        assert "board_id" in contract.fields(PIN)
        assert "name" in contract.required("post /boards")

    def test_a_film_goes_through_the_states_we_know(self, contract):
        states = contract.at("/components/schemas/MediaUploadStatus/enum")
        assert list(value_of("pinterest", "business.publishing.media_states")) == states

    def test_the_category_of_the_rate_is_the_calls(self, contract):
        category = contract.at("/paths/~1pins/post/x-ratelimit-category")
        assert value_of("pinterest", "business.rate.category") == category

    def test_a_token_is_renewed_within_the_days_that_the_contract_names(self, contract):
        days = value_of("pinterest", "business.oauth.refresh_token_seconds") // 86400
        assert f"{days}-day expiration" in contract.at("/paths/~1oauth~1token/post/description")
