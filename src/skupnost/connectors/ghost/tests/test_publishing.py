"""Articles, pictures and slugs on their way to a publication."""

import asyncio
import json
from dataclasses import replace

import pytest

from skupnost.connectors.ghost.connector import open_channel
from skupnost.domain.payload import Part, Payload
from skupnost.kit.errors import (
    NeedsReconnect,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unreachable,
    Unsupported,
)
from skupnost.kit.http import Answer, Request
from skupnost.kit.simulation import Fate
from skupnost.kit.testing.stages import Stage, picture
from skupnost.kit.values import Presence

ROLLS = Payload(text="Fresh **rolls**", title="Rolls")


def table(stage: Stage, name: str) -> list:
    return [row for _, row in stage.store.rows(name)]


def with_pictures(n: int) -> Payload:
    media = tuple(picture(number=number, alt_text=f"Roll {number}") for number in range(n))
    return replace(ROLLS, media=media)


def code_of(stage: Stage, payload: Payload) -> str:
    with pytest.raises(Refused) as caught:
        asyncio.run(stage.order(payload).publish())
    assert stage.posts() == ()
    return caught.value.code


def test_the_first_picture_is_the_feature_image_and_the_others_stand_in_the_text(stage: Stage):
    asyncio.run(stage.order(with_pictures(2)).publish())
    (post,) = table(stage, "posts")
    first, second = table(stage, "pictures")
    assert (post["feature_image"], post["feature_image_alt"]) == (first["url"], "Roll 0")
    assert f'<img src="{second["url"]}" alt="Roll 1"' in post["html"]


def test_no_newsletter_is_ever_asked_for(stage: Stage):
    asyncio.run(stage.order(stage.subject.case.rich).publish())
    (request,) = [r for r in stage.transport.requests if r.url.endswith("posts/") and not r.reads]
    assert dict(request.query) == {"source": "html"}
    (post,) = request.json["posts"]
    assert not {"newsletter", "email_segment", "email_only"} & set(post)


def test_a_broken_off_attempt_uploads_nothing_twice(stage: Stage):
    order = stage.order(with_pictures(2))
    stage.transport.fates = {3: Fate.LOST_BEFORE}
    with pytest.raises(Unreachable):
        asyncio.run(order.publish())
    asyncio.run(order.publish())
    assert len(table(stage, "pictures")) == 2


@pytest.mark.parametrize("fate", [Fate.LOST_AFTER, Fate.SILENT_AFTER, Fate.SERVER_ERROR_AFTER])
def test_a_lost_upload_is_surely_no_post(stage: Stage, fate: Fate):
    stage.transport.fates = {1: fate}
    with pytest.raises(Unreachable):
        asyncio.run(stage.order(with_pictures(1)).publish())
    assert stage.posts() == ()


def test_a_file_that_is_no_picture_is_refused_as_such(stage: Stage):
    film = replace(picture(), mime="video/mp4", name="film.mp4")
    assert code_of(stage, replace(ROLLS, media=(film,))) == "media_refused"


@pytest.mark.parametrize(
    "payload",
    [
        replace(ROLLS, title="🥖" * 256),
        replace(ROLLS, excerpt="🥖" * 301),
        replace(ROLLS, tags=("t" * 192,)),
        replace(ROLLS, media=(picture(alt_text="a" * 192),)),
    ],
)
def test_what_is_too_long_is_refused(stage: Stage, payload: Payload):
    assert code_of(stage, payload) == "content_refused"


@pytest.mark.parametrize(
    "payload",
    [
        replace(ROLLS, title="🥖" * 255),
        replace(ROLLS, excerpt="🥖" * 300),
        replace(ROLLS, tags=("t" * 191,)),
        replace(ROLLS, media=(picture(alt_text="a" * 191),)),
    ],
)
def test_what_is_just_short_enough_goes_live(stage: Stage, payload: Payload):
    asyncio.run(stage.order(payload).publish())
    assert len(stage.posts()) == 1


def test_a_second_copy_is_deleted_at_once(stage: Stage):
    order = stage.order(ROLLS)
    first = asyncio.run(order.publish())
    assert asyncio.run(order.publish()) == first
    assert len(stage.posts()) == 1


def test_a_second_copy_that_cannot_be_deleted_is_looked_for_later(stage: Stage):
    order = stage.order(ROLLS)
    asyncio.run(order.publish())
    stage.transport.fates = {3: Fate.LOST_BEFORE}
    with pytest.raises(OutcomeUnknown) as caught:
        asyncio.run(order.publish())
    assert caught.value.code == "maybe_twice"
    assert asyncio.run(order.find()).n_copies == 2


