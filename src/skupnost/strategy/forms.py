"""Forms of the strategy room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skupnost.clients.models import Client
from skupnost.strategy.merging import remember
from skupnost.strategy.models import (
    ChannelLimits,
    Colleague,
    ContentKind,
    FeedChoice,
    OwnPlace,
    Resources,
)

if TYPE_CHECKING:
    LimitsModelForm = forms.ModelForm[ChannelLimits]
    ResourcesModelForm = forms.ModelForm[Resources]
    FeedChoiceModelForm = forms.ModelForm[FeedChoice]
    RowsModelForms = forms.BaseInlineFormSet[Any, Client, Any]
else:
    LimitsModelForm = ResourcesModelForm = FeedChoiceModelForm = forms.ModelForm
    RowsModelForms = forms.BaseInlineFormSet

MORE_ROWS = 2


class LimitsForm(LimitsModelForm):
    """What a person wants of a channel."""

    class Meta:
        model = ChannelLimits
        fields = (
            "has_weekends",
            "from_hour",
            "until_hour",
            "least",
            "most",
            "leaves_boosted_out",
            "types_left_out",
        )

    def __init__(self, *args: Any, types: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [*types, *(kept for kept in self.instance.types_left_out if kept not in types)]
        self._offer(offered)
        remember(self)

    def _offer(self, offered: Sequence[str]) -> None:
        if not offered:
            del self.fields["types_left_out"]
            return
        self.fields["types_left_out"] = forms.MultipleChoiceField(
            label=_("Leave these types of posts out"),
            required=False,
            choices=[(name, name) for name in offered],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Such as giveaways: they count for the pace, not as evidence."),
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start, end = found.get("from_hour"), found.get("until_hour")
        if start is not None and end is not None and start >= end:
            self.add_error("until_hour", _("The last hour must come after the first."))
        least, most = found.get("least"), found.get("most")
        if least and most and least > most:
            self.add_error("most", _("This is less than the least."))
        return found


class ResourcesForm(ResourcesModelForm):
    """What there is besides people."""

    class Meta:
        model = Resources
        fields = (
            "media_ready",
            "media_a_week",
            "budget_a_month",
            "currency",
            "languages",
        )
        help_texts = {
            "media_ready": _("Leave empty if pictures never hold you back."),
            "budget_a_month": _("Leave empty if money never holds you back."),
        }


class FeedChoiceForm(FeedChoiceModelForm):
    """Which evidence chooses hours, and whether today's empty slots may move."""

    class Meta:
        model = FeedChoice
        fields = ("hours_by", "moves_today")
        help_texts = {"moves_today": _("Nothing is ever posted by that.")}


class Rows(RowsModelForms):
    """Rows that somebody may have deleted in another tab meanwhile: what stands in this one is what
    is kept, so such a row is made anew."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # not in the stubs
        if self.is_bound and form.instance.pk is None:
            form.fields["id"].required, form.fields["id"].disabled = False, True
        return form

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        gone = [form for form in self.initial_forms if form.instance.pk is None]
        kept = super().save_existing_objects(commit)
        return kept + [self.save_new(form, commit) for form in gone if self._is_wanted(form)]

    def _is_wanted(self, form: Any) -> bool:
        return form.has_changed() and form not in self.deleted_forms


ColleagueForms = forms.inlineformset_factory(
    Client,
    Colleague,
    formset=Rows,
    fields=("name", "hours_a_week"),
    extra=MORE_ROWS,
    can_delete_extra=False,
)
KindForms = forms.inlineformset_factory(
    Client,
    ContentKind,
    formset=Rows,
    fields=("name", "share", "hours_each", "media_each", "money_each"),
    extra=MORE_ROWS,
    can_delete_extra=False,
)
PlaceForms = forms.inlineformset_factory(
    Client,
    OwnPlace,
    formset=Rows,
    fields=("kind", "name", "address", "how_often", "languages"),
    extra=MORE_ROWS,
    can_delete_extra=False,
)
