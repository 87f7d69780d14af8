"""Forum: our manifest of Discourse against its own OpenAPI document, which names calls and fields
but no lengths: those are settings of each forum."""

from __future__ import annotations

import pytest

from tests.contract.official import HeldToBounds, OpenApi, value_of

POST, EDIT = "post /posts.json", "put /posts/{id}.json"


@pytest.fixture(scope="module")
def contract(shared_folder):
    return OpenApi(shared_folder / "conformance/openapi-discourse/openapi.json")


class TestDiscourse(HeldToBounds):
    network = "forum"
    creating = (POST, EDIT, "post /uploads.json", "put /t/-/{id}.json")
    operations = {
        "discourse_member.publish": [POST],
        "discourse_member.comments_read": [
            "get /t/{id}.json",
            "get /posts.json",
            "get /notifications.json",
        ],
        "discourse_member.reply": [POST],
        "discourse_member.metrics": ["get /t/{id}.json"],
        "discourse_member.publishing.flow": ["post /uploads.json", POST],
        "discourse_member.publishing.edit": [EDIT],
        "discourse_member.publishing.delete": ["delete /posts/{id}.json", "delete /t/{id}.json"],
        "discourse_member.exactly_once.handle": ["get /t/external_id/{external_id}.json"],
        "discourse_member.exactly_once.read_back": ["get /user_actions.json", "get /search.json"],
        "discourse_admin.publish": [POST],
        "discourse_admin.moderate": ["put /posts/{id}/locked.json", "put /t/{id}/status.json"],
        "discourse_admin.archive_export": ["post /admin/backups.json"],
    }
    fields = {
        "discourse_member.publish": (POST, "title"),
        "discourse_member.reply": (POST, "topic_id"),
        "discourse_member.publishing.threads": (POST, "reply_to_post_number"),
        "discourse_member.exactly_once.handle": (POST, "external_id"),
        "discourse_member.exactly_once.embed_url": (POST, "embed_url"),
        "discourse_admin.publish": (POST, "created_at"),
    }
    no_fields = {"discourse_member.publishing.native_schedule": (POST, "*schedul*")}

    def test_the_handle_against_doubles_is_a_field_of_that_name(self, contract):
        handle = value_of("forum", "discourse_member.exactly_once.handle")
        assert handle in contract.fields(POST)
        assert "external_id" in contract.text(POST, handle)

    def test_a_topic_needs_a_title_and_every_post_a_text(self, contract):
        assert contract.required(POST) == {"raw"}
        assert "Required if creating a new topic" in contract.text(POST, "title")
        assert value_of("forum", "discourse_member.text.title_required") is True
        assert value_of("forum", "discourse_member.text.text_required") is True

    def test_a_program_names_itself_by_the_headers_we_know(self, contract):
        headers = {row["name"] for row in contract.at("/paths/~1uploads.json/post/parameters")}
        ours = " ".join(value_of("forum", "discourse_member.oauth.headers"))
        assert headers <= {"Content-Type", *ours.replace(" and ", " ").split()}

    def test_where_the_limits_come_from_can_be_asked(self, contract):
        said = value_of("forum", "discourse_member.text.limits_from")
        assert "/site.json" in said
        assert "get /site.json" in contract.operations
