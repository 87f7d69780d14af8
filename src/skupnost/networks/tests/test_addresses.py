from __future__ import annotations

import pytest

from skupnost.kit.registry import connectors
from skupnost.networks import addresses
from skupnost.networks.addresses import BadForm, check_account, check_post, profile_address

POSTS = [
    ("facebook", "https://www.facebook.com/pekarnazora/posts/pfbid02abcDEF"),
    ("facebook", "https://www.facebook.com/permalink.php?story_fbid=pfbid02&id=100089"),
    ("facebook", "https://www.facebook.com/groups/bread/posts/123456/"),
    ("facebook", "https://www.facebook.com/photo/?fbid=123&set=a.1"),
    ("facebook", "https://m.facebook.com/story.php?story_fbid=1&id=2"),
    ("facebook", "https://www.facebook.com/share/p/1AbCdEf/"),
    ("facebook", "https://www.facebook.com/reel/1234567890"),
    ("facebook", "https://fb.watch/aBcDeFg/"),
    ("x", "https://x.com/pekarnazora/status/1860000000000000000"),
    ("x", "https://twitter.com/pekarnazora/status/1860000000000000000?s=20"),
    ("x", "https://x.com/i/web/status/1860000000000000000"),
    ("youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    ("youtube", "https://youtu.be/dQw4w9WgXcQ?si=abc"),
    ("youtube", "https://www.youtube.com/shorts/dQw4w9WgXcQ"),
    ("youtube", "https://studio.youtube.com/video/dQw4w9WgXcQ/edit"),
    ("youtube", "https://www.youtube.com/post/UgkxAbCdEfGhIjKl"),
    ("tumblr", "https://www.tumblr.com/pekarnazora/712345678901234567/two-days"),
    ("tumblr", "https://pekarnazora.tumblr.com/post/712345678901234567/two-days"),
    ("instagram", "https://www.instagram.com/p/Cabc123/?img_index=1"),
    ("instagram", "https://www.instagram.com/pekarnazora/reel/Cabc123/"),
    ("linkedin", "https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000000/"),
    ("linkedin", "https://www.linkedin.com/posts/pekarna-zora_bread-activity-71-abc"),
    ("threads", "https://www.threads.com/@pekarnazora/post/Cabc"),
    ("tiktok", "https://www.tiktok.com/@pekarnazora/video/7300000000000000000"),
    ("tiktok", "https://vm.tiktok.com/ZMabcdef/"),
    ("pinterest", "https://si.pinterest.com/pin/123456789012345678/"),
    ("pinterest", "https://www.pinterest.co.uk/pin/123456789012345678/"),
    ("reddit", "https://www.reddit.com/r/Breadit/comments/abc123/two_days/"),
    ("telegram", "https://t.me/pekarnazora/42"),
    ("discord", "https://discord.com/channels/1/2/3"),
    ("google_business_profile", "https://posts.gle/AbCd12"),
    ("medium", "https://medium.com/@pekarnazora/two-days-of-sourdough-1a2b3c4d5e6f"),
    ("dev", "https://dev.to/pekarnazora/two-days-of-sourdough-1abc"),
    ("pixelfed", "https://pixelfed.social/p/pekarnazora/712345678901234567"),
    ("vimeo", "https://vimeo.com/123456789"),
    ("forum", "https://forum.example/t/apricot-jam/123/4"),
    ("website", "https://zora.example/news/two-days"),
]
WRONG = [
    ("facebook", "https://x.com/pekarnazora/status/1", "other_network"),
    ("facebook", "https://www.facebook.com/pekarnazora", "not_a_post"),
    ("facebook", "https://facebook.com.evil.example/a/posts/1", "other_network"),
    ("x", "https://x.com/pekarnazora", "not_a_post"),
    ("x", "https://x.com/somebody/status/1", "other_account"),
    ("youtube", "https://www.youtube.com/@pekarnazora", "not_a_post"),
    ("tumblr", "https://www.tumblr.com/pekarnazora", "not_a_post"),
    ("tiktok", "https://www.tiktok.com/@pekarnazora", "not_a_post"),
    ("instagram", "yes", "not_web"),
    ("instagram", "javascript:alert(1)", "not_web"),
    ("instagram", "https://user:secret@www.instagram.com/p/C1/", "not_web"),
    ("website", "https://other.example/news/1", "other_site"),
    ("website", "https://zora.example/", "not_a_post"),
]
HOMES = {"x": "https://x.com/pekarnazora", "website": "https://www.zora.example/"}


@pytest.mark.parametrize(("network", "address"), POSTS)
def test_an_address_of_a_post_is_taken_as_it_is(network, address):
    home = HOMES.get(network, "")
    assert check_post(address, network=network, name=network, account=home) == address


@pytest.mark.parametrize(("network", "address", "code"), WRONG)
def test_what_is_no_post_there_is_refused_with_a_sentence(network, address, code):
    with pytest.raises(BadForm) as caught:
        check_post(address, network=network, name=network, account=HOMES.get(network, ""))
    assert caught.value.code == code
    assert "%" not in caught.value.words


def test_an_address_without_its_beginning_is_completed():
    assert check_post("youtu.be/dQw4w9WgXcQ", network="youtube", name="YouTube") == (
        "https://youtu.be/dQw4w9WgXcQ"
    )


@pytest.mark.parametrize(
    ("network", "kind", "address", "code"),
    [
        ("facebook", "page", "https://www.facebook.com/groups/bread", "other_kind"),
        ("facebook", "group", "https://www.facebook.com/pekarnazora", "other_kind"),
        ("linkedin", "organization", "https://www.linkedin.com/in/zora", "other_kind"),
        ("facebook", "page", "https://www.facebook.com/reel/1", "a_post"),
        ("x", "standard", "https://x.com/zora/status/1", "a_post"),
        ("x", "standard", "https://x.com/zora/with/more", "not_an_account"),
    ],
)
def test_an_account_of_another_kind_is_told_apart(network, kind, address, code):
    with pytest.raises(BadForm) as caught:
        check_account(address, network=network, name=network, kind=kind)
    assert caught.value.code == code


def _kinds():
    return [
        (slug, kind)
        for slug, known in connectors().items()
        for kind in known.manifest.kinds
        if slug not in ("practice",)
    ]


@pytest.mark.parametrize(("network", "kind"), _kinds())
def test_the_examples_that_people_see_have_the_right_form(network, kind):
    example = addresses.account_example(network, kind)
    assert check_account(example, network=network, name=network, kind=kind) == example
    post = addresses.post_example(network)
    assert check_post(post, network=network, name=network) == post


def test_a_name_tells_the_address_where_the_network_makes_it_so():
    assert profile_address("facebook", "group", "bread") == "https://www.facebook.com/groups/bread"
    assert profile_address("x", "standard", "@zora") == "https://x.com/zora"
    assert profile_address("x", "standard", "Pekarna Zora") == ""
    assert profile_address("forum", "phpbb_member", "zora") == ""
