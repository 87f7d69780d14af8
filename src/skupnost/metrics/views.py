"""The past of a channel: what it published, what came back, and files to import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from skupnost.channels.access import channel_or_404
from skupnost.channels.models import Channel
from skupnost.channels.sentences import why
from skupnost.kit.unfollows import UnfollowsRead
from skupnost.metrics import actions
from skupnost.metrics.forms import ImportForm, ResponseForm, UnfollowsForm
from skupnost.metrics.measuring import NotConnected, can_measure, measure_channel
from skupnost.metrics.models import HistoryImport, LeftOut, UnfollowTable, UnfollowWeek
from skupnost.metrics.moving import ZONE_ASSUMED
from skupnost.metrics.queries import history, imports_of
from skupnost.metrics.sentences import (
    file_problem,
    format_name,
    notice,
    response_words,
    row_problem,
    unfollows_outside,
    unfollows_problem,
    unfollows_read,
    unfollows_words,
)
from skupnost.metrics.unfollows import (
    BadUnfollows,
    forget_unfollows,
    posted_between,
    take_unfollows,
    unfollow_weeks,
    weeks_between,
)
from skupnost.metrics.uploads import FormFile
from skupnost.ui.toasts import say, warn

N_ON_PAGE = 50
N_IMPORTS = 5


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """The history with its imports; a POST imports a file and comes back here."""
    channel = channel_or_404(request.user, client, pk)
    zone = channel.client.zone
    if request.method != "POST":
        return _shown(request, channel, ImportForm(zone=zone))
    chosen = FormFile(request, "file", channel)
    form = ImportForm(request.POST, chosen.files, zone=zone)
    done = _import(channel, form) if form.is_valid() else None
    chosen.settle(form, is_done=done is not None)
    if done is None:
        return _shown(request, channel, form)
    zones = (notice(odd) for odd in done.notices if odd["code"] == ZONE_ASSUMED)
    say(request, " ".join([_done_words(done), *zones]))
    return redirect("metrics:history", client=client, pk=pk)


def _import(channel: Channel, form: ImportForm) -> HistoryImport | None:
    """The import; None where the file is of no use, which the form then says."""
    upload: UploadedFile[Any] = form.cleaned_data["file"]
    zone = form.cleaned_data["zone"]
    try:
        return actions.import_history(
            channel=channel,
            file=upload.file,  # type: ignore[arg-type]  # the stubs call it optional text
            name=upload.name or "",
            now=timezone.now(),
            zone=ZoneInfo(zone) if zone else None,
            mapping=form.mapping,
            is_day_first=form.is_day_first,
        )
    except actions.BadExport as error:
        form.ask(error.code, file_problem(error), error.params.get("column"))
    return None


def _shown(
    request: HttpRequest,
    channel: Channel,
    form: ImportForm,
    left_form: UnfollowsForm | None = None,
) -> HttpResponse:
    past = history(channel)
    rows = Paginator(past.rows[::-1], N_ON_PAGE).get_page(request.GET.get("page"))
    context = {
        "client": channel.client,
        "channel": channel,
        "can_measure": can_measure(channel),
        "form": form,
        "page": rows,
        "n_posts": len(past.rows),
        "response": response_words(past.response),
        "response_form": ResponseForm(past=past) if past.rows else None,
        "imports": [_told(row) for row in imports_of(channel)[:N_IMPORTS]],
        "reasons": LeftOut.choices,
        "left": _left(channel),
        "left_form": left_form or UnfollowsForm(),
    }
    status = 422 if form.is_bound or left_form else 200
    return render(request, "metrics/history.html", context, status=status)


def _left(channel: Channel) -> list[str]:
    """What is known of those who left, how it was read, and how much of it does not count."""
    weeks = unfollow_weeks([channel])[channel.pk]
    if not weeks:
        return []
    table = UnfollowTable.objects.filter(channel=channel).first()
    said = [notice(odd) for odd in table.notices] if table else []
    return [*filter(None, [unfollows_words(weeks), *said, _outside(channel, weeks)])]


def _outside(channel: Channel, weeks: Sequence[UnfollowWeek]) -> str:
    zone, posted = ZoneInfo(channel.client.zone), posted_between(channel)
    if posted is None:
        return ""
    n_outside = len(weeks) - len(weeks_between(weeks, *posted, zone))
    first, last = (at.astimezone(zone).date() for at in posted)
    return unfollows_outside(n_outside, len(weeks), first, last)


def _told(row: HistoryImport) -> dict[str, object]:
    return {
        "row": row,
        "format": format_name(row.format),
        "problems": [row_problem(refused) for refused in row.refused],
        "notices": [words for odd in row.notices if (words := notice(odd))],
    }


def _done_words(done: HistoryImport) -> str:
    words = ngettext(
        "%(new)d new post; %(merged)d known before got new figures, %(same)d stayed the same.",
        "%(new)d new posts; %(merged)d known before got new figures, %(same)d stayed the same.",
        done.n_new,
    )
    return words % {"new": done.n_new, "merged": done.n_merged, "same": done.n_same}


@require_POST
def measure(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """Ask the network now."""
    channel = channel_or_404(request.user, client, pk)
    if not can_measure(channel):
        raise Http404
    try:
        say(request, _done_words(measure_channel(channel=channel, now=timezone.now())))
    except NotConnected as error:
        warn(request, why(error))
    return redirect("metrics:history", client=client, pk=pk)


@require_POST
def judge(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """What counts as the response of its posts."""
    channel = channel_or_404(request.user, client, pk)
    form = ResponseForm(request.POST, past=history(channel))
    if form.is_valid():
        name, unit = form.chosen
        actions.judge_by(channel=channel, name=name, unit=unit, now=timezone.now())
        say(request, gettext("The advice is counted by this from now on."))
    else:
        warn(request, gettext("That choice is not offered."))
    return redirect("metrics:history", client=client, pk=pk)


@require_POST
def unfollows(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """A table of who left is taken instead of the old one, or that one is forgotten."""
    channel = channel_or_404(request.user, client, pk)
    if "forget" in request.POST:
        forget_unfollows(channel=channel, now=timezone.now())
        say(request, gettext("The unfollows count no longer."))
        return redirect("metrics:history", client=client, pk=pk)
    chosen = FormFile(request, "unfollows", channel)
    form = UnfollowsForm(request.POST, chosen.files)
    read = _take_unfollows(channel, form) if form.is_valid() else None
    chosen.settle(form, is_done=read is not None)
    if read is None:
        return _shown(request, channel, ImportForm(zone=channel.client.zone), form)
    done = gettext("The advice counts who left from now on.")
    say(request, f"{unfollows_read(read.weeks)} {done}")
    return redirect("metrics:history", client=client, pk=pk)


def _take_unfollows(channel: Channel, form: UnfollowsForm) -> UnfollowsRead | None:
    """What the table told; None where it is of no use, which the form then says."""
    upload: UploadedFile[Any] = form.cleaned_data["unfollows"]
    try:
        return take_unfollows(
            channel=channel,
            file=upload.file,  # type: ignore[arg-type]  # the stubs call it optional text
            name=upload.name or "",
            now=timezone.now(),
            total=form.cleaned_data["followers"],
            is_day_first=form.is_day_first,
        )
    except actions.BadExport as error:
        form.ask(error.code, file_problem(error))
    except BadUnfollows as error:
        form.ask(error.code, unfollows_problem(error))
    return None


@require_POST
def leave_out(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """Which of the posts shown count as evidence; what the page showed and nobody changed on it
    stays as another tab may have left it."""
    channel = channel_or_404(request.user, client, pk)
    chosen = {
        int(name.removeprefix("out_")): str(value)
        for name, value in request.POST.items()
        if name.startswith("out_") and name[4:].isdecimal() and len(name) < 20
        if value != request.POST.get(f"was_{name[4:]}")
    }
    actions.leave_out(channel=channel, shown=list(chosen)[: N_ON_PAGE * 2], left_out=chosen)
    say(request, gettext("Noted."))
    return redirect("metrics:history", client=client, pk=pk)
