"""The form that takes a file of past posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skupnost.clients.zones import zone_names
from skupnost.metrics.queries import History
from skupnost.metrics.responses import Response, choosable, choose_response
from skupnost.metrics.sentences import automatic_words, known_words

AUTOMATIC = "automatic"
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


class ResponseForm(forms.Form):
    """What counts as the response of a channel's posts: one of those that are known of enough of
    them, or whatever is known best."""

    response = forms.ChoiceField(
        label=_("What counts as response"),
        help_text=_("The advice, its charts and its experiments are counted by this."),
    )

    def __init__(self, *args: Any, past: History, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        figures = [row.figures for row in past.rows]
        offered = choosable(figures, past.response)
        automatic = automatic_words(choose_response(figures))
        choices = self.fields["response"]
        assert isinstance(choices, forms.ChoiceField)
        choices.choices = [(AUTOMATIC, automatic), *((_code(row), known_words(row))
                           for row in offered)]  # fmt: skip
        choices.initial = _code(past.response) if past.response.is_chosen else AUTOMATIC

    @property
    def chosen(self) -> tuple[str, str]:
        """Its name and unit; both empty for whatever is known best."""
        name, _sign, unit = self.cleaned_data["response"].partition(":")
        return ("", "") if name == AUTOMATIC else (name, unit)


def _code(response: Response) -> str:
    return ":".join(response.key)
