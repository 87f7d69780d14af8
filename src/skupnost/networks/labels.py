"""The rulebook's keys and codes in the reader's language: account kinds, groups, limits, units."""

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
    ("practice", "account"): KindWords(
        _("Practice account"),
        _("For trying things out. It behaves like a network and stays on this computer."),
    ),
}


def kind_words(network: str, kind: AccountKind) -> KindWords:
    """Label and purpose of an account kind; the manifest's own words where none are translated."""
    return KINDS.get((network, kind.slug)) or KindWords(kind.label, kind.for_whom)
