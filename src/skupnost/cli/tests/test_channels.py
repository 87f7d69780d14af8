"""Accounts by command, on the practice network."""

import pytest

from skupnost.domain.delivery import Event
from skupnost.publishing.ledger import Change, record_one
from skupnost.publishing.models import Delivery


@pytest.fixture
def zora(skupnost):
    skupnost("client", "add", "Zora", "--json")
    return "zora"


def test_an_account_is_connected_listed_and_checked(skupnost, zora):
    arguments = ("--client", zora, "--network", "mastodon", "--kind", "account")
    server = ("--server", "practice:zora", "--token", "secret-token")
    added = skupnost("channel", "add", *arguments, *server, "--json").json
    assert added["health"] == "ok"
    listed = skupnost("channel", "list", "--json").json
    assert [row["id"] for row in listed] == [added["id"]]
    assert skupnost("channel", "check", str(added["id"]), "--json").json["checked_at"]


def test_a_secret_is_neither_shown_nor_kept_in_the_clear(installed, data):
    installed("client", "add", "Zora", "--json")
    arguments = ("--client", "zora", "--network", "mastodon", "--server", "practice:zora")
    said = installed("channel", "add", *arguments, "--token", "secret-token", "--json")
    assert said.json["health"] == "ok"
    assert "secret-token" not in said.out + said.err
    assert not [p for p in data.rglob("*") if p.is_file() and b"secret-token" in p.read_bytes()]


def test_a_server_on_this_machine_is_refused_unless_allowed(skupnost, zora, settings):
    arguments = ("--client", zora, "--network", "mastodon", "--server", "http://127.0.0.1:9")
    refused = skupnost("channel", "add", *arguments, "--token", "t", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "address_private")
    settings.ALLOW_PRIVATE_HOSTS = True
    dead = skupnost("channel", "add", *arguments, "--token", "t", "--json")
    assert dead.json["error"]["code"] == "connection_failed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"--client": "nobody"}, "no_such_client"),
        ({"--network": "nowhere"}, "no_such_network"),
        ({"--kind": "page"}, "no_such_kind"),
        ({"--token": ""}, "credentials_missing"),
    ],
)
def test_what_does_not_exist_is_named(skupnost, zora, change, code):
    typed = {"--client": zora, "--network": "mastodon", "--kind": "account"}
    typed |= {"--server": "practice:zora", "--token": "t", **change}
    arguments = [word for pair in typed.items() for word in pair]
    assert skupnost("channel", "add", *arguments, "--json").json["error"]["code"] == code


def test_a_client_is_paused_and_resumed(skupnost, zora):
    assert skupnost("pause", "--client", zora, "--json").json["is_paused"]
    assert not skupnost("resume", "--client", zora, "--json").json["is_paused"]
    assert skupnost("pause", "--json").json["error"]["code"] == "say_which"


def test_a_channel_for_hands_needs_only_a_name_and_an_address_in_form(skupnost, zora):
    add = ("channel", "add", "--client", zora, "--network", "facebook", "--kind", "page", "--json")
    made = skupnost(*add, "--handle", "pekarnazora").json
    assert made["url"] == "https://www.facebook.com/pekarnazora"
    wrong = skupnost(*add, "--handle", "Zora", "--url", "https://x.com/zora")
    assert (wrong.code, wrong.json["error"]["code"]) == (1, "bad_address")
    checked = skupnost("channel", "check", str(made["id"]), "--json").json
    assert [found["code"] for found in checked["findings"]] == ["role_unknown"]


def test_the_wrong_kind_of_account_is_told_when_it_is_added(skupnost, zora):
    arguments = ("--client", zora, "--network", "facebook", "--kind", "profile")
    said = skupnost("channel", "add", *arguments, "--handle", "zora.novak", "--json")
    (finding,) = said.json["findings"]
    assert (said.code, finding["code"], finding["level"]) == (0, "profile_for_company", "warning")
    assert finding["steps"]


def test_what_was_posted_by_hand_is_told_with_an_address_that_can_be_one(skupnost, zora, tmp_path):
    (tmp_path / "text.txt").write_text("Fresh bread", encoding="utf-8")
    add = ("channel", "add", "--client", zora, "--network", "facebook", "--handle", "pekarnazora")
    channel = str(skupnost(*add, "--json").json["id"])
    words = ("--text-file", "text.txt", "--at", "2099-01-01T09:00:00Z", "--approved", "--json")
    skupnost("post", "add", "--channel", channel, *words)
    delivery = Delivery.objects.get()
    assert record_one(Change(delivery.pk, Event.ASK_PERSON), now=delivery.created_at)
    decide = ("delivery", "decide", str(delivery.pk), "--json", "--there")
    wrong = skupnost(*decide, "https://x.com/zora/status/1")
    assert wrong.json["error"]["code"] == "bad_address"
    done = skupnost(*decide, "https://www.facebook.com/pekarnazora/posts/1").json
    assert (done["state"], done["by_hand"]) == ("published", True)
