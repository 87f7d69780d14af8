"""What each channel would get and what its network would say: the same check at every door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from skupnost.channels.models import Channel
from skupnost.domain.facts import Facts
from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.preflight import Finding, Occasion, check
from skupnost.editorial.details import Details
from skupnost.editorial.models import Post, Variant
from skupnost.editorial.payloads import Content, freeze
from skupnost.editorial.swapping import cover_for, for_channel
from skupnost.kit.manifest import AccountKind
from skupnost.networks.queries import account_kind, facts_for
from skupnost.publishing.occasions import occasion_of


@dataclass(frozen=True, slots=True)
class Checked:
    """A channel, the payload it would get, the facts it was checked by, and the findings."""

    channel: Channel
    kind: AccountKind
    payload: Payload
    facts: Facts
    findings: tuple[Finding, ...]

    @property
    def n_errors(self) -> int:
        return sum(finding.level == "error" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class When:
    """The moment for which a post is planned (None: none yet), seen from now; `post_id` is the
    post's own, whose deliveries do not count as others."""

    planned_at: datetime | None
    now: datetime
    post_id: UUID | None = None

    def occasion(self, channel: Channel, facts: Facts) -> Occasion | None:
        """What preflight asks about the moment on this channel."""
        return occasion_of(
            channel,
            facts=facts,
            due_at=self.planned_at,
            now=self.now,
            apart_from=_deliveries_of(self.post_id) if self.post_id else (),
        )


def _deliveries_of(post_id: UUID) -> Iterable[UUID]:
    own = Variant.objects.filter(post_id=post_id).values_list("delivery_id", flat=True)
    return [pk for pk in own if pk is not None]


def kind_of(channel: Channel) -> AccountKind:
    """The account kind of a channel as its network's manifest describes it."""
    return account_kind(channel.network, channel.account_kind)


def facts_of(channel: Channel) -> Facts:
    """What is known of the channel's kind of account, with what its server told."""
    return facts_for(channel.network, channel.account_kind, live=channel.live_limits)


def check_content(channel: Channel, content: Content, when: When | None = None) -> Checked:
    """What would be sent to the channel, and everything preflight finds in it; with `when` also
    what the network thinks of the moment and of the number of posts."""
    kind = kind_of(channel)
    facts = facts_of(channel)
    payload = freeze(content, facts=facts, fields=frozenset(kind.machine.fields))
    occasion = when.occasion(channel, facts) if when else None
    return Checked(channel, kind, payload, facts, check(payload, facts, occasion=occasion))


def check_variant(post: Post, variant: Variant, media: tuple[MediaItem, ...]) -> Checked:
    """The stored variant checked; `media` is `media_of(post)`."""
    return check_content(variant.channel, content_of(post, variant, media))


def check_variants(post: Post, variants: Iterable[Variant]) -> dict[int, Checked]:
    """Several variants of one post checked, by variant id."""
    media = media_of(post)
    return {variant.pk: check_variant(post, variant, media) for variant in variants}


def media_of(post: Post) -> tuple[MediaItem, ...]:
    """The pictures of a post in their order, with the descriptions they have now."""
    placed = post.postasset_set.select_related("asset").order_by("position")
    return tuple(place.asset.as_item() for place in placed)


def content_of(post: Post, variant: Variant, media: tuple[MediaItem, ...]) -> Content:
    """What the person wrote for this channel: its own text and fields before the post's."""
    own = Details.from_json(variant.details)
    media = for_channel(media, own, post.client)
    facts = facts_of(variant.channel)
    return Content(
        text=variant.text if variant.is_own_text else post.text,
        title=post.title,
        media=media,
        language=post.language or post.client.language,
        details=own.over(Details.from_json(post.details)),
        cover=cover_for(media, facts, post.client),
    )
