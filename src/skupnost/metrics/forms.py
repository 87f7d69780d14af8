"""The form that takes a file of past posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skupnost.clients.zones import zone_names

ORDERS = (("", _("As the file shows")), ("day", _("Day first")), ("month", _("Month first")))


class ImportForm(forms.Form):
    """A file, and what it does not tell by itself."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX, or the archive as you got it (zip, tar.gz, JSON)."),
    )
    zone = forms.ChoiceField(
        label=_("Zone of its times"),
        required=False,
        help_text=_("Only for times that have no zone."),
    )
    dates = forms.ChoiceField(label=_("Order of its dates"), required=False, choices=ORDERS)
    time_column = forms.CharField(label=_("Column with the time"), required=False, max_length=200)
    response_column = forms.CharField(
        label=_("Column with the response"), required=False, max_length=200
    )

    def __init__(self, *args: Any, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["zone"]
        assert isinstance(choices, forms.ChoiceField)
        names = [(name, name.replace("_", " ")) for name in zone_names()]
        choices.choices = [("", _("I do not know")), *names]
        choices.initial = zone

    @property
    def mapping(self) -> Mapping[str, str]:
        """Which column holds what, as far as it was said."""
        told = {
            "time": self.cleaned_data["time_column"],
            "response": self.cleaned_data["response_column"],
        }
        return {role: column for role, column in told.items() if column}

    @property
    def is_day_first(self) -> bool | None:
        chosen = self.cleaned_data["dates"]
        return chosen == "day" if chosen else None
