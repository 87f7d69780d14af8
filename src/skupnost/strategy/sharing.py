"""All channels of a client within one budget of hours a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from skupnost.channels.models import Channel
from skupnost.channels.queries import channels_of
from skupnost.clients.models import Client
from skupnost.domain.cadence import Advice, Claim, hours_of, within_budget
from skupnost.strategy.actions import Placed, place_found
from skupnost.strategy.affording import hours_of_one
from skupnost.strategy.ahead import (
    NOTHING,
    Ahead,
    Around,
    Planned,
    ahead,
    coming_monday,
    coming_week,
    planned_ahead,
)
from skupnost.strategy.counsel import Counsel, counsel
from skupnost.strategy.experimenting import WEEK, running_of
from skupnost.strategy.models import (
    Budget,
    ChannelClaim,
    Colleague,
    ContentKind,
    Experiment,
    Slot,
)
from skupnost.strategy.pasts import Basis, bases

# One is what the form of the limits says by itself: more is somebody's wish.
ONE = 1


@dataclass(frozen=True, slots=True)
class Share:
    """What one channel asks for and gets: `claim` is what a person said of it (not kept where
    nobody did), `hours_each` None where nobody said what a post costs, `least` how many the person
    wants in any case, `n` the posts a week that fit (None: not counted), `experiment` next week's
    posts of one, `planned` the posts that are planned for next week already."""

    basis: Basis
    counsel: Counsel
    claim: ChannelClaim
    hours_each: float | None
    least: int = 0
    n: int | None = None
    experiment: int | None = None
    planned: Planned = NOTHING

    @property
    def channel(self) -> Channel:
        return self.basis.channel

    @property
    def worth(self) -> int:
        return self.claim.worth

    @property
    def advice(self) -> Advice:
        return self.counsel.advice

    @property
    def asked(self) -> int:
        """What it would have without a budget; an experiment has what it has."""
        return self.advice.advice_per_week if self.experiment is None else self.experiment

    @property
    def pace(self) -> int:
        """The careful step: what fits, but not more than the first step of the advice."""
        if self.experiment is not None:
            return self.experiment
        first = self.advice.first_step
        return first if self.n is None else min(self.n, first)

    @property
    def in_hand(self) -> int:
        """The posts of next week that stand: those that are planned, or those of an experiment,
        whose slots they fill."""
        return max(self.planned.n, self.experiment or 0)


@dataclass(frozen=True, slots=True)
class Apart:
    """A channel that is not connected, with the posts that are planned for next week there all the
    same; `hours_each` as in `Share`."""

    channel: Channel
    planned: Planned
    hours_each: float | None


@dataclass(frozen=True, slots=True)
class Sharing:
    """The shares, the hours a week there are (None: nobody counted), what the posts take, what the
    whole advice would take, the budget, which knows what a post costs on a further channel, and
    what is planned for next week on channels that are not connected: it does not go out as it
    stands, but who makes it has no hours for others."""

    shares: tuple[Share, ...]
    hours: float | None
    taken: float
    wanted: float
    budget: Budget
    apart: tuple[Apart, ...] = ()

    @property
    def copy_percent(self) -> int:
        return self.budget.copy_percent

    @property
    def is_counted(self) -> bool:
        return any(share.n is not None for share in self.shares)

    @property
    def planned(self) -> list[tuple[int, Planned]]:
        """What is planned for next week by channel, connected or not."""
        return [*((share.channel.pk, share.planned) for share in self.shares),
                *((one.channel.pk, one.planned) for one in self.apart)]  # fmt: skip

    @property
    def left(self) -> float:
        return max((self.hours or 0.0) - self.taken, 0.0)


def sharing(client: Client, *, now: datetime) -> Sharing:
    """What each connected channel is advised and what fits into the client's hours."""
    asked, apart = _asked(client, now)
    kept = _budget(client)
    hours = list(Colleague.objects.filter(client=client).values_list("hours_a_week", flat=True))
    there, copy = sum(hours) if hours else None, kept.copy_percent / 100
    known = [share for share in asked if share.hours_each is not None]
    if there is None:
        wanted = _take(known, [share.asked for share in known], copy)
        return Sharing(asked, None, 0.0, wanted, kept, apart)
    fits = _fitting(known, there, copy)
    shares = tuple(replace(share, n=fits.get(share.channel.pk)) for share in asked)
    counted = [share for share in shares if share.n is not None]
    return Sharing(
        shares,
        there,
        _take(counted, [share.n or 0 for share in counted], copy),
        _take(counted, [share.asked for share in counted], copy),
        kept,
        apart,
    )


def with_claims_of_now(client: Client, found: Sharing) -> Sharing:
    """The same with what is kept of budget and claims at this moment: counting takes a while, in
    which somebody may have saved others."""
    claims = ChannelClaim.objects.filter(channel__client=client).in_bulk()
    shares = tuple(
        replace(share, claim=claims.get(share.channel.pk) or ChannelClaim(channel=share.channel))
        for share in found.shares
    )
    return replace(found, shares=shares, budget=_budget(client))


def _budget(client: Client) -> Budget:
    return Budget.objects.filter(client=client).first() or Budget(client=client)


def share_of(channel: Channel, *, now: datetime) -> Share | None:
    """What fits on the channel within its client's hours; None where nobody counted them, or what
    a post costs there."""
    if not Colleague.objects.filter(client=channel.client).exists():
        return None
    shares = sharing(channel.client, now=now).shares
    return next((one for one in shares if one.channel == channel and one.n is not None), None)


