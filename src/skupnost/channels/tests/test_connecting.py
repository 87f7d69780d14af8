"""Connecting an account on a Mastodon server that listens on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from skupnost.channels import actions, vault
from skupnost.channels.asking import Meeting, NotConnected, meet
from skupnost.channels.models import Channel, Health
from skupnost.domain.public_address import read_address
from skupnost.kit.clock import SystemClock
from skupnost.kit.registry import connector
from skupnost.kit.simulation import MemoryStore
from skupnost.kit.testing.serving import Network, serve

FORM = "/c/bakery/channels/new/mastodon/account/"


@pytest.fixture
def mastodon(settings) -> Iterator[Network]:
    settings.ALLOW_PRIVATE_HOSTS = True
    store = MemoryStore()
    make = connector("mastodon").simulator
    assert make is not None
    with serve(make(store, SystemClock()), store=store) as network:
        yield network


@pytest.fixture
def alice_in(client, alice, bakery):
    client.force_login(alice)
    return client


def fill(network: Network, token: str = "right", **more: str) -> dict[str, str]:
    return {"server": network.url, "credential_token": token, **more}


def test_an_account_is_connected_and_its_limits_are_read(alice_in, bakery, mastodon):
    answer = alice_in.post(FORM, fill(mastodon))
    channel = Channel.objects.get()
    assert answer["Location"] == f"/c/bakery/channels/{channel.pk}/"
    assert channel.health == Health.OK
    assert channel.remote_account_id
    assert channel.live_limits["text.text_max"] == 500
    assert vault.unseal(channel) == {"token": "right"}
    assert b"right" not in bytes(channel.credentials_sealed)


def test_a_wrong_token_is_said_in_words_and_nothing_is_stored(alice_in, mastodon):
    answer = alice_in.post(FORM, fill(mastodon, "expired-token"))
    assert answer.status_code == 422
    assert "Make a new one" in answer.text
    assert "expired-token" not in answer.text
    assert not Channel.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("http://127.0.0.1:1", "not to a public server"),
        ("https://169.254.169.254/", "not to a public server"),
        ("https://localhost", "not to a public server"),
        ("file:///etc/passwd", "must begin with https"),
        ("https://0x7f.1/", "spelled in an unusual way"),
        ("no server at all", "not a server"),
        ("nowhere.test", "no server of this name"),
    ],
)
def test_a_bad_address_is_refused_with_words(alice_in, typed, words):
    answer = alice_in.post(FORM, {"server": typed, "credential_token": "x"})
    assert answer.status_code == 422
    assert words in answer.text


def test_an_address_that_is_none_is_named_at_its_own_field(alice_in):
    answer = alice_in.post(FORM, {"server": "no server at all", "credential_token": "x"})
    assert list(answer.context["form"].errors) == ["server"]


def test_a_dead_server_is_said_in_words(alice_in, settings):
    settings.ALLOW_PRIVATE_HOSTS = True
    answer = alice_in.post(FORM, {"server": "http://127.0.0.1:1", "credential_token": "x"})
    assert "does not answer" in answer.text


class Website(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<h1>A bakery's home page</h1>")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def website(settings) -> Iterator[str]:
    settings.ALLOW_PRIVATE_HOSTS = True
    server = HTTPServer(("127.0.0.1", 0), Website)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_web_site_is_not_taken_for_the_network(alice_in, website):
    answer = alice_in.post(FORM, {"server": website, "credential_token": "x"})
    assert answer.status_code == 422
    assert "not as this network does" in answer.text


def test_the_same_account_twice_needs_a_second_yes(alice_in, bakery, mastodon):
    alice_in.post(FORM, fill(mastodon))
    again = alice_in.post(FORM, fill(mastodon))
    assert again.status_code == 422
    assert "is already connected for Pekarna Zora" in again.text
    assert alice_in.post(FORM, fill(mastodon, may_double="on")).status_code == 302
    assert Channel.objects.count() == 2


def test_the_name_of_a_client_i_do_not_work_for_is_not_told(alice_in, florist, mastodon):
    actions.connect(
        client=florist, network="mastodon", account_kind="account", server=mastodon.url,
        credentials={"token": "right"}, now=timezone.now(),
    )  # fmt: skip
    answer = alice_in.post(FORM, fill(mastodon))
    assert "for another client" in answer.text
    assert "Cvetličarna" not in answer.text


def test_a_disconnected_account_gets_its_old_channel_back(alice_in, mastodon, now):
    alice_in.post(FORM, fill(mastodon))
    channel = Channel.objects.get()
    actions.disconnect(channel=channel, now=now)
    assert bytes(Channel.objects.get().credentials_sealed) == b""
    alice_in.post(FORM, fill(mastodon))
    assert Channel.objects.get().pk == channel.pk
    assert Channel.objects.get().health == Health.OK


def test_a_disconnected_account_of_another_client_is_neither_taken_nor_in_the_way(
    alice_in, bakery, florist, mastodon, now
):
    theirs = actions.connect(
        client=florist, network="mastodon", account_kind="account", server=mastodon.url,
        credentials={"token": "right"}, now=now,
    )  # fmt: skip
    actions.disconnect(channel=theirs, now=now)
    assert alice_in.post(FORM, fill(mastodon)).status_code == 302
    theirs.refresh_from_db()
    assert (theirs.client, theirs.health) == (florist, Health.DISCONNECTED)
    assert Channel.objects.filter(client=bakery).count() == 1


@pytest.mark.parametrize("other", [{"server": "https://other.example"}, {"network": "pixelfed"}])
def test_the_same_number_elsewhere_is_another_account(bakery, mastodon, now, other):
    known = {
        "client": bakery, "network": "mastodon", "account_kind": "account",
        "server": mastodon.url, "credentials": {"token": "right"}, "now": now,
    }  # fmt: skip
    former = actions.connect(**known)
    actions.disconnect(channel=former, now=now)
    Channel.objects.update(**other)
    assert actions.connect(**known).pk != former.pk


def test_a_second_account_beside_a_connected_one_takes_nothing_over(bakery, mastodon, now):
    known = {
        "client": bakery, "network": "mastodon", "account_kind": "account",
        "server": mastodon.url, "now": now,
    }  # fmt: skip
    first = actions.connect(credentials={"token": "right"}, **known)
    again = actions.connect(credentials={"token": "right"}, **known)
    other = actions.connect(credentials={"token": "another"}, may_double=False, **known)
    assert len({first.pk, again.pk, other.pk}) == 3


def test_a_revoked_token_is_seen_by_the_check_and_mended_by_a_new_one(alice_in, mastodon):
    alice_in.post(FORM, fill(mastodon))
    channel = Channel.objects.get()
    mastodon.revoke()
    page = alice_in.post(f"/c/bakery/channels/{channel.pk}/check/", follow=True)
    assert "does not let us in any more" in page.text
    assert Channel.objects.get().health == Health.NEEDS_RECONNECT
    assert mastodon.store is not None
    mastodon.store.drop("simulator", "revoked")
    alice_in.post(f"/c/bakery/channels/{channel.pk}/reconnect/", {"credential_token": "right"})
    assert Channel.objects.get().health == Health.OK


def test_reconnecting_with_another_account_is_refused(alice_in, mastodon):
    alice_in.post(FORM, fill(mastodon))
    channel = Channel.objects.get()
    path = f"/c/bakery/channels/{channel.pk}/reconnect/"
    answer = alice_in.post(path, {"credential_token": "somebody else's"})
    assert answer.status_code == 422
    assert "another account" in answer.text


def test_permission_is_given_on_the_network(alice_in, mastodon):
    begun = alice_in.post(f"{FORM}authorize/", {"server": mastodon.url})
    assert begun["Location"] == "/authorize/"
    start = where_to_ask(alice_in)
    asked = parse_qs(urlsplit(start).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert "client_secret" not in str(dict(alice_in.session))
    code = permitted(start)
    back = f"/authorized/?code={code}&state={asked['state'][0]}"
    answer = alice_in.get(back)
    assert answer["Location"] == f"/c/bakery/channels/{Channel.objects.get().pk}/"
    assert alice_in.get(back).status_code == 404


def test_permission_can_be_given_again(alice_in, mastodon):
    give_permission(alice_in, f"{FORM}authorize/", {"server": mastodon.url})
    Channel.objects.update(health=Health.NEEDS_RECONNECT)
    again = f"/c/bakery/channels/{Channel.objects.get().pk}/reconnect/"
    assert "Ask for permission" in alice_in.get(again).text
    answer = give_permission(alice_in, f"{again}authorize/", {})
    assert answer["Location"] == again.removesuffix("reconnect/")
    assert Channel.objects.get().health == Health.OK


def give_permission(browser, door: str, typed: dict[str, str]):
    """The journey to the network and back, with a yes."""
    browser.post(door, typed)
    start = where_to_ask(browser)
    state = parse_qs(urlsplit(start).query)["state"][0]
    return browser.get(f"/authorized/?code={permitted(start)}&state={state}")


def test_a_no_at_the_second_time_leads_back_to_the_channel(alice_in, mastodon):
    alice_in.post(FORM, fill(mastodon))
    path = f"/c/bakery/channels/{Channel.objects.get().pk}/reconnect/"
    alice_in.post(f"{path}authorize/")
    state = alice_in.session["authorizing"]["state"]
    answer = alice_in.get(f"/authorized/?error=access_denied&state={state}")
    assert answer["Location"] == path


def test_the_way_back_is_the_public_address(alice_in, mastodon, settings):
    settings.ADDRESS = read_address("https://plan.example.org")
    alice_in.post(f"{FORM}authorize/", {"server": mastodon.url})
    asked = parse_qs(urlsplit(where_to_ask(alice_in)).query)
    assert asked["redirect_uri"] == ["https://plan.example.org/authorized/"]


def where_to_ask(browser) -> str:
    """The link of the page from which a person leaves for the network."""
    page = browser.get("/authorize/").text
    return page.split('class="button primary" href="')[1].split('"')[0].replace("&amp;", "&")


def permitted(url: str) -> str:
    """The code that the server gives when the person says yes."""
    from http.client import HTTPConnection

    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return parse_qs(urlsplit(answer.getheader("Location") or "").query)["code"][0]


def test_a_wrong_state_ends_the_journey_with_words(alice_in, mastodon):
    alice_in.post(f"{FORM}authorize/", {"server": mastodon.url})
    page = alice_in.get("/authorized/?code=x&state=wrong", follow=True)
    assert "not the answer we waited for" in page.text
    assert not Channel.objects.exists()


def test_a_no_on_the_network_is_understood(alice_in, mastodon):
    alice_in.post(f"{FORM}authorize/", {"server": mastodon.url})
    state = alice_in.session["authorizing"]["state"]
    page = alice_in.get(f"/authorized/?error=access_denied&state={state}", follow=True)
    assert "permission was not given" in page.text


def test_a_handle_pasted_as_server_is_understood():
    kind = connector("mastodon").manifest.kinds["account"]
    assert actions.server_of(kind, "@bakery@Mastodon.Example") == "https://mastodon.example"


def test_an_account_is_asked_again_after_a_day(bakery, now):
    channel = actions.connect_practice(client=bakery, now=now)
    later = now + timedelta(days=1, minutes=1)
    assert actions.due_for_check(now) == []
    assert actions.due_for_check(later) == [channel]
    actions.keep_check(channel_id=channel.pk, outcome=meet(channel), now=later)
    assert actions.due_for_check(later) == []


def test_one_channel_is_paused_and_resumed_and_no_other(bakery, new_channel):
    one, other = new_channel(bakery), new_channel(bakery)
    actions.pause(channel=one)
    assert healths() == [Health.PAUSED, Health.OK]
    actions.pause(channel=other)
    actions.resume(channel=one)
    assert healths() == [Health.OK, Health.PAUSED]


@pytest.mark.parametrize("health", [Health.DISCONNECTED, Health.NEEDS_RECONNECT])
def test_pausing_and_resuming_mends_no_lost_access(bakery, new_channel, health):
    channel = new_channel(bakery)
    Channel.objects.update(health=health)
    for act in (actions.pause, actions.resume):
        act(channel=channel)
        assert healths() == [health]


def healths() -> list[str]:
    return list(Channel.objects.order_by("pk").values_list("health", flat=True))


@pytest.mark.parametrize("health", [Health.PAUSED, Health.DISCONNECTED])
def test_a_check_ends_neither_a_pause_nor_a_goodbye(bakery, now, health):
    channel = actions.connect_practice(client=bakery, now=now)
    outcomes = (meet(channel), NotConnected("token_invalid", needs_person=True))
    Channel.objects.update(health=health)
    assert actions.due_for_check(now + timedelta(days=2)) == []
    for outcome in outcomes:
        actions.keep_check(channel_id=channel.pk, outcome=outcome, now=now)
        assert healths() == [health]


def test_new_credentials_are_a_new_access_and_a_check_is_none(bakery, now):
    channel = actions.connect_practice(client=bakery, now=now)
    later = now + timedelta(days=1)
    actions.check_channel(channel=channel, now=later)
    assert channel.access_given_at == now
    actions.reconnect(channel=channel, credentials={**vault.unseal(channel), "x": "y"}, now=later)
    assert channel.access_given_at == later


def test_limits_of_yesterday_count_where_a_server_is_silent_today(bakery, now):
    channel = actions.connect_practice(client=bakery, now=now)
    Channel.objects.update(live_limits={"text.text_max": 300}, limits_read_at=now)
    later = now + timedelta(days=2)
    silent = Meeting(meet(channel).account, None)
    for outcome in (silent, NotConnected("connection_failed")):
        actions.keep_check(channel_id=channel.pk, outcome=outcome, now=later)
    channel.refresh_from_db()
    assert channel.live_limits == {"text.text_max": 300}
    assert (channel.limits_read_at, channel.health) == (now, Health.OK)


def test_an_access_that_was_revoked_is_known_before_a_post_is_due(bakery, now):
    channel = actions.connect_practice(client=bakery, now=now)
    gone = NotConnected("token_invalid", needs_person=True)
    actions.keep_check(channel_id=channel.pk, outcome=gone, now=now + timedelta(days=1))
    channel.refresh_from_db()
    assert channel.health == Health.NEEDS_RECONNECT


def test_where_a_person_posts_no_network_is_asked(bakery, now):
    hand = actions.connect_assisted(
        client=bakery, network="x", account_kind="standard", handle="zora", url="", now=now
    )
    assert actions.due_for_check(now + timedelta(days=9)) == []
    actions.check_channel(channel=hand, now=now)
    assert hand.checked_at == now


def test_an_account_for_hands_is_changed_and_taken_up_again(alice_in, bakery, now):
    hand = actions.connect_assisted(
        client=bakery, network="x", account_kind="standard", handle="zora", url="", now=now
    )
    actions.disconnect(channel=hand, now=now)
    path = f"/c/bakery/channels/{hand.pk}/reconnect/"
    assert 'value="zora"' in alice_in.get(path).text
    alice_in.post(path, {"handle": "Pekarna Zora", "url": "https://x.com/pekarnazora"})
    hand.refresh_from_db()
    assert (hand.name, hand.health) == ("Pekarna Zora", Health.OK)
