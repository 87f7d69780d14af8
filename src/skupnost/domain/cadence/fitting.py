"""Reading a log: iterated weighted least squares, and the exact evidence of every shape.

Given a response shape all else is linear and Gaussian on the working scale, with a random effect
for each week (posts of one week share a mood). The columns and weeks are integrated out in closed
form, which leaves one number for each of the 4,500 possibilities: its evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from skupnost.domain.cadence.design import Design, Frame, Layout, design_of, frame_of, prior_of
from skupnost.domain.cadence.links import link
from skupnost.domain.cadence.logs import Log
from skupnost.domain.cadence.priors import CROWDING_HOURS, Prior
from skupnost.domain.cadence.shapes import FELT, N_SHAPES, PEAKS, peak_weights
from skupnost.domain.cadence.timing import spreads
from skupnost.domain.cadence.values import Bools, Floats, Ints

N_ROUNDS = 3
N_STEPS = 5
DEGREES = 5.0
PRIOR_COUNT = 6.0
WIDEST_STEP = 3.0
SMALLEST_SD = 0.1
HABIT_LOG_SD = 0.6


@dataclass(frozen=True, slots=True)
class Fit:
    """The posterior: `weights` over felt paces x shapes (from `log_prior` and the log evidence
    `scores`), then the columns given their mean.

    `anchor` is the eta around which everything is measured; `post_sd` and `week_sd` are the spreads
    of posts and of weeks."""

    frame: Frame
    prior: Prior
    weights: Floats
    mean: Floats
    covariance: Floats
    tau_hours: float
    anchor: float
    post_sd: float
    week_sd: float
    n_seen: int
    log_prior: Floats
    scores: Floats

    @property
    def peak_log_sd(self) -> float:
        """How wide the posterior of the log peak is."""
        over = self.weights.reshape(len(FELT), -1, len(PEAKS)).sum((0, 1))
        log = np.log(PEAKS)
        return float(np.sqrt(max(over @ log**2 - (over @ log) ** 2, 0.0)))


@dataclass(slots=True)
class _State:
    """What the rounds refine."""

    eta: Floats
    residual: Floats
    precision: Floats
    post_var: float
    week_var: float
    timing_sd: Floats
    offset: Floats
    working: Floats


@dataclass(frozen=True, slots=True)
class _Weeks:
    """The block structure of the noise: K = diag(1 / d) + week_var Z Z'."""

    index: Ints
    n: int

    def inverse_times(self, d: Floats, week_var: float, values: Floats) -> Floats:
        """K^-1 applied to the columns of `values`."""
        share = week_var / (1.0 + week_var * np.bincount(self.index, d, self.n))
        weighted = d[:, None] * values
        return weighted - d[:, None] * (share[:, None] * self.sums(weighted))[self.index]

    def sums(self, values: Floats) -> Floats:
        """Sums of each column within the weeks."""
        starts = np.flatnonzero(np.diff(self.index, prepend=-1))
        return np.asarray(np.add.reduceat(values, starts, axis=0))


def shape_prior(prior: Prior, pace: float) -> Floats:
    """Log prior weights over felt paces x shapes; `pace` is the account's own, 0 if unknown."""
    peaks = peak_weights(prior.pace_log_mean, prior.pace_log_sd)
    if pace > 0:
        own = peak_weights(float(np.log(np.clip(pace, 0.7, 250.0))), HABIT_LOG_SD)
        peaks = (1 - prior.habit_weight) * peaks + prior.habit_weight * own
    shape = np.outer(prior.power_weights, peaks).ravel()
    weights = np.outer(prior.felt_weights, shape).ravel()
    return np.asarray(np.log(weights / weights.sum() + 1e-300))


@dataclass(frozen=True, slots=True)
class _Task:
    """What stays the same while a log is read."""

    log: Log
    seen: Bools
    prior: Prior
    design: Design
    weeks: _Weeks
    logs: Floats
    log_prior: Floats
    anchor: float


