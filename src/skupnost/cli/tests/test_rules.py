"""The rulebook by command."""

from datetime import UTC, datetime


def test_networks_are_listed_with_their_kinds(skupnost):
    listed = {row["slug"]: row for row in skupnost("rules", "list", "--json").json}
    assert [kind["slug"] for kind in listed["mastodon"]["kinds"]] == ["account", "bot_account"]


def test_every_fact_says_where_it_comes_from(skupnost):
    shown = skupnost("rules", "show", "mastodon", "--kind", "account", "--json").json
    facts = {fact["key"]: fact for fact in shown["kinds"][0]["facts"]}
    assert facts["text.text_max"]["value"] == 500
    assert all(fact["source"]["address"] and fact["checked_on"] for fact in facts.values())


def test_unknown_networks_and_kinds_are_refused_with_what_there_is(skupnost):
    assert skupnost("rules", "show", "nowhere", "--json").json["error"]["code"] == "no_such_network"
    refused = skupnost("rules", "show", "mastodon", "--kind", "page", "--json").json["error"]
    assert refused["code"] == "no_such_kind"
    assert "bot_account" in refused["message"]


def test_the_whole_manifest_is_shown_resolved_and_as_it_stands(skupnost):
    shown = skupnost("rules", "show", "x", "--json").json
    premium = next(kind for kind in shown["kinds"] if kind["slug"] == "premium")
    assert premium["inherits"] == "standard"
    assert any(fact["key"] == "text.url_weight" for fact in premium["facts"])
    written = shown["manifest"]["kinds"]["premium"]["text"]
    assert "url_weight" not in written
    assert {"errors", "public_reading", "cadence", "archive", "sources", "guidance"} <= set(shown)


def test_what_the_network_allows_and_what_we_can_do_are_told_apart(skupnost):
    (page,) = skupnost("rules", "show", "facebook", "--kind", "page", "--json").json["kinds"]
    allowed = next(fact for fact in page["facts"] if fact["key"] == "publish")
    assert (allowed["value"], page["publish"]) == ("api", "assisted")


def test_nothing_is_stale_within_its_days(skupnost):
    said = skupnost("rules", "stale", "--days", "36500", "--json")
    assert (said.code, said.json["stale"]) == (0, [])


def test_stale_facts_are_named_with_source_age_and_line(skupnost):
    checked = skupnost("rules", "show", "medium", "--json").json["checked_on"]
    age = (datetime.now(UTC) - datetime.fromisoformat(checked).replace(tzinfo=UTC)).days
    said = skupnost("rules", "stale", "--network", "medium", "--unverified", "--json")
    assert said.code == 1
    length = next(row for row in said.json["stale"] if row["key"] == "text.text_max")
    assert length["age_days"] >= age
    assert length["place"].startswith("medium/manifest.toml:")
    assert length["source"]["title"]


def test_stale_refuses_an_unknown_network(skupnost):
    said = skupnost("rules", "stale", "--network", "nowhere", "--json")
    assert said.json["error"]["code"] == "no_such_network"
