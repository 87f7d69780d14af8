"""Forms about channels, made from what the network's manifest asks for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from skupnost.channels.guides import label_of, server_words
from skupnost.channels.models import Channel
from skupnost.kit.manifest import AccountKind, CredentialField

NEVER, SOMETIMES, OFTEN = 0.0, 0.2, 0.6
CHANCES = ((NEVER, _("Never")), (SOMETIMES, _("Sometimes")), (OFTEN, _("Often")))
DELAYS = (
    (0.0, _("At once")),
    (1.0, _("After a second")),
    (5.0, _("After five seconds")),
    (15.0, _("After a quarter of a minute")),
)
LATE = ((0.0, _("At once")), (20.0, _("After 20 seconds")), (120.0, _("After two minutes")))


class CredentialsForm(forms.Form):
    """What the network wants to see before it lets us in."""

    def __init__(self, data: object = None, *, network: str, kind: AccountKind) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
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

    def __init__(self, data: object = None, *, network: str, kind: AccountKind) -> None:
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


class AssistedForm(forms.Form):
    """An account on which a person posts."""

    handle = forms.CharField(label=_("Name of the account"), max_length=200)
    url = forms.URLField(
        label=_("Its address"), required=False, max_length=500, assume_scheme="https"
    )


class PracticeForm(forms.Form):
    """How the practice network behaves, in words."""

    latency_seconds = forms.TypedChoiceField(
        label=_("It answers"), choices=DELAYS, coerce=float, required=False, empty_value=0.0
    )
    lost_before = forms.TypedChoiceField(
        label=_("It cannot be reached"), choices=CHANCES, coerce=float, empty_value=0.0
    )
    lost_after = forms.TypedChoiceField(
        label=_("It publishes, but the answer is lost"),
        choices=CHANCES,
        coerce=float,
        empty_value=0.0,
    )
    server_error_after = forms.TypedChoiceField(
        label=_("It publishes, but reports an error"),
        choices=CHANCES,
        coerce=float,
        empty_value=0.0,
    )
    rate_limited = forms.TypedChoiceField(
        label=_("It asks us to wait"), choices=CHANCES, coerce=float, empty_value=0.0
    )
    visible_after_seconds = forms.TypedChoiceField(
        label=_("New posts appear in its lists"), choices=LATE, coerce=float, empty_value=0.0
    )

    @classmethod
    def of(cls, channel: Channel, data: object = None) -> PracticeForm:
        """The form with the channel's present behaviour, as near as the words go."""
        initial = {
            name: _nearest(float(channel.practice_faults.get(name, 0.0)), field)
            for name, field in cls.base_fields.items()
            if isinstance(field, forms.TypedChoiceField)
        }
        return cls(data, initial=initial)  # type: ignore[arg-type]  # a QueryDict or None


def _nearest(value: float, field: forms.TypedChoiceField) -> float:
    offered = [float(number) for number, _words in field.choices]  # type: ignore[misc, arg-type]
    return min(offered, key=lambda number: abs(number - value))
