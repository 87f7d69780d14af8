"""The list, one channel, the practice network's behaviour."""

from __future__ import annotations

import pytest

from skupnost.channels.models import Channel, Health
from skupnost.channels.opening import faults_of
from skupnost.channels.queries import channels_of


@pytest.fixture
def alice_in(client, alice, bakery):
    client.force_login(alice)
    return client


def test_a_client_without_channels_is_told_how_to_begin(alice_in):
    assert "practice network" in alice_in.get("/c/bakery/channels/").text


def test_the_list_takes_the_same_questions_for_any_number(
    alice_in, bakery, new_channel, django_assert_num_queries
):
    for number in range(12):
        new_channel(bakery, "mastodon", "account").handle = f"@{number}"
    alice_in.get("/c/bakery/channels/")
    with django_assert_num_queries(6):
        alice_in.get("/c/bakery/channels/")


@pytest.mark.parametrize("tail", ["", "reconnect/", "disconnect/", "check/", "role/", "pause/"])
def test_charlie_reaches_no_channel_of_the_bakery_through_his_own_client(
    client, charlie, florist, channel, tail
):
    client.force_login(charlie)
    path = f"/c/florist/channels/{channel.pk}/{tail}"
    answers = {client.get(path, follow=True).status_code, client.post(path).status_code}
    assert 404 in answers
    assert answers <= {404, 405}


def test_the_list_holds_the_clients_own_channels_the_disconnected_last(
    bakery, florist, new_channel
):
    new_channel(florist)
    gone, here = new_channel(bakery, "mastodon"), new_channel(bakery)
    Channel.objects.filter(pk=gone.pk).update(health=Health.DISCONNECTED)
    assert channels_of(bakery) == [here, gone]


def test_where_a_person_posts_nothing_is_said_to_be_connected(alice_in, bakery, new_channel):
    channel = new_channel(bakery, "facebook", "page")
    for page in ("/c/bakery/channels/", f"/c/bakery/channels/{channel.pk}/"):
        text = alice_in.get(page).text
        assert "By hand" in text
        assert "Connected" not in text
    Channel.objects.update(health=Health.PAUSED)
    assert "Paused" in alice_in.get("/c/bakery/channels/").text


def test_a_channel_shows_its_limits_and_its_trouble(alice_in, bakery, new_channel):
    channel = new_channel(bakery, "mastodon", "account")
    Channel.objects.update(live_limits={"text.text_max": 640}, health_reason="timed_out")
    page = alice_in.get(f"/c/bakery/channels/{channel.pk}/").text
    assert "640 characters" in page
    assert "does not answer in time" in page


def test_the_practice_network_behaves_as_chosen_in_words(alice_in, bakery, new_channel):
    channel = new_channel(bakery, "mastodon", "account")
    names = ("lost_before", "silent_after", "server_error_after", "rate_limited")
    chosen = {name: "0.0" for name in names} | {
        "latency_seconds": "1.0", "lost_after": "0.6", "visible_after_seconds": "20.0",
    }  # fmt: skip
    alice_in.post(f"/c/bakery/channels/{channel.pk}/behaviour/", chosen)
    faults = faults_of(Channel.objects.get())
    assert (faults.latency_seconds, faults.lost_after, faults.lost_before) == (1.0, 0.6, 0.0)


def test_a_real_channel_has_no_behaviour_to_choose(alice_in, bakery, new_channel):
    channel = new_channel(bakery, "mastodon", "account")
    Channel.objects.update(server="https://mastodon.example")
    assert alice_in.post(f"/c/bakery/channels/{channel.pk}/behaviour/").status_code == 404


def test_the_pages_of_connecting_open(alice_in):
    for path in ("new/", "new/mastodon/", "new/mastodon/account/"):
        assert alice_in.get(f"/c/bakery/channels/{path}").status_code == 200
    assert alice_in.get("/c/bakery/channels/new/nowhere/").status_code == 404
    assert alice_in.get("/c/bakery/channels/new/mastodon/page/").status_code == 404


def test_connecting_leads_to_what_is_known_of_the_kind_of_account(alice_in):
    page = alice_in.get("/c/bakery/channels/new/facebook/page/").text
    assert "/networks/facebook/#kind-page" in page
    assert 'id="kind-page"' in alice_in.get("/networks/facebook/").text


def test_networks_are_offered_in_the_language_of_the_page(alice_in):
    alice_in.cookies["django_language"] = "sl"
    text = alice_in.get("/c/bakery/channels/new/").text
    assert "X (prej Twitter)" in text
    assert "Web site" not in text


def test_a_disconnected_channel_has_no_empty_landmark(alice_in, channel):
    path = f"/c/bakery/channels/{channel.pk}/"
    assert "<aside" in alice_in.get(path).text.partition("<main")[2]
    Channel.objects.filter(pk=channel.pk).update(health=Health.DISCONNECTED, live_limits={})
    assert "<aside" not in alice_in.get(path).text.partition("<main")[2]
