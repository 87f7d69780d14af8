"""What pages and commands ask about posts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from skupnost.channels.models import Channel
from skupnost.channels.queries import Waiting, WaitingPost
from skupnost.clients.models import Client
from skupnost.domain.delivery import CLAIMABLE, State
from skupnost.editorial.calendar import entries_of, planned
from skupnost.editorial.models import Post, Variant
from skupnost.editorial.periods import Span, day_span
from skupnost.strategy.marked_days import hints

HOUR = timedelta(hours=1)
WAITING_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Neighbours:
    """How many other posts are planned on the same local day, and within an hour."""

    n_that_day: int
    n_within_hour: int


def posts(client: Client) -> QuerySet[Post]:
    """The client's posts that are not in the bin, newest plan first."""
    return Post.objects.filter(client=client, deleted_at=None).order_by("-planned_at", "-id")


def unplanned(client: Client) -> QuerySet[Post]:
    """Drafts that have no time yet, changed last first."""
    found = Post.objects.filter(client=client, deleted_at=None, planned_at=None)
    return found.order_by("-changed_at", "-id")


def drafts_between(client: Client, first: datetime, last: datetime) -> dict[int, list[datetime]]:
    """When posts that were not handed over stand in the calendar between two moments (both
    included), by channel, in order. One that was cancelled is none until it is scheduled anew."""
    rows = Variant.objects.filter(
        post__client=client,
        post__deleted_at=None,
        post__planned_at__range=(first, last),
        delivery=None,
    ).order_by("post__planned_at")
    found: dict[int, list[datetime]] = defaultdict(list)
    for channel, at in rows.values_list("channel", "post__planned_at"):
        found[channel].extend([at] if at else [])
    return found


def waiting_posts(channel: Channel, now: datetime) -> Waiting:
    """Posts that wait for a channel: handed over and held, and drafts with a time to come."""
    is_held = Q(variants__delivery__state__in=[*CLAIMABLE, State.HELD])
    is_draft = Q(variants__delivery=None, planned_at__gte=now)
    found = Post.objects.filter(
        is_held | is_draft, variants__channel=channel, deleted_at=None, planned_at__isnull=False
    ).order_by("planned_at", "id")
    slug = channel.client.slug
    first = tuple(
        WaitingPost(entry.planned_at, entry.words, reverse("editorial:post", args=[slug, entry.id]))
        for entry in entries_of(found[:WAITING_SHOWN])
    )
    return Waiting(first, found.count())


def binned(client: Client) -> QuerySet[Post]:
    """What lies in the client's bin, thrown away last first."""
    return Post.objects.filter(client=client, deleted_at__isnull=False).order_by("-deleted_at")


def post_or_404(client: Client, post_id: UUID | str) -> Post:
    """The client's post, also one in the bin; Http404 for every other."""
    try:
        return Post.objects.select_related("client", "created_by").get(pk=post_id, client=client)
    except Post.DoesNotExist:
        raise Http404 from None


def variants(post: Post) -> list[Variant]:
    """The variants with channel and delivery, in the order of the channels."""
    found = post.variants.select_related("channel__client", "delivery", "approved_by")
    return list(found.order_by("channel__network", "channel__handle", "channel_id"))


def neighbours(
    client: Client, at: datetime, zone: ZoneInfo, *, but: Post | None = None
) -> Neighbours:
    """Other posts near a moment, in one query."""
    day = day_span(at.astimezone(zone).date(), zone)
    span = Span(min(day.starts_at, at - HOUR), max(day.ends_at, at + HOUR))
    others = planned(client, span)
    if but is not None:
        others = others.exclude(pk=but.pk)
    near = Q(planned_at__gt=at - HOUR, planned_at__lt=at + HOUR)
    same_day = Q(planned_at__gte=day.starts_at, planned_at__lt=day.ends_at)
    counts = others.aggregate(day=Count("pk", filter=same_day), hour=Count("pk", filter=near))
    return Neighbours(counts["day"], counts["hour"])


def off_hints(post: Post, at: datetime, zone: ZoneInfo) -> list[str]:
    """What to tell of a moment for this post: its day is closed or a holiday, its hour quiet."""
    local = at.astimezone(zone)
    channels = list(post.variants.values_list("channel", flat=True))
    return hints(post.client, local.date(), hour=local.hour, channels=channels)


def is_handed_over(post: Post) -> bool:
    """Whether anything of the post is in the ledger and not called off."""
    handed = post.variants.filter(delivery__isnull=False)
    return handed.exclude(delivery__state=State.CANCELLED).exists()
