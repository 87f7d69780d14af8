"""The WordPress connector against a real site without pretty permalinks."""

import secrets
from dataclasses import replace
from typing import Any

import pytest

from skupnost.domain.payload import Payload
from skupnost.kit.errors import NeedsReconnect, OutcomeUnknown, Refused, Unreachable
from skupnost.kit.http import Request
from skupnost.kit.values import Presence, Receipt

from .blog_sending import PICTURES, Sender, picture
from .running import asking
from .running.processes import free_port
from .running.wordpress import WordPress, WordPressUser

ARTICLE = Payload(text="Fresh **rolls** from six.\n\n- rye\n- spelt", title="Rolls")
AWKWARD_TITLES = ["Žemlje 🥖👩‍👩‍👧", "خبز طازج", "A < B & \"C\" 'D' <b>", "  Kruh  in  sol "]


def sender(site: WordPress, user: WordPressUser, **more: str) -> Sender:
    credentials = {"handle": user.name, "password": user.application_password} | more
    return Sender("wordpress", "self_hosted", site.base_url, credentials)


@pytest.fixture
def author(wordpress: WordPress) -> Sender:
    return sender(wordpress, wordpress.author)


@pytest.fixture
def admin(wordpress: WordPress) -> Sender:
    return sender(wordpress, wordpress.admin)


def stored(site: WordPress, receipt: Receipt) -> dict[str, Any]:
    """The post as its author sees it, asked for without our own client."""
    url = site.route(f"/wp/v2/posts/{receipt.remote_id}") + "&context=edit"
    found: dict[str, Any] = asking.get(url, site.admin.login).expect(200).json
    return found


def media(site: WordPress, media_id: int) -> dict[str, Any]:
    found: dict[str, Any] = asking.get(site.route(f"/wp/v2/media/{media_id}")).expect(200).json
    return found


def names(site: WordPress, taxonomy: str, ids: list[int]) -> set[str]:
    return {
        asking.get(site.route(f"/wp/v2/{taxonomy}/{number}")).expect(200).json["name"]
        for number in ids
    }


def n_posts(site: WordPress, slug: str) -> int:
    """How many posts of any status begin with the slug."""
    url = site.route("/wp/v2/posts") + "&status=any,trash&per_page=100&context=edit"
    posts = asking.get(url, site.admin.login).expect(200).json
    return sum(post["slug"].startswith(slug) for post in posts)


def is_post(request: Request) -> bool:
    return request.method == "POST" and request.query.get("rest_route") == "/wp/v2/posts"


def test_the_account_is_known_with_its_rights(author: Sender, wordpress: WordPress) -> None:
    account = author.run(lambda channel: channel.identify())
    assert account.display_name == "Test bakery"
    assert account.handle.startswith("bob@127.0.0.1")
    assert account.url == wordpress.base_url
    assert account.scopes == ("publish_posts", "upload_files", "delete_published_posts")


def test_a_subscriber_learns_what_is_missing(wordpress: WordPress) -> None:
    subscriber = sender(wordpress, wordpress.subscriber)
    with pytest.raises(NeedsReconnect) as caught:
        subscriber.run(lambda channel: channel.identify())
    assert caught.value.code == "permission_missing"
    with pytest.raises(NeedsReconnect) as caught:
        subscriber.publish(subscriber.order(ARTICLE))
    assert caught.value.code == "permission_missing"


def test_an_article_goes_live_as_html(author: Sender, wordpress: WordPress) -> None:
    receipt = author.publish(author.order(replace(ARTICLE, excerpt="Warm & <fresh>")))
    post = stored(wordpress, receipt)
    assert post["status"] == "publish"
    assert "<strong>rolls</strong>" in post["content"]["rendered"]
    assert "Warm &amp; &lt;fresh&gt;" in post["excerpt"]["rendered"]
    page = asking.get(receipt.remote_url).expect(200).text
    assert "<strong>rolls</strong>" in page


@pytest.mark.parametrize("title", AWKWARD_TITLES)
def test_a_title_means_what_it_says(author: Sender, title: str) -> None:
    order = author.order(replace(ARTICLE, title=title))
    receipt = author.publish(order)
    posts = author.run(lambda channel: channel.own_posts(limit=30))
    own = {post.remote_id: post for post in posts}[receipt.remote_id]
    curly = own.title.translate(str.maketrans("“”‘’", "\"\"''"))
    assert curly.split() == title.split()
    assert author.find(order).presence is Presence.THERE


def test_a_wished_slug_is_part_of_the_address(author: Sender, wordpress: WordPress) -> None:
    order = author.order(replace(ARTICLE, slug="Naše žemlje"))
    receipt = author.publish(order)
    assert stored(wordpress, receipt)["slug"].startswith("nase-zemlje-")
    assert author.find(order).receipt == receipt


