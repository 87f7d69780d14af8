"""Pages of the strategy document: the newest, an older one, what changed, its form, its exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skupnost.clients.access import client_or_404
from skupnost.clients.models import Client
from skupnost.people.models import User
from skupnost.strategy import exporting
from skupnost.strategy.comparing import changes
from skupnost.strategy.document import author, sections
from skupnost.strategy.document_forms import DocumentForm, RemarkForm
from skupnost.strategy.joining import ROWS, Joined, joined
from skupnost.strategy.merging import Merged, change_words, tell_saved
from skupnost.strategy.models import StrategyVersion
from skupnost.strategy.quiet import quiet_client, quiet_words
from skupnost.strategy.quiet_document import Note, compared, offered
from skupnost.strategy.rows import MORE, asks_for_row, show_asked_row
from skupnost.strategy.versions import (
    Meanwhile,
    latest,
    note,
    numbered,
    odd_sum,
    save_version,
)
from skupnost.ui.toasts import say, warn
from skupnost.ui.typesetting import is_installed

SHOWN = 30
EXPORTS: Mapping[str, tuple[Callable[[StrategyVersion], str | bytes], str]] = {
    "md": (exporting.as_markdown, "text/markdown; charset=utf-8"),
    "html": (exporting.as_html, "text/html; charset=utf-8"),
    "pdf": (exporting.as_pdf, "application/pdf"),
}


@require_GET
def show(request: HttpRequest, client: str) -> HttpResponse:
    """The strategy that holds, or the older version that `?version=` names."""
    found = client_or_404(request.user, client)
    version = _version(request, found)
    context = {"client": found, "version": version, "has_pdf": is_installed()}
    if version is not None:
        context |= _shown(request, found, version)
    return render(request, "strategy/document.html", context)


def _shown(request: HttpRequest, client: Client, version: StrategyVersion) -> dict[str, Any]:
    earlier = _against(request, client, version)
    return {
        "sections": sections(version.value),
        "author": author(version),
        "odd_sum": odd_sum(version.value.get("pillars", ())),
        "quiet": _quiet(client, version),
        "versions": StrategyVersion.objects.filter(client=client)[:SHOWN],
        "earlier": earlier,
        "changes": changes(earlier.value, version.value) if earlier else [],
        "remark": RemarkForm(initial={"remark": version.remark}),
    }


def _quiet(client: Client, version: StrategyVersion) -> Note | None:
    """Where the newest version and the quiet time are not the same; older ones are history."""
    if StrategyVersion.objects.filter(client=client, number__gt=version.number).exists():
        return None
    return compared(version.value.get("quiet_hours", ""), quiet_client(client))


def _against(
    request: HttpRequest, client: Client, version: StrategyVersion
) -> StrategyVersion | None:
    """The version that `?against=` names, else the one before; None for the first."""
    wanted = request.GET.get("against", "")
    if _is_number(wanted):
        return numbered(client, int(wanted))
    rows = StrategyVersion.objects.filter(client=client, number__lt=version.number)
    return rows.first()


@require_POST
def remark(request: HttpRequest, client: str, number: int) -> HttpResponse:
    """A remark beside a version."""
    found = client_or_404(request.user, client)
    version, form = numbered(found, number), RemarkForm(request.POST)
    if version is None:
        raise Http404
    if form.is_valid():
        note(version=version, remark=form.cleaned_data["remark"])
        say(request, gettext("The remark is kept."))
    else:
        warn(request, gettext("A remark has at most 200 characters."))
    return redirect(_address(version))


@require_GET
def export(request: HttpRequest, client: str, suffix: str) -> HttpResponse:
    """The document as a file; for a PDF without the extra the page says what brings it."""
    version = _version(request, client_or_404(request.user, client))
    if version is None:
        return redirect("strategy:document", client=client)
    if suffix == "pdf" and not is_installed():
        warn(request, gettext("PDFs need the extra: “pip install skupnost[pdf]”."))
        return redirect(_address(version))
    written, kind = EXPORTS[suffix]
    name = f"{client}-strategy-{version.number}.{suffix}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(written(version), content_type=kind, headers=disposition)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, client: str) -> HttpResponse:
    """Writing a new version."""
    found = client_or_404(request.user, client)
    last = latest(found)
    if request.method == "GET":
        value, seen = (last.value, last.number) if last else ({}, 0)
        form = DocumentForm(None, value, quiet=offered(found))
        return _form(request, {"client": found, "form": form, "seen": seen})
    data = request.POST.copy()
    if asks_for_row(data):
        asked = {"client": found, "form": DocumentForm(data, {}), "seen": _seen(request)}
        return _form(request, asked)
    form = DocumentForm(data, {})
    if not form.is_valid():
        return _form(request, {"client": found, "form": form, "seen": _seen(request)}, status=422)
    return _save(request, found, form)


def _save(request: HttpRequest, client: Client, form: DocumentForm) -> HttpResponse:
    """A new version; where others saved some since the form was opened, with what they wrote."""
    assert isinstance(request.user, User)
    sent, seen = form.value(), _seen(request)
    both = Joined(sent, ())
    done = _saved(client, form, sent, request.user, seen)
    while isinstance(done, Meanwhile):
        before = numbered(client, seen or 0)
        opened = before.value if before else {}
        newer = done.version
        both = joined(opened, newer.value, sent)
        if both.clashes:
            context = _meanwhile(client, form, opened, newer, both)
            return _form(request, context, status=409)
        done = _saved(client, form, both.value, request.user, newer.number)
    words = gettext("The strategy is saved; earlier versions stay.")
    tell_saved(request, words, Merged(tuple(changes(sent, both.value))))
    return redirect("strategy:document", client=client.slug)


def _saved(
    client: Client, form: DocumentForm, value: Mapping[str, Any], by: User, seen: int | None
) -> StrategyVersion | Meanwhile:
    remark = form.remark.cleaned_data["remark"]
    now = timezone.now()
    return save_version(client=client, value=value, by=by, now=now, seen=seen, remark=remark)


def _meanwhile(
    client: Client,
    form: DocumentForm,
    before: Mapping[str, Any],
    newer: StrategyVersion,
    both: Joined,
) -> dict[str, Any]:
    """The form as it was sent, with what somebody else saved since it was opened; where both wrote
    the same part it has what was written here, and both words are shown. Saving once more is then
    meant."""
    return {
        "client": client,
        "form": form.joined(both.value),
        "seen": newer.number,
        "meanwhile": newer,
        "meanwhile_by": author(newer),
        "merged": _merged(form, before, newer.value, both.clashes),
    }


def _merged(
    form: DocumentForm, before: Mapping[str, Any], there: Mapping[str, Any], parts: Sequence[str]
) -> Merged:
    """What was saved `there`, as clashes where it is of these parts."""
    opened = {name: before.get(name, () if name in ROWS else "") for name in parts}
    rows = {name: there.get(name, ()) for name in parts if name in ROWS}
    words = [
        change_words(form.words_of(name), opened[name], there.get(name, ""))
        for name in parts
        if name not in ROWS and opened[name] != there.get(name, "")
    ]
    clashes = (*changes(before, {**before, **rows}), *words)
    return Merged(tuple(changes(before, {**there, **opened})), clashes)


def _form(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    form: DocumentForm = context["form"]
    context["odd_sum"] = odd_sum(form.shares())
    context["quiet"] = quiet_words(quiet_client(context["client"]))
    if MORE in request.POST:
        show_asked_row(form.parts, request.POST)
    return render(request, "strategy/document_edit.html", context, status=status)


def _seen(request: HttpRequest) -> int | None:
    """The newest version when the form was opened; None where the form did not say."""
    sent = request.POST.get("seen", "")
    return int(sent) if _is_number(sent) else None


def _address(version: StrategyVersion) -> str:
    page = reverse("strategy:document", args=[version.client.slug])
    return f"{page}?version={version.number}"


def _version(request: HttpRequest, client: Client) -> StrategyVersion | None:
    wanted = request.GET.get("version", "")
    if not wanted:
        return latest(client)
    found = numbered(client, int(wanted)) if _is_number(wanted) else None
    if found is None:
        raise Http404
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9
