"""The strategy as a document: a form, its versions, a page, and Markdown for the client."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, gettext_lazy

from skupnost.clients.models import Client
from skupnost.people.models import User
from skupnost.strategy.models import Cadence, StrategyVersion

TEXTS = {
    "audiences": gettext_lazy("Audiences"),
    "voice": gettext_lazy("Voice"),
    "quiet_hours": gettext_lazy("Quiet hours"),
    "crisis": gettext_lazy("Whom to call in a crisis"),
}
LONGEST = 4000
MORE_ROWS = 3


class GoalForm(forms.Form):
    """One goal with its number and its day."""

    what = forms.CharField(label=gettext_lazy("Goal"), max_length=200)
    number = forms.CharField(label=gettext_lazy("Number to reach"), max_length=60)
    by = forms.DateField(
        label=gettext_lazy("By"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PillarForm(forms.Form):
    """One theme and its share of the posts."""

    name = forms.CharField(label=gettext_lazy("Pillar"), max_length=120)
    share = forms.IntegerField(label=gettext_lazy("Share, in %"), min_value=0, max_value=100)


class WordsForm(forms.Form):
    """What is said in free words."""

    def __init__(self, data: Mapping[str, Any] | None, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        for name, label in TEXTS.items():
            area = forms.Textarea(attrs={"rows": 3})
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=LONGEST, widget=area
            )


GoalForms = forms.formset_factory(GoalForm, extra=MORE_ROWS, can_delete=True)
PillarForms = forms.formset_factory(PillarForm, extra=MORE_ROWS, can_delete=True)


def latest(client: Client) -> StrategyVersion | None:
    """The strategy that holds now."""
    return StrategyVersion.objects.filter(client=client).select_related("saved_by").first()


@transaction.atomic
def save_version(
    *, client: Client, value: Mapping[str, Any], by: User, now: datetime
) -> StrategyVersion:
    """A new version with the cadence chosen for each channel; the same words make no new one."""
    whole = {**value, "cadence": cadence_of(client)}
    last = latest(client)
    if last is not None and last.value == whole:
        return last
    found = StrategyVersion.objects.filter(client=client).aggregate(last=Max("number"))
    return StrategyVersion.objects.create(
        client=client, number=(found["last"] or 0) + 1, value=whole, saved_at=now, saved_by=by
    )


def cadence_of(client: Client) -> list[dict[str, Any]]:
    """The posts a week chosen for each channel."""
    rows = Cadence.objects.filter(channel__client=client).select_related("channel")
    return [
        {
            "channel": row.channel.name,
            "network": row.channel.network,
            "posts_a_week": row.posts_a_week,
        }
        for row in rows.order_by("channel__network", "channel_id")
    ]


def sections(value: Mapping[str, Any]) -> list[tuple[str, list[str], str]]:
    """Heading, lines of a list, free words: the document in its order, without what is empty."""
    goals = [gettext("%(what)s: %(number)s by %(by)s") % goal for goal in value.get("goals", ())]
    pillars = [f"{pillar['name']}: {pillar['share']} %" for pillar in value.get("pillars", ())]
    paces = [
        gettext("%(channel)s (%(network)s): %(posts_a_week)s posts a week") % row
        for row in value.get("cadence", ())
    ]
    found = [
        (gettext("Goals"), goals, ""),
        (str(TEXTS["audiences"]), [], value.get("audiences", "")),
        (gettext("Pillars"), pillars, ""),
        (gettext("How often"), paces, ""),
        *(
            (str(TEXTS[name]), [], value.get(name, ""))
            for name in ("voice", "quiet_hours", "crisis")
        ),
    ]
    return [section for section in found if section[1] or section[2]]


def markdown(client: Client, version: StrategyVersion) -> str:
    """The document as Markdown for the client."""
    title = gettext("Strategy: %(name)s") % {"name": client.name}
    edition = gettext("Version %(n)s, %(day)s") % {
        "n": version.number,
        "day": f"{version.saved_at:%Y-%m-%d}",
    }
    parts = [f"# {title}", edition]
    for heading, lines, words in sections(version.value):
        listed = "\n".join(f"- {line}" for line in lines)
        parts.append(f"## {heading}\n\n{listed or words}")
    return "\n\n".join(parts) + "\n"