def test_pictures_arrive_with_their_alternative_texts(author: Sender, wordpress: WordPress) -> None:
    texts = ['A "warm" loaf & 🥖', "Pečica", "an ornament"]
    pictures = [picture(number, text) for number, text in enumerate(texts)]
    pictures[2] = replace(pictures[2], decorative=True)
    receipt = author.publish(author.order(replace(ARTICLE, media=tuple(pictures))))
    post = stored(wordpress, receipt)
    featured = media(wordpress, post["featured_media"])
    assert featured["alt_text"] == 'A "warm" loaf & 🥖'
    assert asking.get(featured["source_url"]).body == PICTURES[0]
    content = post["content"]["rendered"]
    assert content.count("<img") == 2
    assert 'alt="Pečica"' in content
    assert 'alt=""' in content


def test_an_administrator_makes_categories_and_both_find_them(
    admin: Sender, author: Sender, wordpress: WordPress
) -> None:
    name = f"Bread & Butter {secrets.token_hex(3)}"
    wanted = replace(ARTICLE, categories=(name, "Uncategorized"), tags=("#Čaj", "krofi & co 🥯"))
    first = stored(wordpress, admin.publish(admin.order(wanted)))
    shouting = replace(wanted, categories=(name.upper(),), tags=("čaj",))
    second = stored(wordpress, author.publish(author.order(shouting)))
    escaped = name.replace("&", "&amp;")
    assert names(wordpress, "categories", first["categories"]) == {escaped, "Uncategorized"}
    assert names(wordpress, "tags", first["tags"]) == {"Čaj", "krofi &amp; co 🥯"}
    assert set(second["categories"]) < set(first["categories"])
    assert set(second["tags"]) < set(first["tags"])


def test_an_author_is_told_which_category_he_may_not_make(author: Sender) -> None:
    with pytest.raises(Refused) as caught:
        author.publish(author.order(replace(ARTICLE, categories=("Nobody's category",))))
    assert caught.value.code == "term_not_allowed"
    assert caught.value.params["name"] == "Nobody's category"


def test_after_a_lost_answer_the_one_post_is_found(author: Sender, wordpress: WordPress) -> None:
    order = author.order(ARTICLE)
    author.loses = is_post
    with pytest.raises(OutcomeUnknown):
        author.publish(order)
    author.loses = lambda request: False
    sightings = [author.find(order) for _ in range(2)]
    assert [sighting.presence for sighting in sightings] == [Presence.THERE] * 2
    assert sightings[0] == sightings[1]
    assert sightings[0].n_copies == 1
    assert n_posts(wordpress, order.client_id) == 1


def test_after_a_lost_upload_nothing_is_live_and_the_next_try_goes_on(
    author: Sender, wordpress: WordPress
) -> None:
    order = author.order(replace(ARTICLE, media=(picture(0, "One"), picture(1, "Two"))))
    author.loses = lambda request: len(author.written) == 3
    with pytest.raises(Unreachable):
        author.publish(order)
    assert author.find(order).presence is Presence.ABSENT
    author.loses = lambda request: False
    author.written.clear()
    receipt = author.publish(order)
    assert len([request for request in author.written if request.content]) == 1
    assert stored(wordpress, receipt)["featured_media"] == int(
        author.remembered["media:" + "0" * 64]
    )


def test_sent_twice_there_is_one_post_and_one_in_the_bin(
    author: Sender, wordpress: WordPress
) -> None:
    order = author.order(ARTICLE)
    first = author.publish(order)
    assert author.publish(order) == first
    assert n_posts(wordpress, order.client_id) == 2
    assert author.find(order).n_copies == 1


def test_doubles_that_are_live_are_counted(author: Sender, wordpress: WordPress) -> None:
    order = author.order(ARTICLE)
    receipt = author.publish(order)
    copy = {"title": "Rolls", "content": "x", "status": "publish", "slug": order.client_id}
    asking.post_json(wordpress.route("/wp/v2/posts"), copy, wordpress.author.login).expect(201)
    sighting = author.find(order)
    assert (sighting.n_copies, sighting.receipt) == (2, receipt)


def test_what_was_never_sent_is_absent(author: Sender) -> None:
    assert author.find(author.order(ARTICLE)).presence is Presence.ABSENT


def test_a_removed_post_is_in_the_bin_and_no_reader_sees_it(
    author: Sender, wordpress: WordPress
) -> None:
    order = author.order(ARTICLE)
    receipt = author.publish(order)
    for _ in range(2):
        author.run(lambda channel: channel.remove(receipt.remote_id))
    author.run(lambda channel: channel.remove("999999"))
    assert stored(wordpress, receipt)["status"] == "trash"
    assert asking.get(wordpress.route(f"/wp/v2/posts/{receipt.remote_id}")).status == 401
    assert author.find(order).presence is Presence.ABSENT


