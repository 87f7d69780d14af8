"""The Mastodon connector against two real servers: what goes out is there, as it was meant."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest

from skupnost.domain.payload import MediaItem, Part, Payload
from skupnost.kit.clock import SystemClock
from skupnost.kit.errors import NeedsReconnect, OutcomeUnknown, Refused
from skupnost.kit.exports import Unit
from skupnost.kit.http import Request
from skupnost.kit.http.aiohttp_transport import AiohttpTransport
from skupnost.kit.registry import connector
from skupnost.kit.values import Access, Order, Presence
from skupnost.library.tests.material import film

from .pictures import png
from .running import asking
from .running.mastodon_mock import MastodonMock
from .running.snac import Snac

RENDERED = (
    "Fresh rolls & *croissants* by @alice :-)\n\nhttps://bakery.example/rolls?day=1&from=6 #bread"
)


@dataclass
class Desk:
    """A channel on a real server, asked as the product asks it."""

    base_url: str
    token: str
    user: str
    checkpoints: dict[str, str] = field(default_factory=dict)
    films: dict[str, bytes] = field(default_factory=dict)

    def run(self, ask: Callable[..., Awaitable[object]], *, token: str = "", wrap=None):
        access = Access(self.base_url, "account", {"token": token or self.token})

        async def go() -> object:
            async with AiohttpTransport(allow_private=True) as transport:
                wire = wrap(transport) if wrap else transport
                channel = connector("mastodon").open(access, wire, SystemClock())
                return await asyncio.wait_for(ask(channel), 60)

        return asyncio.run(go())

    def order(self, payload: Payload, **known: object) -> Order:
        id = str(uuid4())
        now = SystemClock().now()
        kept = self.checkpoints = {}

        async def remember(key: str, value: str) -> None:
            kept[key] = value

        async def open_media(item: MediaItem) -> bytes:
            return self.films.get(item.sha256) or png(colour=(item.width, 92, 60))

        return Order(id, id, now, payload, open_media, remember, first_sent_at=now, **known)

    def publish(self, payload: Payload):
        order = self.order(payload)
        return order, self.run(lambda channel: channel.publish(order))

    def raw(self, status_id: str) -> dict:
        headers = asking.bearer(self.token)
        return asking.get(f"{self.base_url}/api/v1/statuses/{status_id}", headers).json


@pytest.fixture(params=["snac", "mastodon_mock"])
def desk(request) -> Desk:
    server: Snac | MastodonMock = request.getfixturevalue(request.param)
    return Desk(server.base_url, server.access_token, server.user)


@pytest.fixture
def snac_desk(snac: Snac) -> Desk:
    return Desk(snac.base_url, snac.access_token, snac.user)


@pytest.fixture
def mock_desk(mastodon_mock: MastodonMock) -> Desk:
    return Desk(mastodon_mock.base_url, mastodon_mock.access_token, mastodon_mock.user)


def picture(shade: int = 1, alt_text: str = "A basket of rolls") -> MediaItem:
    return MediaItem(str(shade) * 64, "image/png", 300, shade, 24, alt_text=alt_text, name="r.png")


def test_the_account_is_identified(desk: Desk):
    account = desk.run(lambda channel: channel.identify())
    assert account.handle == f"@{desk.user}@{desk.base_url.removeprefix('http://')}"
    assert account.kind == "account"


def test_a_wrong_token_needs_a_person(desk: Desk):
    with pytest.raises(NeedsReconnect):
        desk.run(lambda channel: channel.identify(), token="wrong")
    order = desk.order(Payload(text="Rolls"))
    with pytest.raises(NeedsReconnect):
        desk.run(lambda channel: channel.publish(order), token="wrong")


def test_limits_come_from_the_server(snac_desk: Desk, mock_desk: Desk, snac: Snac):
    told = snac_desk.run(lambda channel: channel.limits())
    assert (told.software, told.version) == ("snac", snac.version)
    assert told.values["text.text_max"] == 100_000
    assert told.values["text.url_weight"] == 32
    assert mock_desk.run(lambda channel: channel.limits()).values["text.text_max"] == 500


def test_text_goes_live_and_is_found_whatever_the_server_made_of_it(desk: Desk):
    order, receipt = desk.publish(Payload(text=RENDERED, content_warning="Food & drink"))
    assert desk.raw(receipt.remote_id)["spoiler_text"] == "Food & drink"
    sighting = desk.run(lambda channel: channel.find(order))
    assert (sighting.presence, sighting.n_copies) == (Presence.THERE, 1)
    assert sighting.receipt.remote_id == receipt.remote_id


def test_the_link_leads_to_the_post(snac_desk: Desk):
    _, receipt = snac_desk.publish(Payload(text="A page for readers"))
    page = asking.get(receipt.remote_url).expect(200)
    assert "A page for readers" in page.text


def test_what_was_never_sent_is_absent(desk: Desk):
    order = desk.order(Payload(text="Nobody ever wrote this"))
    sighting = desk.run(lambda channel: channel.find(order))
    assert sighting.presence is Presence.ABSENT


@pytest.mark.parametrize("visibility", ["unlisted", "private", "direct"])
def test_what_is_not_public_is_found_too(desk: Desk, visibility: str):
    payload = Payload(text=f"For few: {visibility}", visibility=visibility)
    order, receipt = desk.publish(payload)
    sighting = desk.run(lambda channel: channel.find(order))
    assert sighting.presence is Presence.THERE
    assert sighting.receipt.remote_id == receipt.remote_id


def test_language_and_visibility_arrive_where_the_server_keeps_them(mock_desk: Desk):
    _, receipt = mock_desk.publish(Payload(text="Žemlje", language="sl", visibility="unlisted"))
    status = mock_desk.raw(receipt.remote_id)
    assert (status["language"], status["visibility"]) == ("sl", "unlisted")


def test_pictures_arrive_with_their_alternative_text(desk: Desk):
    media = (picture(1, "A basket of rolls"), picture(2, "Košara žemelj"))
    order, receipt = desk.publish(Payload(text="Two baskets", media=media))
    attached = desk.raw(receipt.remote_id)["media_attachments"]
    assert [item["description"] for item in attached] == ["A basket of rolls", "Košara žemelj"]
    assert asking.get(attached[0]["url"]).body == png(colour=(1, 92, 60))
    assert desk.run(lambda channel: channel.find(order)).presence is Presence.THERE


def test_a_film_arrives_with_its_description(desk: Desk, tmp_path):
    content = film(tmp_path / "dough.mp4").read_bytes()
    dough = MediaItem("d" * 64, "video/mp4", len(content), 160, 120, 1.0, "Kneading", name="a.mp4")
    desk.films[dough.sha256] = content
    order, receipt = desk.publish(Payload(text="Kneading the dough", media=(dough,)))
    (attached,) = desk.raw(receipt.remote_id)["media_attachments"]
    assert (attached["type"], attached["description"]) == ("video", "Kneading")
    assert asking.get(attached["url"]).body == content
    assert desk.run(lambda channel: channel.find(order)).presence is Presence.THERE


def test_a_thread_hangs_together(desk: Desk):
    parts = (Part("Second part", (picture(3),)), Part("Third part"))
    order, receipt = desk.publish(Payload(text="First part", thread=parts))
    ids = [desk.checkpoints[f"part:{number}"] for number in range(3)]
    assert ids[0] == receipt.remote_id
    assert [desk.raw(id)["in_reply_to_id"] for id in ids] == [None, *ids[:2]]
    assert desk.run(lambda channel: channel.find(order)).presence is Presence.THERE


class LosesTheNthAnswer:
    """Sends everything, and loses the answer of the n-th posted status."""

    def __init__(self, transport: AiohttpTransport, n: int) -> None:
        self._transport, self._left = transport, n

    async def send(self, request: Request):
        answer = await self._transport.send(request)
        if request.method == "POST" and request.url.endswith("/api/v1/statuses"):
            self._left -= 1
            if self._left == 0:
                raise OutcomeUnknown("connection_lost")
        return answer


def test_a_thread_cut_after_its_second_part_is_finished(desk: Desk):
    parts = (Part(f"Cut, second {desk.user}"), Part("Cut, third"))
    order = desk.order(Payload(text="Cut, first", thread=parts))
    with pytest.raises(OutcomeUnknown):
        desk.run(lambda channel: channel.publish(order), wrap=lambda t: LosesTheNthAnswer(t, 2))
    seen = desk.run(lambda channel: channel.find(order))
    assert seen.presence is Presence.PARTLY
    rest = desk.order(order.payload, checkpoints=seen.checkpoints)
    desk.run(lambda channel: channel.publish(rest))
    listed = desk.run(lambda channel: channel.own_posts(limit=40))
    assert sum(post.text.startswith("Cut, ") for post in listed) == 3


def test_a_lost_answer_is_found_again(desk: Desk):
    order = desk.order(Payload(text="Lost and found"))
    with pytest.raises(OutcomeUnknown):
        desk.run(lambda channel: channel.publish(order), wrap=lambda t: LosesTheNthAnswer(t, 1))
    assert desk.run(lambda channel: channel.find(order)).presence is Presence.THERE


def test_the_key_posts_once_where_the_server_keeps_it(mock_desk: Desk):
    order, first = mock_desk.publish(Payload(text="Under one key"))
    again = mock_desk.run(lambda channel: channel.publish(order))
    assert again.remote_id == first.remote_id


def test_own_posts_are_listed_newest_first(desk: Desk):
    ids = [desk.publish(Payload(text=f"Day {number}"))[1].remote_id for number in (1, 2)]
    listed = desk.run(lambda channel: channel.own_posts(limit=2))
    assert {post.remote_id for post in listed} == set(ids)
    moments = [post.published_at for post in listed]
    assert moments == sorted(moments, reverse=True)


def test_a_post_is_removed(mock_desk: Desk):
    _, receipt = mock_desk.publish(Payload(text="Gone soon"))
    for _ in range(2):
        mock_desk.run(lambda channel: channel.remove(receipt.remote_id))
    headers = asking.bearer(mock_desk.token)
    url = f"{mock_desk.base_url}/api/v1/statuses/{receipt.remote_id}"
    assert asking.get(url, headers).status == 404


def test_snac_cannot_remove_and_the_connector_says_so(snac_desk: Desk):
    _, receipt = snac_desk.publish(Payload(text="Here to stay"))
    with pytest.raises(Refused, match="removal_not_offered"):
        snac_desk.run(lambda channel: channel.remove(receipt.remote_id))


def test_text_over_the_limit_is_refused_with_the_servers_words(mock_desk: Desk):
    with pytest.raises(Refused, match="content_refused") as caught:
        mock_desk.publish(Payload(text="a" * 501))
    assert "too long" in str(caught.value.params["said"])


def test_a_person_logs_in_at_snac_and_the_token_publishes(snac_desk: Desk, snac: Snac):
    redirect = "http://127.0.0.1/back"

    def begin(channel):
        return channel.authorization(redirect_uri=redirect, state="s-1")

    start = snac_desk.run(begin)
    asked = dict(parse_qsl(urlsplit(start.url).query))
    form = {"login": snac.user, "passwd": snac.password, "redir": redirect}
    form |= {"cid": asked["client_id"], "state": asked["state"]}
    back = asking.post_form(f"{snac.base_url}/oauth/x-snac-login", form).expect(302, 303)
    given = dict(parse_qsl(urlsplit(back.headers["Location"]).query))
    assert given["state"] == "s-1"

    def finish(channel):
        return channel.credentials(code=given["code"], redirect_uri=redirect, keep=start.keep)

    token = snac_desk.run(finish)["token"]
    order = snac_desk.order(Payload(text="With a fresh token"))
    assert snac_desk.run(lambda channel: channel.publish(order), token=token).remote_id
    assert asking.get(start.url).status == 200


def test_a_code_that_was_never_given_is_refused(mock_desk: Desk):
    async def trade(channel):
        start = await channel.authorization(redirect_uri="http://127.0.0.1/back", state="s")
        return await channel.credentials(
            code="no-such-code", redirect_uri="http://127.0.0.1/back", keep=start.keep
        )

    with pytest.raises((Refused, NeedsReconnect)):
        mock_desk.run(trade)


def test_what_came_back_is_read_for_own_posts_and_not_for_replies(desk: Desk):
    _, receipt = desk.publish(Payload(text="Who likes rye?", thread=(Part("Or spelt?"),)))
    told = desk.run(lambda channel: channel.measure(limit=5)).posts
    newest = told[0]
    assert newest.remote_id == receipt.remote_id
    assert all(figure.unit is Unit.COUNTS for figure in newest.figures)
    assert "Or spelt?" not in [post.text for post in told]


def test_a_favourite_is_counted_once_it_is_given(desk: Desk):
    _, receipt = desk.publish(Payload(text="A roll to like"))
    url = f"{desk.base_url}/api/v1/statuses/{receipt.remote_id}/favourite"
    before = reactions_of(desk, receipt.remote_id)
    asking.post_form(url, {}, asking.bearer(desk.token)).expect(200)
    assert (before, reactions_of(desk, receipt.remote_id)) == (0, 1)


def test_followers_are_a_number_or_not_known(desk: Desk):
    followers = desk.run(lambda channel: channel.measure(limit=1)).followers
    assert followers is None or followers > 0


def reactions_of(desk: Desk, id: str) -> float:
    told = desk.run(lambda channel: channel.measure(limit=5)).posts
    post = next(post for post in told if post.remote_id == id)
    return {figure.metric: figure.value for figure in post.figures}["reactions"]
