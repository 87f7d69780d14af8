"""Facets mark exactly the bytes of what they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.connectors.bluesky.facets import facets, mentioned

DIDS = {"bob.test": "did:plc:bob"}


def marked(text: str) -> list[tuple[str, str]]:
    """What is marked, and as what."""
    raw = text.encode()
    return [
        (
            raw[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode(),
            facet["features"][0]["$type"].rpartition("#")[2],
        )
        for facet in facets(text, DIDS)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("🥐 https://a.si/ž", [("https://a.si/ž", "link")]),
        ("👨‍👩‍👧‍👦 @bob.test!", [("@bob.test", "mention")]),
        ("@Bob.Test", [("@Bob.Test", "mention")]),
        ("@nobody.test @bob", []),
        ("žlička #Kruh. #2026", [("#Kruh", "tag")]),
        ("Pekarna bakery.si/rolls, daily", [("bakery.si/rolls", "link")]),
        ("mail me@bob.test", []),
        ("", []),
    ],
)
def test_links_mentions_and_tags_are_marked(text, expected):
    assert marked(text) == expected


def test_a_link_without_a_scheme_leads_to_its_secure_address():
    [facet] = facets("bakery.si/rolls", {})
    assert facet["features"][0]["uri"] == "https://bakery.si/rolls"


def test_a_tag_longer_than_the_network_takes_stays_text():
    assert len(marked("#" + "a" * 64)) == 1
    assert marked("#" + "a" * 65) == []


def test_handles_are_named_once_and_in_lower_case():
    assert mentioned("@Bob.test and @bob.test and @bob") == ("bob.test",)


PIECES = st.sampled_from(
    [
        "🥐",
        "é",
        "漢字",
        " ",
        "#tag",
        "@bob.test",
        "https://a.si/x",
        "a.si",
        ".",
        "(",
        "\n",
        "@",
        "#",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5)).map("".join))
def test_no_range_leaves_the_text_splits_a_sign_or_overlaps(text):
    raw = text.encode("utf-8", "surrogatepass")
    end = 0
    for facet in facets(text, DIDS):
        start, stop = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        assert end <= start < stop <= len(raw)
        raw[start:stop].decode("utf-8", "surrogatepass")
        end = stop