def test_nobody_removes_other_peoples_posts(
    author: Sender, admin: Sender, wordpress: WordPress
) -> None:
    receipt = admin.publish(admin.order(ARTICLE))
    with pytest.raises(NeedsReconnect):
        author.run(lambda channel: channel.remove(receipt.remote_id))
    assert stored(wordpress, receipt)["status"] == "publish"


def test_own_posts_are_listed_newest_first_without_other_peoples(
    author: Sender, admin: Sender
) -> None:
    mine = author.publish(author.order(replace(ARTICLE, media=(picture(0), picture(1)))))
    admin.publish(admin.order(ARTICLE))
    # Posts of one second have no order among them, and other tests may have filled it.
    posts = author.run(lambda channel: channel.own_posts(limit=50))
    own = {post.remote_id: post for post in posts}[mine.remote_id]
    assert own.text == "Fresh rolls from six.\nrye\nspelt"
    assert (own.title, own.n_media, own.remote_url) == ("Rolls", 2, mine.remote_url)
    assert [post.published_at for post in posts] == sorted(
        (post.published_at for post in posts), reverse=True
    )
    recent = author.run(lambda channel: channel.own_posts(limit=50, since=own.published_at))
    assert mine.remote_id in {post.remote_id for post in recent}
    assert all(post.published_at >= own.published_at for post in recent)


@pytest.mark.parametrize("changed", [{"password": "wrong"}, {"handle": "nobody"}, {"password": ""}])
def test_bad_credentials_need_a_person(wordpress: WordPress, changed: dict[str, str]) -> None:
    stranger = sender(wordpress, wordpress.author, **changed)
    order = stranger.order(ARTICLE)
    for use in (
        lambda channel: channel.identify(),
        lambda channel: channel.publish(order),
        lambda channel: channel.find(order),
        lambda channel: channel.remove("1"),
    ):
        with pytest.raises(NeedsReconnect) as caught:
            stranger.run(use)
        assert caught.value.code == "credentials_refused"


def test_a_revoked_password_needs_a_person(wordpress: WordPress) -> None:
    passwords = wordpress.route("/wp/v2/users/me/application-passwords")
    made = asking.post_json(passwords, {"name": secrets.token_hex(4)}, wordpress.author.login)
    password = made.expect(201).json
    guest = sender(wordpress, wordpress.author, password=password["password"])
    guest.run(lambda channel: channel.identify())
    url = wordpress.route(f"/wp/v2/users/me/application-passwords/{password['uuid']}")
    asking.ask("DELETE", url, headers=wordpress.author.login).expect(200)
    with pytest.raises(NeedsReconnect):
        guest.publish(guest.order(ARTICLE))


def test_a_file_that_is_no_picture_is_refused(author: Sender) -> None:
    strange = replace(picture(0), mime="application/x-strange", name="rolls.xyz")
    with pytest.raises(Refused) as caught:
        author.publish(author.order(replace(ARTICLE, media=(strange,))))
    assert caught.value.code == "media_refused"


def test_a_site_that_is_not_there_is_unreachable() -> None:
    credentials = {"handle": "bob", "password": "x"}
    nowhere = Sender("wordpress", "self_hosted", f"http://127.0.0.1:{free_port()}", credentials)
    with pytest.raises(Unreachable):
        nowhere.publish(nowhere.order(ARTICLE))


def test_a_folder_that_is_no_site_of_its_own_leads_to_the_site(wordpress: WordPress) -> None:
    lost = sender(wordpress, wordpress.author)
    lost.server = f"{wordpress.base_url}/some/page"
    assert lost.run(lambda channel: channel.identify()).url == wordpress.base_url


def test_posts_of_one_second_are_each_read_back_once(admin: Sender, wordpress: WordPress) -> None:
    """Over numbered pages WordPress shows some of them twice and others never."""
    n_before = len(admin.run(lambda channel: channel.own_posts(limit=1000)))
    url = wordpress.route("/wp/v2/posts")
    for number in range(200):
        moment = f"2026-11-20T10:00:{number * 7 % 13:02d}"
        post = {"title": f"Roll {number}", "status": "publish", "date": moment}
        asking.post_json(url, post, wordpress.admin.login).expect(201)
    posts = admin.run(lambda channel: channel.own_posts(limit=1000))
    assert len(posts) == n_before + 200
    assert len({post.remote_id for post in posts}) == len(posts)
