"""The form of the strategy document: goals, pillars, words, crisis contact, a remark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skupnost.strategy.rows import RowsOnAsking

LONGEST = 4000
REMARK = 200


class GoalForm(forms.Form):
    """One goal with its number and its day."""

    what = forms.CharField(label=_("Goal"), max_length=200)
    number = forms.CharField(label=_("Number to reach"), max_length=60)
    by = forms.DateField(
        label=_("By"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PillarForm(forms.Form):
    """One theme and its share of the posts."""

    name = forms.CharField(label=_("Pillar"), max_length=120)
    share = forms.IntegerField(label=_("Share, in %"), min_value=0, max_value=100)


def _words(label: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=area)


class WordsForm(forms.Form):
    """What is said in free words."""

    audiences = _words(_("Audiences"))
    voice = _words(_("Voice"))
    quiet_hours = _words(_("Quiet hours"))


class CrisisForm(forms.Form):
    """Whom to call, and what else must be known then."""

    crisis_name = forms.CharField(label=_("Who"), required=False, max_length=120)
    crisis_phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    crisis_email = forms.EmailField(label=_("E-mail"), required=False)
    crisis = _words(_("What else to know then"))


class RemarkForm(forms.Form):
    """A remark beside a version, such as who agreed to it and when."""

    remark = forms.CharField(
        label=_("Remark on this version"),
        required=False,
        max_length=REMARK,
        help_text=_("For instance: agreed with the client on 3 March."),
    )


class Rows(RowsOnAsking):
    """Rows of which an empty one is no mistake, even where there was something before."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.empty_permitted = True


GoalForms = forms.formset_factory(
    GoalForm, formset=Rows, extra=1, can_delete=True, can_delete_extra=False
)
PillarForms = forms.formset_factory(
    PillarForm, formset=Rows, extra=1, can_delete=True, can_delete_extra=False
)


class DocumentForm:
    """All of it at once, filled from what was sent or from a version's value; where that says
    nothing of quiet hours, `quiet` is offered."""

    def __init__(
        self, data: Mapping[str, Any] | None, value: Mapping[str, Any], *, quiet: str = ""
    ) -> None:
        self.is_offered = bool(data is None and quiet and not value.get("quiet_hours"))
        value = {**value, "quiet_hours": quiet} if self.is_offered else value
        self.goals = GoalForms(data, initial=value.get("goals", []), prefix="goals")
        self.pillars = PillarForms(data, initial=value.get("pillars", []), prefix="pillars")
        self.words = WordsForm(data, initial=dict(value))
        self.crisis = CrisisForm(data, initial=dict(value))
        self.remark = RemarkForm(data)
        self.parts = (self.goals, self.pillars, self.words, self.crisis, self.remark)

    def joined(self, value: Mapping[str, Any]) -> DocumentForm:
        """The same with another value, the remark as it was sent."""
        form = DocumentForm(None, value)
        form.remark = RemarkForm(initial=self.remark.cleaned_data)
        return form

    def words_of(self, name: str) -> str:
        """What the page calls a part that is said in words."""
        part = self.words if name in self.words.fields else self.crisis
        return str(part[name].label)

    def is_valid(self) -> bool:
        return all([part.is_valid() for part in self.parts])

    def shares(self) -> list[Mapping[str, Any]]:
        """The pillars as the form shows them, as far as they can be read."""
        if self.pillars.is_bound:
            return [*_rows(self.pillars)] if self.pillars.is_valid() else []
        return list(self.pillars.initial or ())

    def value(self) -> dict[str, Any]:
        """What is kept of a valid form, but for the remark."""
        said = {**self.words.cleaned_data, **self.crisis.cleaned_data}
        return {
            # Browsers end lines by CR LF; the same words must stay the same.
            **{name: words.replace("\r\n", "\n") for name, words in said.items()},
            "goals": _rows(self.goals),
            "pillars": _rows(self.pillars),
        }


def _rows(formset: Any) -> list[dict[str, Any]]:
    """The filled rows that are not to be deleted; days as text."""
    rows = (form.cleaned_data for form in formset if not form.cleaned_data.get("DELETE"))
    return [
        {
            name: str(cell) if name == "by" else cell
            for name, cell in row.items()
            if name != "DELETE"
        }
        for row in rows
        if row.keys() - {"DELETE"}
    ]
