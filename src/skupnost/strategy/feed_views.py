"""What a person says about feeds on a channel's cadence page."""

from __future__ import annotations

from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from skupnost.channels.access import channel_or_404
from skupnost.channels.models import Channel
from skupnost.domain.rivals import BadRivals
from skupnost.kit.exports import BadExport
from skupnost.metrics.feeds import can_read_feed, forget_file, take_file
from skupnost.metrics.sentences import file_problem, notice
from skupnost.networks.queries import is_by_time
from skupnost.strategy.feeds import choice_of
from skupnost.strategy.forms import FeedChoiceForm
from skupnost.strategy.merging import merge_and_save, tell_saved
from skupnost.strategy.views import advice_answer, limits_form
from skupnost.ui.toasts import say, warn

MOST_BYTES = 10_000_000


@require_POST
def choose(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """By which evidence slots are placed, and whether empty ones of today may move; what was saved
    since the page was opened is not overwritten."""
    channel, data = _channel(request, client, pk), request.POST.copy()
    with transaction.atomic():
        form = FeedChoiceForm(data, instance=choice_of(channel), can_move=can_read_feed(channel))
        merged = merge_and_save([form], data)
    if merged.clashes:
        limits = limits_form(channel)
        return advice_answer(request, channel, limits, feed_form=form, merged=merged, status=409)
    if merged.is_saved:
        tell_saved(request, gettext("The next slots follow your choice."), merged)
    else:
        warn(request, gettext("That choice is not offered."))
    return redirect("strategy:advice", client=client, pk=pk)


@require_POST
def rivals(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """A table with the times of others' posts, or without one: the old one goes."""
    channel = _channel(request, client, pk)
    upload = request.FILES.get("file")
    if "forget" in request.POST:
        forget_file(channel=channel)
        say(request, gettext("The file counts no longer."))
    elif upload is None or not upload.size or upload.size > MOST_BYTES:
        warn(request, gettext("Choose a file of at most 10 MB."))
    else:
        file: BinaryIO = upload.file  # type: ignore[assignment]  # the stubs call it optional text
        _take(request, channel, file, upload.name or "")
    return redirect("strategy:advice", client=client, pk=pk)


def _take(request: HttpRequest, channel: Channel, file: BinaryIO, name: str) -> None:
    zone = ZoneInfo(channel.client.zone)
    try:
        read = take_file(channel=channel, file=file, name=name, zone=zone, now=timezone.now())
    except BadExport as error:
        warn(request, file_problem(error))
    except BadRivals as error:
        warn(request, problem(error))
    else:
        told = [notice({"code": code, "params": said}) for code, said in read.remarks.items()]
        say(request, " ".join([gettext("The posts in the file are counted."), *told]))


def problem(error: BadRivals) -> str:
    """Why a table is of no use, and what to do."""
    said = {
        "column_missing": gettext("The first line must name a column %(name)s."),
        "bad_time": gettext("Line %(line)s: %(time)s is no time such as 2026-11-23T09:30+01:00."),
        "too_many_rows": gettext("The table has more than %(most)s rows. Take a shorter time."),
    }
    return said.get(error.code, gettext("There is no post in this file.")) % error.params


def _channel(request: HttpRequest, client: str, pk: int) -> Channel:
    channel = channel_or_404(request.user, client, pk)
    if not is_by_time(channel.network, channel.account_kind):
        raise Http404
    return channel
