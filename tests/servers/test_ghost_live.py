"""The Ghost connector against a real publication."""

import html
from dataclasses import replace
from typing import Any

import pytest

from skupnost.domain.payload import Payload
from skupnost.kit.errors import NeedsReconnect, OutcomeUnknown, Refused, Unreachable
from skupnost.kit.http import Request
from skupnost.kit.values import Presence, Receipt

from .blog_sending import PICTURES, Sender, picture
from .running import asking
from .running.ghost import AdminKey, Ghost
from .running.processes import free_port

ARTICLE = Payload(text="Fresh **rolls** from six.\n\n- rye\n- spelt", title="Rolls")
AWKWARD_TITLES = ["Žemlje 🥖👩‍👩‍👧", "خبز طازج", "A < B & \"C\" 'D' <b>", "🥖" * 255]
WRONG_SECRET = "ab" * 32


def sender(site: Ghost, key: AdminKey) -> Sender:
    return Sender("ghost", "site", site.base_url, {"key": key.text})


@pytest.fixture
def bakery(ghost: Ghost) -> Sender:
    return sender(ghost, ghost.admin_key)


def stored(site: Ghost, receipt: Receipt) -> dict[str, Any]:
    """The post as the site's owner sees it, asked for without our own client."""
    url = site.route(f"posts/{receipt.remote_id}/?formats=html&include=tags,email,newsletter")
    (post,) = asking.get(url, site.admin_key.login).expect(200).json["posts"]
    assert isinstance(post, dict)
    return post


def n_posts(site: Ghost, slug: str) -> int:
    """How many posts of any status begin with the slug."""
    url = site.route("posts/?limit=200&fields=slug")
    posts = asking.get(url, site.admin_key.login).expect(200).json["posts"]
    return sum(post["slug"].startswith(slug) for post in posts)


def is_post(request: Request) -> bool:
    return request.method == "POST" and request.url.endswith("/posts/")


def test_the_account_is_the_publication(bakery: Sender, ghost: Ghost) -> None:
    account = bakery.run(lambda channel: channel.identify())
    assert account.display_name == "Test bakery"
    assert account.url == ghost.base_url
    assert account.remote_id


def test_the_address_of_the_admin_page_will_do(bakery: Sender, ghost: Ghost) -> None:
    bakery.server = f"{ghost.base_url}/ghost/#/settings/integrations"
    assert bakery.run(lambda channel: channel.identify()).url == ghost.base_url


def test_an_article_goes_live_as_html_and_is_sent_to_nobody(bakery: Sender, ghost: Ghost) -> None:
    wanted = replace(ARTICLE, excerpt="Warm & <fresh>", tags=("#Čaj", "krofi & co 🥯"))
    receipt = bakery.publish(bakery.order(wanted))
    post = stored(ghost, receipt)
    assert post["status"] == "published"
    assert post["custom_excerpt"] == "Warm & <fresh>"
    assert [tag["name"] for tag in post["tags"]] == ["Čaj", "krofi & co 🥯"]
    assert (post["newsletter"], post["email"]) == (None, None)
    page = asking.get(receipt.remote_url).expect(200).text
    assert "<strong>rolls</strong>" in page
    assert "<li>spelt</li>" in page


@pytest.mark.parametrize("title", AWKWARD_TITLES)
def test_a_title_means_what_it_says(bakery: Sender, ghost: Ghost, title: str) -> None:
    order = bakery.order(replace(ARTICLE, title=title))
    receipt = bakery.publish(order)
    assert stored(ghost, receipt)["title"] == title
    assert bakery.find(order).presence is Presence.THERE


def test_tables_code_and_right_to_left_survive(bakery: Sender, ghost: Ghost) -> None:
    text = "## خبز 🥖\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx < y\n```\n\n> ~~no~~ yes"
    markup = stored(ghost, bakery.publish(bakery.order(replace(ARTICLE, text=text))))["html"]
    for piece in ("خبز 🥖</h2>", "<td>1</td>", "x &lt; y", "<s>no</s>"):
        assert piece in markup


def test_a_wished_slug_is_part_of_the_address(bakery: Sender) -> None:
    order = bakery.order(replace(ARTICLE, slug="Naše žemlje"))
    receipt = bakery.publish(order)
    assert "/nase-zemlje-" in receipt.remote_url
    assert bakery.find(order).receipt == receipt


def test_pictures_arrive_with_their_alternative_texts(bakery: Sender, ghost: Ghost) -> None:
    texts = ['A "warm" loaf & <more> 🥖', 'Pečica & "okno"']
    pictures = tuple(picture(number, text) for number, text in enumerate(texts))
    receipt = bakery.publish(bakery.order(replace(ARTICLE, media=pictures)))
    post = stored(ghost, receipt)
    assert post["feature_image_alt"] == texts[0]
    assert asking.get(post["feature_image"]).expect(200).body == PICTURES[0]
    assert post["html"].count("<img") == 1
    assert 'alt="Pečica & "okno""' in html.unescape(post["html"])


def test_after_a_lost_answer_the_one_post_is_found(bakery: Sender, ghost: Ghost) -> None:
    order = bakery.order(ARTICLE)
    bakery.loses = is_post
    with pytest.raises(OutcomeUnknown):
        bakery.publish(order)
    sightings = [bakery.find(order) for _ in range(2)]
    assert [sighting.presence for sighting in sightings] == [Presence.THERE] * 2
    assert sightings[0] == sightings[1]
    assert sightings[0].n_copies == 1
    assert n_posts(ghost, order.client_id) == 1


