"""The composer: one sheet for all channels, checked and saved while it is written."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from skupnost.domain.identity import uuid7
from skupnost.editorial import actions
from skupnost.editorial.boards import Desk
from skupnost.editorial.details import Details
from skupnost.editorial.errors import ChangedMeanwhile, Declined
from skupnost.editorial.forms import Sheet, read_sheet, sheet_of
from skupnost.editorial.mending import Click, Done, mend, patched, read_undo, undoing
from skupnost.editorial.models import Post
from skupnost.editorial.pictures import describe, take_in
from skupnost.editorial.queries import is_handed_over, off_hints
from skupnost.editorial.sheets import channels_for, composer_context
from skupnost.editorial.views.answers import (
    CONFLICT,
    UNPROCESSABLE,
    desk_and_post,
    desk_of,
    person,
    to_post,
    words,
)
from skupnost.library.mends import CannotMend
from skupnost.library.models import Asset
from skupnost.library.sentences import no_mend
from skupnost.publishing.actions import TooLate
from skupnost.ui import dates
from skupnost.ui.toasts import say


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, client: str) -> HttpResponse:
    """A sheet for a new post; it has its name from the start, so that sending twice is harmless."""
    desk = desk_of(request, client)
    if request.method == "POST":
        return _posted(request, desk)
    return _page(request, desk, _empty_sheet(request, desk))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, client: str, post_id: UUID) -> HttpResponse:
    """The sheet of a post that was saved."""
    desk, post = desk_and_post(request, client, post_id)
    if post.deleted_at:
        return to_post(post)
    if request.method == "POST":
        return _posted(request, desk)
    return _page(request, desk, replace(sheet_of(post, desk.zone), sheet=_sheet_name()))


def _empty_sheet(request: HttpRequest, desk: Desk) -> Sheet:
    day, clock = _asked_time(request.GET.get("at", ""), desk)
    connected = channels_for(desk.client, None)
    asked = request.GET.get("channel", "")
    chosen = connected if len(connected) == 1 else [c for c in connected if str(c.pk) == asked]
    name = uuid7(now=desk.now, entropy=secrets.token_bytes(10))
    draft = actions.Draft(text="", channels=chosen, language=desk.client.language)
    return Sheet(name, 0, draft, sheet=_sheet_name(), day=day, clock=clock)


def _asked_time(at: str, desk: Desk) -> tuple[str, str]:
    """Day and time that a slot of the calendar asks for; a day alone gets nine o'clock."""
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return "", ""
    clock = f"{found:%H:%M}" if len(at) > 10 else "09:00"
    local = desk.now.astimezone(desk.zone)
    if len(at) <= 10 and found.date() == local.date() and local.hour >= 9:
        clock = f"{(local + timedelta(hours=1)):%H}:00"
    return f"{found:%Y-%m-%d}", clock


def _sheet_name() -> str:
    return secrets.token_urlsafe(12)


