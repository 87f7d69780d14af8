"""The frame of every page: the one place that knows all rooms, so that rooms need not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from skupnost.clients.memory import KEY
from skupnost.clients.models import Client
from skupnost.clients.queries import clients_of
from skupnost.domain.delivery import NEEDS_PERSON, State
from skupnost.people.models import User
from skupnost.publishing.models import Delivery
from skupnost.ui.fonts import font_path
from skupnost.ui.shell import ClientLink, NavItem, Shell
from skupnost.ui.words import Words


class Place(NamedTuple):
    """A place of the navigation before its address is known."""

    view: str
    label: Words
    icon: str
    key: str = ""
    short: Words = ""


TODAY = Place("desk:home", _("Today"), "sunrise", "d")
CALENDAR = Place("editorial:calendar", _("Calendar"), "calendar-days", "k")
NEEDS_EYE = Place("publishing:needs_eye", _("Needs your eye"), "eye", "y", _("Your eye"))
TO_DO = Place("publishing:to_do", _("Yours to post"), "hand", "h", _("To post"))
SETTINGS = Place("clients:settings", _("Settings"), "settings-2")
CLIENT_PLACES = (
    CALENDAR,
    NEEDS_EYE,
    TO_DO,
    Place("strategy:overview", _("Strategy"), "compass", "s"),
    Place("library:list", _("Library"), "images"),
    Place("channels:list", _("Channels"), "radio-tower"),
    SETTINGS,
)
NEW_POST = Place(
    "editorial:post_new", _("New post"), "circle-plus", short=pgettext_lazy("short", "New post")
)
HOUSE_PLACES = (
    Place("networks:list", _("Networks"), "book-open"),
    Place("channels:practice", _("Practice network"), "flask-conical"),
)
PLACES = [place.view for place in (TODAY, *CLIENT_PLACES, *HOUSE_PLACES)]


def shell(request: HttpRequest) -> dict[str, object]:
    """The template variable `shell`, made when a template first asks."""
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> Shell:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return Shell(
            theme=_theme(request.COOKIES.get("theme", "")),
            font_ready=_font_ready(),
            languages=_languages(),
        )
    return _shell_of(request, user)


def _shell_of(request: HttpRequest, user: User) -> Shell:
    clients = list(clients_of(user))
    current = _current(request, clients)
    slug = current.slug if current else ""
    counts = _waiting(current) if current else {}
    top = _items(request, (TODAY,), "", {})
    client_nav = _items(request, CLIENT_PLACES, slug, counts) if current else []
    return Shell(
        client=_link(current, slug) if current else None,
        is_paused=bool(current and current.is_paused),
        clients=[_link(client, slug) for client in clients],
        top_nav=top,
        client_nav=client_nav,
        house_nav=_items(request, HOUSE_PLACES, "", {}),
        phone_nav=[*top, *client_nav[:1], *_new_post(slug), *_waiting_place(client_nav)],
        new_post_url=_url(NEW_POST.view, slug),
        resume_url=_url("switches:resume_client", slug),
        theme=_theme(user.theme),
        font_ready=_font_ready(),
        shortcuts=user.has_single_keys,
        languages=_languages(),
    )


def _current(request: HttpRequest, clients: Sequence[Client]) -> Client | None:
    """The client of the address, else the one worked for last, else the first."""
    match = request.resolver_match
    wanted = (match.kwargs.get("client") if match else None) or request.session.get(KEY)
    for client in clients:
        if client.slug == wanted:
            return client
    return clients[0] if clients else None


def _items(
    request: HttpRequest, places: Sequence[Place], slug: str, counts: dict[str, int]
) -> list[NavItem]:
    match = request.resolver_match
    here = match.view_name if match else ""
    of_client = bool(match and "client" in match.kwargs)
    return [
        NavItem(
            label=place.label,
            url=url,
            icon=place.icon,
            key=place.key,
            short=place.short,
            count=counts.get(place.view, 0),
            is_current=_is_at(here, place.view, of_client=of_client),
            tone="bad",
        )
        for place in places
        if (url := _url(place.view, slug))
    ]


def _waiting_place(client_nav: Sequence[NavItem]) -> list[NavItem]:
    """For the bar at the thumb: where something waits, the eye before the hand."""
    places = list(client_nav[1:3])
    return [item for item in places if item.count][:1] or places[:1]


def _new_post(slug: str) -> list[NavItem]:
    """The way to the composer for the bar at the thumb; none without a client."""
    url = _url(NEW_POST.view, slug)
    return [NavItem(NEW_POST.label, url, NEW_POST.icon, short=NEW_POST.short)] if url else []


def _is_at(here: str, place: str, *, of_client: bool) -> bool:
    """Whether a page belongs to a place: the place whose name it begins with, else, for pages of
    one client, that client's place of the same room."""
    named = [known for known in PLACES if here.startswith(known)]
    if named:
        return max(named, key=len) == place
    same = [known.view for known in CLIENT_PLACES if _room(known.view) == _room(here)]
    return of_client and place in same[:1]


def _room(view: str) -> str:
    return view.partition(":")[0]


def _link(client: Client, current: str) -> ClientLink:
    return ClientLink(
        slug=client.slug,
        name=client.name,
        colour=client.colour,
        url=_url("editorial:calendar", client.slug) or _url("channels:list", client.slug),
        is_sample=client.is_sample,
        is_current=client.slug == current,
    )


def _url(view: str, slug: str) -> str:
    try:
        return reverse(view, kwargs={"client": slug} if slug else None)
    except NoReverseMatch:
        return ""


def _waiting(client: Client) -> dict[str, int]:
    """How many deliveries wait for a person, by the place where they wait."""
    rows = Delivery.objects.filter(channel__client=client, state__in=sorted(NEEDS_PERSON))
    by_state = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    n_to_do = by_state.pop(State.TO_DO.value, 0)
    return {NEEDS_EYE.view: sum(by_state.values()), TO_DO.view: n_to_do}


def _theme(wanted: str) -> str:
    return wanted if wanted in User.Theme.values else User.Theme.SYSTEM.value


def _font_ready() -> bool:
    return font_path(settings.DATA).exists()


def _languages() -> list[tuple[str, str, str]]:
    from django.utils.translation import get_language_info

    return [
        (code, get_language_info(code)["name_local"].capitalize(), code.upper())
        for code, _name in settings.LANGUAGES
    ]