def fit(log: Log, seen: Bools, prior: Prior, *, pace: float = 0.0) -> Fit:
    """The posterior of one account; with fewer than two posts seen it is the prior."""
    log_prior = shape_prior(prior, pace)
    if seen.sum() < 2:
        return _unread(log, seen, prior, log_prior)
    task = _task(log, seen, prior, log_prior)
    state = _start(task)
    log_weights = log_prior
    for i in range(N_ROUNDS):
        if i:
            weights = np.exp(log_weights).reshape(len(FELT), -1)
            state.offset = _mixed(task.design, weights)
        _settle(state, task)
        state.timing_sd = _rhythms(state, task, task.design).likeliest
        scores, _volume = _evidence(state, task, task.design)
        log_weights = _normal(log_prior + prior.temper * scores.ravel())
    return _best_crowding(state, task)


def _task(log: Log, seen: Bools, prior: Prior, log_prior: Floats) -> _Task:
    middle = int(np.argmax(prior.crowding_hours_weights))
    design = design_of(log, seen, frame_of(log, seen), CROWDING_HOURS[middle])
    weeks = _Weeks(design.week, int(design.week.max()) + 1)
    logs = np.log1p(log.response[seen])
    table = link(round(prior.post_sd * 10))
    anchor = table.inverse(float(np.clip(logs.mean(), 0.01, 16.0)))
    return _Task(log, seen, prior, design, weeks, logs, log_prior, anchor)


def _unread(log: Log, seen: Bools, prior: Prior, log_prior: Floats) -> Fit:
    frame = frame_of(log, seen) if log.n else _no_frame()
    mean, precision = prior_of(frame, prior)
    return Fit(
        frame=frame,
        prior=prior,
        weights=np.exp(log_prior),
        mean=mean,
        covariance=np.linalg.inv(precision),
        tau_hours=CROWDING_HOURS[1],
        anchor=float(np.log1p(log.response[seen]).mean()) if seen.any() else 1.0,
        post_sd=prior.post_sd,
        week_sd=prior.week_sd,
        n_seen=0,
        log_prior=log_prior,
        scores=np.zeros(len(log_prior)),
    )


def _no_frame() -> Frame:
    return Frame(Layout(2, 1), np.array([0.0, 24.0]), 0.0, 0.0, None)


def _start(task: _Task) -> _State:
    n, prior = len(task.logs), task.prior
    return _State(
        eta=np.full(n, task.anchor),
        residual=np.zeros(n),
        precision=np.full(n, 1.0 / prior.post_sd**2),
        post_var=prior.post_sd**2,
        week_var=prior.week_sd**2,
        timing_sd=np.array(prior.timing_sd),
        offset=np.zeros(n),
        working=np.zeros(n),
    )


def _mixed(design: Design, weights: Floats) -> Floats:
    """The mean response to pace at each post."""
    by_stock = np.zeros((len(design.paces), weights.shape[1]))
    for felt, each in zip(FELT, weights, strict=True):
        by_stock[felt.near] += felt.share * each
        by_stock[felt.far] += (1.0 - felt.share) * each
    found = np.zeros(len(design.columns))
    for pace, each in zip(design.paces, by_stock, strict=True):
        found += pace.hats @ (pace.values @ each)
    return found


def _normal(log_weights: Floats) -> Floats:
    top = log_weights.max()
    return np.asarray(log_weights - top - np.log(np.exp(log_weights - top).sum()))


def _settle(state: _State, task: _Task) -> None:
    """Iterate working responses, weights and spreads for the present mean offset."""
    for _ in range(N_STEPS):
        table = link(int(np.clip(round(np.sqrt(state.post_var) * 10), 1, 30)))
        expected, slope, counting = table.at(state.eta)
        step = np.clip((task.logs - expected) / slope, -WIDEST_STEP, WIDEST_STEP)
        state.working = state.eta + step - task.anchor
        counted = counting / slope**2
        total = state.post_var + counted
        state.precision = (DEGREES + 1) / (DEGREES + state.residual**2 / total) / total
        _solve_once(state, task, counted)


