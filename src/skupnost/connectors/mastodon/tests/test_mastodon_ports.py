"""What the connector does beyond the contract: limits, media that take time, logging in."""

import asyncio
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest

from skupnost.connectors.mastodon import convert
from skupnost.domain.payload import Payload
from skupnost.kit.errors import NeedsReconnect, OutcomeUnknown, RateLimited, Refused, Unreachable
from skupnost.kit.http.messages import Answer, Request
from skupnost.kit.registry import connector
from skupnost.kit.testing.clocks import MORNING
from skupnost.kit.testing.stages import Subject, picture


@pytest.fixture
def stage():
    known = connector("mastodon")
    return Subject.of(known, known.manifest.kinds["account"]).stage()


@pytest.mark.parametrize(
    ("version", "software"),
    [
        ("4.7.0", ("Mastodon", "4.7.0")),
        ("4.0.0 (not true; really snac/2.75)", ("snac", "2.75")),
        ("2.7.2 (compatible; Pleroma 2.6.0)", ("Pleroma", "2.6.0")),
        ("", ("Mastodon", "")),
    ],
)
def test_the_software_behind_the_version_is_known(version, software):
    assert convert.software_of(version) == software


def test_limits_are_read_from_either_description():
    told = {"configuration": {"statuses": {"max_characters": 5000}, "media_attachments": {}}}
    assert convert.limits(told).values == {"text.text_max": 5000}
    assert convert.limits({"max_toot_chars": 1000}).values == {"text.text_max": 1000}
    assert convert.limits({"configuration": ["nonsense"]}).values == {}


def answer(status: int, headers: dict[str, str] = {}, *, reads: bool = False) -> Answer:
    return Answer(status, headers, b'{"error": "No."}', reads=reads)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (answer(401), NeedsReconnect),
        (answer(403), NeedsReconnect),
        (answer(404), Refused),
        (answer(413), Refused),
        (answer(422), Refused),
        (answer(301), Refused),
        (answer(429), RateLimited),
        (answer(503, {"retry-after": "5"}), RateLimited),
        (answer(503), OutcomeUnknown),
        (answer(500), OutcomeUnknown),
        (answer(502), OutcomeUnknown),
        (answer(504), OutcomeUnknown),
        (answer(520), OutcomeUnknown),
        (answer(502, reads=True), Unreachable),
    ],
)
def test_a_status_means_one_of_the_six_errors(given, kind):
    with pytest.raises(kind):
        convert.check(given, now=MORNING)


def test_the_servers_words_come_along_with_a_refusal():
    with pytest.raises(Refused) as caught:
        convert.check(answer(422), now=MORNING)
    assert caught.value.params == {"status": 422, "said": "No."}


def test_a_film_is_waited_for(stage):
    film = replace(picture(), mime="video/mp4", name="rolls.mp4")
    begin = stage.clock.now()
    asyncio.run(stage.order(Payload(text="Film", media=(film,))).publish())
    assert 2 <= (stage.clock.now() - begin).total_seconds() < 10
    assert len(stage.posts()) == 1


def test_media_that_never_get_ready_are_given_up_for_now(stage):
    film = replace(picture(), mime="video/mp4", name="rolls.mp4")
    stage.simulator._is_processed = lambda row: False
    order = stage.order(Payload(text="Film", media=(film,)))
    with pytest.raises(Unreachable, match="media_not_ready"):
        asyncio.run(order.publish())
    assert order.checkpoints == {"media:0.0": "1"}


def test_a_picture_uploaded_by_an_earlier_attempt_is_used_again(stage):
    order = stage.order(Payload(text="Rolls", media=(picture(),)))
    asyncio.run(order.publish())
    asyncio.run(order.publish())
    uploads = [r for r in stage.transport.requests if r.url.endswith("/api/v2/media")]
    assert len(uploads) == 1


def test_a_picture_the_server_forgot_is_uploaded_again(stage):
    order = stage.order(Payload(text="Rolls", media=(picture(),)))
    order.checkpoints["media:0.0"] = "gone"
    asyncio.run(order.publish())
    assert order.checkpoints == {"media:0.0": "1"}


def test_a_person_logs_in_and_a_token_comes_back(stage):
    redirect, channel = "https://desk.example/back", stage.open()

    async def go() -> dict[str, str]:
        start = await channel.authorization(redirect_uri=redirect, state="s1")
        back = await stage.simulator.answer(Request("GET", start.url))
        given = dict(parse_qsl(urlsplit(back.headers["location"]).query))
        assert given["state"] == "s1"
        return await channel.credentials(code=given["code"], redirect_uri=redirect, keep=start.keep)

    assert list(asyncio.run(go())) == ["token"]


def test_a_code_without_its_verifier_is_worth_nothing(stage):
    redirect, channel = "https://desk.example/back", stage.open()

    async def go() -> None:
        start = await channel.authorization(redirect_uri=redirect, state="s1")
        back = await stage.simulator.answer(Request("GET", start.url))
        code = dict(parse_qsl(urlsplit(back.headers["location"]).query))["code"]
        keep = {**start.keep, "code_verifier": "another"}
        await channel.credentials(code=code, redirect_uri=redirect, keep=keep)

    with pytest.raises(Refused):
        asyncio.run(go())


def test_a_server_that_cannot_delete_says_so(stage):
    receipt = asyncio.run(stage.order(Payload(text="Rolls")).publish())
    real = stage.transport.send

    async def without_delete(request: Request) -> Answer:
        gone = Answer(404, {}, b"<h1>404 Not Found (snac/2.75)</h1>")
        return gone if request.method == "DELETE" else await real(request)

    stage.transport.send = without_delete
    with pytest.raises(Refused, match="removal_not_offered"):
        asyncio.run(stage.open().remove(receipt.remote_id))
