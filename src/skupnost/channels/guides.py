"""Where to find what the connect form asks for, step by step, and what its fields are called."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from skupnost.kit.manifest import CredentialField
from skupnost.ui.words import Words

STEPS: Mapping[tuple[str, str], tuple[Words, ...]] = {
    ("mastodon", "account"): (
        _("On your server open Preferences, then Development, then New application."),
        _("Call it Skupnost and keep the permissions read, write and profile ticked."),
        _("Save, open the application and copy “Your access token”."),
    ),
    ("bluesky", "account"): (
        _("In Bluesky open Settings, then Privacy and security, then App passwords."),
        _("Add one called Skupnost and copy it; your own password stays yours."),
        _("The handle is the name after the @, for instance bakery.bsky.social."),
    ),
    ("wordpress", "self_hosted"): (
        _("On your site open Users, then Profile, and go down to Application passwords."),
        _("Type Skupnost as its name, add it and copy the password with its blanks."),
        _("The user name is the one you sign in with; it needs the role Author or higher."),
    ),
    ("ghost", "site"): (
        _("In Ghost open Settings, then Integrations, then Add custom integration."),
        _("Call it Skupnost and copy the Admin API key, the long one with a colon."),
        _("The address is the one at which you open Ghost, without /ghost at its end."),
    ),
}
_SAME = {("mastodon", "bot_account"): ("mastodon", "account")}

SERVER_LABELS: Mapping[str, tuple[Words, Words]] = {
    "mastodon": (_("Server"), _("For instance mastodon.social, or the one your account is on.")),
    "wordpress": (_("Address of the site"), _("As your readers type it.")),
    "ghost": (_("Address of the site"), _("As your readers type it.")),
    "bluesky": (_("Server"), _("Leave it as it is unless you run a server of your own.")),
}
FIELD_LABELS: Mapping[str, Words] = {
    "User name": _("User name"),
    "Application password": _("Application password"),
    "token": _("Access token"),
    "handle": _("Handle"),
    "password": _("App password"),
    "username": _("User name"),
    "user": _("User name"),
    "key": _("Admin API key"),
    "admin_key": _("Admin API key"),
}


def steps_of(network: str, kind: str) -> tuple[Words, ...]:
    """How to get the access of this kind of account; empty where nothing is written yet."""
    place = (network, kind)
    return STEPS.get(_SAME.get(place, place), ())


def server_words(network: str) -> tuple[Words, Words]:
    """Label and help of the server field."""
    return SERVER_LABELS.get(network, (_("Server"), ""))


def label_of(field: CredentialField) -> Words:
    """What a credential is called in the reader's language: by the manifest's word for it where
    that is known here, else by its name."""
    return FIELD_LABELS.get(field.label) or FIELD_LABELS.get(field.name, field.label)
