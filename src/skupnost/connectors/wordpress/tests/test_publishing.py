"""Pictures, terms and slugs on their way to a site."""

import asyncio
from dataclasses import replace

import pytest

from skupnost.domain.payload import Part, Payload
from skupnost.kit.errors import NeedsReconnect, Refused, Unreachable, Unsupported
from skupnost.kit.simulation import Fate
from skupnost.kit.testing.stages import Stage, picture
from skupnost.kit.values import Presence

ROLLS = Payload(text="Fresh **rolls**", title="Rolls")


def table(stage: Stage, name: str) -> list:
    return [row for _, row in stage.store.rows(name)]


def with_pictures(n: int) -> Payload:
    media = tuple(picture(number=number, alt_text=f"Roll {number}") for number in range(n))
    return replace(ROLLS, media=media)


def test_the_first_picture_is_featured_and_the_others_stand_in_the_text(stage: Stage):
    asyncio.run(stage.order(with_pictures(3)).publish())
    (post,) = table(stage, "posts")
    first, second, third = table(stage, "media")
    assert post["featured_media"] == first["id"]
    assert first["alt_text"] == "Roll 0"
    assert first["source_url"] not in post["content"]
    for media, alt in ((second, "Roll 1"), (third, "Roll 2")):
        assert f'<img src="{media["source_url"]}" alt="{alt}"' in post["content"]


def test_a_decorative_picture_has_an_empty_alternative_text(stage: Stage):
    ornament = replace(picture(alt_text="an ornament"), decorative=True)
    asyncio.run(stage.order(replace(ROLLS, media=(ornament,))).publish())
    assert table(stage, "media")[0]["alt_text"] == ""


def test_a_broken_off_attempt_uploads_nothing_twice(stage: Stage):
    order = stage.order(with_pictures(2))
    stage.transport.fates = {5: Fate.LOST_BEFORE}
    with pytest.raises(Unreachable):
        asyncio.run(order.publish())
    asyncio.run(order.publish())
    assert len(table(stage, "media")) == 2
    assert len(stage.posts()) == 1


def test_a_picture_deleted_from_the_library_is_uploaded_anew(stage: Stage):
    order = stage.order(with_pictures(1))
    order.checkpoints[f"media:{order.payload.media[0].sha256}"] = "777"
    asyncio.run(order.publish())
    assert table(stage, "posts")[0]["featured_media"] == table(stage, "media")[0]["id"]


@pytest.mark.parametrize("fate", [Fate.LOST_AFTER, Fate.SILENT_AFTER, Fate.SERVER_ERROR_AFTER])
def test_a_lost_upload_is_surely_no_post(stage: Stage, fate: Fate):
    stage.transport.fates = {1: fate}
    with pytest.raises(Unreachable):
        asyncio.run(stage.order(with_pictures(1)).publish())
    assert stage.posts() == ()


def test_a_file_that_is_no_picture_is_refused_as_such(stage: Stage):
    film = replace(picture(), mime="video/x-strange", name="film.xyz")
    with pytest.raises(Refused) as caught:
        asyncio.run(stage.order(replace(ROLLS, media=(film,))).publish())
    assert caught.value.code == "media_refused"


def test_terms_are_found_by_name_or_made(stage: Stage):
    asyncio.run(stage.order(replace(ROLLS, categories=("Tea & Rolls",), tags=("Čaj",))).publish())
    again = replace(ROLLS, categories=("tea & rolls", " "), tags=("čaj", "čaj"))
    asyncio.run(stage.order(again, number=2).publish())
    assert [row["name"] for row in table(stage, "terms")] == ["Tea &amp; Rolls", "Čaj"]
    first, second = table(stage, "posts")
    assert (first["categories"], first["tags"]) == (second["categories"], second["tags"])


def test_an_author_may_use_categories_but_not_make_them(author: Stage):
    with pytest.raises(Refused) as caught:
        asyncio.run(author.order(replace(ROLLS, categories=("Rolls",))).publish())
    assert caught.value.code == "term_not_allowed"
    assert caught.value.params["name"] == "Rolls"
    asyncio.run(author.order(replace(ROLLS, categories=("Uncategorized",), tags=("a",))).publish())
    assert len(author.posts()) == 1


def test_a_subscriber_is_told_before_anything_is_scheduled(stage: Stage):
    stage.store.put("roles", "alice", {"role": "subscriber"})
    with pytest.raises(NeedsReconnect) as caught:
        asyncio.run(stage.open().identify())
    assert caught.value.code == "permission_missing"


def test_an_account_tells_what_it_may_do(author: Stage):
    account = asyncio.run(author.open().identify())
    assert account.handle == "alice@network.example"
    assert account.display_name == "Bakery"
    assert account.scopes == ("publish_posts", "upload_files", "delete_published_posts")


def test_a_wished_slug_is_found_again(stage: Stage):
    order = stage.order(replace(ROLLS, slug="Naše žemlje"))
    asyncio.run(order.publish())
    assert stage.posts()[0].key.startswith("nase-zemlje-")
    assert asyncio.run(order.find()).presence is Presence.THERE


def test_a_second_copy_goes_to_the_bin_at_once(stage: Stage):
    order = stage.order(ROLLS)
    first = asyncio.run(order.publish())
    second = asyncio.run(order.publish())
    assert second == first
    assert [post["status"] for post in table(stage, "posts")] == ["publish", "trash"]
    assert asyncio.run(order.find()).n_copies == 1


def test_copies_that_are_live_are_counted(stage: Stage):
    order = stage.order(ROLLS)
    first = asyncio.run(order.publish())
    copy = {**table(stage, "posts")[0], "id": 99, "slug": f"{order.client_id}-2"}
    stage.store.put("posts", "99", copy)
    sighting = asyncio.run(order.find())
    assert (sighting.n_copies, sighting.receipt) == (2, first)


def test_what_was_removed_lies_in_the_bin_and_is_absent(stage: Stage):
    order = stage.order(ROLLS)
    receipt = asyncio.run(order.publish())
    asyncio.run(stage.open().remove(receipt.remote_id))
    assert table(stage, "posts")[0]["status"] == "trash"
    assert asyncio.run(order.find()).presence is Presence.ABSENT


def test_a_blog_has_no_threads(stage: Stage):
    with pytest.raises(Unsupported):
        asyncio.run(stage.order(replace(ROLLS, thread=(Part("Second"),))).publish())


def test_own_posts_are_those_of_the_account_since_a_moment(stage: Stage):
    asyncio.run(stage.order(ROLLS, number=1).publish())
    stage.clock.step(3600)
    since = stage.clock.now()
    asyncio.run(stage.order(replace(with_pictures(2), title="Later"), number=2).publish())
    stage.access = replace(stage.access, credentials={"handle": "bob", "password": "other"})
    asyncio.run(stage.order(ROLLS, number=3).publish())
    stage.access = replace(stage.access, credentials={"handle": "alice", "password": "open sesame"})
    (post,) = asyncio.run(stage.open().own_posts(limit=10, since=since))
    assert (post.title, post.text, post.n_media) == ("Later", "Fresh rolls", 2)


@pytest.mark.parametrize("n_posts", [100, 230])
def test_all_own_posts_of_one_second_are_read_once(stage: Stage, n_posts: int):
    for number in range(n_posts):
        asyncio.run(stage.order(ROLLS, number=number).publish())
    posts = asyncio.run(stage.open().own_posts(limit=1000))
    assert (len(posts), len({post.remote_id for post in posts})) == (n_posts, n_posts)
