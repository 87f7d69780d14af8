"""From the posterior to a number: the pace with the least expected regret."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from skupnost.domain.cadence.fitting import Fit
from skupnost.domain.cadence.lessons import Told
from skupnost.domain.cadence.losses import Losses, untold
from skupnost.domain.cadence.shapes import FELT, Shapes, log_response, shapes
from skupnost.domain.cadence.values import Floats, Limits, Range

LOG_FLOOR = 1e-9
# Where no pace earns its cost, losses are measured by this share of what comes back without cost.
LEAST_NET = 0.05
HOURS_DOUBT = 0.1
# Paces among which the best of a possibility is sought, whatever the limits and costs.
LOOKED_AT = np.unique(np.round(np.geomspace(1.0, 240.0, 90)))
N_DOUBTS = 7
FLOOR_THEN, FLOOR_NOW = 0.05, 0.15
# At x times its best pace an account gets exp(-a log(x)^2) of the best: a below it, a above it.
FALL_BELOW, FALL_ABOVE = 0.4, 0.5


@dataclass(frozen=True, slots=True)
class Outlook:
    """For each pace the share of the best that each possibility promises (possibilities x paces),
    the same with the usual fall beside the best, by which a pace is chosen (`fallen`), the weight
    of each possibility, its best pace, and today's share (possibilities), which the hours of the
    day make uncertain by `today_log_sd`. Where a post costs something these shares are of what is
    left, of the best within the limits, and `before` is the same outlook without costs and limits:
    what comes back."""

    paces: Floats
    share: Floats
    usual: Floats
    weights: Floats
    best: Floats
    today: Floats
    today_log_sd: float = 0.0
    before: Outlook | None = None

    @property
    def brought(self) -> Outlook:
        """What comes back, whatever a post costs and whatever the limits allow."""
        return self.before or self

    @property
    def expected(self) -> Floats:
        """Expected share of the best at each pace: 1 less expected regret."""
        return np.asarray(self.weights @ self.usual)

    def quantiles(self, points: tuple[float, ...]) -> list[float]:
        """Quantiles of the best pace over the possibilities."""
        return weighted_quantiles(self.best, self.weights, points)

    def best_range(self, inside: float) -> Range:
        """Whole posts a week that hold the best with the chance `inside`."""
        low, high = self.quantiles(((1 - inside) / 2, (1 + inside) / 2))
        return Range(float(np.floor(low + 0.5)), float(np.ceil(high - 0.5)))

    def gains(self, n: int) -> tuple[Floats, Floats]:
        """What n posts a week bring against today less 1, with the weights of the values."""
        points, share = np.polynomial.hermite_e.hermegauss(N_DOUBTS)
        now = np.maximum(self.today, FLOOR_NOW)[:, None] * np.exp(self.today_log_sd * points)
        ratio = np.maximum(self.share[:, n - 1], FLOOR_THEN)[:, None] / now
        return (ratio - 1.0).ravel(), np.outer(self.weights, share / share.sum()).ravel()


def weighted_quantiles(values: Floats, weights: Floats, points: tuple[float, ...]) -> list[float]:
    """Quantiles of a weighted sample, between its values."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) - 0.5 * weights[order]
    return [float(x) for x in np.interp(points, reached / weights.sum(), values[order])]


def outlook(
    fit: Fit,
    losses: Losses,
    worth: Floats,
    *,
    today: float,
    today_worth: float,
    cost: float,
    limits: Limits,
    told: Told | None = None,
) -> Outlook:
    """`worth[n]` is the total worth of n planned posts (from 0), `today_worth` that of today's pace
    at today's hours; `cost` is what a post must earn, as a share of a post of today; `told` is what
    simulated histories say of the best pace: it weighs the shapes only, as none of them tells who
    left. `worth` reaches as far as is looked at without `limits`, so that these decide which paces
    may be advised, but not what a pace brings against today's."""
    family = shapes()
    paces = np.arange(1, len(worth), dtype=float)
    weights = fit.weights.reshape(len(FELT), -1).sum(0)
    if told is not None:
        weights = told.weigh(weights, log_best(family, untold(fit.prior)))
    every = np.append(paces, today)
    flow = np.exp(log_response(every, family))
    value = flow * np.append(worth[1:], today_worth)[:, None]
    total = value[:, :, None] * losses.kept(every).T[:, None, :]
    usual = fallen(total[:-1], paces)
    planned = float(np.interp(today, np.arange(len(worth)), worth))
    doubt = float(
        np.hypot(np.log(max(planned, LOG_FLOOR) / max(today_worth, LOG_FLOOR)), HOURS_DOUBT)
    )
    both = np.outer(weights, losses.weights).ravel()
    seen = _Seen(paces, total, both, doubt, _may(Limits(), len(paces)))
    before, bound = seen.outlook(total, usual), _may(limits, len(paces))
    if cost <= 0.0 and bound == seen.may:
        return before
    paid = cost * total[-1] / max(today, 0.5) * every[:, None, None]
    found = replace(seen, may=bound).outlook(total - paid, usual - paid[:-1])
    return replace(found, before=before)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What makes an outlook of values: the paces, what comes back at them and today (paces and
    today x shapes x losses), the weights, the doubt about today, which paces the limits allow."""

    paces: Floats
    gross: Floats
    weights: Floats
    doubt: float
    may: slice

    def outlook(self, value: Floats, usual: Floats) -> Outlook:
        """`value` has the shape of `gross`, `usual` has no row for today."""
        share, chosen = self._shares(value), self._shares(usual)
        best = self.paces[self.may][chosen[:, self.may].argmax(1)]
        return Outlook(
            self.paces, share[:, :-1], chosen, self.weights, best, share[:, -1], self.doubt
        )

    def _shares(self, value: Floats) -> Floats:
        """As shares of the best that the limits allow (possibilities x paces)."""
        flat, gross = (some.reshape(len(some), -1) for some in (value, self.gross))
        least = LEAST_NET * gross[self.may].max(0)
        top = np.maximum(np.maximum(flat[self.may].max(0), least), LOG_FLOOR)
        return np.asarray((flat / top).T)


def _may(limits: Limits, n_paces: int) -> slice:
    """The places of the paces that the limits allow, of those from 1 to `n_paces`; the last that
    there is room for where that is less than the least."""
    most = min(limits.most or n_paces, n_paces)
    return slice(max(min(limits.least, most), 1) - 1, most)


def fallen(total: Floats, paces: Floats) -> Floats:
    """The values (paces x shapes x losses) with the best pace of each possibility and its height as
    they are, and the usual fall to both sides. Logs tell where the best lies sooner than how steep
    the sides are, and the shapes fall more steeply beyond it than audiences were seen to. Where the
    best lies at the end of what is looked at, the shape's own values stay: it may be beyond."""
    at = total.argmax(0)
    away = np.log(paces)[:, None, None] - np.log(paces[at])
    usual = np.exp(-np.where(away > 0.0, FALL_ABOVE, FALL_BELOW) * away**2)
    usual *= np.take_along_axis(total, at[None], 0)
    return np.asarray(np.where(at == len(paces) - 1, total, usual))


def log_best(family: Shapes, losses: Losses) -> Floats:
    """The log of the best pace of each shape under the mean of these losses, where hours, limits
    and costs play no part."""
    kept = losses.weights @ losses.kept(LOOKED_AT)
    value = (LOOKED_AT * kept)[:, None] * np.exp(log_response(LOOKED_AT, family))
    return np.asarray(np.log(LOOKED_AT[value.argmax(0)]))
