"""What the adviser said of a channel at one moment: kept with a version of the strategy, and enough
to draw it and say it again in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from skupnost.channels.models import Channel
from skupnost.channels.queries import channels_of
from skupnost.clients.models import Client
from skupnost.domain.cadence import Evidence, HourWorth, Range, Verdict
from skupnost.domain.cadence.values import CurvePoint
from skupnost.metrics.responses import Response
from skupnost.strategy.counsel import Counsel, counsel
from skupnost.strategy.experimenting import WEEK, midnight
from skupnost.strategy.models import FILLS_WITHIN, HOURS_A_WEEK, Cadence, Slot
from skupnost.strategy.outcomes import Outcome, newest_outcome
from skupnost.strategy.pasts import Basis, bases
from skupnost.strategy.planned import is_near, planned_between

DIGITS = 3


@dataclass(frozen=True, slots=True)
class Figures:
    """A channel's advice in numbers. Hours of the week are 0 to 167, from Monday on: `hours` is
    what each is worth (log), `behind` the posts of the past in it, `open_hours` those in which the
    person posts, `slots` the places of the week, `are_placed` where they stand in the calendar;
    `judged_by` is what counted as the response (None: nothing was known, or it was not kept),
    `free_per_week` the pace without a least and a most where these set the advice, `old_until` the
    day of the newest post where that was long ago (see `Basis.old_until`)."""

    channel: int
    name: str
    network: str
    chosen: int | None
    n_posts: int
    today_per_week: float
    advice_per_week: int
    first_step: int
    range80: Range
    gain_mean: float
    gain80: Range
    verdict: Verdict
    evidence: Evidence
    curve: tuple[CurvePoint, ...]
    rhythm: tuple[HourWorth, ...]
    hours: tuple[float, ...]
    behind: tuple[int, ...]
    open_hours: tuple[int, ...]
    slots: tuple[int, ...]
    are_placed: bool
    free_per_week: int | None = None
    judged_by: Response | None = None
    old_until: date | None = None
    experiment: Outcome | None = None

    @property
    def is_held(self) -> bool:
        """Whether the limits set the advised pace."""
        return self.free_per_week is not None


def figures_of_client(client: Client, now: datetime) -> list[dict[str, Any]]:
    """The figures of every connected channel with its experiment, as a version keeps them."""
    known = bases([row for row in channels_of(client) if row.is_connected])
    return [as_value(_whole(one, now)) for one in known.values()]


def _whole(known: Basis, now: datetime) -> Figures:
    found = counsel(known.channel, now=now, basis=known)
    return replace(figures_of(known, found, now=now), experiment=newest_outcome(known, now=now))


def figures_of(known: Basis, found: Counsel, *, now: datetime) -> Figures:
    """The figures of one channel now, without its experiment."""
    channel, advice, limits = known.channel, found.advice, known.limits
    placed = placed_hours(channel, now)
    return Figures(
        channel=channel.pk,
        name=channel.name,
        network=channel.network,
        chosen=_chosen(channel),
        n_posts=advice.n_posts,
        today_per_week=advice.today_per_week,
        advice_per_week=advice.advice_per_week,
        first_step=advice.first_step,
        range80=advice.range80,
        gain_mean=advice.gain.mean,
        gain80=advice.gain.range80,
        verdict=advice.verdict,
        evidence=advice.evidence,
        curve=advice.curve,
        rhythm=found.rhythm,
        hours=tuple(float(worth) for worth in advice.hours),
        behind=found.behind,
        open_hours=tuple(
            hour
            for hour in range(HOURS_A_WEEK)
            if hour // 24 in limits.weekdays
            and hour % 24 in limits.hours
            and hour not in limits.quiet
        ),
        slots=placed or tuple(slot.weekday * 24 + slot.hour for slot in advice.slots),
        are_placed=bool(placed),
        free_per_week=advice.free_per_week,
        judged_by=known.response if known.response.metrics else None,
        old_until=known.old_until(now),
    )


def _chosen(channel: Channel) -> int | None:
    rows = Cadence.objects.filter(channel=channel)
    return rows.values_list("posts_a_week", flat=True).first()


def placed_hours(channel: Channel, now: datetime) -> tuple[int, ...]:
    """The hours of the first week to come that has slots in the calendar: those that are open, and
    those of planned posts, which may fill others; empty without any slot."""
    zone = ZoneInfo(channel.client.zone)
    slots = list(Slot.objects.filter(channel=channel, at__gt=now).values_list("at", flat=True))
    if not slots:
        return ()
    first = slots[0].astimezone(zone).date()
    monday = first - timedelta(days=first.weekday())
    start, end = midnight(monday, zone), midnight(monday + WEEK, zone)
    found = planned_between(channel.client, max(start, now) - FILLS_WITHIN, end + FILLS_WITHIN)
    planned = found.get(channel.pk, [])
    moments = [*planned, *(at for at in slots if not is_near(at, planned))]
    week = [at.astimezone(zone) for at in moments if max(start, now) <= at < end]
    return tuple(sorted({at.weekday() * 24 + at.hour for at in week}))


def as_value(figures: Figures) -> dict[str, Any]:
    """For JSON: numbers rounded, points as short lists."""
    return {
        "channel": figures.channel,
        "name": figures.name,
        "network": figures.network,
        "chosen": figures.chosen,
        "n_posts": figures.n_posts,
        "today": _round(figures.today_per_week),
        "advice": figures.advice_per_week,
        "first_step": figures.first_step,
        "range80": _ends(figures.range80),
        "gain": [_round(figures.gain_mean), *_ends(figures.gain80)],
        "verdict": figures.verdict.value,
        "evidence": figures.evidence.value,
        "curve": [
            [point.n, _round(point.middle), *_ends(point.range80)] for point in figures.curve
        ],
        "rhythm": [
            [hour.hour, _round(hour.middle), *_ends(hour.range80), hour.n_posts]
            for hour in figures.rhythm
        ],
        "hours": [_round(worth) for worth in figures.hours],
        "behind": list(figures.behind),
        "open_hours": list(figures.open_hours),
        "slots": list(figures.slots),
        "are_placed": figures.are_placed,
        "free_per_week": figures.free_per_week,
        "judged_by": asdict(figures.judged_by) if figures.judged_by else None,
        "old_until": figures.old_until.isoformat() if figures.old_until else None,
        "experiment": figures.experiment.as_value() if figures.experiment else None,
    }


def from_value(value: Mapping[str, Any]) -> Figures:
    """What was kept, as it was."""
    gain = value["gain"]
    shown, judged = value.get("experiment"), value.get("judged_by")
    old = value.get("old_until")
    return Figures(
        channel=value["channel"],
        name=value["name"],
        network=value["network"],
        chosen=value["chosen"],
        n_posts=value["n_posts"],
        today_per_week=value["today"],
        advice_per_week=value["advice"],
        first_step=value["first_step"],
        range80=Range(*value["range80"]),
        gain_mean=gain[0],
        gain80=Range(*gain[1:]),
        verdict=Verdict(value["verdict"]),
        evidence=Evidence(value["evidence"]),
        curve=tuple(CurvePoint(n, mid, Range(*ends)) for n, mid, *ends in value["curve"]),
        rhythm=tuple(
            HourWorth(hour, middle, Range(low, high), n)
            for hour, middle, low, high, n in value["rhythm"]
        ),
        hours=tuple(value["hours"]),
        behind=tuple(value["behind"]),
        open_hours=tuple(value["open_hours"]),
        slots=tuple(value["slots"]),
        are_placed=value["are_placed"],
        free_per_week=value.get("free_per_week"),
        judged_by=_response(judged) if judged else None,
        old_until=date.fromisoformat(old) if old else None,
        experiment=Outcome.from_value(shown) if shown else None,
    )


def _response(value: Mapping[str, Any]) -> Response:
    return Response(**{**value, "metrics": tuple(value["metrics"])})


def _ends(found: Range) -> list[float]:
    return [_round(found.low), _round(found.high)]


def _round(value: float) -> float:
    return round(float(value), DIGITS)
