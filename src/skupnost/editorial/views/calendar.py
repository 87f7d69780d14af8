"""The calendar: month, week, and one day as a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from skupnost.editorial.boards import Board, Desk, chips, month_board, week_board
from skupnost.editorial.calendar import entries_of, planned
from skupnost.editorial.outlines import Sown, sown
from skupnost.editorial.periods import (
    ClockChange,
    clock_changes,
    day_span,
    month_days,
    parse_at,
    week_days,
)
from skupnost.editorial.queries import unplanned
from skupnost.editorial.signs import Signs
from skupnost.editorial.views.answers import desk_of
from skupnost.editorial.wording import LOOKS
from skupnost.strategy.marked_days import marked_days
from skupnost.ui import dates

VIEWS = ("month", "week", "day")
REMEMBERED = ("month", "week")
KEPT = "calendar_view"
ROWS_PER_PAGE = 100
DRAFTS_SHOWN = 6


@require_GET
def calendar(request: HttpRequest, client: str) -> HttpResponse:
    """The calendar of a client by `?view=&at=`; the view is remembered."""
    desk = desk_of(request, client)
    view = chosen_view(request)
    day = parse_at(request.GET.get("at", ""), desk.today)
    if view == "day":
        return _day(request, desk, day)
    is_partial = bool(request.headers.get("HX-Request"))
    template = "editorial/_calendar_answer.html" if is_partial else "editorial/calendar.html"
    context = board_context(desk, view, day)
    if not is_partial:
        context["drafts"] = unplanned(desk.client)[: DRAFTS_SHOWN + 1]
        context["n_drafts_shown"] = DRAFTS_SHOWN
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def chosen_view(request: HttpRequest) -> str:
    """The view that the address asks for, else the one used last."""
    asked = request.GET.get("view", "")
    if asked not in VIEWS:
        return str(request.session.get(KEPT, "month"))
    if asked in REMEMBERED and request.session.get(KEPT) != asked:
        request.session[KEPT] = asked
    return asked


def board_context(desk: Desk, view: str, day: date) -> dict[str, object]:
    """What the board's template needs, around the day."""
    days = week_days(day) if view == "week" else month_days(day)
    signs = Signs(marked_days(desk.client, days[0], days[-1]))
    board, open_slots = _board(desk, view, day, days)
    inside = desk.today if f"{desk.today:%Y-%m}" == f"{day:%Y-%m}" else day
    return {
        "client": desk.client,
        "board": signs.onto(board),
        "tint": open_slots.words,
        "trials": open_slots.trials,
        "quiet": signs.found.quiet_words if view == "week" else "",
        "looks": LOOKS.values(),
        "kinds": signs.legend,
        "changes": [change_sentence(change, desk.zone) for change in board.changes],
        "today_url": desk.calendar_url(view, desk.today.isoformat()),
        "month_url": desk.calendar_url("month", f"{day:%Y-%m}"),
        "week_url": desk.calendar_url("week", inside.isoformat()),
        "new_post_url": desk.new_post_url,
    }


def _board(desk: Desk, view: str, day: date, days: Sequence[date]) -> tuple[Board, Sown]:
    """The board with the open slots in it, and these with what they rest on."""
    found = sown(desk, days, by_hour=view == "week")
    board = week_board(desk, day, found.hours) if view == "week" else month_board(desk, day)
    return found.onto(board), found


def change_sentence(change: ClockChange, zone: ZoneInfo) -> str:
    """What the clock does on that night, in words."""
    after = change.at.astimezone(zone)
    before = after - timedelta(minutes=change.minutes)
    words = {
        "day": dates.day_long(change.day),
        "zone": str(zone),
        "before": dates.clock(before),
        "after": dates.clock(after),
    }
    if change.minutes > 0:
        return (
            _(
                "On %(day)s the clock in %(zone)s goes forward from %(before)s to %(after)s: "
                "times between do not exist."
            )
            % words
        )
    return (
        _(
            "On %(day)s the clock in %(zone)s goes back from %(before)s to %(after)s: "
            "times between happen twice, and the first of them is meant."
        )
        % words
    )


def _day(request: HttpRequest, desk: Desk, day: date) -> HttpResponse:
    posts = planned(desk.client, day_span(day, desk.zone)).order_by("planned_at", "id")
    page = Paginator(posts, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    first = max(page.start_index() - 1, 0)
    iso = day.isoformat()
    context = {
        "client": desk.client,
        "page": page,
        "chips": chips(desk, entries_of(posts[first : first + ROWS_PER_PAGE])),
        "day_name": dates.day_long(day),
        "signs": Signs(marked_days(desk.client, day, day)).lines,
        "changes": [change_sentence(c, desk.zone) for c in clock_changes([day], desk.zone)],
        "month_url": desk.calendar_url("month", f"{day:%Y-%m}"),
        "before_url": desk.calendar_url("day", (day - timedelta(days=1)).isoformat()),
        "after_url": desk.calendar_url("day", (day + timedelta(days=1)).isoformat()),
        "new_url": desk.new_url(iso),
    }
    return render(request, "editorial/day.html", context)
