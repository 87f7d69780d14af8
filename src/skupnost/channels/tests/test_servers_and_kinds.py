"""Which server an account is on, and which kinds of account are offered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skupnost.channels import actions
from skupnost.channels.asking import NotConnected, meet
from skupnost.channels.forms import ConnectForm
from skupnost.channels.models import Channel
from skupnost.channels.queries import network_cards
from skupnost.kit.registry import connector


@pytest.fixture
def new_page(client, alice, bakery):
    """Alice opens a page about a new channel."""
    client.force_login(alice)
    return lambda path: client.get(f"/c/bakery/channels/new/{path}")


@pytest.mark.parametrize(("network", "is_enough"), [("bluesky", True), ("mastodon", False)])
def test_the_server_may_be_left_empty_where_the_network_has_one_for_all(network, is_enough):
    kind = connector(network).manifest.kinds["account"]
    typed = {f"credential_{field.name}": "right" for field in kind.machine.credentials}
    assert ConnectForm(typed, network=network, kind=kind).is_valid() is is_enough


@pytest.mark.parametrize(
    ("network", "kind", "labels"),
    [
        ("mastodon", "account", ["Access token"]),
        ("bluesky", "account", ["Handle", "App password"]),
        ("wordpress", "self_hosted", ["User name", "Application password"]),
        ("ghost", "site", ["Admin API key"]),
    ],
)
def test_what_to_type_is_called_as_the_network_calls_it(network, kind, labels):
    form = ConnectForm(network=network, kind=connector(network).manifest.kinds[kind])
    typed = [field for name, field in form.fields.items() if name.startswith("credential_")]
    assert [str(field.label) for field in typed] == labels


def test_where_no_server_is_needed_none_is_asked():
    kind = connector("wordpress").manifest.kinds["wordpress_com"]
    assert actions.server_of(kind, " ") == ""
    assert actions.server_of(kind, "https://zora.example") == "https://zora.example"


def test_a_server_that_is_needed_cannot_be_left_out():
    kind = connector("mastodon").manifest.kinds["account"]
    with pytest.raises(NotConnected):
        actions.server_of(kind, " ")


def test_a_network_is_offered_by_what_works_there():
    cards = {card.slug: card.works for card in network_cards()}
    assert (cards["mastodon"], cards["wordpress"], cards["x"]) == ("api", "api", "assisted")
    assert "practice" not in cards


def test_where_a_network_gives_no_number_no_account_is_taken_for_another(bakery, now):
    channel = actions.connect_practice(client=bakery, now=now)
    Channel.objects.update(remote_account_id="")
    met = meet(channel)
    nameless = replace(met, account=replace(met.account, remote_id=""))
    assert not actions._same_account(channel, nameless).exists()


def test_a_network_with_one_kind_of_account_leads_straight_to_its_form(new_page):
    assert new_page("bluesky/")["Location"] == "/c/bakery/channels/new/bluesky/account/"


def test_a_kind_on_which_nobody_can_publish_is_not_offered(new_page):
    page = new_page("blog/").text
    assert "new/blog/micropub/" in page
    assert "new/blog/feed/" not in page
    assert new_page("blog/feed/").status_code == 404
