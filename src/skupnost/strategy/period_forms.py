"""Forms of the days that are not like others: periods, public holidays, quiet time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skupnost.channels.models import Channel
from skupnost.clients.models import Client
from skupnost.strategy.merging import is_left_alone, remember, tells
from skupnost.strategy.models import FreeTime, Period, PeriodKind
from skupnost.strategy.public_holidays import countries, guessed_country, regions
from skupnost.strategy.tellings import place
from skupnost.ui import dates

if TYPE_CHECKING:
    PeriodModelForm = forms.ModelForm[Period]
    FreeTimeModelForm = forms.ModelForm[FreeTime]
    ChannelChoice = forms.ModelChoiceField[Channel]
else:
    PeriodModelForm = FreeTimeModelForm = forms.ModelForm
    ChannelChoice = forms.ModelChoiceField

LONGEST = timedelta(days=2 * 366)
EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)
WHOLE_WEEK = list(range(7))


class NamedChannel(ChannelChoice):
    """A channel by name and network."""

    def label_from_instance(self, obj: Channel) -> str:
        return place(obj)


class PeriodForm(PeriodModelForm):
    """A stretch of days: name, what it is, for which channel, first and last day."""

    class Meta:
        model = Period
        fields = ("name", "kind", "channel", "starts_on", "ends_on")
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("starts_on", "ends_on")
        }

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.client = client
        _choose(self, "kind", PeriodKind.choices)
        self.fields["channel"] = NamedChannel(
            label=_("Channel"),
            queryset=Channel.objects.filter(client=client).defer("credentials_sealed"),
            required=False,
            empty_label=_("All channels"),
        )
        if self.instance.pk:
            remember(self)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        start, end = found.get("starts_on"), found.get("ends_on")
        for name, day in (("starts_on", start), ("ends_on", end)):
            if day and not EARLIEST <= day <= LATEST:
                self.add_error(name, _("Check the year."))
        if start and end and end < start:
            self.add_error("ends_on", _("The last day lies before the first."))
        elif start and end and end - start > LONGEST:
            self.add_error(
                "ends_on", _("That is longer than two years. Check the years, or make several.")
            )
        return found


class Days(forms.TypedMultipleChoiceField):
    """Days of the week; none is the same as all of them."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial or WHOLE_WEEK, data or WHOLE_WEEK)


class FreeTimeForm(FreeTimeModelForm):
    """Public holidays and the quiet time of all channels."""

    quiet_from = forms.TypedChoiceField(
        label=_("Quiet from"), required=False, coerce=int, empty_value=None
    )
    quiet_until = forms.TypedChoiceField(
        label=_("Quiet until"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Earlier than the beginning means the next morning."),
    )
    quiet_days = Days(
        label=_("Beginning on these days"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked means every day."),
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    region = forms.CharField(label=_("Part of the country"), required=False, max_length=60)

    class Meta:
        model = FreeTime
        fields = (
            "leaves_holidays_free",
            "country",
            "region",
            "quiet_from",
            "quiet_until",
            "quiet_days",
        )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.country:
            self.initial["country"] = guessed_country(client.zone)
        hours = [("", _("no quiet time")), *((n, f"{n:02d}:00") for n in range(25))]
        _choose(self, "country", [("", _("not chosen")), *countries()])
        _choose(self, "quiet_from", hours[:-1])
        _choose(self, "quiet_until", hours)
        _choose(self, "quiet_days", list(enumerate(dates.weekday_names())))
        self._offer_regions()
        remember(self)

    def days_told(self) -> str:
        """What `merging.remember` tells of the days, beside boxes that a template draws itself."""
        return self["quiet_days"].as_hidden(only_initial=True)

    def _offer_regions(self) -> None:
        """The parts of the country that is chosen; none where it has none."""
        parts = regions(str(self["country"].value() or ""))
        if not parts:
            self.fields["region"].widget = forms.HiddenInput()
            return
        self.fields["region"].widget = forms.Select(choices=[("", _("the whole country")), *parts])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        country = found.get("country", "")
        if found.get("leaves_holidays_free") and not country:
            self.add_error("country", _("Choose the country whose holidays are left free."))
        if found.get("region") not in dict(regions(country)):
            self._leave_region(found)
        start, end = found.get("quiet_from"), found.get("quiet_until")
        if (start is None) != (end is None):
            missing = "quiet_from" if start is None else "quiet_until"
            self.add_error(missing, _("A quiet time needs a beginning and an end."))
        elif start is not None and start == end:
            self.add_error("quiet_until", _("It ends at the hour at which it begins."))
        found["quiet_days"] = found.get("quiet_days") or WHOLE_WEEK
        self._offer_regions()
        return found

    def _leave_region(self, found: dict[str, Any]) -> None:
        """The region goes with its country; one that was chosen here while another tab chose the
        country does not go unseen."""
        region = found.get("region", "")
        found["region"] = ""
        if region and tells(self) and not is_left_alone(self["region"]):
            words = _("“%(region)s” is no part of the country that is chosen.")
            self.add_error("region", words % {"region": region})


def _choose(form: PeriodForm | FreeTimeForm, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
