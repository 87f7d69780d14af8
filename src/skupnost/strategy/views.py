"""Pages of the strategy room: resources, and a channel's cadence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from skupnost.channels.access import channel_or_404
from skupnost.channels.models import Channel
from skupnost.clients.access import client_or_404
from skupnost.clients.models import Client
from skupnost.domain.cadence import Advice, Verdict
from skupnost.strategy import sentences, sharing_words
from skupnost.strategy.actions import hold
from skupnost.strategy.ahead import (
    ahead,
    around,
    coming_monday,
    coming_week,
    fit_words,
    planned_words,
)
from skupnost.strategy.counsel import Counsel, counsel
from skupnost.strategy.daysoff import week_words
from skupnost.strategy.evidence import left_out_lines, types_of
from skupnost.strategy.experimenting import next_seed, running_of
from skupnost.strategy.feed_pages import FeedCard, feed_card
from skupnost.strategy.forms import (
    ColleagueForms,
    FeedChoiceForm,
    KindForms,
    LimitsForm,
    PlaceForms,
    ResourcesForm,
)
from skupnost.strategy.merging import Merged, merge_and_save, tell_saved
from skupnost.strategy.models import ChannelLimits, Experiment, Slot
from skupnost.strategy.pages import advice_page, slot_words
from skupnost.strategy.pasts import Basis, basis_of
from skupnost.strategy.placing import cadence_context, slots_to_come
from skupnost.strategy.queries import affordable, resources_of
from skupnost.strategy.rows import Rows, asks_for_row, show_asked_row
from skupnost.strategy.sharing import share_of


@require_http_methods(["GET", "POST"])
def resources(request: HttpRequest, client: str) -> HttpResponse:
    """What there is to work with; what was saved since the page was opened is not overwritten."""
    found = client_or_404(request.user, client)
    if request.method != "POST":
        return _resources_page(request, found, _resources_forms(found), Merged())
    data = request.POST.copy()
    if asks_for_row(data):
        forms = _resources_forms(found, data)
        show_asked_row(forms, data)
        return _resources_page(request, found, forms, Merged())
    with transaction.atomic():
        hold(found)
        forms = _resources_forms(found, data)
        merged = merge_and_save(forms, data)
    if not merged.is_saved:
        return _resources_page(request, found, forms, merged, status=merged.status)
    tell_saved(request, gettext("Counted."), merged)
    return redirect("strategy:resources", client=client)


def _resources_forms(
    client: Client, data: QueryDict | None = None
) -> tuple[ResourcesForm, Rows, Rows, Rows]:
    return (
        ResourcesForm(data, instance=resources_of(client)),
        ColleagueForms(data, instance=client, prefix="people"),
        KindForms(data, instance=client, prefix="kinds"),
        PlaceForms(data, instance=client, prefix="places"),
    )


def _resources_page(
    request: HttpRequest,
    client: Client,
    forms: tuple[ResourcesForm, Rows, Rows, Rows],
    merged: Merged,
    *,
    status: int = 200,
) -> HttpResponse:
    afforded = affordable(client)
    form, people, kinds, places = forms
    context = {
        "client": client,
        "form": form,
        "people": people,
        "kinds": kinds,
        "places": places,
        "merged": merged,
        "affords": sentences.affords(afforded),
    }
    return render(request, "strategy/resources.html", context, status=status)


@require_GET
def advice(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    channel = channel_or_404(request.user, client, pk)
    return advice_answer(request, channel, limits_form(channel))


def limits_form(channel: Channel) -> LimitsForm:
    """The form of what is kept of a channel's limits."""
    return LimitsForm(instance=_limits_of(channel), types=types_of(channel))