def _solve_once(state: _State, task: _Task, counted: Floats) -> None:
    design, weeks = task.design, task.weeks
    mean0, prior_precision = prior_of(design.frame, task.prior, state.timing_sd)
    x, d = design.columns, state.precision
    kx = weeks.inverse_times(d, state.week_var, x)
    target = state.working - state.offset
    covariance = np.linalg.inv(x.T @ kx + prior_precision)
    mean = covariance @ (kx.T @ target + prior_precision @ mean0)
    residual = target - x @ mean
    share = state.week_var / (1.0 + state.week_var * np.bincount(weeks.index, d, weeks.n))
    mood = share * np.bincount(weeks.index, d * residual, weeks.n)
    state.residual = residual - mood[weeks.index]
    state.eta = np.clip(state.working - state.residual + task.anchor, -7.0, 17.0)
    _update_week(state, task.prior, mood, share)
    _update_post(state, task, counted)


def _update_week(state: _State, prior: Prior, mood: Floats, share: Floats) -> None:
    """The spread of weeks, shrunk to the network's."""
    week = PRIOR_COUNT * prior.week_sd**2 + float(mood @ mood + share.sum())
    state.week_var = max(week / (PRIOR_COUNT + len(mood)), 1e-3)


def _update_post(state: _State, task: _Task, counted: Floats) -> None:
    """The spread of posts beyond counting, shrunk to the network's; columns cost freedom."""
    layout, n = task.design.frame.layout, len(state.residual)
    left = max(n - 0.5 * min(layout.n - layout.n_levels, n), 1.0)
    total = state.post_var + counted
    known = (state.post_var / total) ** 2
    robust = state.precision * total
    raw = robust * state.residual**2 * (n / left) - counted
    post = PRIOR_COUNT * task.prior.post_sd**2 + max(float(known @ raw), 0.0)
    state.post_var = float(np.clip(post / (PRIOR_COUNT + known.sum()), SMALLEST_SD**2, 9.0))


@dataclass(frozen=True, slots=True)
class _Rhythms:
    """The columns under every candidate for how far the rhythm strays: its evidence, the mean, the
    root of the precision."""

    sds: Floats
    weights: Floats
    means: Floats
    roots: Floats

    @property
    def likeliest(self) -> Floats:
        return np.asarray(self.sds[int(np.argmax(self.weights))])

    def together(self) -> tuple[Floats, Floats]:
        """Mean and covariance of the columns over all candidates."""
        mean = self.weights @ self.means
        stray = self.means - mean
        covariance = (stray * self.weights[:, None]).T @ stray
        for weight, root in zip(self.weights, self.roots, strict=True):
            half = np.linalg.inv(root)
            covariance += weight * (half.T @ half)
        return mean, covariance


def _rhythms(state: _State, task: _Task, design: Design) -> _Rhythms:
    """The columns under each candidate, for the present mean offset."""
    mean0, precision = prior_of(design.frame, task.prior)
    x, where = design.columns, design.frame.layout.timing
    kx = task.weeks.inverse_times(state.precision, state.week_var, x)
    seen, told = x.T @ kx, kx.T @ (state.working - state.offset - x @ mean0)
    sds = spreads(np.array(task.prior.timing_sd))
    logs, means, roots = [], [], []
    for sd in sds:
        np.fill_diagonal(precision[where, where], sd**-2.0)
        root = np.linalg.cholesky(seen + precision)
        half = np.linalg.solve(root, told)
        logs.append(0.5 * half @ half - np.log(sd).sum() - np.log(np.diag(root)).sum())
        means.append(mean0 + np.linalg.solve(root.T, half))
        roots.append(root)
    weights = np.exp(_normal(np.array(logs)))
    return _Rhythms(sds, weights, np.array(means), np.array(roots))