def _asked(client: Client, now: datetime) -> tuple[tuple[Share, ...], tuple[Apart, ...]]:
    usual = hours_of_one(list(ContentKind.objects.filter(client=client))) or None
    claims = ChannelClaim.objects.filter(channel__client=client).in_bulk()
    there = channels_of(client)
    channels = [channel for channel in there if channel.is_connected]
    known = bases(channels)
    planned = planned_ahead(there[0], now) if there else {}

    def share(channel: Channel) -> Share:
        claim = claims.get(channel.pk) or ChannelClaim(channel=channel)
        found = _share(known[channel.pk], claim, usual, now)
        return replace(found, planned=planned.get(channel.pk, NOTHING))

    apart = (
        Apart(channel, planned[channel.pk], _hours_each(claims.get(channel.pk), usual))
        for channel in there
        if not channel.is_connected and channel.pk in planned
    )
    return tuple(map(share, channels)), tuple(apart)


def _hours_each(claim: ChannelClaim | None, usual: float | None) -> float | None:
    return usual if claim is None or claim.hours_each is None else claim.hours_each


def _share(known: Basis, claim: ChannelClaim, usual: float | None, now: datetime) -> Share:
    return Share(
        known,
        counsel(known.channel, now=now, basis=known),
        claim,
        _hours_each(claim, usual),
        least=known.limits.least if known.limits.least > ONE else 0,
        experiment=_of_experiment(known, now),
    )


def _of_experiment(known: Basis, now: datetime) -> int | None:
    """Next week's posts of the experiment on the channel; None where none runs then."""
    channel = known.channel
    found = running_of(known.experiments, ZoneInfo(channel.client.zone), now)
    return _posts_on(found, coming_monday(channel, now) - found.starts_on) if found else None


def _posts_on(experiment: Experiment, after: timedelta) -> int | None:
    week = after // WEEK
    return int(experiment.order[week]) if 0 <= week < len(experiment.order) else None


def _fitting(known: Sequence[Share], hours: float, copy: float) -> dict[int, int]:
    """Posts a week by channel; experiments come first, as their weeks are drawn already."""
    fixed = {s.channel.pk: s.experiment for s in known if s.experiment is not None}
    first = [share for share in known if share.experiment is not None]
    rest = [share for share in known if share.experiment is None]
    left = hours - _take(first, [share.asked for share in first], copy)
    given = within_budget(list(map(_claim, rest)), max(left, 0.0), copy_share=copy)
    return fixed | {share.channel.pk: n for share, n in zip(rest, given, strict=True)}


def _claim(share: Share) -> Claim:
    return Claim(share.advice, share.hours_each or 0.0, float(share.worth), share.least)


def _take(shares: Sequence[Share], given: Sequence[int], copy: float) -> float:
    return hours_of([_claim(share) for share in shares], given, copy_share=copy)


def planned_hours(found: Sharing) -> float:
    """What the posts of next week that stand already take, with those of experiments and of
    channels that are not connected; posts whose cost is not known are not counted."""
    known = [share for share in found.shares if share.n is not None]
    claims = [replace(_claim(share), stand=share.in_hand) for share in known] + _claims_apart(found)
    return hours_of(claims, [claim.stand for claim in claims], copy_share=found.copy_percent / 100)


def _claims_apart(found: Sharing) -> list[Claim]:
    """Posts of channels that are not connected: their hours are taken, and there are no more."""
    return [Claim(None, one.hours_each or 0.0, stand=one.planned.n) for one in found.apart]


def _affordable(found: Sharing, now: datetime) -> dict[int, int]:
    """The posts of next week that the hours allow, by channel whose posts cost what is known:
    those that stand take theirs first, and slots share the rest."""
    known = [share for share in found.shares if share.n is not None]
    claims = [replace(_claim(share), stand=share.in_hand, most=_most(share, now))
              for share in known]  # fmt: skip
    given = within_budget(
        claims + _claims_apart(found), found.hours or 0.0, copy_share=found.copy_percent / 100
    )
    return {share.channel.pk: n for share, n in zip(known, given, strict=False)}


def _most(share: Share, now: datetime) -> int:
    """The posts that next week may have on a channel; the week of an experiment is drawn."""
    if share.experiment is not None:
        return 0
    return share.basis.week(coming_monday(share.channel, now)).fitting(share.pace)


def all_ahead(client: Client, found: Sharing, *, now: datetime) -> dict[int, Ahead]:
    """What next week would get on each channel without an experiment, by channel: the busiest
    first, each kept apart from those before it and from what stays."""
    shares = [share for share in found.shares if share.experiment is None]
    if not shares:
        return {}
    channels = [share.channel for share in shares]
    stays = Slot.objects.filter(
        channel__client=client, at__range=coming_week(channels[0], now)
    ).exclude(channel__in=channels, experiment=None)
    taken = list(stays.values_list("channel", "at"))
    taken += [(pk, at) for pk, one in found.planned for at in one.moments]
    hours, planned = _affordable(found, now), dict[int, Ahead]()
    for share in sorted(shares, key=lambda share: -share.pace):
        pk = share.channel.pk
        others = tuple(at for channel, at in taken if channel != pk)
        planned[pk] = ahead(
            share.basis,
            share.counsel,
            share.pace,
            now=now,
            stands=Around(share.planned, others),
            affordable=hours.get(pk),
        )
        taken += [(pk, at) for at in planned[pk].moments]
    return planned


@transaction.atomic
def place_all(*, client: Client, found: Sharing, now: datetime) -> dict[Channel, Placed]:
    """Next week's open slots of all channels, instead of those that stand there; weeks of
    experiments stay. What that did to each channel."""
    shares = {share.channel.pk: share for share in found.shares}
    planned = all_ahead(client, found, now=now)
    return {
        share.channel: place_found(
            channel=share.channel, counsel=share.counsel, found=planned[pk], now=now
        )
        for pk, share in shares.items()
        if pk in planned
    }
