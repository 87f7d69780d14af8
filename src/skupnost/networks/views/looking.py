"""Ways into the rulebook: compare, search, and see what should be checked again."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from skupnost.networks.ages import STALE_DAYS, Dated, by_age
from skupnost.networks.comparisons import (
    chosen_columns,
    chosen_networks,
    lines,
    offers,
)
from skupnost.networks.kinds import kind_words
from skupnost.networks.labels import CONFIDENCE
from skupnost.networks.names import name_of
from skupnost.networks.queries import network, networks
from skupnost.networks.search import found
from skupnost.networks.tables import fact_words, rule_id

PER_PAGE = 40


def compare(request: HttpRequest) -> HttpResponse:
    """Networks by rules: `?network=…&fact=…&kinds=all`."""
    manifests = networks()
    shown = chosen_networks(manifests, request.GET.getlist("network"))
    columns = chosen_columns(request.GET.getlist("fact"))
    every_kind = request.GET.get("kinds") == "all" or len(shown) == 1
    today = timezone.now().date()
    slugs = {manifest.slug for manifest in shown}
    context = {
        "choices": [(known.slug, known.slug in slugs) for known in manifests],
        "offers": offers(manifests, {column.key for column in columns}),
        "columns": columns,
        "lines": lines(shown, columns, every_kind=every_kind, today=today),
        "every_kind": every_kind,
        "n_kinds_left": sum(len(known.kinds) > 1 for known in shown),
    }
    return render(request, "networks/compare.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """`?q=` in guides, rules and kinds; for htmx the results alone."""
    question = request.GET.get("q", "")[:200]
    is_partial = request.headers.get("HX-Target", "").endswith("found")
    template = "networks/_found.html" if is_partial else "networks/search.html"
    return render(request, template, {"question": question, "hits": found(question)})


def ages(request: HttpRequest) -> HttpResponse:
    """Every fact, checked longest ago first: `?network=…&only=old|unverified`."""
    slug, only = request.GET.get("network", ""), request.GET.get("only", "")
    today = timezone.now().date()
    rows = _asked(slug, only, today=today)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "networks": [known.slug for known in networks()],
        "network": slug,
        "only": only,
        "days": STALE_DAYS,
        "n_all": len(rows),
        "n_old": sum(row.age_days(today) > STALE_DAYS for row in rows),
        "page": page,
        "rows": [_shown(row, today=today) for row in page],
    }
    return render(request, "networks/ages.html", context)


def _asked(slug: str, only: str, *, today: date) -> list[Dated]:
    rows = by_age(slug)
    if only == "old":
        return [row for row in rows if row.age_days(today) > STALE_DAYS]
    if only == "unverified":
        return [row for row in rows if not row.confidence.may_block]
    return rows


def _shown(row: Dated, *, today: date) -> dict[str, object]:
    """A row in words; a fact without a name is shown by its key, a value without words as it is."""
    kinds = network(row.network).kinds
    fact = kinds[row.kind].facts[row.key] if row.kind else None
    trust, tone = CONFIDENCE[row.confidence.value]
    name = name_of(row.key) if fact else ""
    return {
        "dated": row,
        "name": name,
        "anchor": rule_id(row.key) if name else "",
        "value": fact_words(fact) if fact else "",
        "kind": kind_words(row.network, kinds[row.kind]).label if row.kind else "",
        "is_old": row.age_days(today) > STALE_DAYS,
        "trust": trust,
        "tone": tone,
    }