def test_after_a_lost_upload_nothing_is_live_and_the_next_try_goes_on(
    bakery: Sender, ghost: Ghost
) -> None:
    order = bakery.order(replace(ARTICLE, media=(picture(0, "One"), picture(1, "Two"))))
    bakery.loses = lambda request: len(bakery.written) == 2
    with pytest.raises(Unreachable):
        bakery.publish(order)
    assert bakery.find(order).presence is Presence.ABSENT
    bakery.loses = lambda request: False
    bakery.written.clear()
    receipt = bakery.publish(order)
    assert len([request for request in bakery.written if request.uploads]) == 1
    first = bakery.remembered[f"media:{picture(0).sha256}"]
    assert stored(ghost, receipt)["feature_image"] == first


def test_sent_twice_there_is_one_post(bakery: Sender, ghost: Ghost) -> None:
    order = bakery.order(ARTICLE)
    first = bakery.publish(order)
    assert bakery.publish(order) == first
    assert n_posts(ghost, order.client_id) == 1


def test_doubles_that_are_live_are_counted(bakery: Sender, ghost: Ghost) -> None:
    order = bakery.order(ARTICLE)
    receipt = bakery.publish(order)
    copy = {"title": "Rolls", "html": "<p>x</p>", "status": "published", "slug": order.client_id}
    url = ghost.route("posts/?source=html")
    asking.post_json(url, {"posts": [copy]}, ghost.admin_key.login).expect(201)
    sighting = bakery.find(order)
    assert (sighting.n_copies, sighting.receipt) == (2, receipt)


def test_what_was_never_sent_is_absent(bakery: Sender) -> None:
    assert bakery.find(bakery.order(ARTICLE)).presence is Presence.ABSENT


def test_a_removed_post_is_gone_and_removing_it_again_is_no_error(
    bakery: Sender, ghost: Ghost
) -> None:
    order = bakery.order(ARTICLE)
    receipt = bakery.publish(order)
    for _ in range(2):
        bakery.run(lambda channel: channel.remove(receipt.remote_id))
    assert asking.get(receipt.remote_url).status == 404
    assert bakery.find(order).presence is Presence.ABSENT


def test_own_posts_are_listed_newest_first(bakery: Sender) -> None:
    media = (picture(0), picture(1))
    mine = bakery.publish(bakery.order(replace(ARTICLE, media=media)))
    posts = bakery.run(lambda channel: channel.own_posts(limit=5))
    own = {post.remote_id: post for post in posts}[mine.remote_id]
    assert own.text == "Fresh rolls from six.\nrye\nspelt"
    assert (own.title, own.n_media, own.remote_url) == ("Rolls", 2, mine.remote_url)
    assert [post.published_at for post in posts] == sorted(
        (post.published_at for post in posts), reverse=True
    )
    recent = bakery.run(lambda channel: channel.own_posts(limit=50, since=own.published_at))
    assert mine.remote_id in {post.remote_id for post in recent}
    assert all(post.published_at >= own.published_at for post in recent)


@pytest.mark.parametrize(
    "payload",
    [
        replace(ARTICLE, title="🥖" * 256),
        replace(ARTICLE, excerpt="e" * 301),
        replace(ARTICLE, tags=("t" * 192,)),
        replace(ARTICLE, media=(picture(0, "a" * 192),)),
    ],
)
def test_what_is_too_long_is_refused_and_nothing_is_stored(
    bakery: Sender, ghost: Ghost, payload: Payload
) -> None:
    order = bakery.order(payload)
    with pytest.raises(Refused) as caught:
        bakery.publish(order)
    assert caught.value.code == "content_refused"
    assert n_posts(ghost, order.client_id) == 0


def test_a_file_that_is_no_picture_is_refused(bakery: Sender) -> None:
    strange = replace(picture(0), mime="application/x-strange", name="rolls.xyz")
    with pytest.raises(Refused) as caught:
        bakery.publish(bakery.order(replace(ARTICLE, media=(strange,))))
    assert caught.value.code == "media_refused"


def changed_keys(site: Ghost) -> dict[str, str]:
    key_id, secret = site.admin_key.text.split(":")
    return {
        f"{key_id}:{WRONG_SECRET}": "token_expired",
        f"{'0' * 24}:{secret}": "token_expired",
        f"{key_id}:{secret[:-1]}": "key_malformed",
        secret: "key_malformed",
    }


def test_bad_keys_need_a_person(ghost: Ghost) -> None:
    for key, code in changed_keys(ghost).items():
        stranger = Sender("ghost", "site", ghost.base_url, {"key": key})
        order = stranger.order(ARTICLE)
        for use in (
            lambda channel: channel.identify(),
            lambda channel, order=order: channel.publish(order),
            lambda channel, order=order: channel.find(order),
            lambda channel: channel.remove("0" * 24),
        ):
            with pytest.raises(NeedsReconnect) as caught:
                stranger.run(use)
            assert caught.value.code == code


def test_a_revoked_key_needs_a_person(ghost: Ghost) -> None:
    key = ghost.new_admin_key("For a short time")
    guest = sender(ghost, key)
    guest.run(lambda channel: channel.identify())
    ghost.revoke(key)
    with pytest.raises(NeedsReconnect) as caught:
        guest.publish(guest.order(ARTICLE))
    assert caught.value.code == "token_expired"


def test_a_site_that_is_no_ghost_says_so(ghost: Ghost) -> None:
    stranger = sender(ghost, ghost.admin_key)
    stranger.server = f"{ghost.base_url}/no/such/folder"
    with pytest.raises(Refused):
        stranger.run(lambda channel: channel.identify())


def test_a_site_that_is_not_there_is_unreachable(ghost: Ghost) -> None:
    nowhere = sender(ghost, ghost.admin_key)
    nowhere.server = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Unreachable):
        nowhere.publish(nowhere.order(ARTICLE))
