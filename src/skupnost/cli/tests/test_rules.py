"""The rulebook by command."""


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
