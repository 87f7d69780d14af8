"""An order is found among the account's own statuses, whatever the server made of its words."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skupnost.connectors.mastodon.finding import sighting
from skupnost.connectors.mastodon.plain_text import exact_form, loose_form, plain_text
from skupnost.connectors.mastodon.simulated_html import rendered
from skupnost.domain.payload import Part, Payload
from skupnost.kit.registry import connector
from skupnost.kit.testing.stages import Subject
from skupnost.kit.values import OwnPost, Presence


@pytest.fixture
def stage():
    known = connector("mastodon")
    return Subject.of(known, known.manifest.kinds["account"]).stage()


def post(stage, text: str, *, id: str = "1", seconds: float = 0, **fields: object) -> OwnPost:
    at = stage.clock.now() + timedelta(seconds=seconds)
    return OwnPost(id, f"https://m.example/{id}", text, at, **fields)


def look(stage, text: str, *posts: OwnPost, is_complete: bool = True, **payload: object):
    order = stage.order(Payload(text=text, **payload))
    return sighting(order.now(), posts, is_complete=is_complete)


@pytest.mark.parametrize(
    ("sent", "html"),
    [
        ("Two\nlines", "<p>Two<br />lines</p>"),
        ("One\n\ntwo", "<p>One</p><p>two</p>"),
        ("Hi @bob@m.example!", '<p>Hi <span><a href="x">@<span>bob</span></a></span>!</p>'),
        ("Hi @bob!", 'Hi <a href="http://a:1/bob">@bob@127.0.0.1:35071</a>!<br>'),
        ("*bold* ~~no~~ `x`", "<i>bold</i> <s>no</s> <code>x</code><br>"),
        ("Good :-) ok:-D <3 :beer:", "Good &#128578; ok&#128512; &#10084;&#65039; &#127866;<br>"),
        ("> quote\n- item 8-o", "<blockquote>quote<br></blockquote>- item &#128562;<br>"),
    ],
)
def test_words_are_known_again_after_rendering(stage, sent, html):
    assert look(stage, sent, post(stage, plain_text(html))).presence is Presence.THERE


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=200))
def test_any_text_survives_the_rendering_of_the_simulator(text):
    assert exact_form(plain_text(rendered(text))) == exact_form(text)


@pytest.mark.parametrize(
    "other",
    [
        {"seconds": -400},
        {"n_media": 1},
        {"content_warning": "Food"},
        {"in_reply_to": "9"},
    ],
)
def test_a_post_that_differs_otherwise_is_another(stage, other):
    seen = look(stage, "Rolls", post(stage, "Rolls", **other))
    assert seen.presence is Presence.ABSENT


def test_copies_are_counted_and_the_oldest_answers(stage):
    seen = look(stage, "Rolls", post(stage, "Rolls", id="8", seconds=9), post(stage, "Rolls"))
    assert (seen.n_copies, seen.receipt.remote_id) == (2, "1")


def test_an_exact_text_is_preferred_to_one_that_resembles_it(stage):
    seen = look(stage, "Rolls!", post(stage, "Rolls"), post(stage, "Rolls!", id="2", seconds=1))
    assert (seen.n_copies, seen.receipt.remote_id) == (1, "2")


def test_a_list_that_does_not_reach_back_tells_nothing(stage):
    assert look(stage, "Rolls", is_complete=False).presence is Presence.CANNOT_TELL


def test_a_thread_half_there_tells_its_parts(stage):
    parts = (Part("two"), Part("three"))
    seen = look(
        stage, "one", post(stage, "two", id="2", in_reply_to="1"), post(stage, "one"), thread=parts
    )
    assert seen.presence is Presence.PARTLY
    assert seen.checkpoints["part:1"] == "2"


def test_equal_parts_of_a_thread_are_told_apart(stage):
    posts = [
        post(stage, "again", id=str(n), in_reply_to=str(n - 1) if n > 1 else "") for n in (1, 2)
    ]
    seen = look(stage, "again", *posts, thread=(Part("again"),))
    assert seen.presence is Presence.THERE
    assert (seen.checkpoints["part:0"], seen.checkpoints["part:1"]) == ("1", "2")


def test_where_words_were_rewritten_the_source_is_read(stage):
    order = stage.order(Payload(text="See [our page](https://bakery.example)"))
    asyncio.run(order.publish())
    row = dict(stage.store.get("statuses", "1"))
    simulator, real = stage.simulator, stage.simulator._status
    simulator._status = lambda id: real(id) | {"content": "See our page"}
    assert asyncio.run(order.find()).presence is Presence.THERE
    stage.store.put("statuses", "1", row | {"text": "See [another page](https://other.example)"})
    assert asyncio.run(order.find()).presence is Presence.ABSENT


def test_more_than_a_page_of_newer_posts_is_read_through(stage):
    order = stage.order(Payload(text="The first"))
    asyncio.run(order.publish())
    for number in range(95):
        asyncio.run(stage.order(Payload(text=f"Later {number}"), number=number).publish())
    assert asyncio.run(order.find()).presence is Presence.THERE
    missing = replace(stage.order(Payload(text="Never sent")), checkpoints={})
    assert asyncio.run(missing.find()).presence is Presence.ABSENT


def test_loose_forms_keep_digits():
    assert loose_form("Post 17!") != loose_form("Post 18!")
