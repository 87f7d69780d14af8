"""Pages of the days that are not like others: periods, public holidays, quiet time."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from skupnost.clients.access import client_or_404
from skupnost.clients.models import Client
from skupnost.strategy.actions import note_period
from skupnost.strategy.daysoff import holidays_of
from skupnost.strategy.merging import (
    Merged,
    changed_since,
    is_left_alone,
    merge_and_save,
    opened_with,
    tell_saved,
)
from skupnost.strategy.models import Period
from skupnost.strategy.off_slots import lines, slots_on_days_off, take_away
from skupnost.strategy.period_forms import FreeTimeForm, PeriodForm
from skupnost.strategy.quiet import quiet_client
from skupnost.strategy.quiet_document import compared
from skupnost.strategy.tellings import place
from skupnost.strategy.versions import latest
from skupnost.ui import dates
from skupnost.ui.toasts import say, warn

AHEAD = timedelta(days=366)
SHOWN = 6


@require_http_methods(["GET", "POST"])
def periods(request: HttpRequest, client: str) -> HttpResponse:
    """All periods with the form for one more."""
    found = client_or_404(request.user, client)
    form = PeriodForm(request.POST or None, client=found)
    if request.method == "POST" and form.is_valid():
        note_period(period=form.save(commit=False))
        say(request, gettext("The period is noted."))
        return redirect("strategy:periods", client=client)
    free = FreeTimeForm(instance=quiet_client(found), client=found)
    return _page(request, found, form, free)


@require_POST
def free(request: HttpRequest, client: str) -> HttpResponse:
    """Which public holidays and hours stay free; what was saved since the page was opened is not
    overwritten."""
    found, data = client_or_404(request.user, client), request.POST.copy()
    with transaction.atomic():
        form = FreeTimeForm(data, instance=quiet_client(found), client=found)
        merged = merge_and_save([form], data)
    if not merged.is_saved:
        return _page(request, found, PeriodForm(client=found), form, merged)
    tell_saved(request, gettext("Noted: slots keep away from it."), merged)
    return redirect("strategy:periods", client=client)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, client: str, period: int) -> HttpResponse:
    """One period, to be changed, but not over what was saved since the page was opened."""
    found = client_or_404(request.user, client)
    if request.method == "POST":
        return _change(request, found, period)
    kept = _period(found, period)
    if kept is None:
        raise Http404
    return _period_page(request, kept, PeriodForm(instance=kept, client=found))


def _change(request: HttpRequest, client: Client, pk: int) -> HttpResponse:
    data = request.POST.copy()
    with transaction.atomic():
        kept = _period(client, pk)
        form = PeriodForm(data, instance=copy(kept), client=client)
        merged = merge_and_save([form], data) if kept else Merged()
    if kept is None:
        return _gone(request, client, form)
    if not merged.is_saved:
        return _period_page(request, kept, form, merged)
    tell_saved(request, gettext("The period is changed."), merged)
    return redirect("strategy:periods", client=client.slug)


def _gone(request: HttpRequest, client: Client, form: PeriodForm) -> HttpResponse:
    """A period that somebody removed since its page was opened: it stays removed where nothing was
    changed here, else it stands in the form for one more."""
    if all(is_left_alone(form[name]) for name in form.fields):
        warn(request, gettext("The period is gone."))
        return redirect("strategy:periods", client=client.slug)
    name = opened_with(form["name"]) or request.POST.get("name", "")
    line = gettext("%(name)s: removed.") % {"name": name}
    free = FreeTimeForm(instance=quiet_client(client), client=client)
    return _page(request, client, form, free, Merged(clashes=(line,)))


def _period_page(
    request: HttpRequest, kept: Period, form: PeriodForm, merged: Merged | None = None
) -> HttpResponse:
    context = {"client": kept.client, "form": form, "period": kept, "merged": merged}
    status = merged.status if merged else 200
    return render(request, "strategy/period.html", context, status=status)


@require_POST
def clear(request: HttpRequest, client: str) -> HttpResponse:
    """Take open slots off the days that stay free."""
    n = take_away(client_or_404(request.user, client), timezone.now())
    said = ngettext("%(n)s slot is gone.", "%(n)s slots are gone.", n)
    say(request, said % {"n": n})
    return redirect("strategy:periods", client=client)


@require_POST
def remove(request: HttpRequest, client: str, period: int) -> HttpResponse:
    """Forget a period, unless somebody changed it since the page was opened; whoever does it again,
    by a double click or in another tab, has his way."""
    found, data = client_or_404(request.user, client), request.POST.copy()
    with transaction.atomic():
        kept = _period(found, period)
        if kept is not None:
            form = PeriodForm(data, instance=copy(kept), client=found)
            merged = changed_since(form, data)
            if not merged.clashes:
                kept.delete()
    if kept is not None and merged.clashes:
        return _period_page(request, kept, form, merged)
    say(request, gettext("The period is gone."))
    return redirect("strategy:periods", client=client)


def _period(client: Client, pk: int) -> Period | None:
    return Period.objects.filter(client=client, pk=pk).first()


def _page(
    request: HttpRequest,
    client: Client,
    form: PeriodForm,
    free: FreeTimeForm,
    merged: Merged | None = None,
) -> HttpResponse:
    now = timezone.now()
    today, off = _today(client, now), slots_on_days_off(client, now)
    coming = holidays_of(quiet_client(client), today, today + AHEAD)
    context = {
        "client": client,
        "form": form,
        "free": free,
        "merged": merged,
        "document": _beside_document(client),
        "periods": [_told(one, today) for one in _sorted(client, today)],
        "n_off": len(off),
        "off": lines(off, ZoneInfo(client.zone)),
        "coming": [(dates.day_short(day), name) for day, name in list(coming.items())[:SHOWN]],
    }
    bound = merged or (Merged() if form.is_bound else None)
    status = bound.status if bound else 200
    return render(request, "strategy/periods.html", context, status=status)


def _beside_document(client: Client) -> str:
    """How the strategy document and the quiet time go together; empty where neither says a thing,
    or there is no document."""
    version, kept = latest(client), quiet_client(client)
    if version is None:
        return ""
    text = version.value.get("quiet_hours", "")
    if note := compared(text, kept):
        return note.text
    agrees = gettext("What the document says of quiet hours agrees with the quiet time.")
    return agrees if text else ""


def _sorted(client: Client, today: date) -> list[Period]:
    """Those to come first, then those that are over, the latest first."""
    rows = list(Period.objects.filter(client=client).select_related("channel"))
    ahead = [one for one in rows if one.ends_on >= today]
    return [*ahead, *reversed([one for one in rows if one.ends_on < today])]


def _told(one: Period, today: date) -> dict[str, object]:
    first, last = dates.day_long(one.starts_on), dates.day_long(one.ends_on)
    days = first if one.starts_on == one.ends_on else f"{first} – {last}"
    where = place(one.channel) if one.channel else ""
    return {"row": one, "days": days, "is_over": one.ends_on < today, "channel": where}


def _today(client: Client, now: datetime) -> date:
    return now.astimezone(ZoneInfo(client.zone)).date()
