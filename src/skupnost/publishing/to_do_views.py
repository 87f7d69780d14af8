"""Posting by hand: the list of what waits, and one page per post with everything at hand."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from skupnost.channels.queries import works
from skupnost.clients.access import client_or_404
from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.library.storage import MediaMissing
from skupnost.library.thumbnails import MIME, thumbnail
from skupnost.networks.addresses import BadForm
from skupnost.publishing import actions, to_dos
from skupnost.publishing.handouts import File, Handout, file_of, packed, stem_of
from skupnost.publishing.models import Delivery
from skupnost.publishing.queries import story
from skupnost.ui.toasts import say, warn

ROWS_PER_PAGE = 50
TEXT = "text/plain; charset=utf-8"
SAFE = "default-src 'none'; sandbox"


@require_GET
def to_do_list(request: HttpRequest, client: str) -> HttpResponse:
    """What waits to be posted by hand, the oldest first."""
    found = client_or_404(request.user, client)
    now = timezone.now()
    rows = to_dos.to_dos([found])
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "client": found,
        "zone": ZoneInfo(found.zone),
        "now": now,
        "page": page,
        "waiting": [to_dos.to_do(delivery, now) for delivery in page.object_list],
        "n_late": to_dos.late(rows, now).count(),
    }
    return render(request, "publishing/to_do_list.html", context)


@require_GET
def to_do(request: HttpRequest, client: str, delivery_id: UUID) -> HttpResponse:
    """One post: what to copy, what to take along, what to do, and where to paste its address."""
    found, delivery = _client_and_delivery(request, client, delivery_id)
    if not _is_by_hand(delivery):
        return redirect("editorial:delivery", client=client, delivery_id=delivery_id)
    return _page(request, found, delivery)


@require_POST
def posted(request: HttpRequest, client: str, delivery_id: UUID) -> HttpResponse:
    """It is there, at the pasted address. One that looks wrong is asked about once more."""
    found, delivery = _client_and_delivery(request, client, delivery_id)
    typed = request.POST.get("address", "").strip()
    try:
        address = _address(delivery, typed, is_sure=bool(request.POST.get("anyway")))
        actions.paste_address(delivery=delivery, address=address, now=timezone.now())
    except BadForm as problem:
        told = {"typed": typed, "problem": problem.words, "may_insist": problem.may_be}
        return _page(request, found, delivery, status=422, **told)
    except actions.TooLate:
        warn(request, _("It moved on meanwhile. The page shows how it stands now."))
    else:
        say(request, _("Thank you: it counts as published, with this address."))
    return redirect("publishing:to_do_one", client=client, delivery_id=delivery_id)


@require_POST
def not_posted(request: HttpRequest, client: str, delivery_id: UUID) -> HttpResponse:
    """It was not posted and will not be."""
    _found, delivery = _client_and_delivery(request, client, delivery_id)
    try:
        actions.drop(delivery=delivery, now=timezone.now())
    except actions.TooLate:
        warn(request, _("It moved on meanwhile. The page shows how it stands now."))
    else:
        say(request, _("Let rest. It will not be asked for again."))
    return redirect("publishing:to_do", client=client)


@require_GET
def handout(request: HttpRequest, client: str, delivery_id: UUID, number: int) -> HttpResponse:
    """One file; small with `?small`, else to keep under its good name."""
    _found, delivery = _client_and_delivery(request, client, delivery_id)
    found = _handout(delivery, number)
    try:
        if "small" in request.GET and found.is_image:
            return _file(thumbnail(found.item.sha256), MIME, "inline")
        file = file_of(found, delivery)
        return _file(file.content, file.mime, f'attachment; filename="{file.name}"')
    except MediaMissing as error:
        raise Http404 from error


@require_GET
def handouts(request: HttpRequest, client: str, delivery_id: UUID) -> HttpResponse:
    """All files and texts of a post in one ZIP."""
    _found, delivery = _client_and_delivery(request, client, delivery_id)
    todo = to_dos.to_do(delivery, timezone.now())
    texts = {f"{field.id}.txt": field.text for field in todo.fields}
    texts |= {f"{row.name}.txt": row.item.alt_text for row in todo.handouts if row.item.alt_text}
    written = [File(name, text.encode("utf-8", "replace"), TEXT) for name, text in texts.items()]
    try:
        content = packed([*written, *(file_of(row, delivery) for row in todo.handouts)])
    except MediaMissing as error:
        raise Http404 from error
    name = f"{stem_of(delivery)}.zip"
    return _file(content, "application/zip", f'attachment; filename="{name}"')


def _page(
    request: HttpRequest, client: Client, delivery: Delivery, *, status: int = 200, **more: Any
) -> HttpResponse:
    now = timezone.now()
    zone = ZoneInfo(client.zone)
    context = {
        "client": client,
        "zone": zone,
        "now": now,
        "today": f"{now.astimezone(zone):%Y-%m-%d}",
        "delivery": delivery,
        "todo": to_dos.to_do(delivery, now),
        "lines": story(delivery),
        **more,
    }
    return render(request, "publishing/to_do.html", context, status=status)


def _address(delivery: Delivery, typed: str, *, is_sure: bool) -> str:
    try:
        return to_dos.checked_address(delivery, typed)
    except BadForm as problem:
        if is_sure and problem.may_be:
            return typed if "://" in typed else f"https://{typed}"
        raise


def _client_and_delivery(
    request: HttpRequest, client: str, delivery_id: UUID
) -> tuple[Client, Delivery]:
    found = client_or_404(request.user, client)
    rows = Delivery.objects.select_related("channel__client")
    return found, get_object_or_404(rows, pk=delivery_id, channel__client=found)


def _is_by_hand(delivery: Delivery) -> bool:
    if delivery.status is State.TO_DO:
        return True
    return works(delivery.channel) == "assisted"


def _handout(delivery: Delivery, number: int) -> Handout:
    files = to_dos.to_do(delivery, timezone.now()).handouts
    if not 1 <= number <= len(files):
        raise Http404
    return files[number - 1]


def _file(content: bytes, mime: str, disposition: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=mime)
    answer["Content-Disposition"] = disposition
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Content-Security-Policy"] = SAFE
    return answer
