"""The advice for one channel, from its posts and its network's prior."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

import numpy as np

from skupnost.domain.cadence import stocks, timing
from skupnost.domain.cadence.deciding import FLOOR_NOW, Outlook, outlook, weighted_quantiles
from skupnost.domain.cadence.fitting import Fit, fit
from skupnost.domain.cadence.lessons import Told
from skupnost.domain.cadence.logs import Log, read_log
from skupnost.domain.cadence.losses import read_losses
from skupnost.domain.cadence.planning import Ground, greedy, ground, plan_hours, slots_of
from skupnost.domain.cadence.priors import Prior
from skupnost.domain.cadence.summaries import summarise
from skupnost.domain.cadence.timing import N_TIMING
from skupnost.domain.cadence.values import (
    GREATEST_STEP,
    HOURS_A_WEEK,
    LEAST_CHANCE,
    Advice,
    Bools,
    CurvePoint,
    Evidence,
    Floats,
    Gain,
    Limits,
    Loss,
    Notice,
    PastPost,
    Range,
    Verdict,
    doubted,
)

RECENT_WEEKS = 16
FEW_POSTS = 5
EXPLORING = 0.5
TRIED_POSTS, UNTRIED_LESS = 6, 0.2
WIDEST_RATIO = 5.0
MOST_UNLESS_TOLD, MOST_LOOKED_AT, MOST_DRAWN = 60, 240, 42
MOVE_WORTH = 0.005
# What may be at stake where something is told, as a share of the prior's limit: less as long as it
# rests on how biased histories usually are, that is before so many randomised weeks.
WEEKS_OF_TRIAL, AFTER_TRIAL, BEFORE_TRIAL = 4, 0.85, 0.65
LEAST_TODAY = 0.35
HOURS_BELIEVED = 0.65
# The posterior's share of the prior's width, and the ends of the 80 % range as a ratio.
EVIDENCE_BELOW = ((0.55, 3.0, Evidence.STRONG), (0.75, 5.0, Evidence.FAIR))


@dataclass(frozen=True, slots=True)
class Reading:
    """A log and what was learnt from it; the experiment and the predictions start from here."""

    log: Log
    fit: Fit
    today: float
    limits: Limits

    @property
    def worth(self) -> Floats:
        """Log worth of the 168 hours of a week, mean 0 over the allowed ones. Of hours that hardly
        a post has tried none is held to be as good as the best that were."""
        week = timing.week_basis() @ self.fit.mean[self.fit.frame.layout.timing]
        allowed = timing.allowed_hours(self.limits)
        tried = self._tried & allowed
        if tried.any():
            week = np.where(tried, week, np.minimum(week, week[tried].max() - UNTRIED_LESS))
        return np.asarray(week - (week[allowed].mean() if allowed.any() else 0.0))

    @property
    def _tried(self) -> Bools:
        """Hours of the week at which, give or take one, some posts stood on whatever day."""
        count = np.bincount((self.log.hours % 24.0).astype(int), minlength=24)
        near = count + np.roll(count, 1) + np.roll(count, -1)
        return np.tile(near >= TRIED_POSTS, 7)

    @property
    def told(self) -> Told | None:
        """What simulated histories like this one say of its best pace; None without lessons."""
        lessons = self.fit.prior.lessons
        if lessons is None:
            return None
        summary = summarise(self.log, self.log.is_seen(self.limits))
        return lessons.told(summary, self.fit.n_seen)

    def _drawn(self, rng: np.random.Generator) -> Floats:
        where = self.fit.frame.layout.timing
        root = np.linalg.cholesky(self.fit.covariance[where, where] + 1e-9 * np.eye(N_TIMING))
        stray = EXPLORING * timing.week_basis() @ (root @ rng.standard_normal(N_TIMING))
        return np.asarray(self.worth + stray)

    def ground(self, taken: Collection[int] = (), rng: np.random.Generator | None = None) -> Ground:
        """The week as the planner sees it; with `rng` one draw of what it may be worth, so that
        an experiment also tries hours that nobody has tried."""
        crowding = float(np.maximum(self.fit.mean[self.fit.frame.layout.crowding], 0.0).mean())
        allowed = timing.allowed_hours(self.limits)
        hours = self.fit.tau_hours
        worth = self.worth if rng is None else self._drawn(rng)
        return ground(worth, allowed, crowding=crowding, tau_hours=hours, taken=taken)


def read(
    posts: Sequence[PastPost],
    *,
    prior: Prior,
    limits: Limits | None = None,
    now: datetime | None,
    idle: Collection[date] = (),
) -> Reading:
    """Clean one account's history and fit it; one to whose posts the same came back is left to the
    prior. On the `idle` days of the past the account was closed: they do not lower today's pace."""
    known = limits or Limits()
    log = read_log(posts, now=now)
    today = pace_today(log, idle=idle, weekdays=known.weekdays)
    habit = today if log.n >= FEW_POSTS else 0.0
    seen = np.zeros(log.n, bool) if log.blank(known) else log.is_seen(known)
    return Reading(log, fit(log, seen, prior, pace=habit), today, known)


