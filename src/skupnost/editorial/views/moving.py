"""Moving a post: by a form, by drag and keys, and back again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from skupnost.editorial import actions
from skupnost.editorial.boards import Desk
from skupnost.editorial.errors import Declined
from skupnost.editorial.models import Post
from skupnost.editorial.moments import moment_from, moment_of
from skupnost.editorial.periods import month_days, parse_at, week_days
from skupnost.editorial.queries import neighbours, off_hints
from skupnost.editorial.views.answers import (
    UNPROCESSABLE,
    desk_and_post,
    desk_of,
    person,
    words,
)
from skupnost.editorial.views.calendar import board_context
from skupnost.publishing.actions import TooLate
from skupnost.publishing.models import Delivery
from skupnost.ui import dates
from skupnost.ui.toasts import say, warn


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, client: str, post_id: UUID) -> HttpResponse:
    """A form with date and time; POST moves, by `at` (drag, keys) or by `date` and `time`."""
    desk, post = desk_and_post(request, client, post_id)
    if request.method == "GET":
        return _form(request, desk, post)
    try:
        moved = _moved(request, desk, post)
    except (Declined, TooLate) as error:
        return _refused(request, desk, post, error)
    undo_url = reverse("editorial:undo_move", args=[client, moved.undo])
    say(request, moved_sentence(desk, moved.post), undo_url=undo_url)
    return _answer(request, desk, moved.post)


@require_POST
def undo_move(request: HttpRequest, client: str, token: str) -> HttpResponse:
    """Back to where the post was before the move of this token."""
    desk = desk_of(request, client)
    try:
        moved = actions.undo_move(client=desk.client, token=token, by=person(request), now=desk.now)
    except (Declined, TooLate) as error:
        warn(request, words(error))
        return _answer(request, desk, None)
    say(request, _("Back where it was."))
    return _answer(request, desk, moved.post)


@require_POST
def mend(request: HttpRequest, client: str, delivery_id: UUID) -> HttpResponse:
    """A delivery that was refused, held or missed gets another time: `date` and `time`, or now."""
    desk = desk_of(request, client)
    rows = Delivery.objects.select_related("channel").filter(channel__client=desk.client)
    delivery = get_object_or_404(rows, pk=delivery_id)
    try:
        is_now = bool(request.POST.get("now"))
        to = desk.now if is_now else _asked_moment(request, desk)
        actions.mend_delivery(delivery=delivery, to=to, by=person(request), now=desk.now)
    except (Declined, TooLate) as error:
        warn(request, words(error))
    else:
        moment = dates.moment(to, desk.zone)
        say(request, _("Scheduled again for %(moment)s.") % {"moment": moment})
    place = "publishing:to_do" if request.POST.get("back") == "to-do" else "publishing:needs_eye"
    return redirect(place, client=client)


def _moved(request: HttpRequest, desk: Desk, post: Post) -> actions.Moved:
    at = request.POST.get("at", "")
    to = moment_from(at, desk.zone) if at else _asked_moment(request, desk)
    return actions.move_post(post=post, to=to, by=person(request), now=desk.now)


def _asked_moment(request: HttpRequest, desk: Desk) -> datetime:
    """The moment of a form's date and time fields."""
    return moment_of(request.POST.get("date", ""), request.POST.get("time", ""), desk.zone)


def moved_sentence(desk: Desk, post: Post) -> str:
    """Where it is now, and what else is near: a hint that blocks nothing."""
    at = post.planned_at or desk.now
    told = [_("Moved to %(moment)s.") % {"moment": dates.moment(at, desk.zone)}]
    near = neighbours(desk.client, at, desk.zone, but=post)
    if near.n_within_hour:
        told.append(
            ngettext(
                "%(n)d other post within an hour.",
                "%(n)d other posts within an hour.",
                near.n_within_hour,
            )
            % {"n": near.n_within_hour}
        )
    elif near.n_that_day:
        told.append(
            ngettext("%(n)d other post that day.", "%(n)d other posts that day.", near.n_that_day)
            % {"n": near.n_that_day}
        )
    return " ".join([*told, *off_hints(post, at, desk.zone)])


def _refused(
    request: HttpRequest, desk: Desk, post: Post, error: Declined | TooLate
) -> HttpResponse:
    if request.headers.get("HX-Request"):
        warn(request, words(error))
        return render(request, "ui/_toasts.html", {"oob": True}, status=UNPROCESSABLE)
    return _form(request, desk, post, problem=words(error))


def _form(request: HttpRequest, desk: Desk, post: Post, problem: str = "") -> HttpResponse:
    local = post.planned_at.astimezone(desk.zone) if post.planned_at else None
    context = {
        "client": desk.client,
        "post": post,
        "problem": problem,
        "date": request.POST.get("date") or (f"{local:%Y-%m-%d}" if local else ""),
        "time": request.POST.get("time") or (f"{local:%H:%M}" if local else ""),
        "today": desk.today.isoformat(),
        "near": neighbours(desk.client, post.planned_at, desk.zone, but=post)
        if post.planned_at
        else None,
        "off": off_hints(post, post.planned_at, desk.zone) if post.planned_at else [],
    }
    status = UNPROCESSABLE if problem else 200
    return render(request, "editorial/move.html", context, status=status)


def _answer(request: HttpRequest, desk: Desk, post: Post | None) -> HttpResponse:
    """The board for who asked in place; the calendar of that moment for all others."""
    at = (post.planned_at if post and post.planned_at else desk.now).astimezone(desk.zone).date()
    if not request.headers.get("HX-Request"):
        view = str(request.session.get("calendar_view", "month"))
        return HttpResponseRedirect(desk.calendar_url(view, at.isoformat()))
    view = "week" if request.POST.get("view") == "week" else "month"
    shown = parse_at(request.POST.get("period", ""), desk.today)
    days = week_days(shown) if view == "week" else month_days(shown)
    context = board_context(desk, view, shown if at in days else at)
    return render(request, "editorial/_calendar_answer.html", context)
