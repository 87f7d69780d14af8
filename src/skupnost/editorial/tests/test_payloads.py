from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from skupnost.editorial.details import Details
from skupnost.editorial.payloads import Content, freeze
from skupnost.networks.queries import account_kind

KIND = account_kind("mastodon", "account")
FIELDS = frozenset(KIND.machine.fields)
LONG = "A word and another. " * 60


def test_fields_that_the_network_does_not_know_are_left_out() -> None:
    content = Content("Text.", title="Title", details=Details(excerpt="e", tags=("a",)))
    payload = freeze(content, facts=KIND.facts, fields=FIELDS)
    assert (payload.title, payload.excerpt, payload.tags) == ("", "", ())


def test_a_thread_is_split_only_when_asked_for() -> None:
    whole = freeze(Content(LONG), facts=KIND.facts, fields=FIELDS)
    thread = freeze(Content(LONG, details=Details(is_thread=True)), facts=KIND.facts, fields=FIELDS)
    assert (len(whole.parts), len(thread.parts) > 1) == (1, True)


def test_a_variants_word_goes_before_the_posts() -> None:
    own = Details(content_warning="Own").over(Details(content_warning="Post", visibility="public"))
    assert (own.content_warning, own.visibility) == ("Own", "public")


@given(st.text(st.characters(exclude_characters="\r")))
def test_the_same_words_freeze_to_the_same_payload(text: str) -> None:
    windows = Content(text.replace("\n", "\r\n"))
    frozen = [freeze(c, facts=KIND.facts, fields=FIELDS) for c in (Content(text), windows)]
    assert frozen[0].digest() == frozen[1].digest()


@given(st.builds(Details, content_warning=st.text(), tags=st.lists(st.text()).map(tuple)))
def test_details_come_back_from_their_json(details: Details) -> None:
    assert Details.from_json(details.to_json()) == details


def test_a_title_is_sent_where_posts_have_titles_and_else_on_cards_of_links() -> None:
    def title(network: str, kind: str, **details: str) -> str:
        known = account_kind(network, kind)
        fields = frozenset(known.machine.fields)
        content = Content("Text.", title="Title", details=Details(**details))
        return freeze(content, facts=known.facts, fields=fields).title

    assert title("reddit", "user") == title("wordpress", "self_hosted") == "Title"
    assert title("bluesky", "account") == ""
    assert title("bluesky", "account", link_url="https://example.com/") == "Title"
