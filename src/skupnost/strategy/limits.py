"""What a person wants of a channel, as the adviser takes it."""

from __future__ import annotations

from skupnost.channels.models import Channel
from skupnost.domain.cadence import Limits
from skupnost.strategy.models import ChannelLimits
from skupnost.strategy.quiet import quiet_hours

WORKDAYS = frozenset(range(5))


def limits_of(channel: Channel) -> Limits:
    """What the person wants, as the adviser takes it; its usual limits where nobody said. The
    client's quiet time holds on every channel."""
    kept = ChannelLimits.objects.filter(channel=channel).first()
    return as_limits(kept, quiet_hours(channel.client_id))


def as_limits(kept: ChannelLimits | None, quiet: frozenset[int]) -> Limits:
    """The same of what is known already."""
    if kept is None:
        return Limits(exclude_boosted=True, quiet=quiet)
    return Limits(
        weekdays=frozenset(range(7)) if kept.has_weekends else WORKDAYS,
        hours=frozenset(range(kept.from_hour, kept.until_hour)),
        least=kept.least,
        most=kept.most,
        exclude_boosted=kept.leaves_boosted_out,
        quiet=quiet,
    )
