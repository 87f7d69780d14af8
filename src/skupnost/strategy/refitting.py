"""The Monday of an experiment: fit again what its whole weeks say, keep it, end what is decided.

The worker asks every quarter of an hour what is due; NumPy is loaded only when something is.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from skupnost.channels.models import Channel
from skupnost.channels.opening import is_practice
from skupnost.metrics.measuring import NETWORK, can_measure
from skupnost.metrics.models import HistoryImport
from skupnost.metrics.queries import judged_since
from skupnost.metrics.unfollows import unfollows_changed_at
from skupnost.strategy.ending import end_experiment
from skupnost.strategy.experimenting import midnight, mondays_until, whole_period
from skupnost.strategy.models import Ended, Experiment, Refit

if TYPE_CHECKING:
    from skupnost.domain.cadence import ExperimentResult
    from skupnost.strategy.pasts import Basis

PATIENCE = timedelta(days=1)
ONE_WEEK = timedelta(weeks=1)
FEWEST_WEEKS = 2


def unfinished(channel: Channel | None = None) -> list[Experiment]:
    """Experiments that have not ended: those that run, lie ahead, or wait for their last fit."""
    rows = Experiment.objects.filter(stopped_at=None).order_by("pk")
    chosen = rows.filter(channel=channel) if channel else rows
    return list(chosen.select_related("channel__client"))


def refit_due(now: datetime) -> int:
    """What the worker does: fit every experiment whose Monday has come; how many were."""
    due = [one for one in unfinished() if is_due(one, now)]
    for experiment in due:
        refit(experiment=experiment, now=now)
    return len(due)


def is_due(experiment: Experiment, now: datetime) -> bool:
    """Whether its newest Monday was not fitted yet and the channel was measured since (or will not
    be), or something came in after the fit: within a day from the network, later by a file, a
    person's word on what posts are judged by, or a table of who left, brought in or forgotten."""
    zone = ZoneInfo(experiment.channel.client.zone)
    mondays = mondays_until(experiment, zone, now)
    if not mondays:
        return False
    since = midnight(mondays[-1], zone)
    known = Refit.objects.filter(experiment=experiment, monday=mondays[-1]).first()
    if known is None:
        return _is_measured(experiment.channel, since, now)
    changed = _changed_at(experiment.channel)
    if changed is not None and changed > known.made_at:
        return True
    news = HistoryImport.objects.filter(channel=experiment.channel, imported_at__gt=known.made_at)
    is_late = known.made_at >= since + PATIENCE
    return (news.exclude(format=NETWORK) if is_late else news).exists()


def _changed_at(channel: Channel) -> datetime | None:
    """When a person last said what all Mondays rest on: what posts are judged by, or who left."""
    known = (judged_since(channel), unfollows_changed_at(channel))
    return max((at for at in known if at is not None), default=None)


def _is_measured(channel: Channel, since: datetime, now: datetime) -> bool:
    """The network answered since; nobody waits for one that is not asked, or longer than a day."""
    if now >= since + PATIENCE or is_practice(channel.server) or not can_measure(channel):
        return True
    rows = HistoryImport.objects.filter(channel=channel, format=NETWORK)
    return rows.filter(imported_at__gte=since).exists()


def refit(*, experiment: Experiment, now: datetime) -> list[Refit]:
    """Fit the newest Monday that has come and those before it that were missed, or rest on
    another response or other unfollows than those of now, and end the experiment where that
    settles it. The same data give the same rows, however often."""
    from skupnost.strategy.pasts import basis_of

    zone = ZoneInfo(experiment.channel.client.zone)
    mondays = mondays_until(experiment, zone, now)
    kept = Refit.objects.filter(experiment=experiment).values_list("monday", "made_at")
    changed = _changed_at(experiment.channel)
    known = {day for day, at in kept if changed is None or changed <= at}
    wanted = [day for day in mondays if day not in known or day == mondays[-1]]
    if not wanted:
        return []
    basis = basis_of(experiment.channel)
    made = [_keep(experiment, day, basis, zone, now) for day in wanted]
    settle(experiment=experiment, newest=made[-1], now=now)
    return made


def _keep(
    experiment: Experiment, monday: date, basis: Basis, zone: ZoneInfo, now: datetime
) -> Refit:
    n_weeks = (monday - experiment.starts_on).days // 7
    found = _read(basis, midnight(monday, zone).astimezone(zone))
    values = _values(found, n_weeks) | {"made_at": now}
    row, _is_new = Refit.objects.update_or_create(
        experiment=experiment, monday=monday, defaults=values
    )
    return row


def _read(basis: Basis, until: datetime) -> ExperimentResult:
    """What was to be known at that moment: posts before it, with what came back since."""
    from skupnost.domain import cadence

    return cadence.read_experiment(
        [post for post in basis.posts if post.at < until],
        prior=cadence.prior_for(basis.channel.network),
        limits=basis.limits,
        losses=[loss for loss in basis.losses if loss.at + ONE_WEEK <= until],
        now=until,
        idle=basis.closed_until(until.date()),
    )


def _values(found: ExperimentResult, n_weeks: int) -> dict[str, Any]:
    advice = found.after
    return {
        "n_weeks": n_weeks,
        "advice_per_week": advice.advice_per_week,
        "low80": advice.range80.low,
        "high80": advice.range80.high,
        "low95": advice.range95.low,
        "high95": advice.range95.high,
        "p_better": advice.p_better,
        "verdict": advice.verdict.value,
        "is_decided": found.is_decided and n_weeks >= FEWEST_WEEKS,
    }


def settle(*, experiment: Experiment, newest: Refit, now: datetime) -> bool:
    """End it where its weeks are over, or where the newest fit decides it and nobody wants it to
    go on; whether it ended."""
    _start, end = whole_period(experiment, ZoneInfo(experiment.channel.client.zone))
    if now >= end:
        return end_experiment(experiment=experiment, because=Ended.OVER, now=now)
    if not newest.is_decided or experiment.goes_on:
        return False
    return end_experiment(experiment=experiment, because=Ended.DECIDED, now=now)