def test_a_draft_of_ours_counts_as_there(stage: Stage):
    order = stage.order(ROLLS)
    asyncio.run(order.publish())
    (post,) = table(stage, "posts")
    stage.store.put("posts", post["id"], {**post, "status": "draft"})
    assert asyncio.run(order.find()).presence is Presence.THERE


def test_a_publication_has_no_threads(stage: Stage):
    with pytest.raises(Unsupported):
        asyncio.run(stage.order(replace(ROLLS, thread=(Part("Second"),))).publish())


@pytest.mark.parametrize(
    "typed",
    [
        "https://bakery.example/blog/ghost",
        "https://bakery.example/blog/ghost/#/settings",
        "https://bakery.example/blog/",
    ],
)
def test_the_address_of_the_admin_page_will_do(stage: Stage, typed: str):
    stage.access = replace(stage.access, server=typed)
    asyncio.run(stage.open().identify())
    base = "https://bakery.example/blog/ghost/api/admin/"
    assert all(request.url.startswith(base) for request in stage.transport.requests)


class Moved:
    """A site that sends everybody elsewhere first."""

    def __init__(self, stage: Stage, target: str) -> None:
        self._stage, self._target = stage, target

    async def send(self, request: Request) -> Answer:
        if request.url.startswith(self._target):
            return await self._stage.transport.send(request)
        path = request.url.partition("/ghost/")[2]
        return Answer(301, {"location": f"{self._target}/ghost/{path}"}, b"", reads=True)


def test_a_redirect_to_www_is_followed_once_for_all(stage: Stage):
    moved = Moved(stage, "https://www.bakery.example")
    channel = open_channel(stage.access, moved, stage.clock)
    asyncio.run(stage.order(ROLLS).publish(channel))
    assert len(stage.posts()) == 1


def test_no_redirect_leads_from_https_to_http(stage: Stage):
    channel = open_channel(stage.access, Moved(stage, "http://network.example"), stage.clock)
    with pytest.raises(Refused):
        asyncio.run(channel.identify())
    assert stage.transport.requests == []


ERRORS = [
    (401, "UnauthorizedError", "INVALID_JWT", {}, NeedsReconnect, "token_expired"),
    (401, "UnauthorizedError", "UNKNOWN_ADMIN_API_KEY", {}, NeedsReconnect, "token_expired"),
    (400, "BadRequestError", "INVALID_JWT", {}, NeedsReconnect, "key_malformed"),
    (403, "NoPermissionError", None, {}, NeedsReconnect, "permission_missing"),
    (403, "HostLimitError", None, {}, Refused, "refused_for_good"),
    (422, "ValidationError", None, {}, Refused, "content_refused"),
    (429, "TooManyRequestsError", None, {"retry-after": "9"}, RateLimited, "rate_limited"),
    (503, "MaintenanceError", None, {}, Unreachable, "unavailable"),
    (500, "InternalServerError", None, {}, OutcomeUnknown, "server_error"),
]


@pytest.mark.parametrize(("status", "kind", "code", "headers", "error", "ours"), ERRORS)
def test_an_answer_to_the_post_names_the_next_move(stage, status, kind, code, headers, error, ours):
    said = json.dumps({"errors": [{"type": kind, "code": code}]})

    async def no(request: Request) -> Answer:
        if request.reads:
            return await stage.simulator.answer(request)
        return Answer(status, headers, said.encode())

    stage.transport.send = no
    with pytest.raises(error) as caught:
        asyncio.run(stage.order(ROLLS).publish())
    assert caught.value.code == ours


@pytest.mark.parametrize(
    ("status", "ours"), [(403, "blocked_by_site"), (404, "not_the_api"), (413, "content_refused")]
)
def test_a_page_of_the_host_before_it_is_no_answer_of_ghost(stage, status, ours):
    async def page(request: Request) -> Answer:
        if request.reads:
            return await stage.simulator.answer(request)
        return Answer(status, {"content-type": "text/html"}, b"<h1>No</h1>")

    stage.transport.send = page
    assert code_of(stage, ROLLS) == ours


def test_own_posts_are_the_live_ones(stage: Stage):
    asyncio.run(stage.order(ROLLS, number=1).publish())
    stage.clock.step(60)
    since = stage.clock.now()
    asyncio.run(stage.order(replace(with_pictures(2), title="Later"), number=2).publish())
    (post,) = asyncio.run(stage.open().own_posts(limit=10, since=since))
    assert (post.title, post.text, post.n_media) == ("Later", "Fresh rolls", 2)


def test_the_account_is_the_publication(stage: Stage):
    account = asyncio.run(stage.open().identify())
    assert account.display_name == "Bakery"
    assert account.handle == "network.example/bakery"
