"""What our manifest says of Mastodon is never milder than its documented server, and its words
(visibilities, idempotency, limits that a server tells) are those of the documentation."""

import json

import pytest

from skupnost.connectors.mastodon import convert
from skupnost.kit.registry import connector

FACTS = connector("mastodon").manifest.kinds["account"].facts


@pytest.fixture(scope="module")
def contract(shared_folder):
    path = shared_folder / "conformance/openapi-mastodon/openapi.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def told(contract):
    """The limits of the documentation's example server, as the connector reads them."""
    example = contract["components"]["examples"]["Instance200Example"]["value"]
    return convert.limits(example).values


@pytest.mark.parametrize(
    "key",
    [
        "text.text_max",
        "text.url_weight",
        "text.poll_options_max",
        "media.images_max",
        "media.alt_text_max",
    ],
)
def test_defaults_are_those_of_the_documented_server(told, key):
    assert FACTS[key].value == told[key]


@pytest.mark.parametrize(
    "key", ["media.image_bytes_max", "media.video_bytes_max", "text.poll_option_max"]
)
def test_where_sources_differ_ours_is_the_more_careful(told, key):
    assert FACTS[key].number < told[key]


def test_pictures_we_call_possible_are_taken_by_the_documented_server(told):
    assert set(FACTS["media.image_types"].value) <= set(told["media.image_types"])
    assert set(FACTS["media.video_types"].value) <= set(told["media.video_types"])


def test_what_a_server_tells_is_marked_as_discovered(told):
    assert [key for key in told if not FACTS[key].discovered] == []


def test_the_visibilities_are_those_of_the_contract(contract):
    known = contract["components"]["schemas"]["StatusVisibilityEnum"]["enum"]
    assert set(FACTS["publishing.visibilities"].value) == set(known)


def test_the_key_against_doubles_lives_as_long_as_documented(contract):
    headers = contract["paths"]["/api/v1/statuses"]["post"]["parameters"]
    (key,) = [row for row in headers if row["name"] == FACTS["exactly_once.handle"].value]
    assert "up to 1 hour" in key["description"]
    assert FACTS["exactly_once.handle_seconds"].value == 3600
