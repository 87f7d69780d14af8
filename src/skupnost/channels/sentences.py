"""Why a channel is not connected, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skupnost.channels.asking import NotConnected
from skupnost.ui.words import Words

REASONS: Mapping[str, Words] = {
    "address_malformed": _("This is not a server's address. Write it like mastodon.social."),
    "address_scheme": _("The address must begin with https."),
    "address_userinfo": _("The address must not hold a name or a password."),
    "address_odd_spelling": _("The address is spelled in an unusual way. Write it in plain words."),
    "address_private": _(
        "This address leads into your own network, not to a public server, and is not asked. "
        "Whoever looks after this installation can allow it."
    ),
    "address_refused": _(
        "The name of this server leads into your own network, not to a public server, and is not "
        "asked."
    ),
    "address_needs_https": _("The server must be reached by https, or others could read along."),
    "name_not_found": _("There is no server of this name. Look for a typing mistake."),
    "connection_failed": _("The server does not answer. Look for a typing mistake, or try later."),
    "connection_timed_out": _("The server does not answer in time. Try again in a moment."),
    "connection_lost": _("The server broke off the conversation. Try again in a moment."),
    "timed_out": _("The server does not answer in time. Try again in a moment."),
    "tls_failed": _(
        "No secure connection to this server is possible. Its operator has to mend it."
    ),
    "not_the_api": _(
        "A server answers at this address, but not as this network does. Is it the right address?"
    ),
    "server_moved": _(
        "The server sends us to another address. Type the address at which it really is."
    ),
    "answer_too_large": _("The server's answer was far too large. Is it the right address?"),
    "server_error": _("The server reports an error of its own. Try again later."),
    "unavailable": _("The server is out of service for a while. Try again later."),
    "rate_limited": _("The server asks us to wait. Try again in some minutes."),
    "token_invalid": _("The server does not accept this access. Make a new one."),
    "token_expired": _("This access has run out. Make a new one."),
    "credentials_refused": _("The server does not accept this name with this password."),
    "app_password_needed": _(
        "The account asks for a second factor. Make an app password in its settings and use that."
    ),
    "key_malformed": _(
        "The key is incomplete. Copy it whole: two long parts with a colon between."
    ),
    "blocked_by_site": _(
        "Something in front of the site, such as a security plug-in or the host, blocks programs. "
        "Ask whoever looks after the site to let the REST API through."
    ),
    "not_found": _("The server does not know what we asked for. Is it the right address?"),
    "account_restricted": _(
        "The network has closed or paused this account. Sign in there and see what it says."
    ),
    "permission_missing": _(
        "This access does not allow to publish. Make a new one that may write posts and media."
    ),
    "credentials_unreadable": _("The stored access cannot be opened any more. Connect again."),
    "other_account": _(
        "This is the access of another account. Use the same one, or connect the other as a new "
        "channel."
    ),
    "not_by_api": _("This network lets no program publish."),
    "no_authorization": _("This network cannot be asked for permission here. Paste an access."),
    "login_not_completed": _("The network did not finish the sign-in. Begin again."),
    "refused_for_good": _("The server refused. Check the address and the access."),
    "no_simulator": _("This network cannot be practised yet."),
    "authorization_refused": _("The network says that permission was not given."),
    "authorization_lost": _("This is not the answer we waited for. Begin again."),
}


def why(error: NotConnected) -> str:
    """The sentence for a person."""
    return reason(error.code)


def reason(code: str) -> str:
    """The sentence of a stored code; empty where there is none."""
    if not code:
        return ""
    known = REASONS.get(code)
    if known is not None:
        return str(known)
    words = gettext("The network refused and calls the reason “%(code)s”.")
    return words % {"code": code.replace("_", " ")}
