"""What the composer's page needs to know beside the sheet itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel import Locale
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skupnost.channels.models import Channel, Health
from skupnost.channels.queries import has_disconnected
from skupnost.clients.models import Client
from skupnost.editorial.actions import Own
from skupnost.editorial.boards import Desk
from skupnost.editorial.checking import kind_of
from skupnost.editorial.details import Details, formats_of
from skupnost.editorial.forms import Sheet
from skupnost.editorial.models import Post
from skupnost.editorial.moments import comes_twice
from skupnost.editorial.periods import parse_at
from skupnost.editorial.previews import previews
from skupnost.editorial.queries import Neighbours, is_handed_over, neighbours
from skupnost.editorial.wording import declined
from skupnost.networks.queries import facts_for
from skupnost.strategy.marked_days import hints
from skupnost.ui import dates

LANGUAGES = ("sl", "en", "es", "de", "it", "hr", "fr", "hu", "pt")


@dataclass(frozen=True, slots=True)
class Choice:
    """A channel in the composer: whether it is chosen, its own words, the fields it knows."""

    channel: Channel
    is_chosen: bool
    own: Own
    fields: frozenset[str]
    visibilities: tuple[str, ...]
    formats: tuple[str, ...] = ()
    problem: str = ""

    @property
    def details(self) -> Details:
        return self.own.details

    @property
    def has_fields(self) -> bool:
        return bool(self.fields - {"title", "language"})


@dataclass(frozen=True, slots=True)
class Quick:
    """A time offered by one click, local as time fields have it."""

    at: str
    label: str


def channels_for(client: Client, post: Post | None) -> list[Channel]:
    """The client's connected channels, and those that the post was written for before."""
    wanted = ~Q(health=Health.DISCONNECTED)
    if post is not None:
        wanted |= Q(variants__post=post)
    return list(Channel.objects.filter(wanted, client=client).select_related("client").distinct())


def composer_context(desk: Desk, sheet: Sheet) -> dict[str, object]:
    """Everything the composer's templates show."""
    post = Post.objects.filter(pk=sheet.post_id).select_related("client", "changed_by").first()
    choices = _choices(desk, sheet, post)
    shown = previews(sheet, language=desk.client.language, now=desk.now)
    return {
        "client": desk.client,
        "zone": desk.zone,
        "now": desk.now,
        "sheet": sheet,
        "draft": sheet.draft,
        "post": post,
        "is_out": bool(post and is_handed_over(post)),
        "choices": choices,
        "has_disconnected": not choices and has_disconnected(desk.client),
        "previews": shown,
        "n_errors": sum(preview.n_errors for preview in shown),
        "quick": _quick(desk),
        "today": desk.today.isoformat(),
        "schedule_label": schedule_label(desk, sheet),
        "near": _near(desk, sheet, post),
        "off": _off(desk, sheet),
        "time_problem": declined(sheet.problem) if sheet.problem else "",
        "comes_twice": _comes_twice(desk, sheet),
        "saved_clock": dates.clock(desk.now.astimezone(desk.zone)),
        "languages": _languages(desk.client.language),
        "form_url": desk.post_url(post.pk, "edit") if post else desk.new_post_url,
    }


def schedule_label(desk: Desk, sheet: Sheet) -> str:
    """What the button will do: what, where, when."""
    n, at = len(sheet.draft.channels), sheet.draft.planned_at
    if not n or at is None:
        return _("Schedule")
    params = {
        "n": n,
        "moment": dates.moment(at, desk.zone),
        "place": dates.zone_city(desk.client.zone),
    }
    return (
        ngettext(
            "Schedule for %(n)d channel, %(moment)s %(place)s",
            "Schedule for %(n)d channels, %(moment)s %(place)s",
            n,
        )
        % params
    )


def _choices(desk: Desk, sheet: Sheet, post: Post | None) -> list[Choice]:
    chosen = {channel.pk for channel in sheet.draft.channels}
    return [
        _choice(channel, sheet, is_chosen=channel.pk in chosen)
        for channel in channels_for(desk.client, post)
    ]


def _choice(channel: Channel, sheet: Sheet, *, is_chosen: bool) -> Choice:
    fields = frozenset(kind_of(channel).machine.fields)
    facts = facts_for(channel.network, channel.account_kind, live=channel.live_limits)
    known = facts.get("publishing.visibilities")
    value = known.value if known and isinstance(known.value, tuple) else ()
    return Choice(
        channel=channel,
        is_chosen=is_chosen,
        own=sheet.draft.own.get(channel.pk, Own()),
        fields=fields,
        visibilities=tuple(str(word) for word in value),
        formats=formats_of(facts),
        problem="" if channel.may_publish else str(channel.get_health_display()),
    )


def _near(desk: Desk, sheet: Sheet, post: Post | None) -> Neighbours | None:
    at = sheet.draft.planned_at
    return neighbours(desk.client, at, desk.zone, but=post) if at else None


def _off(desk: Desk, sheet: Sheet) -> list[str]:
    """Whether the day of the sheet is one on which nothing shall go out, in words. A day alone is
    enough: it is told before there is a time, or channels."""
    day = parse_at(sheet.day, date.min)
    if day == date.min:
        return []
    at = sheet.draft.planned_at
    hour = at.astimezone(desk.zone).hour if at else None
    return hints(desk.client, day, hour=hour, channels=[c.pk for c in sheet.draft.channels])


def _comes_twice(desk: Desk, sheet: Sheet) -> bool:
    at = sheet.draft.planned_at
    if at is None:
        return False
    local = at.astimezone(desk.zone).replace(tzinfo=None, fold=0)
    return comes_twice(local, desk.client.zone)


def _quick(desk: Desk) -> list[Quick]:
    """An hour from now, this evening, tomorrow morning, Monday morning; each moment once, as on a
    Sunday the last two are one."""
    local = desk.now.astimezone(desk.zone)
    soon = (desk.now + timedelta(hours=1)).astimezone(desk.zone)
    evening = local.replace(hour=18, minute=0)
    tomorrow = (local + timedelta(days=1)).replace(hour=9, minute=0)
    monday = (local + timedelta(days=7 - local.weekday())).replace(hour=9, minute=0)
    offers = [(soon, _("In an hour"))]
    if local.hour < 17:
        offers.append((evening, _("This evening 18:00")))
    offers.append((tomorrow, _("Tomorrow 09:00")))
    if monday != tomorrow:
        offers.append((monday, _("Monday 09:00")))
    return [Quick(_stamp(at), label) for at, label in offers]


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M}"


def _languages(own: str) -> list[tuple[str, str]]:
    codes = dict.fromkeys((own.split("-", maxsplit=1)[0], *LANGUAGES))
    names = ((code, Locale.parse(code).get_display_name(dates.locale())) for code in codes)
    return [(code, str(name).capitalize()) for code, name in names]
