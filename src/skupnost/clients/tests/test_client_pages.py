"""Making, changing and listing clients."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from skupnost.clients.access import client_or_404
from skupnost.clients.actions import free_slug, pause_client, resume_client
from skupnost.clients.models import Client

FIELDS = {
    "name": "Kavarna Luna", "zone": "europe/ljubljana", "language": "sl", "colour": "#1a6f3c",
    "missed_window_minutes": "60", "web_address": "kavarna.example",
}  # fmt: skip


def test_whoever_makes_a_client_works_for_it(client, alice):
    client.force_login(alice)
    answer = client.post("/clients/new/", FIELDS)
    assert answer["Location"] == "/c/kavarna-luna/channels/"
    made = Client.objects.get(slug="kavarna-luna")
    assert list(made.people.all()) == [alice]
    assert (made.zone, made.web_address) == ("Europe/Ljubljana", "https://kavarna.example")


def test_two_clients_of_one_name_have_two_addresses(bakery, florist):
    assert free_slug("Bakery") == "bakery-2"
    assert free_slug("new") == "new-2"
    assert free_slug("日本") == "client"


def test_who_works_for_two_gets_the_one_of_the_address(alice, bakery, florist, new_client):
    new_client("aaa", "Aaa First", alice)
    assert client_or_404(alice, "bakery") == bakery
    for user, slug in ((alice, "florist"), (AnonymousUser(), "bakery")):
        with pytest.raises(Http404):
            client_or_404(user, slug)


def test_one_client_is_paused_from_the_first_moment_and_no_other(bakery, florist, now):
    for minutes in (0, 5):
        pause_client(client=bakery, now=now + timedelta(minutes=minutes))
    assert list(Client.objects.order_by("pk").values_list("paused_at", flat=True)) == [now, None]
    pause_client(client=florist, now=now)
    resume_client(client=bakery)
    assert list(Client.objects.order_by("pk").values_list("paused_at", flat=True)) == [None, now]


def test_an_unknown_zone_is_said_beside_its_field(client, alice):
    client.force_login(alice)
    answer = client.post("/clients/new/", {**FIELDS, "zone": "Europe/Atlantis"})
    assert answer.status_code == 422
    assert "no time zone of this name" in answer.text
    assert 'value="Kavarna Luna"' in answer.text


def test_settings_are_changed(client, alice, bakery):
    client.force_login(alice)
    client.post("/c/bakery/settings/", {**FIELDS, "name": "Pekarna Zora in Sin"})
    bakery.refresh_from_db()
    assert bakery.name == "Pekarna Zora in Sin"
    assert bakery.missed_window_minutes == 60


def test_a_window_set_elsewhere_is_kept_and_named(client, alice, bakery):
    bakery.missed_window_minutes = 45
    bakery.save()
    client.force_login(alice)
    assert "By 45 minutes" in client.get("/c/bakery/settings/").text


def test_the_list_shows_only_my_clients_in_few_questions(
    client, alice, bakery, florist, new_client, django_assert_num_queries
):
    for number in range(8):
        new_client(f"more-{number}", f"More {number}", alice)
    client.force_login(alice)
    client.get("/clients/")
    with django_assert_num_queries(5):
        text = client.get("/clients/").text
    assert "Pekarna Zora" in text
    assert "Cvetličarna Mak" not in text


def test_the_client_worked_for_last_is_remembered(client, alice, bakery, new_client):
    new_client("other", "Aaa First", alice)
    client.force_login(alice)
    client.get("/c/bakery/settings/")
    assert "Client: </span>Pekarna Zora" in client.get("/clients/").text


def test_a_client_whose_page_is_closed_to_me_is_not_remembered(client, alice, bakery, florist):
    client.force_login(alice)
    for slug in ("bakery", "florist"):
        client.get(f"/c/{slug}/settings/")
    assert client.session["client"] == "bakery"