def _posted(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Read the sheet, take in new pictures, and do what the button says."""
    stored = _stored(desk, request.POST.get("post", ""))
    asked = request.POST.get("do", "check")
    try:
        sheet, refused, data = _sheet(request, desk, stored)
        done = None
        if click := Click.read(asked):
            sheet, done = _mended(desk, sheet, stored, data=data, click=click)
    except Declined as error:
        return _page(request, desk, _empty_sheet(request, desk), problem=words(error))
    except CannotMend as error:
        return _checked(request, desk, sheet, stored, problems=[no_mend(error.code)])
    if asked not in ("save", "schedule", "publish") or refused:
        return _checked(request, desk, sheet, stored, problems=refused, done=done)
    try:
        return _done(request, desk, sheet, asked)
    except ChangedMeanwhile as conflict:
        return _conflict(request, desk, sheet, conflict.post)
    except (Declined, TooLate) as error:
        return _page(request, desk, _with_version(sheet), problem=words(error))


def _stored(desk: Desk, name: str) -> Post | None:
    try:
        stored = Post.objects.filter(pk=UUID(name)).first()
    except ValueError:
        return None
    if stored and stored.client_id != desk.client.pk:
        raise Http404
    return stored


def _sheet(
    request: HttpRequest, desk: Desk, stored: Post | None
) -> tuple[Sheet, list[str], QueryDict]:
    """The sheet with pictures just added, dropped or described, what was wrong with files, and the
    form as it was read."""
    files = request.FILES.getlist("files")
    added, refused = take_in(files, client=desk.client, now=desk.now)
    data = _with_button(request.POST, added)
    return describe(_read(data, desk, stored), added), refused, data


def _read(data: QueryDict, desk: Desk, stored: Post | None) -> Sheet:
    return read_sheet(
        data,
        channels=channels_for(desk.client, stored),
        assets=Asset.objects.filter(client=desk.client),
        zone=desk.zone,
        details=Details.from_json(stored.details) if stored else Details(),
    )


def _mended(
    desk: Desk, sheet: Sheet, stored: Post | None, *, data: QueryDict, click: Click
) -> tuple[Sheet, Done]:
    """The sheet after the mend that was clicked."""
    patch, label = mend(sheet, click, desk)
    changed = describe(_read(patched(data, patch), desk, stored), [])
    return changed, Done(click.channel, label, undoing(data, patch))


def _with_button(posted: QueryDict, added: list[Asset]) -> QueryDict:
    """The form as the pressed button changes it: a picture less, a thread, another time, a mend
    taken back."""
    data = posted.copy()
    if data.get("do") == "undo":
        data = patched(data, read_undo(data))
    for asset in added:
        data.appendlist("asset", str(asset.pk))
    asked, _dash, value = data.get("do", "").partition("-")
    if asked == "drop":
        data.setlist("asset", [pk for pk in data.getlist("asset") if pk != value])
    if asked == "split":
        data[f"thread-{value}"] = "on"
    if asked == "unswap":
        data.setlist(f"swap-{value}", [])
    if asked == "at":
        data["date"], _t, data["time"] = value.partition("T")
    return data


def _checked(
    request: HttpRequest,
    desk: Desk,
    sheet: Sheet,
    stored: Post | None,
    *,
    problems: list[str],
    done: Done | None = None,
) -> HttpResponse:
    """Previews and findings; a draft is saved on the way, what is scheduled is not."""
    saved_at = None
    is_worth_it = bool(sheet.draft.text.strip() or sheet.draft.assets or sheet.draft.title)
    if is_worth_it and not (stored and is_handed_over(stored)):
        try:
            sheet = _saved(request, desk, sheet)
            saved_at = desk.now
        except ChangedMeanwhile as conflict:
            return _conflict(request, desk, sheet, conflict.post)
        except (Declined, TooLate) as error:
            problems = [*problems, words(error)]
    return _page(
        request,
        desk,
        sheet,
        problem=" ".join(problems),
        saved_at=saved_at,
        is_refusal=False,
        done=done,
    )


def _saved(request: HttpRequest, desk: Desk, sheet: Sheet) -> Sheet:
    """The sheet after its draft was stored."""
    post = actions.save_sheet(
        client=desk.client,
        post_id=sheet.post_id,
        version=sheet.version,
        draft=sheet.draft,
        by=person(request),
        now=desk.now,
        sheet=sheet.sheet,
    )
    return replace(sheet, version=post.version)


def _done(request: HttpRequest, desk: Desk, sheet: Sheet, asked: str) -> HttpResponse:
    if asked == "schedule" and sheet.draft.planned_at is None:
        raise sheet.problem or Declined("needs_moment")
    if sheet.problem:
        raise sheet.problem
    saved = _saved(request, desk, sheet)
    post = Post.objects.select_related("client").get(pk=saved.post_id)
    if asked == "publish":
        return redirect("editorial:post_publish", client=desk.client.slug, post_id=post.pk)
    if asked == "schedule":
        _scheduled(request, desk, post)
    else:
        say(request, _("Saved."))
    return to_post(post)


def _scheduled(request: HttpRequest, desk: Desk, post: Post) -> None:
    assert post.planned_at is not None
    done = actions.schedule(post=post, at=post.planned_at, by=person(request), now=desk.now)
    n = len(done.deliveries)
    params = {"n": n, "moment": dates.moment(post.planned_at, desk.zone)}
    if done.is_new:
        text = ngettext(
            "Scheduled for %(n)d channel, %(moment)s.",
            "Scheduled for %(n)d channels, %(moment)s.",
            n,
        )
    else:
        text = ngettext(
            "It is scheduled already, for %(n)d channel, %(moment)s.",
            "It is scheduled already, for %(n)d channels, %(moment)s.",
            n,
        )
    said = [text % params, *off_hints(post, post.planned_at, desk.zone)]
    say(request, " ".join(said))


def _with_version(sheet: Sheet) -> Sheet:
    """The sheet with the version that is stored: the draft was perhaps saved before the refusal."""
    version = Post.objects.filter(pk=sheet.post_id).values_list("version", flat=True).first()
    return replace(sheet, version=version or 0)


def _page(
    request: HttpRequest,
    desk: Desk,
    sheet: Sheet,
    *,
    problem: str = "",
    saved_at: datetime | None = None,
    is_refusal: bool = True,
    done: Done | None = None,
) -> HttpResponse:
    context = composer_context(desk, sheet)
    context |= {"problem": problem, "saved_at": saved_at, "done": done}
    is_partial = bool(request.headers.get("HX-Request"))
    context["has_new_pictures"] = bool(request.FILES)
    template = "editorial/_composer_answer.html" if is_partial else "editorial/composer.html"
    status = UNPROCESSABLE if problem and is_refusal and not is_partial else 200
    return render(request, template, context, status=status)


def _conflict(request: HttpRequest, desk: Desk, sheet: Sheet, theirs: Post) -> HttpResponse:
    """Both texts side by side; nothing of either is lost."""
    context = composer_context(desk, replace(sheet, version=theirs.version))
    context |= {"theirs": theirs, "is_conflict": True}
    is_partial = bool(request.headers.get("HX-Request"))
    template = "editorial/_composer_answer.html" if is_partial else "editorial/composer.html"
    return render(request, template, context, status=CONFLICT)
