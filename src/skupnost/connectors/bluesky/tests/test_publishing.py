"""A post becomes one record, under the key chosen before, whatever happens on the way."""

import asyncio
from datetime import timedelta

import pytest

from skupnost.connectors.bluesky.cid import cid_of_record
from skupnost.domain.payload import MediaItem, Part, Payload
from skupnost.kit.errors import OutcomeUnknown, Refused, Unreachable
from skupnost.kit.http import Answer, Request
from skupnost.kit.values import Presence

THREAD = Payload(text="One", thread=(Part("Two"), Part("Three")))


def lose_answers_to(name: str):
    def spoil(request: Request, answer: Answer) -> Answer:
        if request.url.endswith(name):
            raise OutcomeUnknown("connection_lost")
        return answer

    return spoil


def test_a_post_is_written_under_the_key_chosen_before(bakery, network):
    order = bakery.order("Fresh bread", language="sl")
    receipt = asyncio.run(bakery.opened().publish(order))
    assert receipt.remote_id.endswith(f"/app.bsky.feed.post/{order.client_id}")
    assert network.records[0]["uri"] == receipt.remote_id
    assert network.record["text"] == "Fresh bread"
    assert network.record["langs"] == ["sl"]


def test_a_post_is_dated_when_it_is_sent_not_when_it_was_planned(bakery, network, clock):
    receipt = bakery.publish()
    assert network.record["createdAt"] == "2026-11-25T09:00:00.000Z"
    assert receipt.published_at == clock.now()


def test_a_second_try_sends_the_same_bytes(bakery, network, clock):
    bakery.publish()
    before = network.records
    clock.move(minutes=5)
    again = bakery.publish()
    assert network.records == before
    assert again.remote_id == before[0]["uri"]


def test_a_second_try_that_remembers_nothing_still_makes_no_second_post(bakery, network, clock):
    first = bakery.publish()
    bakery.remembered.clear()
    clock.move(minutes=5)
    assert bakery.publish() == first
    assert network.record["createdAt"] == "2026-11-25T09:00:00.000Z"


def test_a_post_mended_days_later_is_dated_anew(bakery, network, clock):
    with pytest.raises(Refused):
        bakery.publish("x" * 301)
    clock.move(days=2)
    bakery.publish("short")
    assert network.record["createdAt"] == "2026-11-27T09:00:00.000Z"


def test_a_record_of_somebody_else_is_not_overwritten(bakery, network, clock):
    bakery.publish("Theirs")
    bakery.remembered.clear()
    clock.move(minutes=5)
    with pytest.raises(Refused) as refusal:
        bakery.publish("Ours")
    assert refusal.value.code == "already_exists"
    assert network.record["text"] == "Theirs"


def test_our_post_edited_by_hand_counts_as_published_and_stays_edited(bakery, network):
    receipt = bakery.publish("Fresh bread")
    row = network.store.get("records", receipt.remote_id)
    edited = {**row["value"], "text": "Fresh rolls"}
    network.store.put("records", receipt.remote_id, {**row, "value": edited, "cid": "other"})
    assert bakery.publish("Fresh bread").remote_id == receipt.remote_id
    assert network.record["text"] == "Fresh rolls"


def test_a_lost_answer_is_unknown_and_found_by_key(bakery, network):
    network.spoil = lose_answers_to("putRecord")
    with pytest.raises(OutcomeUnknown):
        bakery.publish()
    sighting = bakery.find()
    assert sighting.presence is Presence.THERE
    assert sighting.receipt.remote_id == network.records[0]["uri"]


def test_what_was_never_sent_is_absent(bakery):
    assert bakery.find().presence is Presence.ABSENT


def test_a_server_error_while_writing_is_unknown(bakery, network):
    network.spoil = lambda request, answer: Answer(502, {}, b"") if "put" in request.url else answer
    with pytest.raises(OutcomeUnknown):
        bakery.publish()


def test_a_lost_upload_published_nothing(bakery, network, picture):
    network.spoil = lose_answers_to("uploadBlob")
    with pytest.raises(Unreachable):
        bakery.publish(media=(picture,))
    assert network.records == []


def test_a_thread_is_a_chain_of_replies_written_at_once(bakery, network):
    bakery.publish(payload=THREAD)
    one, two, three = network.records
    assert [row["value"]["text"] for row in (one, two, three)] == ["One", "Two", "Three"]
    root = {"uri": one["uri"], "cid": one["cid"]}
    assert two["value"]["reply"] == {"root": root, "parent": root}
    parent = {"uri": two["uri"], "cid": two["cid"]}
    assert three["value"]["reply"] == {"root": root, "parent": parent}
    assert network.n_asked("applyWrites") == 1


def test_a_thread_sent_twice_stands_once(bakery, network):
    first = bakery.publish(payload=THREAD)
    assert bakery.publish(payload=THREAD) == first
    assert len(network.records) == 3


