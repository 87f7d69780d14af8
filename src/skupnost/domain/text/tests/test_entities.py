"""What in a text is a link, a mention, a hashtag."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.domain.text import Kind, byte_range, byte_ranges, find_entities

WILD = st.text(
    alphabet=st.sampled_from("a1.@#/:()-_ \n,é你🇸👩\u200d\u0301م") | st.characters(codec=None)
)
TEXTS = st.lists(
    st.sampled_from(["https://", "http://a.si/", "a.com", "@ana", "@a@b.si", "#č"]) | WILD
).map("".join)


def written(text, kind, **options):
    return [text[e.start : e.end] for e in find_entities(text, **options) if e.kind is kind]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("See https://example.com.", "https://example.com"),
        ("(https://example.com/a)", "https://example.com/a"),
        (
            "https://en.wikipedia.org/wiki/Rye_(bread)).",
            "https://en.wikipedia.org/wiki/Rye_(bread)",
        ),
        ("“https://example.com/x”", "https://example.com/x"),
        ("[https://example.com/x]", "https://example.com/x"),
        ("🥖https://example.com🥖", "https://example.com"),
        ("https://čebelnjak.si/pot?x=1#y!", "https://čebelnjak.si/pot?x=1#y"),
        ("https://xn--bcher-kva.example/a", "https://xn--bcher-kva.example/a"),
        ("https://example.comです", "https://example.com"),
        ("اقرأ https://example.com/خبز الآن", "https://example.com/خبز"),
        ("HTTPS://EXAMPLE.COM/A", "HTTPS://EXAMPLE.COM/A"),
        ("https://example.com/@ana/1", "https://example.com/@ana/1"),
        ("https://example.com/a(b", "https://example.com/a"),
        ("https://example.com:8080/x", "https://example.com:8080/x"),
    ],
)
def test_a_link_ends_where_a_reader_would_end_it(text, link):
    assert written(text, Kind.LINK) == [link]


@pytest.mark.parametrize(
    "text", ["ana@example.com", "xhttps://example.com", "http://bakery", "https://", "ftp://a.si"]
)
def test_what_is_no_link_stays_text(text):
    assert written(text, Kind.LINK, bare_links=True) == []


def test_a_domain_alone_is_a_link_only_where_the_network_makes_it_one():
    text = "Come to example.com/bread, not to menu.txt"
    assert written(text, Kind.LINK) == []
    assert written(text, Kind.LINK, bare_links=True) == ["example.com/bread"]
    assert find_entities(text, bare_links=True)[0].target == "https://example.com/bread"


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        ("Hi @ana!", "@ana"),
        ("(@ana@mastodon.social)", "@ana@mastodon.social"),
        ("@alice.bsky.social, hello", "@alice.bsky.social"),
        ("@ana.", "@ana"),
    ],
)
def test_a_mention_is_found_without_the_sentence_around_it(text, mention):
    (entity,) = find_entities(text)
    assert text[entity.start : entity.end] == mention
    assert entity.target == mention[1:]


def test_hashtags_may_be_in_any_script_but_not_only_digits():
    text = "#žemlja #パン #خبز #1a #2026 a#b #️⃣ #fresh_bread."
    assert written(text, Kind.HASHTAG) == ["#žemlja", "#パン", "#خبز", "#1a", "#fresh_bread"]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("☀️#sun", ["#sun"]),
        ("#מ״כ #וכו׳", ["#מ״כ", "#וכו׳"]),
        ("#メ〜テレ", ["#メ〜テレ"]),
        ("e\u0301#no", []),
        ("#http://example.com", []),
    ],
)
def test_hashtags_begin_and_end_where_their_script_says(text, tags):
    assert written(text, Kind.HASHTAG) == tags


@pytest.mark.parametrize("host", ["-a.example.com", "a.b_c.com", "a-.com", "a.com-b"])
def test_a_host_that_cannot_be_is_no_public_one(host):
    (entity,) = find_entities(f"http://{host}/")
    assert not entity.is_public


def test_a_fragment_of_an_address_is_no_hashtag():
    assert written("https://example.com/#bread", Kind.HASHTAG) == []


def test_byte_ranges_point_at_the_same_words():
    text = "👩‍👩‍👧‍👦 č @ana https://example.com #žemlja"
    entities = find_entities(text)
    ranges = byte_ranges(text, entities)
    assert ranges == tuple(byte_range(text, entity) for entity in entities)
    for entity, (start, end) in zip(entities, ranges, strict=True):
        assert text.encode()[start:end].decode() == text[entity.start : entity.end]


@given(TEXTS, st.booleans())
def test_entities_stand_in_order_and_never_overlap(text, bare_links):
    entities = find_entities(text, bare_links=bare_links)
    edges = [edge for entity in entities for edge in (entity.start, entity.end)]
    assert edges == sorted(edges)
    assert all(entity.start < entity.end <= len(text) for entity in entities)
    assert entities == find_entities(text, bare_links=bare_links)
