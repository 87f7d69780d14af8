"""Why letters do not leave, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from skupnost.ui.words import Words

TROUBLES: Mapping[str, Words] = {
    "mail_unreachable": _(
        "The mail server does not answer. Look at its name, the port and the encryption."
    ),
    "mail_login_refused": _("The mail server does not accept this user name and password."),
    "mail_recipient_refused": _("The mail server does not take letters to this address."),
    "mail_sender_refused": _("The mail server does not let this account write from this address."),
    "mail_no_encryption": _(
        "No encrypted conversation with the mail server came about. Choose the other encryption."
    ),
    "mail_refused": _("The mail server refused the letter."),
    "mail_password_lost": _("The stored password cannot be opened any more. Type it again."),
    "mail_address_malformed": _("An address is not written as an e-mail address."),
    "mail_nobody": _("Nobody has given an address to write to."),
    "mail_not_set_up": _("No mail server is set up yet."),
}


def trouble(code: str) -> str:
    """The sentence of a code; empty where nothing is wrong."""
    return str(TROUBLES.get(code, TROUBLES["mail_refused"])) if code else ""
