"""Every server is the real one: it names itself, takes a post with a picture and gives it back."""

import time
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest

from .pictures import png
from .running import asking
from .running.asking import Upload, bearer
from .running.bluesky import Bluesky, BlueskySession
from .running.ghost import Ghost
from .running.mastodon_mock import MastodonMock
from .running.snac import Snac
from .running.wordpress import WordPress, WordPressUser

Report = Callable[[str], None]
APPVIEW_PATIENCE_SECONDS = 30
PICTURE = Upload("loaf.png", "image/png", png())


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Report:
    """Says a line past pytest's capturing, so that every run names what it ran against."""

    def say(line: str) -> None:
        with capsys.disabled():
            print(f"\n  {line}")

    return say


def post_with_picture(base_url: str, token: str, text: str) -> str:
    """Publish by the Mastodon API; the id of the status."""
    media = asking.post_upload(
        f"{base_url}/api/v2/media",
        "file",
        PICTURE,
        fields={"description": "A loaf of bread"},
        headers=bearer(token),
    ).expect(200)
    status = asking.post_json(
        f"{base_url}/api/v1/statuses",
        {"status": text, "media_ids": [media.json["id"]]},
        bearer(token),
    ).expect(200)
    return str(status.json["id"])


def assert_reads_back(base_url: str, token: str, status_id: str, text: str) -> None:
    """The status has the text, and its picture is served byte for byte."""
    status = asking.get(f"{base_url}/api/v1/statuses/{status_id}", bearer(token)).expect(200).json
    assert text in status["content"]
    (picture,) = status["media_attachments"]
    assert picture["description"] == "A loaf of bread"
    assert asking.get(picture["url"]).expect(200).body == PICTURE.content


def test_snac_takes_a_post_with_a_picture(snac: Snac, report: Report) -> None:
    report(f"snac {snac.version}")
    assert snac.version[0].isdigit()
    status_id = post_with_picture(snac.base_url, snac.access_token, "Fresh bread from snac")
    assert_reads_back(snac.base_url, snac.access_token, status_id, "Fresh bread from snac")


def test_snac_gives_out_further_tokens(snac: Snac) -> None:
    token = snac.new_token()
    assert token != snac.access_token
    me = asking.get(f"{snac.base_url}/api/v1/accounts/verify_credentials", bearer(token))
    assert me.expect(200).json["username"] == snac.user


def test_mastodon_mock_takes_a_post_with_a_picture(
    mastodon_mock: MastodonMock, report: Report
) -> None:
    report(f"mastodon_mock {mastodon_mock.version}, as Mastodon {mastodon_mock.claimed_version}")
    assert mastodon_mock.version[0].isdigit()
    text = "Fresh bread from the mock"
    status_id = post_with_picture(mastodon_mock.base_url, mastodon_mock.access_token, text)
    assert_reads_back(mastodon_mock.base_url, mastodon_mock.access_token, status_id, text)


def test_mastodon_mock_posts_once_for_one_key(mastodon_mock: MastodonMock) -> None:
    headers = {**bearer(mastodon_mock.access_token), "Idempotency-Key": "one-loaf"}
    ids = {
        asking.post_json(
            f"{mastodon_mock.base_url}/api/v1/statuses", {"status": "One loaf"}, headers
        ).json["id"]
        for _ in range(2)
    }
    assert len(ids) == 1


def upload_to_wordpress(site: WordPress, user: WordPressUser) -> asking.Answer:
    """Upload the picture into the media library."""
    named = {
        "Content-Type": PICTURE.mime,
        "Content-Disposition": f'attachment; filename="{PICTURE.filename}"',
    }
    url = site.route("/wp/v2/media")
    return asking.ask("POST", url, body=PICTURE.content, headers={**user.login, **named})


def test_wordpress_takes_a_post_with_a_picture(wordpress: WordPress, report: Report) -> None:
    report(f"WordPress {wordpress.version} on PHP {wordpress.php_version}")
    media = upload_to_wordpress(wordpress, wordpress.author).expect(201).json
    assert asking.get(media["source_url"]).expect(200).body == PICTURE.content
    tag = asking.post_json(
        wordpress.route("/wp/v2/tags"), {"name": "bread"}, wordpress.admin.login
    ).expect(201)
    content = {
        "title": "Fresh bread",
        "content": "<p>From WordPress</p>",
        "status": "publish",
        "tags": [tag.json["id"]],
        "featured_media": media["id"],
    }
    url = wordpress.route("/wp/v2/posts")
    made = asking.post_json(url, content, wordpress.author.login).expect(201).json
    page = asking.get(made["link"]).expect(200).text
    assert "Fresh bread" in page
    assert "From WordPress" in page
    assert media["source_url"].removesuffix(".png") in page


