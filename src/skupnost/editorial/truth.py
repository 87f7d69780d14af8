"""The truth about a post: how each of its deliveries stands and everything that was tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from skupnost.channels.models import Channel, Health
from skupnost.channels.queries import works
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.editorial.actions.ending import CANCELLABLE
from skupnost.editorial.actions.scheduling import MENDABLE
from skupnost.editorial.checking import check_variant, kind_of, media_of
from skupnost.editorial.models import Post, Variant
from skupnost.editorial.standing import Standing, standing
from skupnost.networks.findings import sentence
from skupnost.publishing.actions import changes, open_until
from skupnost.publishing.models import Delivery, Misfit
from skupnost.publishing.queries import Line, reason_of, story
from skupnost.publishing.rechecking import WAITING, words_of

RESTLESS = frozenset({State.CLAIMED, State.SENDING, State.UNKNOWN, State.RETRY_WAIT})
SOON = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Row:
    """One channel of a post. `delivery` is None before it is scheduled; `payload` is what was or
    will be sent; `is_past` marks what was called off and replaced; `cautions` say what the network
    no longer lets anybody change, `edit_until` and `remove_until` when it will come to that."""

    channel: Channel
    variant: Variant | None
    delivery: Delivery | None
    payload: Payload
    lines: tuple[Line, ...] = ()
    reason: str = ""
    is_past: bool = False
    misfit: tuple[str, ...] = ()
    may_remove: bool = False
    cautions: tuple[str, ...] = ()
    edit_until: datetime | None = None
    remove_until: datetime | None = None

    @property
    def code(self) -> str:
        """The code of its state mark."""
        if self.delivery is None:
            return "approved" if self.variant and self.variant.approved_hash else "draft"
        return "removed" if self.delivery.removed_at else self.delivery.state

    @property
    def state(self) -> State | None:
        return self.delivery.status if self.delivery else None

    @property
    def is_live(self) -> bool:
        return self.state is State.PUBLISHED and self.code != "removed"

    @property
    def is_by_hand(self) -> bool:
        """Whether a person posted it."""
        return any(line.outcome == "paste_address" for line in self.lines)

    @property
    def goes_by_hand(self) -> bool:
        """Whether a person will have to post it."""
        return works(self.channel) == "assisted"

    @property
    def is_mendable(self) -> bool:
        return self.state in MENDABLE

    @property
    def needs_connection(self) -> bool:
        """Whether connecting the channel again is what it waits for."""
        return self.channel.health in {Health.DISCONNECTED, Health.NEEDS_RECONNECT}

    @property
    def waits_for_eye(self) -> bool:
        return self.state in (State.NEEDS_EYE, State.TO_DO)


@dataclass(frozen=True, slots=True)
class Truth:
    """A post and its channels."""

    post: Post
    rows: tuple[Row, ...]
    past: tuple[Row, ...]
    is_restless: bool

    @property
    def standing(self) -> Standing:
        return standing(row.state for row in self.rows)

    @property
    def n_live(self) -> int:
        return sum(row.is_live for row in self.rows)

    @property
    def n_out(self) -> int:
        """How many channels it was handed over for."""
        return sum(row.state not in (None, State.CANCELLED) for row in self.rows)

    @property
    def mark(self) -> str:
        """Another one after every change, so that a page can ask whether it is old."""
        seen = [
            f"{row.delivery.pk} {row.delivery.state} {row.delivery.version} {len(row.lines)}"
            for row in self.rows
            if row.delivery
        ]
        return sha256(" ".join(seen).encode()).hexdigest()[:16]

    @property
    def may_move(self) -> bool:
        return self.standing.may_move and not self.n_live

    @property
    def may_cancel(self) -> bool:
        return any(row.state in CANCELLABLE for row in self.rows)

    @property
    def may_send(self) -> bool:
        """Whether something of it could still go out."""
        waiting = (None, State.CANCELLED, State.SCHEDULED)
        return any(row.state in waiting or row.is_mendable for row in self.rows)

    @property
    def is_approved(self) -> bool:
        drafts = [row.variant for row in self.rows if row.variant and row.state is None]
        return all(variant.approved_hash for variant in drafts)


def truth(post: Post, now: datetime) -> Truth:
    """Everything that is known of a post, in a fixed number of queries."""
    found = post.variants.select_related("channel__client", "delivery__misfit", "approved_by")
    ordered = found.order_by("channel__network", "channel__handle", "channel_id")
    variants = list(ordered.prefetch_related("delivery__attempts"))
    rows = _rows(post, variants, now)
    return Truth(post, rows, _past(post, now), any(_is_restless(row, now) for row in rows))


def _rows(post: Post, variants: Sequence[Variant], now: datetime) -> tuple[Row, ...]:
    media = media_of(post)
    return tuple(
        _of_delivery(variant.delivery, variant.channel, variant, now=now)
        if variant.delivery
        else Row(variant.channel, variant, None, check_variant(post, variant, media).payload)
        for variant in variants
    )


def _past(post: Post, now: datetime) -> tuple[Row, ...]:
    before = post.past_deliveries.select_related("delivery__channel__client", "delivery__misfit")
    kept = before.prefetch_related("delivery__attempts")
    return tuple(
        _of_delivery(past.delivery, past.delivery.channel, None, now=now, is_past=True)
        for past in kept
    )


def _of_delivery(
    delivery: Delivery,
    channel: Channel,
    variant: Variant | None,
    *,
    now: datetime,
    is_past: bool = False,
) -> Row:
    is_live = delivery.status is State.PUBLISHED and delivery.removed_at is None
    return Row(
        channel=channel,
        variant=variant,
        delivery=delivery,
        payload=Payload.from_json(delivery.payload),
        lines=story(delivery),
        reason=reason_of(delivery),
        is_past=is_past,
        misfit=_misfit(delivery),
        may_remove=is_live and "removes" in kind_of(channel).machine.ports,
        cautions=_cautions(delivery, now) if is_live else (),
        edit_until=_coming(open_until(delivery, "edit"), now) if is_live else None,
        remove_until=_coming(open_until(delivery, "remove"), now) if is_live else None,
    )


def _misfit(delivery: Delivery) -> tuple[str, ...]:
    """Why it no longer fits the rules, in sentences; none where it does."""
    found: Misfit | None = getattr(delivery, "misfit", None)
    is_so = found is not None and found.version == delivery.version
    return words_of(found) if found and is_so and delivery.status in WAITING else ()


def _coming(end: datetime | None, now: datetime) -> datetime | None:
    return end if end and end > now else None


def _cautions(delivery: Delivery, now: datetime) -> tuple[str, ...]:
    said = changes(delivery, now, counts_others=False)
    return tuple(sentence(finding) for finding in (*said["edit"], *said["remove"]))


def _is_restless(row: Row, now: datetime) -> bool:
    """Whether the row may change any moment, so that the page should look again."""
    if row.state in RESTLESS:
        return True
    return (
        row.state is State.SCHEDULED
        and row.delivery is not None
        and row.delivery.due_at < (now + SOON)
    )
