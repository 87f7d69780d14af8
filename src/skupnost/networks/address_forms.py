"""What addresses of accounts and of posts look like on each network, as data.

A form is tried on the path and query of an address (`/bakery/posts/1?x=y`), whole and without
regard to case. Sites that anybody can run have no hosts here: theirs is that of the account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Forms:
    """The addresses of one network. `hosts` is a regular expression of the whole host name,
    empty where each account has its own; `accounts` has the forms of an account by its kind, ""
    for all other kinds; on a `short` host whatever stands after it is a post; `profile` makes an
    address of a name (`{name}`); `open_at` is where posting begins; `author` finds the account's
    name in the addresses of accounts and posts alike."""

    hosts: str = ""
    short: str = ""
    author: str = ""
    accounts: Mapping[str, str] = field(default_factory=dict)
    posts: tuple[str, ...] = ()
    profile: Mapping[str, str] = field(default_factory=dict)
    open_at: Mapping[str, str] = field(default_factory=dict)
    account_example: Mapping[str, str] = field(default_factory=dict)
    post_example: str = ""


_NAME = r"/(?!groups/|watch|reel/|share/|events/|posts/)[^/?]+/?(\?.*)?"
_ONE = r"/[^/?]+/?(\?.*)?"

_META: Mapping[str, Forms] = {
    "facebook": Forms(
        hosts=r"((www|m|web|business|mbasic|[a-z]{2}-[a-z]{2})\.)?(facebook\.com|fb\.com)",
        short=r"fb\.watch",
        accounts={
            "page": rf"({_NAME}|/profile\.php\?id=\d+.*|/(p|pages|people)/.+)",
            "profile": rf"({_NAME}|/profile\.php\?id=\d+.*|/people/.+)",
            "group": r"/groups/[^/?]+/?(\?.*)?",
        },
        posts=(
            r"/[^/]+/(posts|videos|photos|reels)/.+",
            r"/(photo|photo\.php|video\.php|watch|story\.php|permalink\.php)/?\?.+",
            r"/(reel|share|events|stories|media)/.+",
            r"/groups/[^/]+/(posts|permalink)/.+",
            r"/groups/[^/]+/?\?.*multi_permalinks=\d+.*",
        ),
        profile={
            "page": "https://www.facebook.com/{name}",
            "profile": "https://www.facebook.com/{name}",
            "group": "https://www.facebook.com/groups/{name}",
        },
        open_at={"": "https://www.facebook.com/", "page": "https://business.facebook.com/latest/"},
        account_example={
            "": "https://www.facebook.com/pekarnazora",
            "group": "https://www.facebook.com/groups/pekarnazora",
        },
        post_example="https://www.facebook.com/pekarnazora/posts/pfbid02abc",
    ),
    "instagram": Forms(
        hosts=r"(www\.)?(instagram\.com|instagr\.am)",
        accounts={"": r"/(?!p/|reel/|explore/|stories/)[A-Za-z0-9._]{1,30}/?(\?.*)?"},
        posts=(r"/([^/]+/)?(p|reel|reels|tv|share)/.+", r"/stories/[^/]+/\d+.*"),
        profile={"": "https://www.instagram.com/{name}/"},
        open_at={"": "https://www.instagram.com/"},
        account_example={"": "https://www.instagram.com/pekarnazora/"},
        post_example="https://www.instagram.com/p/Cabc123/",
    ),
    "threads": Forms(
        author=r"/@([^/?]+)",
        hosts=r"(www\.)?threads\.(net|com)",
        accounts={"": r"/@[A-Za-z0-9._]{1,30}/?(\?.*)?"},
        posts=(r"/@[^/]+/post/.+", r"/t/.+"),
        profile={"": "https://www.threads.com/@{name}"},
        open_at={"": "https://www.threads.com/"},
        account_example={"": "https://www.threads.com/@pekarnazora"},
        post_example="https://www.threads.com/@pekarnazora/post/Cabc123",
    ),
}

_FILMS: Mapping[str, Forms] = {
    "youtube": Forms(
        hosts=r"((www|m|studio)\.)?youtube\.com",
        short=r"youtu\.be",
        accounts={"": r"/(@[^/?]+|channel/UC[\w-]{22}|c/[^/?]+|user/[^/?]+)(/[a-z]*)?/?(\?.*)?"},
        posts=(
            r"/watch\?(.*&)?v=[\w-]{11}.*",
            r"/(shorts|live|video)/[\w-]{11}.*",
            r"/post/Ug[\w-]+.*",
            r"/channel/UC[\w-]+/community\?lb=Ug[\w-]+.*",
        ),
        profile={"": "https://www.youtube.com/@{name}"},
        open_at={"": "https://studio.youtube.com/", "community_posts": "https://www.youtube.com/"},
        account_example={"": "https://www.youtube.com/@pekarnazora"},
        post_example="https://www.youtube.com/watch?v=abcdefghijk",
    ),
    "tiktok": Forms(
        author=r"/@([^/?]+)",
        hosts=r"((www|m)\.)?tiktok\.com",
        short=r"(vm|vt)\.tiktok\.com",
        accounts={"": r"/@[A-Za-z0-9._]{1,24}/?(\?.*)?"},
        posts=(r"/@[^/]+/(video|photo)/\d+.*", r"/t/Z[A-Za-z0-9]{6,}/?.*"),
        profile={"": "https://www.tiktok.com/@{name}"},
        open_at={"": "https://www.tiktok.com/tiktokstudio/upload"},
        account_example={"": "https://www.tiktok.com/@pekarnazora"},
        post_example="https://www.tiktok.com/@pekarnazora/video/7300000000000000000",
    ),
    "vimeo": Forms(
        hosts=r"(www\.)?vimeo\.com",
        accounts={"": r"/(?!\d+/?$|manage/|upload)[^/?]+/?(\?.*)?"},
        posts=(r"/\d+(/[0-9a-f]+)?/?(\?.*)?", r"/(manage/videos|channels/[^/]+|showcase/.+)/\d+.*"),
        profile={"": "https://vimeo.com/{name}"},
        open_at={"": "https://vimeo.com/upload"},
        account_example={"": "https://vimeo.com/pekarnazora"},
        post_example="https://vimeo.com/123456789",
    ),
}

_SHORT: Mapping[str, Forms] = {
    "x": Forms(
        author=r"/(?!i/)(\w{1,15})",
        hosts=r"((www|mobile)\.)?(x\.com|twitter\.com)",
        accounts={"": r"/(?!i/|home|search|intent)[A-Za-z0-9_]{1,15}/?(\?.*)?"},
        posts=(r"/[A-Za-z0-9_]{1,15}/status(es)?/\d+.*", r"/i/(web/)?status/\d+.*"),
        profile={"": "https://x.com/{name}"},
        open_at={"": "https://x.com/compose/post"},
        account_example={"": "https://x.com/pekarnazora"},
        post_example="https://x.com/pekarnazora/status/1234567890",
    ),
    "tumblr": Forms(
        hosts=r"(www\.|[a-z0-9-]+\.)?tumblr\.com",
        accounts={
            "blog": r"(/(?!communities/|new)(blog/)?[A-Za-z0-9-]+/?|/?)(\?.*)?",
            "community": r"/communities/[^/?]+/?(\?.*)?",
        },
        posts=(
            r"/(post|image)/\d+.*",
            r"/(blog/view/)?[A-Za-z0-9-]+/\d{6,}.*",
            r"/communities/[^/]+/(post|posts)?/?.+",
        ),
        profile={
            "blog": "https://www.tumblr.com/{name}",
            "community": "https://www.tumblr.com/communities/{name}",
        },
        open_at={"": "https://www.tumblr.com/new"},
        account_example={
            "": "https://www.tumblr.com/pekarnazora",
            "community": "https://www.tumblr.com/communities/bread",
        },
        post_example="https://www.tumblr.com/pekarnazora/712345678901234567",
    ),
    "bluesky": Forms(
        author=r"/profile/(?!did:)([^/?]+)",
        hosts=r"(bsky\.app|deer\.social|[a-z]+\.bsky\.app)",
        accounts={"": r"/profile/[^/?]+/?"},
        posts=(r"/profile/[^/]+/post/[a-z0-9]+.*",),
        profile={"": "https://bsky.app/profile/{name}"},
        open_at={"": "https://bsky.app/"},
        account_example={"": "https://bsky.app/profile/zora.bsky.social"},
        post_example="https://bsky.app/profile/zora.bsky.social/post/3kabc",
    ),
    "mastodon": Forms(
        accounts={"": r"/(@|users/)[^/?]+/?"},
        posts=(r"/@[^/]+/\d+.*", r"/(users|p|notice|notes|objects|@[^/]+)/.+"),
        account_example={"": "https://mastodon.social/@pekarnazora"},
        post_example="https://mastodon.social/@pekarnazora/112345678901234567",
    ),
    "pixelfed": Forms(
        accounts={"": r"/(users/|@)?[^/?]+/?"},
        posts=(r"/(p|i/web/post|i/rs)/.+",),
        account_example={"": "https://pixelfed.social/pekarnazora"},
        post_example="https://pixelfed.social/p/pekarnazora/712345678901234567",
    ),
    "linkedin": Forms(
        hosts=r"(([a-z]{2,3}|www)\.)?linkedin\.com",
        short=r"lnkd\.in",
        accounts={
            "organization": r"/(company|showcase|school)/[^/?]+(/.*)?",
            "member": r"/(in|pub)/[^/?]+(/.*)?",
        },
        posts=(
            r"/posts/.+",
            r"/feed/update/urn:li:(activity|share|ugcPost):\d+.*",
            r"/pulse/.+",
        ),
        profile={
            "organization": "https://www.linkedin.com/company/{name}",
            "member": "https://www.linkedin.com/in/{name}",
        },
        open_at={"": "https://www.linkedin.com/feed/"},
        account_example={
            "": "https://www.linkedin.com/company/pekarna-zora",
            "member": "https://www.linkedin.com/in/zora-novak",
        },
        post_example="https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000000",
    ),
}

_ROUND_TABLES: Mapping[str, Forms] = {
    "reddit": Forms(
        hosts=r"((www|old|new|sh|np|m)\.)?reddit\.com",
        short=r"redd\.it",
        accounts={
            "user": r"/(u|user)/[^/?]+/?(\?.*)?",
            "moderator": r"/(r|u|user)/[^/?]+/?(\?.*)?",
        },
        posts=(r"/(r|u|user)/[^/]+/(comments|s)/.+", r"/comments/.+"),
        profile={
            "user": "https://www.reddit.com/user/{name}",
            "moderator": "https://www.reddit.com/r/{name}",
        },
        open_at={"": "https://www.reddit.com/submit"},
        account_example={
            "": "https://www.reddit.com/user/pekarnazora",
            "moderator": "https://www.reddit.com/r/bread",
        },
        post_example="https://www.reddit.com/r/Breadit/comments/abc123/",
    ),
    "pinterest": Forms(
        hosts=r"([a-z]{2,3}\.)?pinterest\.[a-z.]{2,6}",
        short=r"pin\.it",
        accounts={"": r"/(?!pin/)[^/?]+/?(\?.*)?"},
        posts=(r"/pin/[\w-]+.*",),
        profile={"": "https://www.pinterest.com/{name}/"},
        open_at={"": "https://www.pinterest.com/pin-creation-tool/"},
        account_example={"": "https://www.pinterest.com/pekarnazora/"},
        post_example="https://www.pinterest.com/pin/123456789012345678/",
    ),
    "telegram": Forms(
        hosts=r"(www\.)?(t\.me|telegram\.me|telegram\.dog)|web\.telegram\.org",
        accounts={"": r"/(?!c/)([A-Za-z][A-Za-z0-9_]{3,31}|\+[\w-]+|joinchat/[\w-]+)/?"},
        posts=(r"/(s/)?[A-Za-z][A-Za-z0-9_]{3,31}/\d+.*", r"/c/\d+/\d+.*"),
        profile={"": "https://t.me/{name}"},
        open_at={"": "https://web.telegram.org/"},
        account_example={"": "https://t.me/pekarnazora"},
        post_example="https://t.me/pekarnazora/42",
    ),
    "discord": Forms(
        hosts=r"((ptb|canary)\.)?(discord|discordapp)\.(com|gg)",
        accounts={"": r"/(channels/(\d+|@me)(/\d+)?|invite/\w+|\w+)/?"},
        posts=(r"/channels/(\d+|@me)/\d+/\d+",),
        open_at={"": "https://discord.com/channels/@me"},
        account_example={"": "https://discord.com/channels/111111111111111111/222222222222222222"},
        post_example=(
            "https://discord.com/channels/111111111111111111/222222222222222222/333333333333333333"
        ),
    ),
    "forum": Forms(
        accounts={"": r"/.*"},
        posts=(
            r"/(.*/)?t/.+",
            r"/(.*/)?viewtopic\.php\?.+",
            r"/.+",
        ),
        account_example={"": "https://forum.example/u/pekarnazora"},
        post_example="https://forum.example/t/apricot-jam/123/4",
    ),
}

_OWN_SITES: Mapping[str, Forms] = {
    "medium": Forms(
        hosts=r"([a-z0-9-]+\.)?medium\.com",
        short=r"link\.medium\.com",
        accounts={"": r"(/@[^/?]+/?|/[a-z0-9-]+/?|/?)(\?.*)?"},
        posts=(r"/(.+[-/])?[0-9a-f]{8,12}/?(\?.*)?",),
        profile={
            "author": "https://medium.com/@{name}",
            "publication": "https://medium.com/{name}",
        },
        open_at={"": "https://medium.com/new-story"},
        account_example={"": "https://medium.com/@pekarnazora"},
        post_example="https://medium.com/@pekarnazora/two-days-of-sourdough-1a2b3c4d5e6f",
    ),
    "dev": Forms(
        hosts=r"(www\.)?dev\.to",
        accounts={"": r"/[a-z0-9_]+/?"},
        posts=(r"/[a-z0-9_]+/[a-z0-9-]+/?(\?.*)?",),
        profile={"": "https://dev.to/{name}"},
        open_at={"": "https://dev.to/new"},
        account_example={"": "https://dev.to/pekarnazora"},
        post_example="https://dev.to/pekarnazora/two-days-of-sourdough-1abc",
    ),
    "google_business_profile": Forms(
        hosts=r"((www|business|local|maps)\.)?google\.[a-z.]{2,6}|g\.page|maps\.app\.goo\.gl",
        short=r"posts\.gle|g\.co|share\.google(\.com)?",
        accounts={"": r"/.*"},
        posts=(r"/.{2,}",),
        open_at={"": "https://business.google.com/"},
        account_example={"": "https://maps.app.goo.gl/abc123"},
        post_example="https://posts.gle/abc123",
    ),
    "wordpress": Forms(
        accounts={"": r"/.*"},
        posts=(r"/\?p=\d+.*", r"/.+"),
        open_at={"wordpress_com": "https://wordpress.com/post"},
        account_example={"": "https://pekarna-zora.example/"},
        post_example="https://pekarna-zora.example/2026/11/two-days-of-sourdough/",
    ),
    "ghost": Forms(
        accounts={"": r"/.*"},
        posts=(r"/.+",),
        account_example={"": "https://pekarna-zora.example/"},
        post_example="https://pekarna-zora.example/two-days-of-sourdough/",
    ),
    "blog": Forms(
        accounts={"": r"/.*"},
        posts=(r"/.+",),
        open_at={"blogger": "https://www.blogger.com/"},
        account_example={"": "https://pekarna-zora.example/"},
        post_example="https://pekarna-zora.example/2026/11/two-days-of-sourdough.html",
    ),
    "website": Forms(
        accounts={"": r"/.*"},
        posts=(r"/.+",),
        account_example={"": "https://pekarna-zora.example/"},
        post_example="https://pekarna-zora.example/news/two-days-of-sourdough",
    ),
}

FORMS: Mapping[str, Forms] = {**_META, **_FILMS, **_SHORT, **_ROUND_TABLES, **_OWN_SITES}
