"""Forms of the strategy room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Model
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
from skupnost.strategy.rows import Rows
from skupnost.strategy.whole_numbers import WholeInput

if TYPE_CHECKING:
    LimitsModelForm = forms.ModelForm[ChannelLimits]
    ResourcesModelForm = forms.ModelForm[Resources]
    FeedChoiceModelForm = forms.ModelForm[FeedChoice]
else:
    LimitsModelForm = ResourcesModelForm = FeedChoiceModelForm = forms.ModelForm


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        remember(self)


class FeedChoiceForm(FeedChoiceModelForm):
    """Which evidence chooses hours, and whether today's empty slots may move, where they can."""

    class Meta:
        model = FeedChoice
        fields = ("hours_by", "moves_today")
        help_texts = {"moves_today": _("Nothing is ever posted by that.")}

    def __init__(self, *args: Any, can_move: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_move:
            del self.fields["moves_today"]
        remember(self)


def _rows(model: type[Model], *fields: str) -> type[Rows]:
    made = forms.inlineformset_factory(
        Client,
        model,
        formset=Rows,
        fields=fields,
        extra=1,
        can_delete_extra=False,
        widgets={name: WholeInput for name in fields if name.startswith("hours_")},
    )
    assert issubclass(made, Rows)
    return made


ColleagueForms = _rows(Colleague, "name", "hours_a_week")
KindForms = _rows(ContentKind, "name", "share", "hours_each", "media_each", "money_each")
PlaceForms = _rows(OwnPlace, "kind", "name", "address", "how_often", "languages")
