"""What the account kinds of each network are called, and for whom each is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from skupnost.kit.manifest import AccountKind
from skupnost.ui.words import Words


class KindWords(NamedTuple):
    """What a kind of account is called and for whom it is."""

    label: Words
    for_whom: Words


KINDS: Mapping[tuple[str, str], KindWords] = {
    ("mastodon", "account"): KindWords(
        _("Account"),
        _(
            "For people and organisations. It may be on any server that speaks like Mastodon; "
            "there is no separate page for companies."
        ),
    ),
    ("mastodon", "bot_account"): KindWords(
        _("Automated account"),
        _("For feeds and accounts that only a program fills. The mark is a matter of manners."),
    ),
    ("bluesky", "account"): KindWords(
        _("Account"),
        _("For people and companies alike. Your own domain can be the handle, which proves it."),
    ),
    ("wordpress", "self_hosted"): KindWords(
        _("Site of your own"),
        _("WordPress on your own web space or at a host. The usual choice of companies."),
    ),
    ("wordpress", "wordpress_com"): KindWords(
        _("Site at WordPress.com"), _("A site that WordPress.com runs for you.")
    ),
    ("ghost", "site"): KindWords(
        _("Site"), _("A publication made with Ghost, on your own server or at Ghost(Pro).")
    ),
    ("facebook", "page"): KindWords(
        _("Page"),
        _(
            "For a business, an organisation, a brand or a public figure. Several people can "
            "look after it, and it has statistics."
        ),
    ),
    ("facebook", "profile"): KindWords(
        _("Personal profile"),
        _("One real person. A company must not use it: it breaks the rules and can be closed."),
    ),
    ("facebook", "group"): KindWords(
        _("Group"),
        _("A community with members and moderators. Everything is done by hand inside Facebook."),
    ),
    ("x", "standard"): KindWords(
        _("Account"), _("For everybody. There is no separate kind of account for companies.")
    ),
    ("x", "premium"): KindWords(
        _("Paid account"), _("An account that pays for longer posts and films.")
    ),
    ("youtube", "channel"): KindWords(
        _("Channel"),
        _(
            "For everybody who publishes films. A company takes a brand account, so that several "
            "people can look after it."
        ),
    ),
    ("youtube", "community_posts"): KindWords(
        _("Posts on a channel"),
        _(
            "Words, pictures and polls between the films, for channels that want to talk with "
            "their viewers."
        ),
    ),
    ("tumblr", "blog"): KindWords(
        _("Blog"), _("For people, artists, fans and brands. One login can have several blogs.")
    ),
    ("tumblr", "community"): KindWords(
        _("Community"), _("A shared place with members and moderators.")
    ),
    ("blog", "blogger"): KindWords(_("Blogger"), _("Blogs on Google's old service.")),
    ("blog", "micropub"): KindWords(
        _("Site with Micropub"),
        _("Personal and small sites that let other programs write by an open standard."),
    ),
    ("blog", "feed"): KindWords(
        _("Blog through its feed"),
        _("Any blog that is only read: its news come by RSS, Atom or JSON Feed."),
    ),
    ("forum", "discourse_member"): KindWords(
        _("Discourse, member"), _("A company that takes part in somebody else's forum.")
    ),
    ("forum", "discourse_admin"): KindWords(
        _("Discourse, own forum"), _("For those who run the forum.")
    ),
    ("forum", "phpbb_member"): KindWords(
        _("Classic board, member"),
        _("Older forums such as phpBB, SMF or MyBB. Programs cannot post there."),
    ),
    ("website", "website"): KindWords(
        _("Web site"),
        _("Every client has one. Skupnost prepares the text, and a person puts it there."),
    ),
    ("instagram", "business"): KindWords(
        _("Business account"),
        _("For shops, companies and organisations. Changing to it is free and done in the app."),
    ),
    ("instagram", "creator"): KindWords(
        _("Creator account"), _("For artists and people with an audience.")
    ),
    ("instagram", "personal"): KindWords(
        _("Personal account"), _("For private people. No program may post there.")
    ),
    ("linkedin", "organization"): KindWords(
        _("Company page"),
        _("For companies, schools and associations. It has administrators and followers."),
    ),
    ("linkedin", "member"): KindWords(
        _("Personal profile"), _("For founders and employees who speak for the company.")
    ),
    ("threads", "profile"): KindWords(
        _("Profile"), _("For everybody with an Instagram account, people and companies alike.")
    ),
    ("tiktok", "creator"): KindWords(
        _("Personal or creator account"), _("For people and small brands. All music may be used.")
    ),
    ("tiktok", "business"): KindWords(
        _("Business account"),
        _("For registered companies: more figures, but only music that is free for trade."),
    ),
    ("pinterest", "business"): KindWords(
        _("Business account"), _("For shops and makers. It is free and shows figures.")
    ),
    ("pinterest", "personal"): KindWords(
        _("Personal account"), _("For people who collect ideas for themselves.")
    ),
    ("reddit", "user"): KindWords(
        _("Account"), _("For people, and for companies that dare to speak as one.")
    ),
    ("reddit", "moderator"): KindWords(
        _("Moderator of a community"), _("For those who run a community of their own.")
    ),
    ("telegram", "channel"): KindWords(
        _("Channel"),
        _("News of an organisation. Subscribers read; their comments stand in a linked group."),
    ),
    ("telegram", "group"): KindWords(_("Group"), _("A conversation among members.")),
    ("telegram", "bot"): KindWords(
        _("Bot in private chats"), _("Answers by a program. The person has to write first.")
    ),
    ("telegram", "person"): KindWords(_("Personal account"), _("For private people.")),
    ("discord", "webhook"): KindWords(
        _("Webhook of a channel"),
        _("News into one channel of your own server. It is made in a minute."),
    ),
    ("discord", "bot"): KindWords(
        _("Bot"), _("Works in both directions: it reads, answers and moderates.")
    ),
    ("discord", "person"): KindWords(_("Personal account"), _("For members of a server.")),
    ("google_business_profile", "location"): KindWords(
        _("Location"), _("Shops, practices and restaurants with an address or an area they serve.")
    ),
    ("google_business_profile", "location_group"): KindWords(
        _("Group of locations"), _("For chains and agencies that look after several locations.")
    ),
    ("medium", "author"): KindWords(_("Author"), _("For people and companies who publish essays.")),
    ("medium", "publication"): KindWords(_("Publication"), _("A magazine with editors.")),
    ("dev", "user"): KindWords(
        _("Developer"), _("For programmers and companies that talk to them.")
    ),
    ("dev", "organization"): KindWords(
        _("Organisation"), _("For companies. Articles go out through one of its members.")
    ),
    ("pixelfed", "account"): KindWords(
        _("Account"), _("For photographers. It may be on any server.")
    ),
    ("vimeo", "account"): KindWords(
        _("Account"),
        _("For studios and companies that show films on their own site without advertising."),
    ),
    ("practice", "account"): KindWords(
        _("Practice account"),
        _("For trying things out. It behaves like a network and stays on this computer."),
    ),
}


def kind_words(network: str, kind: AccountKind) -> KindWords:
    """Label and purpose of an account kind; the manifest's own words where none are translated."""
    return KINDS.get((network, kind.slug)) or KindWords(kind.label, kind.for_whom)
