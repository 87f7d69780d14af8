"""Forms about channels, made from what the network's manifest asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skupnost.channels.guides import label_of, server_words
from skupnost.channels.models import Channel
from skupnost.domain.accounts import ROLE_NEEDED
from skupnost.kit.manifest import AccountKind, CredentialField
from skupnost.networks import addresses
from skupnost.ui.words import Words

Data = Mapping[str, Any] | None

NEVER, SOMETIMES, OFTEN = 0.0, 0.2, 0.6
CHANCES: tuple[tuple[float, Words], ...] = (
    (NEVER, _("Never")),
    (SOMETIMES, _("Sometimes")),
    (OFTEN, _("Often")),
)
DELAYS: tuple[tuple[float, Words], ...] = (
    (0.0, _("At once")),
    (1.0, _("After a second")),
    (5.0, _("After five seconds")),
    (15.0, _("After a quarter of a minute")),
)
LATE: tuple[tuple[float, Words], ...] = (
    (0.0, _("At once")),
    (20.0, _("After 20 seconds")),
    (120.0, _("After two minutes")),
)


class CredentialsForm(forms.Form):
    """What the network wants to see before it lets us in."""

    def __init__(self, data: Data = None, *, network: str, kind: AccountKind) -> None:
        super().__init__(data)
        self.kind = kind
        for field in kind.machine.credentials:
            self.fields[f"credential_{field.name}"] = _field(field)

    def credentials(self) -> dict[str, str]:
        """What was typed, under the manifest's names."""
        names = [field.name for field in self.kind.machine.credentials]
        values = {name: str(self.cleaned_data[f"credential_{name}"]).strip() for name in names}
        return {name: value for name, value in values.items() if value}


def _field(field: CredentialField) -> forms.CharField:
    widget = forms.PasswordInput if field.is_secret else forms.TextInput
    attrs = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(
        label=label_of(field), required=field.required, max_length=4000, widget=widget(attrs)
    )


class ConnectForm(CredentialsForm):
    """Server and credentials of a new channel."""

    def __init__(self, data: Data = None, *, network: str, kind: AccountKind) -> None:
        super().__init__(data, network=network, kind=kind)
        self.fields["may_double"] = forms.BooleanField(required=False, widget=forms.HiddenInput)
        if kind.machine.needs_server or kind.machine.default_server:
            self.fields = {"server": _server_field(network, kind), **self.fields}

    def server(self) -> str:
        return str(self.cleaned_data.get("server", ""))

    def offer_double(self) -> None:
        """Let the person say that the same account is meant twice."""
        self.fields["may_double"].widget = forms.CheckboxInput()
        self.fields["may_double"].label = _("Connect it here as well")


def _server_field(network: str, kind: AccountKind) -> forms.CharField:
    label, help_text = server_words(network)
    attrs = {"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=300,
        required=kind.machine.needs_server and not kind.machine.default_server,
        initial=kind.machine.default_server.removeprefix("https://"),
        widget=forms.TextInput(attrs),
    )


MAY_POST: tuple[tuple[str, Words], ...] = (
    ("", _("I do not know")),
    ("yes", _("Yes, I see the field for it")),
    ("no", _("No, not yet")),
)


class AssistedForm(forms.Form):
    """An account on which a person posts: only what that person knows of it. The address is looked
    at, never fetched."""

    handle = forms.CharField(
        label=_("Name of the account"),
        help_text=_("As its readers see it."),
        max_length=200,
    )
    url = forms.CharField(
        label=_("Its address"),
        required=False,
        max_length=500,
        widget=forms.TextInput(
            {"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    may_post = forms.ChoiceField(label=_("Can you post there?"), choices=MAY_POST, required=False)
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Data = None, *, network: str, name: str, kind: str, initial: Data = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.network, self.name, self.kind = network, name, kind
        if (network, kind) not in ROLE_NEEDED:
            del self.fields["may_post"]
        words = _("Copied from the browser, for instance %(example)s")
        example = addresses.account_example(network, kind)
        self.fields["url"].help_text = words % {"example": example}

    def clean(self) -> dict[str, Any]:
        """The address in the network's form; one made of the name where that tells it."""
        values = super().clean() or {}
        typed = str(values.get("url") or "").strip()
        if not typed:
            handle = str(values.get("handle") or "")
            values["url"] = addresses.profile_address(self.network, self.kind, handle)
            return values
        try:
            values["url"] = addresses.check_account(
                typed, network=self.network, name=self.name, kind=self.kind
            )
        except addresses.BadForm as problem:
            self._object(problem, typed, values)
        return values

    def _object(self, problem: addresses.BadForm, typed: str, values: dict[str, Any]) -> None:
        if problem.may_be and values.get("anyway"):
            values["url"] = typed if "://" in typed else f"https://{typed}"
            return
        self.add_error("url", problem.words)
        if problem.may_be:
            self.fields["anyway"].widget = forms.CheckboxInput()
            self.fields["anyway"].label = _("It is right all the same")


def _chosen(label: Words, choices: Sequence[tuple[float, Words]]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=choices, coerce=float)


BEHAVIOUR: tuple[tuple[str, Words, Sequence[tuple[float, Words]]], ...] = (
    ("latency_seconds", _("It answers"), DELAYS),
    ("lost_before", _("It cannot be reached"), CHANCES),
    ("lost_after", _("It publishes and breaks off"), CHANCES),
    ("silent_after", _("It publishes and keeps silent"), CHANCES),
    ("server_error_after", _("It publishes and says error"), CHANCES),
    ("rate_limited", _("It asks us to wait"), CHANCES),
    ("visible_after_seconds", _("New posts appear in its lists"), LATE),
)


class PracticeForm(forms.Form):
    """How the practice network behaves towards a channel, in words."""

    def __init__(self, data: Data = None, *, channel: Channel) -> None:
        super().__init__(data)
        for name, label, choices in BEHAVIOUR:
            field = _chosen(label, choices)
            present = float(channel.practice_faults.get(name, 0.0))
            field.initial = _nearest(present, [number for number, _words in choices])
            self.fields[name] = field


def _nearest(value: float, offered: Sequence[float]) -> float:
    return min(offered, key=lambda number: abs(number - value))
