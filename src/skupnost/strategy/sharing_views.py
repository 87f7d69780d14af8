"""The overview: all channels within one budget of hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from skupnost.channels.queries import has_disconnected
from skupnost.clients.access import client_or_404
from skupnost.clients.models import Client
from skupnost.strategy import sentences, sharing_words, tellings
from skupnost.strategy.ahead import Ahead, coming_monday, fit_words
from skupnost.strategy.daysoff import week_words
from skupnost.strategy.merging import Merged, merge_and_save, remember, tell_saved
from skupnost.strategy.models import Budget, ChannelClaim, OwnPlace
from skupnost.strategy.queries import affordable, chosen_a_week, places_of
from skupnost.strategy.sharing import (
    Share,
    Sharing,
    all_ahead,
    sharing,
    with_claims_of_now,
)
from skupnost.strategy.whole_numbers import WholeInput
from skupnost.ui import dates

if TYPE_CHECKING:
    ClaimModelForm = forms.ModelForm[ChannelClaim]
    BudgetModelForm = forms.ModelForm[Budget]
else:
    ClaimModelForm = BudgetModelForm = forms.ModelForm


class BudgetForm(BudgetModelForm):
    """What the same post costs on a further channel."""

    class Meta:
        model = Budget
        fields = ("copy_percent",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copy_percent"].widget.attrs["form"] = "shares"
        remember(self)


class ClaimForm(ClaimModelForm):
    """What a post costs on a channel, and what comes back there is worth."""

    class Meta:
        model = ChannelClaim
        fields = ("hours_each", "worth")
        widgets = {"hours_each": WholeInput}

    def __init__(self, *args: Any, share: Share, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channel = tellings.place(share.channel)
        for name, words in (
            ("hours_each", gettext("Hours for one post on %(channel)s")),
            ("worth", gettext("What comes back on %(channel)s is worth")),
        ):
            self.fields[name].widget.attrs["aria-label"] = words % {"channel": channel}
        if share.hours_each is not None:
            usual = sentences.number(share.hours_each)
            self.fields["hours_each"].widget.attrs["placeholder"] = usual
        remember(self)


@require_GET
def overview(request: HttpRequest, client: str) -> HttpResponse:
    return _page(request, client_or_404(request.user, client))


@require_POST
def save(request: HttpRequest, client: str) -> HttpResponse:
    """What posts cost and are worth, and the table counted anew; what was saved since the page was
    opened is not overwritten."""
    found, data = client_or_404(request.user, client), request.POST.copy()
    shared = sharing(found, now=timezone.now())
    with transaction.atomic():
        budget, claims = _forms(with_claims_of_now(found, shared), data)
        merged = merge_and_save([budget, *claims], data)
    if not merged.is_saved:
        return _page(request, found, data, merged)
    tell_saved(request, gettext("Counted."), merged)
    return redirect("strategy:overview", client=client)


def _forms(shared: Sharing, data: QueryDict | None) -> tuple[BudgetForm, list[ClaimForm]]:
    claims = [
        ClaimForm(data, share=share, prefix=f"c{share.channel.pk}", instance=share.claim)
        for share in shared.shares
    ]
    return BudgetForm(data, instance=shared.budget), claims


def _page(
    request: HttpRequest,
    client: Client,
    data: QueryDict | None = None,
    merged: Merged | None = None,
) -> HttpResponse:
    now = timezone.now()
    afforded, shared = affordable(client), sharing(client, now=now)
    planned = all_ahead(client, shared, now=now)
    budget, claims = _forms(shared, data)
    context = {
        "client": client,
        "chosen": sentences.chosen(chosen_a_week(client), afforded),
        "affords": sentences.affords(afforded),
        "places": place_words(places_of(client)),
        "rows": [
            _row(share, form, planned.get(share.channel.pk), share.basis.old_until(now))
            for share, form in zip(shared.shares, claims, strict=True)
        ],
        "budget": budget,
        "merged": merged,
        "lines": sharing_words.lines(shared, afforded, now),
        "planned": sharing_words.planned_lines(shared, planned),
        "has_disconnected": not shared.shares and has_disconnected(client),
        "free": [*_free(shared, now), *_fit(planned)],
        "n_ahead": sum(found.n for found in planned.values()),
    }
    status = merged.status if merged else 200
    return render(request, "strategy/overview.html", context, status=status)


def _row(
    share: Share, form: ClaimForm, planned: Ahead | None, old: date | None
) -> dict[str, object]:
    advice = share.advice
    return {
        "channel": share.channel,
        "form": form,
        "today": sentences.number(round(advice.today_per_week, 1)) if advice.n_posts else "–",
        "until": dates.day_and_year(old) if old else "",
        "advice": advice.advice_per_week,
        "span": sentences.span(advice.range80) if advice.advice_per_week else "–",
        "is_held": advice.free_per_week is not None,
        "fits": "–" if share.n is None else share.n,
        "next_week": planned.total if planned else share.in_hand,
        "n_planned": share.planned.n,
    }


def _free(shared: Sharing, now: datetime) -> list[str]:
    """What next week leaves free: said once where it holds for all channels, else by channel."""
    channels = [share.channel for share in shared.shares]
    said = [week_words(share.basis.week(coming_monday(share.channel, now)))
            for share in shared.shares]  # fmt: skip
    shared_by = Counter(line for lines in said for line in lines)
    everywhere = [line for line, n in shared_by.items() if n == len(channels)]
    some = [f"{tellings.place(channel)}: {line}"
            for channel, lines in zip(channels, said, strict=True) for line in lines
            if line not in everywhere]  # fmt: skip
    return [*everywhere, *some]


def _fit(planned: Mapping[int, Ahead]) -> list[str]:
    """How many of all posts asked for next week has room for."""
    found = planned.values()
    fits = sum(min(one.total, one.asked) for one in found)
    return fit_words(fits, sum(one.asked for one in found))


def place_words(places: list[OwnPlace]) -> str:
    """The places besides the channels, counted and named; empty where there are none."""
    if not places:
        return ""
    names = ", ".join(f"{place.name} ({place.get_kind_display()})" for place in places)
    said = ngettext(
        "%(n)s place besides the channels: %(names)s.",
        "%(n)s places besides the channels: %(names)s.",
        len(places),
    )
    return said % {"n": len(places), "names": names}
