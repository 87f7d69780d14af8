"""Every answer of the network names the caller's next move."""

import asyncio
import json

import pytest

from skupnost.kit.errors import (
    NeedsReconnect,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unreachable,
)
from skupnost.kit.http import Answer


def answering(network, name: str, status: int, error: str = "", message: str = "", **headers: str):
    body = json.dumps({"error": error, "message": message}) if error else "<h1>Oops</h1>"

    def spoil(request, answer: Answer) -> Answer:
        told = Answer(status, headers, body.encode(), reads=request.reads)
        return told if request.url.endswith(name) else answer

    network.spoil = spoil


@pytest.mark.parametrize(
    ("status", "error", "kind", "code"),
    [
        (400, "InvalidRequest", Refused, "content_refused"),
        (400, "BlobNotFound", Refused, "media_refused"),
        (413, "PayloadTooLarge", Refused, "media_refused"),
        (401, "AccountTakedown", NeedsReconnect, "account_restricted"),
        (401, "AccountDeactivated", NeedsReconnect, "account_restricted"),
        (403, "AccountNotFound", NeedsReconnect, "account_restricted"),
        (403, "Forbidden", NeedsReconnect, "permission_missing"),
        (400, "ExpiredToken", NeedsReconnect, "token_expired"),
        (401, "ExpiredToken", NeedsReconnect, "token_expired"),
        (500, "InternalServerError", OutcomeUnknown, "server_error"),
        (502, "UpstreamFailure", OutcomeUnknown, "server_error"),
        (504, "", OutcomeUnknown, "server_error"),
        (503, "", Unreachable, "unavailable"),
        (200, "", OutcomeUnknown, "answer_unreadable"),
        (404, "", Refused, "not_the_api"),
        (302, "", Refused, "not_the_api"),
    ],
)
def test_an_answer_to_a_post_names_the_next_move(bakery, network, status, error, kind, code):
    answering(network, "putRecord", status, error)
    with pytest.raises(kind) as refusal:
        bakery.publish()
    assert refusal.value.code == code


@pytest.mark.parametrize("name", ["uploadBlob", "createSession"])
@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_error_before_the_post_published_nothing(bakery, network, picture, name, status):
    answering(network, name, status, "InternalServerError")
    with pytest.raises(Unreachable):
        bakery.publish(media=(picture,))
    assert network.records == []


def test_a_second_factor_asks_for_an_app_password(bakery, network):
    answering(network, "createSession", 401, "AuthFactorTokenRequired")
    with pytest.raises(NeedsReconnect) as refusal:
        asyncio.run(bakery.opened().identify())
    assert refusal.value.code == "app_password_needed"


def test_an_address_that_is_no_data_server_is_told(bakery, network):
    for status in (200, 404):
        answering(network, "createSession", status)
        with pytest.raises((Refused, Unreachable)):
            asyncio.run(bakery.opened().identify())


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"ratelimit-reset": "1795597260"}, 60),
        ({"retry-after": "7"}, 7),
        ({}, 300),
        ({"ratelimit-reset": "soon"}, 300),
        ({"ratelimit-reset": "0"}, 1),
    ],
)
def test_being_asked_to_wait_says_until_when(bakery, network, clock, headers, seconds):
    answering(network, "putRecord", 429, "RateLimitExceeded", **headers)
    with pytest.raises(RateLimited) as limit:
        bakery.publish()
    assert (limit.value.retry_at - clock.now()).total_seconds() == seconds


def test_a_picture_too_large_is_told_as_a_matter_of_the_picture(bakery, network):
    why = "Invalid app.bsky.feed.post record: blob too big (maximum 1000000, got 1500001) at "
    answering(network, "putRecord", 400, "InvalidRequest", f"{why}$.record.embed.images[0].image")
    with pytest.raises(Refused) as refusal:
        bakery.publish()
    assert refusal.value.code == "media_refused"


@pytest.mark.parametrize("status", [400, 404, 500, 502])
def test_a_handle_that_cannot_be_resolved_stays_text(bakery, network, status):
    answering(network, "resolveHandle", status, "InvalidRequest")
    bakery.publish("Ask @bob.test")
    assert "facets" not in network.record


def test_a_record_that_cannot_be_asked_for_is_not_called_absent(bakery, network):
    answering(network, "getRecord", 502, "UpstreamFailure")
    with pytest.raises(Unreachable):
        bakery.find()
