"""What the desk shows: who needs me, what goes out, how the channels are, what to do first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skupnost.channels.account_words import Told
from skupnost.channels.accounts import told_about
from skupnost.channels.models import Channel, Health
from skupnost.clients.models import Client
from skupnost.domain.delivery import NEEDS_PERSON, State
from skupnost.editorial.calendar import Entry, entries_of
from skupnost.editorial.models import Post
from skupnost.jobs.heartbeats import SILENT_AFTER, worker_seen_at
from skupnost.publishing import to_dos
from skupnost.publishing.letters import servers
from skupnost.publishing.letters.sentences import trouble
from skupnost.publishing.models import Delivery
from skupnost.publishing.rechecking import WAITING
from skupnost.ui.words import Words

N_WAITING = 6
N_LINES = 40
N_DAYS = 7
BACK = timedelta(hours=30)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Line:
    """One post of a day: its local time, its client, where it goes."""

    entry: Entry
    client: Client
    clock: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.client.zone)


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its posts in order of time; `n_posts` counts those that are not shown too."""

    day: date
    lines: Sequence[Line]
    n_posts: int = 0


@dataclass(frozen=True, slots=True)
class ByHand:
    """Posts for a person's hand: the oldest with whether they are late, and how many there are."""

    rows: Sequence[tuple[Delivery, bool]]
    n: int
    n_late: int


@dataclass(frozen=True, slots=True)
class Step:
    """One of the first steps; it ticks itself."""

    label: Words
    url: str
    is_done: bool


def waiting(clients: Sequence[Client]) -> tuple[list[Delivery], int]:
    """The deliveries that wait for a person's word, oldest first, and the number of all of them;
    what is to be posted by hand is told apart."""
    rows = Delivery.objects.filter(
        channel__client__in=clients, state__in=sorted(NEEDS_PERSON - {State.TO_DO})
    ).select_related("channel__client", "variant__post")
    return list(rows.order_by("due_at")[:N_WAITING]), rows.count()


def by_hand(clients: Sequence[Client], now: datetime) -> ByHand:
    """What waits to be posted by hand."""
    rows = list(to_dos.to_dos(clients)[: N_WAITING + 1])
    is_all = len(rows) <= N_WAITING
    n = len(rows) if is_all else to_dos.to_dos(clients).count()
    n_late = to_dos.n_late(clients, now) if rows else 0
    shown = [(row, to_dos.is_late(row, now)) for row in rows[:N_WAITING]]
    return ByHand(shown, n, n_late)


def days(clients: Sequence[Client], now: datetime) -> list[Day]:
    """Today and the six days after it, by each client's own clock; the first two with lines."""
    by_id = {client.pk: client for client in clients}
    planned = Post.objects.filter(
        client__in=clients,
        deleted_at=None,
        planned_at__gte=now - BACK,
        planned_at__lt=now + timedelta(days=N_DAYS + 1),
    )
    times = planned.values_list("planned_at", "client_id", "id").order_by("planned_at")
    local = [(_day(at, by_id[client]), client, pk) for at, client, pk in times if at]
    today = max((_day(now, client) for client in clients), default=now.date())
    shown = [(client, pk) for day, client, pk in local if 0 <= (day - today).days < 2][:N_LINES]
    lines = _lines({pk: by_id[client] for client, pk in shown})
    return [_filled(today + timedelta(days=n), local, lines) for n in range(N_DAYS)]


def _lines(clients: Mapping[UUID, Client]) -> list[tuple[date, Line]]:
    entries = entries_of(Post.objects.filter(pk__in=list(clients)).order_by("planned_at", "id"))
    return [_line(entry, clients[entry.id]) for entry in entries]


def _line(entry: Entry, client: Client) -> tuple[date, Line]:
    local = entry.planned_at.astimezone(ZoneInfo(client.zone))
    return local.date(), Line(entry, client, f"{local:%H:%M}")


