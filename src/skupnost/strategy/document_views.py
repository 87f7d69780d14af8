"""Pages of the strategy document: the newest, an older one, its Markdown, its form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from skupnost.clients.access import client_or_404
from skupnost.clients.models import Client
from skupnost.people.models import User
from skupnost.strategy.document import (
    GoalForms,
    PillarForms,
    WordsForm,
    latest,
    markdown,
    save_version,
    sections,
)
from skupnost.strategy.models import StrategyVersion
from skupnost.ui.toasts import say

SHOWN = 30


@require_GET
def show(request: HttpRequest, client: str) -> HttpResponse:
    """The strategy that holds, or the older version that `?version=` names."""
    found = client_or_404(request.user, client)
    version = _version(request, found)
    context = {
        "client": found,
        "version": version,
        "sections": sections(version.value) if version else [],
        "versions": StrategyVersion.objects.filter(client=found)[:SHOWN],
    }
    return render(request, "strategy/document.html", context)


@require_GET
def as_markdown(request: HttpRequest, client: str) -> HttpResponse:
    """The document as a file."""
    found = client_or_404(request.user, client)
    version = _version(request, found)
    text = markdown(found, version) if version else ""
    name = f"{found.slug}-strategy.md"
    kind = "text/markdown; charset=utf-8"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=kind, headers=disposition)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, client: str) -> HttpResponse:
    """Writing a new version."""
    found = client_or_404(request.user, client)
    last = latest(found)
    data = request.POST if request.method == "POST" else None
    value = last.value if last and data is None else {}
    goals = GoalForms(data, initial=value.get("goals", []), prefix="goals")
    pillars = PillarForms(data, initial=value.get("pillars", []), prefix="pillars")
    words = WordsForm(data, value)
    if data is not None and all([goals.is_valid(), pillars.is_valid(), words.is_valid()]):
        assert isinstance(request.user, User)
        told = {**words.cleaned_data, "goals": _rows(goals), "pillars": _rows(pillars)}
        save_version(client=found, value=told, by=request.user, now=timezone.now())
        say(request, gettext("The strategy is saved; earlier versions stay."))
        return redirect("strategy:document", client=client)
    context = {"client": found, "goals": goals, "pillars": pillars, "words": words}
    status = 200 if data is None else 422
    return render(request, "strategy/document_edit.html", context, status=status)


def _rows(forms: Any) -> list[dict[str, Any]]:
    """The filled rows that are not to be deleted; days as text."""
    rows = (form.cleaned_data for form in forms if form.cleaned_data.get("DELETE") is False)
    return [
        {
            name: str(cell) if name == "by" else cell
            for name, cell in row.items()
            if name != "DELETE"
        }
        for row in rows
        if len(row) > 1
    ]


def _version(request: HttpRequest, client: Client) -> StrategyVersion | None:
    wanted = request.GET.get("version", "")
    if not wanted:
        return latest(client)
    versions = StrategyVersion.objects.filter(client=client)
    found = versions.filter(number=int(wanted)).first() if _is_number(wanted) else None
    if found is None:
        raise Http404
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9