def test_a_refused_part_of_a_thread_keeps_the_others_from_going_live(bakery, network):
    with pytest.raises(Refused):
        bakery.publish(payload=Payload(text="One", thread=(Part("x" * 301),)))
    assert network.records == []


def test_a_thread_with_a_part_missing_is_partly_there_and_completed(bakery, network):
    bakery.publish(payload=THREAD)
    network.store.drop("records", network.records[2]["uri"])
    sighting = bakery.find(payload=THREAD)
    assert sighting.presence is Presence.PARTLY
    assert list(sighting.checkpoints) == ["part:0", "part:1"]
    bakery.publish(payload=THREAD)
    assert len(network.records) == 3


def test_a_thread_longer_than_one_write_is_refused_before_anything_is_sent(bakery, network):
    long = Payload(text="0", thread=tuple(Part(str(n)) for n in range(100)))
    with pytest.raises(Refused, match="thread_too_long"):
        bakery.publish(payload=long)
    assert network.records == []


def test_pictures_carry_their_description_and_shape(bakery, network, picture):
    bakery.publish(media=(picture, picture))
    embed = network.record["embed"]
    assert embed["$type"] == "app.bsky.embed.images"
    assert [image["alt"] for image in embed["images"]] == ["A loaf", "A loaf"]
    assert embed["images"][0]["aspectRatio"] == {"width": 320, "height": 240}
    assert network.n_asked("uploadBlob") == 1


def test_a_decorative_picture_has_an_empty_description(bakery, network):
    line = MediaItem("b" * 64, "image/png", 9, alt_text="left over", decorative=True)
    bakery.publish(media=(line,))
    assert network.record["embed"]["images"] == [
        {"alt": "", "image": network.record["embed"]["images"][0]["image"]}
    ]


def test_a_film_is_embedded_alone(bakery, network, picture):
    film = MediaItem("c" * 64, "video/mp4", 9, width=1280, height=720, alt_text="Kneading")
    with pytest.raises(Refused, match="video_stands_alone"):
        bakery.publish(media=(film, picture))


def test_a_link_becomes_a_card_made_of_the_post_alone(bakery, network, picture):
    bakery.publish(
        link_url="https://bakery.example/rolls",
        title="Rolls",
        excerpt="Since six",
        media=(picture,),
    )
    card = network.record["embed"]["external"]
    assert (card["uri"], card["title"]) == ("https://bakery.example/rolls", "Rolls")
    assert card["description"] == "Since six"
    assert card["thumb"]["mimeType"] == "image/png"


def test_a_card_without_a_title_is_named_by_its_site(bakery, network):
    bakery.publish(link_url="https://bakery.example/rolls")
    assert network.record["embed"]["external"]["title"] == "bakery.example"


def test_several_pictures_take_the_place_of_a_card(bakery, network, picture):
    bakery.publish(link_url="https://bakery.example", media=(picture, picture))
    assert len(network.record["embed"]["images"]) == 2


def test_known_handles_become_mentions_and_are_looked_up_once(bakery, network):
    asyncio.run(bakery.opened().identify())
    bakery.publish("Ask @bakery.test or @nobody.test")
    [facet] = network.record["facets"]
    assert facet["index"] == {"byteStart": 4, "byteEnd": 16}
    assert facet["features"][0]["did"] == network.records[0]["uri"].split("/")[2]
    bakery.publish("Ask @bakery.test or @nobody.test")
    assert network.n_asked("resolveHandle") == 2


def test_tags_beside_the_text_are_sent_with_the_first_post(bakery, network):
    bakery.publish(tags=("#bread", "rolls"))
    assert network.record["tags"] == ["bread", "rolls"]


def test_a_whole_thread_is_removed_and_nothing_else(bakery, network):
    bakery.publish("Other", name="0191")
    receipt = bakery.publish(payload=THREAD)
    asyncio.run(bakery.opened().remove(receipt.remote_id))
    assert network.record["text"] == "Other"
    asyncio.run(bakery.opened().remove(receipt.remote_id))


def test_own_posts_are_listed_newest_first(bakery, clock):
    for hour in range(3):
        bakery.remembered.clear()
        bakery.publish(f"Bread {hour}", name=f"019{hour}")
        clock.move(hours=1)
    posts = asyncio.run(bakery.opened().own_posts(limit=2))
    assert [post.text for post in posts] == ["Bread 2", "Bread 1"]
    since = clock.now() - timedelta(hours=1)
    assert len(asyncio.run(bakery.opened().own_posts(limit=9, since=since))) == 1


def test_the_listing_is_read_page_by_page(bakery, network):
    did = asyncio.run(bakery.opened().identify()).remote_id
    for number in range(150):
        value = {"text": str(number), "createdAt": "2026-11-25T09:00:00Z"}
        uri = f"at://{did}/app.bsky.feed.post/3aaaaaaaaa{number:03}"
        network.store.put("records", uri, {"value": value, "cid": cid_of_record(value)})
    assert len(asyncio.run(bakery.opened().own_posts(limit=150))) == 150
