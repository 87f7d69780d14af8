"""What is to be seen to on an account, in words, and step by step what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from skupnost.channels.guides import steps_of
from skupnost.channels.models import Channel
from skupnost.channels.sentences import reason
from skupnost.domain.accounts import AccountFinding
from skupnost.ui.words import Words


@dataclass(frozen=True, slots=True)
class Told:
    """One finding for a person: what is wrong, and the steps that help, in order."""

    finding: AccountFinding
    message: str
    steps: tuple[str, ...]

    @property
    def level(self) -> str:
        return self.finding.level

    @property
    def tone(self) -> str:
        """How it looks: bad, warn or info."""
        return {"error": "bad", "warning": "warn"}.get(self.level, "info")


MESSAGES: Mapping[str, Words] = {
    "profile_for_company": _(
        "A company that speaks through a personal profile breaks Facebook's rules and may lose it: "
        "a company runs a Page, which people like."
    ),
    "member_for_company": _(
        "A LinkedIn profile belongs to one person. A company speaks through a page of its own, "
        "with figures for all who look after it."
    ),
    "personal_needs_business": _(
        "A personal Instagram account has no figures, and no program may ever publish to it. A "
        "business or creator account costs nothing and keeps all posts and followers."
    ),
    "personal_for_company": _(
        "A company gets figures, a verified web site and advertisements with a business account "
        "only; it costs nothing."
    ),
    "person_for_company": _(
        "Here a person writes to people. For a company a channel of its own is the usual place."
    ),
    "other_kind": _("The network says that this account is of another kind than was chosen."),
    "role_missing": _("You cannot post there yet: somebody has to give you the role."),
    "role_unknown": _("See in time that you may post there: only people with a role can."),
    "scope_missing": _("The access lacks rights that publishing needs: %(scopes)s."),
    "right_missing": _(
        "The account behind the access may not upload pictures: posts with pictures will fail."
    ),
    "access_refused": _("The network does not let us in any more. %(reason)s"),
    "access_ends_soon": _("The access ends on %(day)s. After that nothing goes out."),
    "access_ended": _("The access ended on %(day)s. Nothing goes out until it is renewed."),
    "version_ends_soon": _(
        "The network switches off the version of its interface that we speak on %(day)s."
    ),
    "version_ended": _(
        "The network switched off the version of its interface that we speak on %(day)s."
    ),
}

_AGAIN: tuple[Words, ...] = (_("Open the channel and choose “Connect again”."),)
_UPDATE: tuple[Words, ...] = (
    _("Update Skupnost; the newer version speaks the newer interface."),
    _("Until then post by hand what is due."),
)
_GENERAL: Mapping[str, tuple[Words, ...]] = {
    "profile_for_company": (
        _("On Facebook open the menu and choose “Page”, then “Create new Page”."),
        _("Give it the company's name, a category and the address of its web site."),
        _("Invite those who are friends of the profile to follow the Page."),
        _("Add the Page here as a channel of the kind “Page”, and remove the profile."),
    ),
    "member_for_company": (
        _("On LinkedIn choose “For business”, then “Create a company page”."),
        _("Fill in name, web site and logo, and confirm that you may act for the company."),
        _("Add the page here as a channel of the kind “Company page”."),
    ),
    "personal_needs_business": (
        _("In Instagram open “Settings”, then “Account type and tools”."),
        _("Choose “Switch to professional account”, then “Business” for a company."),
        _("Connect it with the company's Facebook Page when it asks."),
        _("Remove this channel here and add it anew with the kind “Business account”."),
    ),
    "personal_for_company": (
        _("In the settings of the account choose to convert it to a business account."),
        _("Remove this channel here and add it anew with the business kind."),
    ),
    "person_for_company": (
        _("Make a channel for the company with this account, and add that one here."),
    ),
    "other_kind": (
        _("Look at the account on the network: which kind is it?"),
        _("Remove this channel here and add it anew with the right kind."),
    ),
    "scope_missing": (
        _("Make a new access on the network and tick all the rights that are named here."),
        *_AGAIN,
    ),
    "right_missing": (
        _("Ask an administrator of the site to give the account the role Author or higher."),
        _("Choose “Check now” on the page of the channel."),
    ),
    "access_ends_soon": _AGAIN,
    "access_ended": _AGAIN,
    "access_refused": _AGAIN,
    "version_ends_soon": _UPDATE,
    "version_ended": _UPDATE,
}

_ASK = _("Ask somebody who has full control of it to do the following.")
_SAY = _("Then say on the page of the channel that you can post there.")
_ROLES: Mapping[str, tuple[Words, ...]] = {
    "facebook": (
        _("On the Page: “Settings”, “Page setup”, “Page access”, “Add new”."),
        _("Choose your name and give “Facebook access” with the right to make content."),
        _("Accept the invitation in your notifications."),
    ),
    "linkedin": (
        _("On the page: “Settings”, “Manage admins”, “Add admin”."),
        _("Choose your name and the role “Content admin”."),
    ),
    "youtube": (
        _("In YouTube Studio: “Settings”, “Permissions”, “Invite”."),
        _("Give your Google address the role “Editor”, and accept the invitation."),
    ),
    "telegram": (
        _("In the channel: “Administrators”, “Add administrator”."),
        _("Choose your name and allow “Post messages”."),
    ),
    "reddit": (_("In the community: “Mod tools”, “Moderators”, “Invite user as mod”."),),
    "google_business_profile": (
        _("In the business profile: the menu, “Business Profile settings”, “People and access”."),
        _("Choose “Add”, type your Google address and give the role “Manager”."),
    ),
    "medium": (_("On the publication: “Manage publication”, add you as a writer or editor."),),
    "dev": (_("In the organisation's settings copy the secret; you join with it."),),
}


def told(finding: AccountFinding, *, network: str, kind: str) -> Told:
    """The finding in the reader's language."""
    words = str(MESSAGES[finding.code])
    message = words % _readable(finding) if "%(" in words else words
    return Told(finding, message.strip(), tuple(str(s) for s in _steps(finding, network, kind)))


def told_of(channel: Channel, findings: tuple[AccountFinding, ...]) -> tuple[Told, ...]:
    """All findings of a channel, in words."""
    return tuple(
        told(finding, network=channel.network, kind=channel.account_kind) for finding in findings
    )


def _steps(finding: AccountFinding, network: str, kind: str) -> tuple[Words, ...]:
    if finding.code in ("role_missing", "role_unknown"):
        return (_ASK, *_ROLES.get(network, ()), _SAY)
    if finding.code in ("scope_missing", "access_ended", "access_ends_soon", "access_refused"):
        return (*steps_of(network, kind), *_GENERAL[finding.code][-1:])
    return _GENERAL[finding.code]


def _readable(finding: AccountFinding) -> dict[str, str]:
    params = dict(finding.params)
    if "day" in params:
        params["day"] = date_format(date.fromisoformat(params["day"]), "DATE_FORMAT")
    if "reason" in params:
        params["reason"] = reason(params["reason"])
    return params
