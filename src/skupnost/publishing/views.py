"""What needs a person's eye: what is known, and what the person can decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from skupnost.clients.access import client_or_404
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.publishing import actions
from skupnost.publishing.models import Delivery
from skupnost.publishing.queries import Line, needs_person, reason_of, story
from skupnost.ui.toasts import say, warn

ROWS_PER_PAGE = 25
LONGEST_ADDRESS = 1000
URGENT_FIRST = (State.NEEDS_EYE, State.REFUSED, State.HELD, State.MISSED)


class NotDecided(Exception):
    """The form is not complete; the message says what is missing, in words."""


@dataclass(frozen=True, slots=True)
class Case:
    """One delivery that waits for a person, with all that is known of it."""

    delivery: Delivery
    payload: Payload
    lines: tuple[Line, ...]
    reason: str


@require_GET
def needs_eye(request: HttpRequest, client: str) -> HttpResponse:
    """Everything of a client that waits for a person's word, the urgent first."""
    found = client_or_404(request.user, client)
    waiting = needs_person(found).exclude(state=State.TO_DO).prefetch_related("attempts")
    rows = sorted(waiting, key=lambda row: (URGENT_FIRST.index(row.status), row.due_at))
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "client": found,
        "zone": ZoneInfo(found.zone),
        "now": now,
        "today": f"{now.astimezone(ZoneInfo(found.zone)):%Y-%m-%d}",
        "page": page,
        "cases": [_case(delivery) for delivery in page.object_list],
    }
    return render(request, "publishing/needs_eye.html", context)


@require_POST
def decide(request: HttpRequest, client: str, delivery_id: UUID, what: str) -> HttpResponse:
    """One decision about one delivery; `what` is a key of `DECISIONS`."""
    found = client_or_404(request.user, client)
    decision = DECISIONS.get(what)
    if decision is None:
        raise Http404
    rows = Delivery.objects.select_related("channel__client")
    delivery = get_object_or_404(rows, pk=delivery_id, channel__client=found)
    try:
        say(request, decision(request, delivery, timezone.now()))
    except NotDecided as problem:
        warn(request, str(problem))
    except actions.TooLate:
        warn(request, _("It moved on meanwhile. The page shows how it stands now."))
    return redirect("publishing:needs_eye", client=client)


def _case(delivery: Delivery) -> Case:
    payload = Payload.from_json(delivery.payload)
    return Case(delivery, payload, story(delivery), reason_of(delivery))


def _there(request: HttpRequest, delivery: Delivery, now: datetime) -> str:
    actions.say_there(delivery=delivery, address=_address(request), now=now)
    return _("Good: it counts as published, with this address.")


def _again(request: HttpRequest, delivery: Delivery, now: datetime) -> str:
    actions.send_again(delivery=delivery, now=now)
    return _("It is being sent again.")


def _drop(request: HttpRequest, delivery: Delivery, now: datetime) -> str:
    actions.drop(delivery=delivery, now=now)
    return _("Let rest. Nothing more is sent.")


def _cancel(request: HttpRequest, delivery: Delivery, now: datetime) -> str:
    actions.cancel(delivery=delivery, now=now)
    return _("Called off. Nothing is sent.")


Decision = Callable[[HttpRequest, Delivery, datetime], str]

DECISIONS: Mapping[str, Decision] = {
    "there": _there,
    "again": _again,
    "drop": _drop,
    "cancel": _cancel,
}


def _address(request: HttpRequest) -> str:
    """The pasted address; NotDecided where it cannot be that of a post."""
    address = request.POST.get("address", "").strip()
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    is_web = parts.scheme in ("http", "https") and bool(host) and " " not in address
    if not is_web or len(address) > LONGEST_ADDRESS:
        raise NotDecided(
            _(
                "Paste the whole address of the post as the browser shows it, beginning with https://"
            )
        )
    return address