def _filled(
    day: date, local: Sequence[tuple[date, int, UUID]], lines: Sequence[tuple[date, Line]]
) -> Day:
    mine = [line for its_day, line in lines if its_day == day]
    return Day(day, mine, sum(its_day == day for its_day, _client, _pk in local))


def _day(at: datetime, client: Client) -> date:
    return at.astimezone(ZoneInfo(client.zone)).date()


def next_entry(clients: Sequence[Client], now: datetime) -> Line | None:
    """The next post that is planned, however far away."""
    later = Post.objects.filter(client__in=clients, deleted_at=None, planned_at__gt=now)
    first = later.order_by("planned_at", "id").values_list("pk", "client_id").first()
    if first is None:
        return None
    client = next(client for client in clients if client.pk == first[1])
    return _lines({first[0]: client})[0][1]


def channel_health(clients: Sequence[Client]) -> tuple[int, list[Channel]]:
    """How many channels can publish, and those that cannot (without the disconnected)."""
    rows = Channel.objects.filter(client__in=clients).exclude(health=Health.DISCONNECTED)
    troubled = rows.exclude(health=Health.OK).select_related("client")
    return rows.filter(health=Health.OK).count(), list(
        troubled.defer("credentials_sealed", "live_limits")
    )


def letters_trouble() -> str:
    """Why letters do not leave; empty where they do, or where nobody wants any."""
    return trouble(servers.stored().failure)


def accounts_to_see_to(clients: Sequence[Client], now: datetime) -> list[tuple[Channel, Told]]:
    """Channels with something to see to before their next post is due within a week, or whose
    access ends soon; the worst of each, the most urgent first."""
    rows = Channel.objects.filter(client__in=clients).exclude(health=Health.DISCONNECTED)
    due = {
        row["channel"]: row["first"]
        for row in Delivery.objects.filter(
            channel__in=rows, state__in=WAITING, due_at__lt=now + WEEK
        )
        .order_by()
        .values("channel")
        .annotate(first=Min("due_at"))
    }
    found = []
    for channel in rows.select_related("client").defer("credentials_sealed", "live_limits"):
        notes = [note for note in told_about(channel, now) if note.level != "hint"]
        urgent = [note for note in notes if note.finding.ends_at or channel.pk in due]
        if urgent and urgent[0].finding.code != "access_refused":
            found.append((due.get(channel.pk, now + WEEK), channel.pk, channel, urgent[0]))
    return [(channel, note) for _at, _pk, channel, note in sorted(found, key=lambda row: row[:2])]


def worker_is_silent(now: datetime) -> bool:
    """Whether nothing can go out because no worker was heard of for a minute."""
    seen_at = worker_seen_at()
    return seen_at is None or seen_at < now - SILENT_AFTER


def first_steps(clients: Sequence[Client]) -> list[Step]:
    """The way to the first live post, for a client that is not the sample."""
    own = [client for client in clients if not client.is_sample]
    slug = own[0].slug if own else ""
    done = _done(own)
    path = {"client": slug} if slug else {}
    places = [
        (_("Make your first client"), bool(own), "clients:new", {}),
        (_("Connect a channel, or the practice network"), done["channels"], "channels:new", path),
        (_("Write the first post"), done["posts"], "editorial:post_new", path),
        (_("Give it a time"), done["scheduled"], "editorial:calendar", path),
        (_("See it live"), done["live"], "editorial:calendar", path),
    ]
    return [Step(label, _place(view, kwargs), is_done) for label, is_done, view, kwargs in places]


def _place(view: str, kwargs: Mapping[str, str]) -> str:
    """The address of a step; none while there is no client to take it for."""
    return reverse(view, kwargs=dict(kwargs)) if kwargs or view == "clients:new" else ""


def _done(own: Sequence[Client]) -> dict[str, bool]:
    mine = Delivery.objects.filter(channel__client__in=own, variant__isnull=False)
    return {
        "channels": Channel.objects.filter(client__in=own).exists(),
        "posts": Post.objects.filter(client__in=own).exists(),
        "scheduled": mine.exists(),
        "live": mine.filter(state=State.PUBLISHED).exists(),
    }
