"""Forms about a client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from skupnost.clients.models import Client
from skupnost.clients.palette import PALETTE
from skupnost.clients.zones import ZoneField

WINDOWS = (
    (0, _("Not at all: a post that is late is missed")),
    (15, _("By a quarter of an hour")),
    (60, _("By an hour")),
    (120, _("By two hours")),
    (360, _("By six hours")),
    (1440, _("By a day")),
    (10080, _("By a week")),
)

if TYPE_CHECKING:
    ClientModelForm = forms.ModelForm[Client]
else:
    ClientModelForm = forms.ModelForm


class ClientForm(ClientModelForm):
    """What a brand is called and how it is served."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As people know the brand.")
    )
    zone = ZoneField(
        label=_("Time zone"),
        help_text=_("All times of this client are shown in it, for instance Europe/Ljubljana."),
    )
    language = forms.ChoiceField(
        label=_("Language of the posts"), choices=[*settings.LANGUAGES], initial="en"
    )
    colour = forms.ChoiceField(label=_("Colour"), choices=PALETTE, widget=forms.RadioSelect)
    missed_window_minutes = forms.TypedChoiceField(
        label=_("If the computer was off, how late may a post still go out?"),
        choices=WINDOWS,
        coerce=int,
        initial=120,
        help_text=_("Later than that it is kept as missed, and you decide."),
    )
    web_address = forms.URLField(
        label=_("Web site"), required=False, max_length=200, assume_scheme="https"
    )

    class Meta:
        model = Client
        fields = (
            "name",
            "is_person",
            "web_address",
            "zone",
            "language",
            "colour",
            "missed_window_minutes",
        )
        help_texts = {
            "is_person": _("Networks have other rules for persons than for companies."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_present_window()

    def _offer_present_window(self) -> None:
        minutes = self.instance.missed_window_minutes
        field = self.fields["missed_window_minutes"]
        if minutes not in dict(WINDOWS) and isinstance(field, forms.TypedChoiceField):
            words = ngettext("By %(n)s minute", "By %(n)s minutes", minutes) % {"n": minutes}
            field.choices = [*WINDOWS, (minutes, words)]


class DeleteClientForm(forms.Form):
    """The name, typed: nobody deletes a client by a slip."""

    name = forms.CharField(label=_("Type the client's name"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, client: Client) -> None:
        super().__init__(data)
        self.client = client
        self.fields["name"].widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if name.casefold() != self.client.name.strip().casefold():
            raise forms.ValidationError(_("This is not the client's name."))
        return name
