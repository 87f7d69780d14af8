"""A history in 37 numbers that do not hang on how many people an account reaches.

They are slopes and differences between weeks, days and neighbours, each with its error: what a
regression on simulated histories (`lessons`) reads instead of the posts themselves, as in
semi-automatic approximate Bayesian computation (Fearnhead and Prangle 2012).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skupnost.domain.cadence.logs import Log
from skupnost.domain.cadence.values import HOURS_A_WEEK, Bools, Floats, Ints

MOST_PAST, MOST_TRIED, RECENT = 40, 16, 16
# A slope is pulled to 0 as by this sum of squares of what it is taken on.
SHRUNK = 0.3
UNKNOWN = (0.0, 0.5)
FEWEST_ROWS = 3
FIRST_GAP_HOURS = 48.0
# What a type is worth is pulled to the mean of all as by so many posts.
TYPE_POSTS = 5.0
LEAST_SHARE = 0.05

NAMES = (
    "pace_recent", "pace_spread", "log_weeks_past", "log_weeks_tried",
    "past_mean_by_pace", "past_mean_by_pace_error",
    "past_mean_by_pace_before", "past_mean_by_pace_before_error", "past_mean_by_pace_earlier",
    "past_total_by_pace", "past_total_by_pace_error",
    "by_gap_before", "by_gap_before_error", "by_gap_after", "by_gap_after_error",
    "by_posts_that_day", "by_posts_that_day_error",
    "post_spread", "past_week_spread", "past_trend",
    "tried_mean_by_pace", "tried_mean_by_pace_error",
    "tried_mean_by_pace_before", "tried_mean_by_pace_before_error", "tried_mean_by_pace_earlier",
    "tried_total_by_pace", "tried_total_by_pace_error",
    "pace_few", "pace_many", "mean_few", "mean_many", "total_many_to_few", "total_many_to_recent",
    "tried_mean_by_both_now", "tried_mean_by_both_before", "tried_trend", "tried_week_spread",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Weeks:
    """Per week: log posts, those of the week before and of the three before that, mean log response
    (NaN: none known), total response and its log; which weeks are the account's own, randomised,
    its newest own."""

    pace: Floats
    before: Floats
    earlier: Floats
    mean: Floats
    total: Floats
    log_total: Floats
    past: Ints
    tried: Ints
    recent: Ints


def summarise(log: Log, seen: Bools) -> Floats:
    """The numbers of `NAMES`, of the newest 40 weeks of the account's own and 16 randomised ones;
    of fewer than three posts seen they are 0."""
    if seen.sum() < FEWEST_ROWS:
        return np.zeros(len(NAMES))
    week = (log.hours // HOURS_A_WEEK).astype(int)
    week = week - week[0]
    response = _without_types(log, seen)
    weeks = _weeks(log, seen, week, response)
    found = [
        *_paces(weeks),
        *_slopes(weeks, weeks.past),
        *_neighbours(log, seen, week, weeks, response),
        *_slopes(weeks, weeks.tried),
        *_arms(weeks),
        *_now_and_before(weeks, weeks.tried),
        _trend(weeks.mean[weeks.tried]),
        _spread(weeks.mean[weeks.tried]),
    ]
    return np.asarray(np.nan_to_num(np.array(found, float), posinf=0.0, neginf=0.0))


def _without_types(log: Log, seen: Bools) -> Floats:
    """The responses as if all posts were of one type (a season has its own); 0 where unknown."""
    known = np.where(seen, log.response, 0.0)
    kind, logs = log.kind[seen], np.log1p(known[seen])
    n = len(log.kinds)
    stray = np.bincount(kind, logs - logs.mean(), n) / (np.bincount(kind, minlength=n) + TYPE_POSTS)
    return np.asarray(known * np.exp(-stray[log.kind]))


def _weeks(log: Log, seen: Bools, week: Ints, known: Floats) -> _Weeks:
    n = int(week[-1]) + 1
    count, n_seen = np.bincount(week, minlength=n), np.bincount(week, seen, n)
    some = np.maximum(n_seen, 1)
    mean = np.where(n_seen > 0, np.bincount(week, np.log1p(known), n) / some, np.nan)
    total = np.where(n_seen > 0, np.bincount(week, known, n) * count / some, np.nan)
    pace = np.log(count + 0.5)
    three = np.convolve(count, np.ones(3))[:n] / 3
    is_tried = np.bincount(week, log.is_randomised, n) > 0
    past = np.flatnonzero(~is_tried)
    # the first week of a history and its last may be parts of weeks
    past = past[(past > 0) & (past < n - 1)] if len(past) > FEWEST_ROWS else past
    past, tried = past[-MOST_PAST:], np.flatnonzero(is_tried)[-MOST_TRIED:]
    log_total = np.log(total + 0.5 * max(float(known[seen].mean()), 1e-6))
    recent = past[-RECENT:] if len(past) else tried
    return _Weeks(
        pace, _moved(pace, 1, 1), np.log(_moved(three, 2, 4) + 0.5), mean, total, log_total,
        past, tried, recent,
    )  # fmt: skip


def _moved(values: Floats, by: int, since: int) -> Floats:
    """The values so many weeks before, from the week `since` on; NaN before it."""
    out = np.full(len(values), np.nan)
    out[since:] = values[since - by : max(len(values) - by, since - by)]
    return out


def _slope(x: Floats, y: Floats) -> tuple[float, float]:
    """The slope of y on x, pulled to 0, and the log of its error."""
    known = np.isfinite(x) & np.isfinite(y)
    n = int(known.sum())
    if n < FEWEST_ROWS:
        return UNKNOWN
    x, y = x[known] - x[known].mean(), y[known] - y[known].mean()
    square = float(x @ x) + SHRUNK
    slope = float(x @ y) / square
    left = y - slope * x
    return slope, float(0.5 * np.log((float(left @ left) + 0.5) / (n - 1) / square))


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else 0.0


def _spread(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.std()) if len(known) else 0.0


def _trend(values: Floats) -> float:
    """The change from the first of these weeks to the last."""
    return _slope(np.linspace(-0.5, 0.5, len(values)), values)[0]


def _paces(weeks: _Weeks) -> list[float]:
    return [
        _mean(weeks.pace[weeks.recent]),
        _spread(weeks.pace[weeks.past]),
        float(np.log1p(len(weeks.past))),
        float(np.log1p(len(weeks.tried))),
    ]


def _slopes(weeks: _Weeks, rows: Ints) -> list[float]:
    """How mean and total of a week go with its posts and those of the weeks before."""
    mean = weeks.mean[rows]
    return [
        *_slope(weeks.pace[rows], mean),
        *_slope(weeks.before[rows], mean),
        _slope(weeks.earlier[rows], mean)[0],
        *_slope(weeks.pace[rows], weeks.log_total[rows]),
    ]


def _neighbours(log: Log, seen: Bools, week: Ints, weeks: _Weeks, known: Floats) -> list[float]:
    """How posts go with the gaps beside them, with the posts of their day; how far they stray."""
    rows = seen & np.isin(week, np.concatenate([weeks.past, weeks.tried]))
    response = np.log1p(known)
    stray = (response - weeks.mean[week])[rows]
    step = np.diff(log.hours)
    before = np.log(np.append(FIRST_GAP_HOURS, step) + 0.5)
    after = np.log(np.append(step, FIRST_GAP_HOURS) + 0.5)
    day = (log.hours // 24).astype(int)
    _days, place, count = np.unique(day, return_inverse=True, return_counts=True)
    return [
        *_slope(before[rows], stray),
        *_slope(after[rows], stray),
        *_slope(np.log(count[place])[rows], response[rows]),
        _spread(stray),
        _spread(weeks.mean[weeks.past]),
        _trend(weeks.mean[weeks.past]),
    ]


def _arms(weeks: _Weeks) -> list[float]:
    """Randomised weeks of few and of many posts beside one another and the newest own weeks."""
    if len(weeks.tried) <= FEWEST_ROWS:
        return [0.0] * 6
    pace = weeks.pace[weeks.tried]
    is_many = pace > np.median(pace) if np.ptp(pace) > 0 else np.ones(len(pace), bool)
    if not is_many.any():
        is_many = pace >= pace.max()
    many = weeks.tried[is_many]
    few = weeks.tried[~is_many] if not is_many.all() else many
    usual = _mean(weeks.mean[weeks.recent])
    least = LEAST_SHARE * _mean(weeks.total) + 1e-9
    totals = [_mean(weeks.total[rows]) + least for rows in (few, many, weeks.recent)]
    return [
        _mean(weeks.pace[few]),
        _mean(weeks.pace[many]),
        _mean(weeks.mean[few]) - usual,
        _mean(weeks.mean[many]) - usual,
        float(np.log(totals[1] / totals[0])),
        float(np.log(totals[1] / totals[2])),
    ]


def _now_and_before(weeks: _Weeks, rows: Ints) -> tuple[float, float]:
    """The slopes of the mean on the week's posts and on those of the week before, together."""
    x = np.stack([weeks.pace[rows], weeks.before[rows]], 1)
    y = weeks.mean[rows]
    known = np.isfinite(x).all(1) & np.isfinite(y)
    if known.sum() <= FEWEST_ROWS + 1:
        return 0.0, 0.0
    x, y = x[known] - x[known].mean(0), y[known] - y[known].mean()
    now, before = np.linalg.solve(x.T @ x + SHRUNK * np.eye(2), x.T @ y)
    return float(now), float(before)