def test_a_wordpress_subscriber_may_not_publish(wordpress: WordPress) -> None:
    content = {"title": "No", "content": "No", "status": "publish"}
    url = wordpress.route("/wp/v2/posts")
    refused = asking.post_json(url, content, wordpress.subscriber.login)
    assert (refused.status, refused.json["code"]) == (403, "rest_cannot_create")


def blob_on_bluesky(network: Bluesky, session: BlueskySession) -> dict[str, Any]:
    """Upload the picture; what a record refers to it by."""
    headers = {**session.login, "Content-Type": PICTURE.mime}
    url = f"{network.pds_url}/xrpc/com.atproto.repo.uploadBlob"
    blob = asking.ask("POST", url, body=PICTURE.content, headers=headers).expect(200).json["blob"]
    assert isinstance(blob, dict)
    return blob


def post_on_bluesky(network: Bluesky, session: BlueskySession, text: str) -> str:
    """Publish the text with the picture; the address of the record."""
    image = {"alt": "A loaf of bread", "image": blob_on_bluesky(network, session)}
    record = {
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": "2026-11-23T08:00:00Z",
        "embed": {"$type": "app.bsky.embed.images", "images": [image]},
    }
    content = {"repo": session.did, "collection": "app.bsky.feed.post", "record": record}
    url = f"{network.pds_url}/xrpc/com.atproto.repo.createRecord"
    return str(asking.post_json(url, content, session.login).expect(200).json["uri"])


def await_in_appview(network: Bluesky, uri: str) -> dict[str, Any]:
    """The post as the app view shows it, which learns of it a moment later."""
    query = urllib.parse.urlencode({"uris": uri})
    url = f"{network.appview_url}/xrpc/app.bsky.feed.getPosts?{query}"
    deadline = time.monotonic() + APPVIEW_PATIENCE_SECONDS
    while time.monotonic() < deadline:
        posts: list[dict[str, Any]] = asking.get(url).expect(200).json["posts"]
        if posts:
            return posts[0]
        time.sleep(0.2)
    raise AssertionError(f"the app view did not learn of {uri}")


def test_bluesky_takes_a_post_with_a_picture(bluesky: Bluesky, report: Report) -> None:
    report(f"Bluesky data server {bluesky.version}, app view {bluesky.appview_version}")
    session = bluesky.alice.new_session()
    uri = post_on_bluesky(bluesky, session, "Fresh bread from Bluesky")
    post = await_in_appview(bluesky, uri)
    assert post["record"]["text"] == "Fresh bread from Bluesky"
    assert post["author"]["handle"] == "alice.test"
    cid = post["record"]["embed"]["images"][0]["image"]["ref"]["$link"]
    query = urllib.parse.urlencode({"did": session.did, "cid": cid})
    blob = asking.get(f"{bluesky.pds_url}/xrpc/com.atproto.sync.getBlob?{query}")
    assert blob.expect(200).body == PICTURE.content


def test_bluesky_finds_a_person_by_handle(bluesky: Bluesky) -> None:
    url = f"{bluesky.pds_url}/xrpc/com.atproto.identity.resolveHandle?handle=bob.test"
    assert asking.get(url).expect(200).json["did"] == bluesky.bob.did


def test_ghost_takes_a_post_with_a_picture(ghost: Ghost, report: Report) -> None:
    report(f"Ghost {ghost.version}")
    url = ghost.route("images/upload/")
    upload = asking.post_upload(url, "file", PICTURE, headers=ghost.admin_key.login).expect(201)
    picture_url = upload.json["images"][0]["url"]
    post = {
        "title": "Fresh bread",
        "html": "<p>From Ghost</p>",
        "status": "published",
        "tags": ["bread"],
        "feature_image": picture_url,
    }
    url = ghost.route("posts/?source=html")
    made = asking.post_json(url, {"posts": [post]}, ghost.admin_key.login).expect(201)
    page = asking.get(made.json["posts"][0]["url"]).expect(200).text
    assert "Fresh bread" in page
    assert "From Ghost" in page
    assert picture_url.rpartition("/")[2] in page
    assert asking.get(picture_url).expect(200).body == PICTURE.content


def test_a_revoked_ghost_key_is_worth_nothing(ghost: Ghost) -> None:
    key = ghost.new_admin_key("To be revoked")
    assert asking.get(ghost.route("posts/"), key.login).status == 200
    ghost.revoke(key)
    assert asking.get(ghost.route("posts/"), key.login).status == 401
