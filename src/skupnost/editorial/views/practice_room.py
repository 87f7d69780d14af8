"""The practice room of a network: write, see, be corrected, publish where nobody is hurt."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from skupnost.channels.actions import NotConnected
from skupnost.channels.models import Channel
from skupnost.channels.sentences import why
from skupnost.clients.memory import KEY
from skupnost.clients.models import Client
from skupnost.clients.queries import clients_of
from skupnost.domain.identity import uuid7
from skupnost.editorial.actions import Draft
from skupnost.editorial.details import Details, formats_of
from skupnost.editorial.errors import Declined, HasErrors
from skupnost.editorial.forms import Sheet, read_sheet
from skupnost.editorial.practising import STAND_IN, practise, practised_on, stand_in
from skupnost.editorial.previews import previews
from skupnost.editorial.views.answers import UNPROCESSABLE, person, to_post, words
from skupnost.kit.manifest import AccountKind, Manifest
from skupnost.kit.registry import UnknownNetwork
from skupnost.library.models import Asset
from skupnost.library.queries import assets_of
from skupnost.networks.findings import sentence
from skupnost.networks.kinds import kind_words
from skupnost.networks.queries import network

N_PICTURES = 8
UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Room:
    """Where somebody practises: for which network and kind, on whose behalf, with what pictures."""

    manifest: Manifest
    kind: AccountKind
    client: Client | None
    clients: Sequence[Client]
    pictures: Sequence[Asset]


@require_http_methods(["GET", "POST"])
def room(request: HttpRequest, slug: str) -> HttpResponse:
    """A sheet for one network; `do=publish` sends it to the practice network."""
    place = _room(request, slug)
    if request.method == "GET":
        return _page(request, place, _empty(place))
    try:
        sheet = _sheet(request, place)
    except Declined as error:
        return _page(request, place, _empty(place), problem=words(error))
    if request.POST.get("do") != "publish" or place.client is None:
        return _page(request, place, sheet)
    return _published(request, place, sheet, place.client)


def _room(request: HttpRequest, slug: str) -> Room:
    try:
        manifest = network(slug)
    except UnknownNetwork:
        raise Http404 from None
    asked = request.POST if request.method == "POST" else request.GET
    kinds = [kind for kind in manifest.kinds.values() if kind.publish != "none"]
    if not kinds:
        raise Http404
    kind = next((one for one in kinds if one.slug == asked.get("kind")), kinds[0])
    clients = list(clients_of(person(request)))
    wanted = asked.get("client") or request.session.get(KEY)
    client = next((one for one in clients if one.slug == wanted), next(iter(clients), None))
    pictures = list(assets_of(client)[:N_PICTURES]) if client else []
    return Room(manifest, kind, client, clients, pictures)


def _empty(place: Room) -> Sheet:
    name = uuid7(now=timezone.now(), entropy=secrets.token_bytes(10))
    return Sheet(name, 0, Draft(text="", channels=[_account(place)]))


def _account(place: Room) -> Channel:
    return stand_in(place.client, place.manifest.slug, place.kind.slug)


def _sheet(request: HttpRequest, place: Room) -> Sheet:
    data = request.POST.copy()
    data.setlist("channel", [str(STAND_IN)])
    if data.get("do") == "split":
        data[f"thread-{STAND_IN}"] = "on"
    return read_sheet(data, channels=[_account(place)], assets=place.pictures, zone=UTC)


def _published(request: HttpRequest, place: Room, sheet: Sheet, client: Client) -> HttpResponse:
    try:
        post = practise(
            client=client,
            network=place.manifest.slug,
            kind=place.kind.slug,
            sheet=sheet,
            by=person(request),
            now=timezone.now(),
        )
    except HasErrors as error:
        return _page(request, place, sheet, problem=_refusal(error))
    except Declined as error:
        return _page(request, place, sheet, problem=words(error))
    except NotConnected as error:
        return _page(request, place, sheet, problem=why(error))
    return to_post(post)


def _refusal(error: HasErrors) -> str:
    """What stands against publishing: the place of practice may be narrower than the network."""
    found = [finding for row in error.checked for finding in row.findings]
    return " ".join(sentence(one) for one in found if one.level == "error")


def _page(request: HttpRequest, place: Room, sheet: Sheet, *, problem: str = "") -> HttpResponse:
    language = place.client.language if place.client else get_language() or "en"
    context = _context(place, sheet) | {
        "previews": previews(sheet, language=language),
        "problem": problem,
        "is_practice": True,
        "is_untouched": request.method == "GET",
    }
    is_partial = bool(request.headers.get("HX-Request"))
    template = "editorial/_results.html" if is_partial else "editorial/practice_room.html"
    status = UNPROCESSABLE if problem and not is_partial else 200
    return render(request, template, context, status=status)


def _context(place: Room, sheet: Sheet) -> dict[str, object]:
    kinds = place.manifest.kinds.values()
    chosen = {asset.pk for asset in sheet.draft.assets}
    own = sheet.draft.own.get(STAND_IN)
    where, _kind = practised_on(place.manifest.slug, place.kind.slug)
    return {
        "network": place.manifest,
        "kinds": [
            (kind, kind_words(place.manifest.slug, kind).label, kind.slug == place.kind.slug)
            for kind in kinds
            if kind.publish != "none"
        ],
        "client": place.client,
        "clients": place.clients,
        "sheet": sheet,
        "draft": sheet.draft,
        "pk": STAND_IN,
        "details": own.details if own else Details(),
        "fields": _fields(place.manifest),
        "visibilities": _visibilities(place.kind),
        "formats": formats_of(place.kind.facts),
        "pictures": [(asset, asset.pk in chosen) for asset in place.pictures],
        "is_elsewhere": where != place.manifest.slug,
    }


def _fields(manifest: Manifest) -> frozenset[str]:
    """The fields that any kind of account on the network has: another kind needs no other form."""
    return frozenset(name for kind in manifest.kinds.values() for name in kind.machine.fields)


def _visibilities(kind: AccountKind) -> tuple[str, ...]:
    fact = kind.facts.get("publishing.visibilities")
    told = fact.value if fact else ()
    return tuple(str(word) for word in told) if isinstance(told, tuple) else ()