def pace_today(
    log: Log, *, idle: Collection[date] = (), weekdays: Collection[int] = range(7)
) -> float:
    """Posts a week over the last 16 weeks, without the weeks of an experiment; 0 for no posts.
    `idle` days are taken out with their posts, unless that takes all: each is as much of a week as
    there are `weekdays` of work."""
    asked = ~log.is_randomised if not log.is_randomised.all() else np.ones(log.n, bool)
    own = log.hours[asked & ~np.isin(log.hours // 24, [_place(log, day) for day in idle])]
    if not len(own) and idle:
        return pace_today(log)
    if len(own) < 2:
        return float(len(own))
    start = max(own[0], own[-1] - RECENT_WEEKS * HOURS_A_WEEK)
    recent = own[own >= start]
    tried = np.unique(log.hours[~asked] // HOURS_A_WEEK)
    away = {_place(log, day) for day in idle if day.weekday() in weekdays}
    away = {day for day in away if day // 7 not in tried}
    off = _within(HOURS_A_WEEK * tried, HOURS_A_WEEK, start, own[-1]) / HOURS_A_WEEK
    off += _within(24.0 * np.array(sorted(away)), 24.0, start, own[-1]) / 24 / (len(weekdays) or 7)
    weeks = max((own[-1] - start) / HOURS_A_WEEK - off, 1.0)
    if len(recent) > 2 and own[0] >= start:
        weeks = max(weeks * len(recent) / (len(recent) - 1), 1.0)
    return float(len(recent) / weeks)


def _place(log: Log, day: date) -> int:
    """Which day of the log it is."""
    return (day - log.origin.date()).days


def _within(begins: Floats, length: float, start: float, end: float) -> float:
    """How many of the hours of some stretches lie between two hours of the log."""
    inside = np.minimum(begins + length, end) - np.maximum(begins, start)
    return float(np.maximum(inside, 0.0).sum())


def advise(
    posts: Sequence[PastPost],
    *,
    prior: Prior,
    limits: Limits | None = None,
    losses: Sequence[Loss] = (),
    cost: float = 0.0,
    taken: Collection[int] = (),
    now: datetime | None = None,
    idle: Collection[date] = (),
) -> Advice:
    """How often and when to publish. `cost` is the slider: what one more post must earn, as a share
    of what a post earns today (0 to 1). `taken` are hours of the week (0-167) of other channels,
    `idle` days on which this one was closed."""
    reading = read(posts, prior=prior, limits=limits, now=now, idle=idle)
    return advise_from(reading, losses=losses, cost=cost, taken=taken)


def advise_from(
    reading: Reading,
    *,
    losses: Sequence[Loss] = (),
    cost: float = 0.0,
    taken: Collection[int] = (),
) -> Advice:
    """The advice from a history that was read already."""
    place = reading.ground(taken)
    most = max(most_a_week(limits, reading.today) for limits in (Limits(), reading.limits))
    each = max(1, int(np.ceil(1.3 * reading.today / max(int(place.allowed.sum()), 1))))
    _order, totals = greedy(place, most, each=each)
    if len(totals) < 2:
        return _advice(reading, place, _closed(), 0)
    known, told = read_losses(reading.log, losses, reading.fit.prior), reading.told
    today = reading.today or reading.fit.prior.usual_pace
    earned = float(np.clip(cost, 0.0, 1.0)) if np.isfinite(cost) else 0.0
    look = partial(
        outlook,
        reading.fit,
        known,
        totals,
        today=today,
        today_worth=_worth_today(reading, totals, today),
        cost=earned,
        told=told,
    )
    view = look(limits=reading.limits)
    n = choose(view, reading.limits, today)
    found = _advice(reading, place, view, n)
    return replace(
        found,
        notices=found.notices + _held(n, reading.limits, look, today),
        cost=earned,
        n_growth_weeks=known.n_growth_weeks,
        simulated80=told.range80 if told is not None else None,
    )


def _held(n: int, limits: Limits, look: Callable[..., Outlook], today: float) -> tuple[Notice, ...]:
    """That it is the least or the most that sets the pace, and what it would be without them; the
    least of 1 that everybody has holds nobody."""
    if n != limits.most and (n != limits.least or n == 1):
        return ()
    without = replace(limits, least=1, most=None)
    free = choose(look(limits=without), without, today)
    return (Notice("limits_hold", {"n": n, "free": free}),) if n != free else ()


def most_a_week(limits: Limits, today: float) -> int:
    """The most posts a week that are looked at."""
    usual = max(MOST_UNLESS_TOLD, int(np.ceil(1.5 * today)))
    return min(limits.most or usual, MOST_LOOKED_AT)


def _closed() -> Outlook:
    """The outlook where the limits leave no hour at all."""
    one = np.ones(1)
    return Outlook(one, one[None], one[None], one, one, one)


def _worth_today(reading: Reading, totals: Floats, today: float) -> float:
    """What today's posts are worth by hour and bunching, of which HOURS_BELIEVED (on the log scale)
    is believed: the best of many estimated hours are never as good as they look."""
    log, fitted = reading.log, reading.fit
    planned = float(np.interp(today, np.arange(len(totals)), totals))
    if log.n < FEW_POSTS:
        return planned
    own = ~log.is_randomised if not log.is_randomised.all() else np.ones(log.n, bool)
    hour = np.floor(np.mod(log.hours, HOURS_A_WEEK)).astype(int)
    layout = fitted.frame.layout
    crowded = stocks.crowding(log.hours, fitted.tau_hours)
    lost = crowded @ np.maximum(fitted.mean[layout.crowding], 0.0)
    each = np.exp(np.clip(reading.worth[hour] + lost, -3.0, 3.0))[own]
    own_worth = max(today * each.mean(), 1e-9)
    believed = planned * (own_worth / planned) ** HOURS_BELIEVED
    return float(np.clip(believed, LEAST_TODAY * planned, 1.1 * planned))


def choose(view: Outlook, limits: Limits, today: float) -> int:
    """The pace with the highest expected share of the best; staying gets a hair's breadth."""
    expected = view.expected.copy()
    expected[int(np.argmin(np.abs(view.paces - today)))] += MOVE_WORTH
    most = most_a_week(limits, today)
    allowed = (view.paces >= limits.least) & (view.paces <= most)
    if not allowed.any():
        return min(int(view.paces[-1]), most)
    return int(view.paces[int(np.argmax(np.where(allowed, expected, -np.inf)))])


def _advice(reading: Reading, place: Ground, view: Outlook, n: int) -> Advice:
    prior, log = reading.fit.prior, reading.log
    stake = float(1.0 - view.expected[n - 1]) if n else 0.0
    spread = view.best_range(0.80)
    evidence = _evidence(reading, spread)
    wide = spread.high / max(spread.low, 1.0) > WIDEST_RATIO
    tried = randomised_weeks(log) >= WEEKS_OF_TRIAL
    limit = prior.cannot_tell_above * (AFTER_TRIAL if tried else BEFORE_TRIAL)
    unsure = stake > limit or wide or evidence is Evidence.NONE
    gain, p_better = _gain(view, n)
    return Advice(
        n_posts=log.n,
        n_read=reading.fit.n_seen,
        today_per_week=round(reading.today, 2),
        advice_per_week=n,
        first_step=first_step(n, 0.0 if log.is_one_day else reading.today, reading.limits),
        range95=view.best_range(0.95),
        range80=spread,
        range50=view.best_range(0.50),
        p_better=p_better,
        gain=gain,
        regret_at_stake=min(max(stake, 0.0), 1.0),
        verdict=_verdict(n, reading.today, unsure),
        evidence=evidence,
        slots=slots_of(plan_hours(place, n)),
        curve=_curve(view.brought, n, reading.today),
        hours=tuple(float(x) for x in reading.worth),
        notices=_notices(reading, n),
        experiment=None,
        prior_network=prior.network,
        prior_hash=prior.hash,
        n_randomised_weeks=randomised_weeks(log),
    )


def randomised_weeks(log: Log) -> int:
    """Weeks with at least one post of an experiment."""
    return len(np.unique(log.hours[log.is_randomised] // HOURS_A_WEEK))


def first_step(n: int, today: float, limits: Limits) -> int:
    """The destination, or as much of the way as doubling or halving today's pace allows, but never
    more than the person can do, nor less than the person wants where there is room for it."""
    if today <= 0 or n == 0:
        return n
    low, high = np.ceil(today / GREATEST_STEP), np.floor(today * GREATEST_STEP)
    careful = int(np.clip(n, max(low, 1.0), max(high, 1.0)))
    return max(min(careful, limits.most or careful), min(limits.least, n))


def _evidence(reading: Reading, spread: Range) -> Evidence:
    if reading.fit.n_seen < FEW_POSTS:
        return Evidence.NONE
    empty = fit(read_log(()), np.zeros(0, bool), reading.fit.prior, pace=reading.today)
    narrowed = reading.fit.peak_log_sd / empty.peak_log_sd
    return evidence_of(narrowed, spread.high / max(spread.low, 1.0))


def evidence_of(narrowed: float, ratio: float) -> Evidence:
    """How much the posts say: `narrowed` is the share that is left of the width of what was known
    before, `ratio` that of the ends of the 80 % range, which must be of help too."""
    found = (name for below, most, name in EVIDENCE_BELOW if narrowed < below and ratio <= most)
    return next(found, Evidence.WEAK)


def _verdict(n: int, today: float, unsure: bool) -> Verdict:
    if unsure:
        return Verdict.CANNOT_TELL
    if abs(n - today) <= max(0.5, 0.1 * today):
        return Verdict.STAY
    return Verdict.MORE if n > today else Verdict.FEWER


def _gain(view: Outlook, n: int) -> tuple[Gain, float]:
    """Expected gain in what comes back over today, and the chance that it is worth more than today
    when what posts cost is taken off; the middle is a ratio of expectations, so
    that a few possibilities where today earns nothing do not promise the sky. Nobody can lose more
    than all, however little a post earns beyond its cost."""
    if n == 0:
        return Gain(0.0, Range(0.0, 0.0)), LEAST_CHANCE
    back = view.brought
    gains, weights = back.gains(n)
    low, high = weighted_quantiles(gains, weights, (0.1, 0.9))
    now = float(back.weights @ np.maximum(back.today, FLOOR_NOW))
    mean = float(back.weights @ np.maximum(back.share[:, n - 1], 0.0)) / now - 1.0
    gains, weights = view.gains(n)
    return Gain(mean, Range(low, high)), doubted(float(weights @ (gains > 0.0) / weights.sum()))


def _curve(view: Outlook, n: int, today: float) -> tuple[CurvePoint, ...]:
    """As far as today's pace and the advice, with the same doubt about today as the expected gain:
    one page, one range."""
    points = []
    for pace in map(int, view.paces[: max(MOST_DRAWN, n, int(np.ceil(today)))]):
        gains, weights = view.gains(pace)
        low, middle, high = weighted_quantiles(gains, weights, (0.1, 0.5, 0.9))
        points.append(CurvePoint(pace, middle + 1.0, Range(low + 1.0, high + 1.0)))
    return tuple(points)


def _notices(reading: Reading, n: int) -> tuple[Notice, ...]:
    blank = reading.log.blank(reading.limits)
    found = [*reading.log.notices, *([blank] if blank else [])]
    if reading.fit.frame.step_at is not None:
        found.append(Notice("level_jump"))
    if 0 < reading.log.n < FEW_POSTS:
        found.append(Notice("few_posts", {"n": reading.log.n}))
    if n < reading.limits.least:
        found.append(Notice("limits_leave_no_room", {"n": n}))
    return tuple(found)
