"""What posts to come will bring back: mean and spread of log(1 + response)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from skupnost.domain.cadence.advising import Reading
from skupnost.domain.cadence.logs import Log, log_followers, monday_before, wall_clock
from skupnost.domain.cadence.stacking import blend_of, tell
from skupnost.domain.cadence.values import Bools, Floats, Ints, PastPost, Prediction

# An outlier lies so many usual spreads (log) from the middle of its neighbours on each side, and so
# many beyond all others; a spread is held to be at least this.
FAR, ALONE, LEAST_SPREAD = 6.0, 2.0, 0.25
NEIGHBOURS = 12


def predict(reading: Reading, future: Sequence[PastPost]) -> tuple[Prediction, ...]:
    """One prediction for each future post, in the order given. The whole future calendar is used,
    none of its results. Several ways of telling are mixed (`stacking`) as far as each did well on
    the account's own later posts. One post that went round the world says nothing of how sure all
    others are."""
    if not future:
        return ()
    past = _without_outlier(reading.log, reading.log.is_seen(reading.limits))
    log, order = _joined(past, future)
    seen, rows = np.flatnonzero(log.is_seen(reading.limits)), np.sort(order)
    own = np.flatnonzero(past.is_seen(reading.limits))
    blend = blend_of(reading.fit, past, own, pace=reading.today)
    means, sds = blend.mixed(tell(reading.fit, log, seen, rows))
    place = np.searchsorted(rows, order)
    return tuple(_scaled(reading, means[i], sds[i]) for i in place)


def _without_outlier(log: Log, seen: Bools) -> Log:
    """The log where a response that lies far from its neighbours and is alone in that counts as
    the next farthest; what happens twice is no accident."""
    logs = np.log1p(log.response[seen])
    if len(logs) < 3:
        return log
    around = np.pad(logs, NEIGHBOURS, mode="reflect" if len(logs) > NEIGHBOURS else "wrap")
    windows = np.lib.stride_tricks.sliding_window_view(around, 2 * NEIGHBOURS + 1)
    away = logs - np.median(windows, axis=1)
    spread = max(1.4826 * float(np.median(np.abs(away))), LEAST_SPREAD)
    farthest, usual = int(np.argmax(np.abs(away))), float(np.sort(np.abs(away))[-2])
    if abs(away[farthest]) <= max(FAR * spread, usual + ALONE * spread):
        return log
    response = log.response.copy()
    drawn = logs[farthest] - away[farthest] + np.copysign(usual, away[farthest])
    response[np.flatnonzero(seen)[farthest]] = max(float(np.expm1(drawn)), 0.0)
    return replace(log, response=response)


def _joined(log: Log, future: Sequence[PastPost]) -> tuple[Log, Ints]:
    """The log with the future posts in it, and where each of them stands."""
    if log.n == 0:
        zone = future[0].at.tzinfo or log.zone
        log = replace(log, origin=monday_before(future[0].at), zone=zone)
    local = [wall_clock(post.at, log.zone) for post in future]
    ahead = [(at - log.origin).total_seconds() / 3600.0 for at in local]
    hours = np.concatenate([log.hours, ahead])
    place = {name: i for i, name in enumerate(log.kinds)}
    kind = np.array([place.get(post.type, 0) for post in future], np.int64)
    followers = log_followers(future)
    n = len(future)
    by_time = np.argsort(hours, kind="stable")
    marks = [post.is_randomised for post in future]
    joined = replace(
        log,
        hours=hours[by_time],
        response=np.concatenate([log.response, np.full(n, np.nan)])[by_time],
        kind=np.concatenate([log.kind, kind])[by_time],
        followers=np.concatenate([log.followers, _carried(log, followers)])[by_time],
        is_randomised=np.concatenate([log.is_randomised, marks])[by_time].astype(bool),
        is_boosted=np.concatenate([log.is_boosted, np.zeros(n, bool)])[by_time],
    )
    where = np.empty(len(hours), np.int64)
    where[by_time] = np.arange(len(hours))
    return joined, where[log.n :]


def _carried(log: Log, followers: Floats) -> Floats:
    """Followers of future posts; where not told, the last number that was."""
    known = log.followers[np.isfinite(log.followers)]
    return np.where(np.isfinite(followers), followers, known[-1] if len(known) else np.nan)


def _scaled(reading: Reading, mean: float, sd: float) -> Prediction:
    """Back in the units of the history: shares were read as counts per thousand."""
    if reading.log.scale == 1.0:
        return Prediction(float(mean), float(sd))
    value = max(float(np.expm1(mean)) / reading.log.scale, 0.0)
    slope = float(np.exp(mean)) / reading.log.scale / (1.0 + value)
    return Prediction(float(np.log1p(value)), float(sd) * slope)
