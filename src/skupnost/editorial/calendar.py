"""The calendar's reads: a fixed number of queries, however full the month is."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Substr

from skupnost.clients.models import Client
from skupnost.domain.delivery import State
from skupnost.editorial.models import Post, Variant
from skupnost.editorial.periods import Span
from skupnost.editorial.standing import Standing, standing

WORDS_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """One post as a calendar shows it: when, first words, how it stands, where it goes."""

    id: UUID
    planned_at: datetime
    words: str
    standing: Standing
    networks: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Filled:
    """A span with its first entries in order of time and the number of all of them."""

    span: Span
    entries: tuple[Entry, ...]
    n_all: int

    @property
    def n_more(self) -> int:
        return self.n_all - len(self.entries)


def filled(client: Client, spans: Sequence[Span], *, first: int) -> tuple[Filled, ...]:
    """Each span with its first entries: three queries for any number of spans and posts.

    The spans follow one another without overlap, as days of a month or hours of a week do.
    """
    if not spans:
        return ()
    numbers = _counts(client, spans)
    by_span: dict[int, list[Entry]] = defaultdict(list)
    starts = [span.starts_at for span in spans]
    for entry in entries_of(_first_of(client, spans, first)):
        by_span[bisect_right(starts, entry.planned_at) - 1].append(entry)
    return tuple(
        Filled(span, tuple(by_span[place]), numbers[place]) for place, span in enumerate(spans)
    )


def planned(client: Client, span: Span) -> QuerySet[Post]:
    """The client's posts of a span that are not in the bin."""
    return Post.objects.filter(
        client=client,
        deleted_at=None,
        planned_at__gte=span.starts_at,
        planned_at__lt=span.ends_at,
    )


def entries_of(posts: QuerySet[Post]) -> tuple[Entry, ...]:
    """The posts as entries, in their order: two queries."""
    cut = Substr("text", 1, WORDS_SHOWN)
    rows = list(posts.values_list("id", "planned_at", "title", cut, "version"))
    networks, states = _where([row[0] for row in rows])
    return tuple(
        Entry(
            id=pk,
            planned_at=planned_at,
            words=title or " ".join(text.split()),
            standing=standing(states[pk]),
            networks=tuple(networks[pk]),
            version=version,
        )
        for pk, planned_at, title, text, version in rows
        if planned_at
    )


Networks = dict[UUID, list[str]]
States = dict[UUID, list[State | None]]


def _where(ids: Iterable[UUID]) -> tuple[Networks, States]:
    """Networks (each once) and states of the posts' variants."""
    networks: Networks = defaultdict(list)
    states: States = defaultdict(list)
    found = Variant.objects.filter(post__in=ids).order_by("channel__network")
    for pk, network, state in found.values_list("post", "channel__network", "delivery__state"):
        states[pk].append(State(state) if state else None)
        if network not in networks[pk]:
            networks[pk].append(network)
    return networks, states


_MATCH = "client_id = %s AND deleted_at IS NULL AND planned_at >= %s AND planned_at < %s"
_COUNT = f"(SELECT COUNT(*) FROM editorial_post WHERE {_MATCH})"  # noqa: S608
_FIRST = f"SELECT id FROM (SELECT id FROM editorial_post WHERE {_MATCH} ORDER BY planned_at, id LIMIT %s) AS span"  # noqa: E501,S608


def _counts(client: Client, spans: Sequence[Span]) -> tuple[int, ...]:
    """The number of posts of each span, by the index alone."""
    parameters = [value for span in spans for value in _bounds(client, span)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join([_COUNT] * len(spans)), parameters)
        return tuple(cursor.fetchone())


def _first_of(client: Client, spans: Sequence[Span], first: int) -> QuerySet[Post]:
    """The first posts of each span. SQL, since Django makes no union of slices on SQLite."""
    parameters = [value for span in spans for value in (*_bounds(client, span), first)]
    ids = RawSQL(" UNION ALL ".join([_FIRST] * len(spans)), parameters)  # noqa: S611
    return Post.objects.filter(id__in=ids).order_by("planned_at", "id")


def _bounds(client: Client, span: Span) -> tuple[int, str | None, str | None]:
    adapt = connection.ops.adapt_datetimefield_value
    return client.pk, adapt(span.starts_at), adapt(span.ends_at)