@require_http_methods(["POST"])
def limits(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """Keep the limits, but not over those that were saved since the page was opened."""
    channel = channel_or_404(request.user, client, pk)
    types, data = types_of(channel), request.POST.copy()
    with transaction.atomic():
        form = LimitsForm(data, instance=_limits_of(channel), types=types)
        merged = merge_and_save([form], data)
    if not merged.is_saved:
        return advice_answer(request, channel, form, merged=merged, status=merged.status)
    tell_saved(request, gettext("The advice keeps to your limits."), merged)
    return redirect("strategy:advice", client=client, pk=pk)


def advice_answer(
    request: HttpRequest,
    channel: Channel,
    form: LimitsForm,
    *,
    feed_form: FeedChoiceForm | None = None,
    merged: Merged | None = None,
    status: int = 200,
) -> HttpResponse:
    """A channel's cadence with the cost of the slider; `feed_form` where one was sent."""
    cost = _cost(request.GET.get("cost", ""))
    now = timezone.now()
    known = basis_of(channel)
    seed = next_seed(channel, known.experiments)
    found = counsel(channel, cost=cost / 100, now=now, seed=seed, basis=known)
    slots = slots_to_come(channel, now)
    page, feed = advice_page(known, found, now=now), feed_card(known, found, now=now)
    context = {
        "client": channel.client,
        "channel": channel,
        "page": page,
        "advice": page.advice,
        "slots": (feed and feed.slots) or slot_words(page.advice),
        "feed": feed,
        "feed_form": feed_form or _feed_form(feed),
        "cost": cost,
        "cost_shown": format_html("<output>{}</output>", cost),
        "form": form,
        "merged": merged,
        **cadence_context(known, slots),
        **placing_context(known, found, slots),
        **evidence_context(known, page.advice),
    }
    return render(request, "strategy/advice.html", context, status=status)


def _feed_form(feed: FeedCard | None) -> FeedChoiceForm | None:
    return FeedChoiceForm(instance=feed.choice, can_move=feed.can_read) if feed else None


def placing_context(known: Basis, found: Counsel, slots: Sequence[Slot]) -> dict[str, object]:
    """What next week leaves free, which of the open slots stand in it, and the paces that its
    buttons offer: the careful step and the whole advice, where each has slots of its own, unless
    these are the ones that stand there."""
    advice, now = found.advice, timezone.now()
    free = week_words(known.week(coming_monday(known.channel, now)))
    if _tried(known, now):
        return {"free": free}
    stands = around(known.channel, now)
    first, whole = (
        ahead(known, found, pace, now=now, stands=stands)
        for pace in (advice.first_step, advice.advice_per_week)
    )
    offers = [one for one in ([first, whole] if whole.n != first.n else [first]) if one.n]
    said = offers[0] if offers else whole
    share, (begins, ends) = share_of(known.channel, now=now), coming_week(known.channel, now)
    standing = tuple(slot.at for slot in slots if begins <= slot.at <= ends)
    fit = [line for offer in offers for line in fit_words(offer.total, offer.asked)]
    n_offered = offers[-1].total if offers else 0
    return {
        "free": [*free, *fit],
        "planned": planned_words(said.n_planned, said.n, said.asked),
        "hours": sharing_words.beside(share, n_offered=n_offered) if share else [],
        "stands": standing,
        "offers": [offer for offer in offers if offer.moments != standing],
    }


def _tried(known: Basis, now: datetime) -> Experiment | None:
    return running_of(known.experiments, ZoneInfo(known.channel.client.zone), now)


def evidence_context(known: Basis, advice: Advice) -> dict[str, object]:
    """Which posts are no evidence, and what experiments leave out."""
    shown = _tried(known, timezone.now()) or advice.experiment
    return {
        "left_out": left_out_lines(known.posts, known.limits),
        "has_skipped": shown is not None and 0 in shown.order,
        "has_no_room": shown is None
        and advice.verdict is Verdict.CANNOT_TELL
        and advice.no_experiment is None
        and advice.free_per_week is None,
    }


def _limits_of(channel: Channel) -> ChannelLimits:
    return ChannelLimits.objects.filter(channel=channel).first() or ChannelLimits(channel=channel)


def _cost(text: str) -> int:
    """Whole per cent from 0 to 100; nothing where it is no number."""
    return min(int(text), 100) if text.isascii() and text.isdigit() else 0