def _evidence(state: _State, task: _Task, design: Design) -> tuple[Floats, float]:
    """Log evidence of each felt pace x shape, and of all."""
    mean0, prior_precision = prior_of(design.frame, task.prior, state.timing_sd)
    x, d, weeks = design.columns, state.precision, task.weeks
    kx = weeks.inverse_times(d, state.week_var, x)
    a = x.T @ kx + prior_precision
    chol = np.linalg.cholesky(a)
    free = state.working - x @ mean0
    hats = np.hstack([pace.hats for pace in design.paces])
    noise = weeks.inverse_times(d, state.week_var, hats)
    explained = np.linalg.solve(chol, kx.T @ hats)
    linear = noise.T @ free - explained.T @ np.linalg.solve(chol, kx.T @ free)
    square = hats.T @ noise - explained.T @ explained
    scores = _scores(design, linear, square)
    return scores, -float(np.log(np.diag(chol)).sum())


def _scores(design: Design, linear: Floats, square: Floats) -> Floats:
    """Log evidence of each felt pace x shape from the linear and square terms of all knots."""
    n = len(design.paces)
    values = [pace.values for pace in design.paces]
    knots = values[0].shape[0]
    terms = linear.reshape(n, knots)
    blocks = square.reshape(n, knots, n, knots)
    scores = np.zeros((len(FELT), N_SHAPES))
    for at, felt in enumerate(FELT):
        parts = ((felt.near, felt.share), (felt.far, 1.0 - felt.share))
        for i, a in parts:
            scores[at] += a * (values[i].T @ terms[i])
            for j, b in parts:
                scores[at] -= 0.5 * a * b * (values[i] * (blocks[i, :, j] @ values[j])).sum(0)
    return scores


def _best_crowding(state: _State, task: _Task) -> Fit:
    """The fit under the fading time of crowding that the posts support best."""
    prior, frame = task.prior, task.design.frame
    found, best = None, -np.inf
    for tau, share in zip(CROWDING_HOURS, prior.crowding_hours_weights, strict=True):
        design = design_of(task.log, task.seen, frame, tau)
        scores, volume = _evidence(state, task, design)
        total = float(scores.max()) + volume + float(np.log(share + 1e-9))
        if found is None or total > best:
            found, best = (design, scores.ravel(), tau), total
    assert found is not None
    design, scores, tau = found
    mean, covariance = _rhythms(state, task, design).together()
    return _fit(state, task, scores, (mean, covariance, tau))


def posterior(log_prior: Floats, scores: Floats, prior: Prior) -> Floats:
    """Weights over felt paces x shapes: the prior, the believed share of the evidence, a blur."""
    log_weights = _normal(log_prior + prior.temper * scores)
    return _blurred(np.exp(log_weights), prior.structure_log_sd)


def _blurred(weights: Floats, log_sd: float) -> Floats:
    """The weights with the log peak blurred: no family of shapes is the truth."""
    log = np.log(PEAKS)
    kernel = np.exp(-0.5 * ((log[:, None] - log) / max(log_sd, 1e-3)) ** 2)
    kernel /= kernel.sum(1, keepdims=True)
    cube = weights.reshape(-1, len(PEAKS)) @ kernel
    return np.asarray(cube.ravel() / cube.sum())


def _fit(state: _State, task: _Task, scores: Floats, linear: tuple[Floats, Floats, float]) -> Fit:
    mean, covariance, tau = linear
    return Fit(
        frame=task.design.frame,
        prior=task.prior,
        weights=posterior(task.log_prior, scores, task.prior),
        mean=mean,
        covariance=covariance,
        tau_hours=tau,
        anchor=task.anchor,
        post_sd=float(np.sqrt(state.post_var)),
        week_sd=float(np.sqrt(state.week_var)),
        n_seen=int(task.seen.sum()),
        log_prior=task.log_prior,
        scores=scores - scores.max(),
    )
