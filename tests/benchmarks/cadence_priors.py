"""Make the priors of the cadence adviser from simulated audiences of several kinds.

    python -m tests.benchmarks.cadence_priors            all kinds: writes the shipped files
    python -m tests.benchmarks.cadence_priors --dry      only says what it would write

First the moments (rhythm, bias, spreads) are learnt from the fits of all training accounts, then
three numbers of the posterior are chosen for the least regret under honest ranges; the rest is
set by hand. `without` leaves a kind out of all of it.
"""

from __future__ import annotations

import argparse
import itertools
import pickle
import tempfile
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from skupnost.domain.cadence import prior_for, read
from skupnost.domain.cadence import priors as priors_module
from skupnost.domain.cadence.advising import _worth_today, most_a_week
from skupnost.domain.cadence.deciding import Outlook, outlook
from skupnost.domain.cadence.fitting import posterior, shape_prior
from skupnost.domain.cadence.losses import read_losses
from skupnost.domain.cadence.planning import greedy
from skupnost.domain.cadence.priors import Prior, to_json
from skupnost.domain.cadence.shapes import FELT
from tests.benchmarks.cadence_kinds.accounts import GRID, KINDS, habit_slots
from tests.benchmarks.cadence_trials import carry

CACHE = Path(tempfile.gettempdir()) / "skupnost-cadence"
N_TRAINING = 24
TEMPERS, BLURS = (0.3, 0.4, 0.5, 0.6, 0.8), (0.06, 0.12, 0.18, 0.24)
SPREADS = (0.45, 0.55, 0.7)
LEAST_BIAS_SD = 0.15
PENALTY, TOO_WIDE = 0.35, 0.87
A_WEEK = {"day": 7.0, "week": 1.0, "month": 12 / 52}
MANIFESTS = Path(__file__).parents[2] / "src" / "skupnost" / "connectors"


@dataclass
class Case:
    """A training account: its three histories and the truth about every pace."""

    kind: str
    best: int
    truth: np.ndarray
    habit: float
    histories: list
    account: object


def cases(kind: str, n: int = N_TRAINING) -> list[Case]:
    """Training accounts of a kind, made once and kept outside the repository."""
    CACHE.mkdir(exist_ok=True)
    path = CACHE / f"{kind}-{n}.pickle"
    if path.exists():
        return pickle.loads(path.read_bytes())
    found = [_case(kind, seed) for seed in range(n)]
    path.write_bytes(pickle.dumps(found))
    return found


def _case(kind, seed):
    account, stages = carry(kind, seed, Prior())
    best, top = account.best()
    truth = np.array([account.value(account.slots(n)) for n in GRID]) / top
    habit = account.value(habit_slots(account.habit["pace"], account.habit["hour"])) / top
    return Case(kind, best, truth, habit, [stage.posts for stage in stages], account)


@dataclass
class View:
    """One stage of one case as the search sees it: everything that the searched numbers leave."""

    kind: str
    best: int
    truth: np.ndarray
    habit: float
    stage: int
    scores: np.ndarray
    outlook: Outlook
    pace: float
    moments: dict


def views(n: int = N_TRAINING) -> list[View]:
    """Every stage of every training account read under the prior set by hand, made once."""
    path = CACHE / f"views-{n}.pickle"
    if not path.exists():
        found = [
            _view(case, stage) for kind in KINDS for case in cases(kind, n) for stage in range(3)
        ]
        path.write_bytes(pickle.dumps(found))
    return pickle.loads(path.read_bytes())


def _view(case: Case, stage: int) -> View:
    prior = Prior()
    reading = read(case.histories[stage], prior=prior, now=None)
    totals = greedy(reading.ground(), most_a_week(reading.limits, reading.today))[1]
    today = reading.today
    view = outlook(
        reading.fit, read_losses(reading.log, (), prior), totals, today=today,
        today_worth=_worth_today(reading, totals, today), cost=0.0, limits=reading.limits,
    )  # fmt: skip
    return View(
        case.kind, case.best, case.truth, case.habit, stage, reading.fit.scores, view, today,
        _parts(reading.fit),
    )  # fmt: skip


def _parts(fit) -> dict:
    """Mean and variance of what the moments are made of."""
    layout, variance = fit.frame.layout, np.diag(fit.covariance)
    where = {
        "timing": layout.timing,
        "crowding": layout.crowding,
        "bias": slice(layout.bias, layout.bias + 1),
    }
    found = {name: (fit.mean[at], variance[at]) for name, at in where.items()}
    return found | {"week_sd": fit.week_sd, "post_sd": fit.post_sd}


def moments(prior: Prior, seen: list[View]) -> Prior:
    """The prior with rhythm, bias and spreads as the training accounts have them after sixteen
    randomised weeks. How far rhythms stray stays as set by hand: learnt, it was too far."""
    late = [view.moments for view in seen if view.stage == 2]
    timing, crowding, bias = (_moment(late, name) for name in ("timing", "crowding", "bias"))
    return replace(
        prior,
        timing_mean=_rounded(timing[0]),
        crowding_mean=_rounded(np.clip(crowding[0], 0.0, 0.2)),
        crowding_sd=_rounded(np.maximum(crowding[1], 0.06)),
        bias_mean=round(float(bias[0][0]), 3),
        bias_sd=round(max(float(bias[1][0]), LEAST_BIAS_SD), 3),
        week_sd=round(float(np.median([parts["week_sd"] for parts in late])), 3),
        post_sd=round(float(np.median([parts["post_sd"] for parts in late])), 3),
    )


def _moment(late, name):
    means = np.array([parts[name][0] for parts in late])
    own = np.array([parts[name][1] for parts in late])
    return means.mean(0), np.sqrt((own + (means - means.mean(0)) ** 2).mean(0))


def _rounded(values):
    return tuple(round(float(value), 3) for value in values)


@dataclass
class Outcome:
    """What a view comes to under a prior."""

    n: int
    value: float
    holds80: bool
    holds95: bool
    width: float
    ratio: float
    promised: float
    stake: float


def outcome(view: View, prior: Prior) -> Outcome:
    """The advice that the posterior of this prior gives, and what it is truly worth."""
    weights = posterior(shape_prior(prior, view.pace), view.scores, prior)
    weights = weights.reshape(len(FELT), -1).sum(0)
    n_losses = len(view.outlook.weights) // len(weights)
    share_of_losses = view.outlook.weights.reshape(len(weights), n_losses).sum(0)
    now = replace(view.outlook, weights=np.outer(weights, share_of_losses).ravel())
    expected = now.expected
    n = int(now.paces[int(np.argmax(expected))])
    wide, wider = now.best_range(0.8), now.best_range(0.95)
    best = view.best
    value = float(np.interp(np.log(n), np.log(GRID), view.truth))
    return Outcome(
        n, value, wide.low <= best <= wide.high, wider.low <= best <= wider.high,
        wide.high / max(wide.low, 1.0), n / best,
        float(expected[n - 1] / (now.weights @ now.today)), float(1 - expected[n - 1]),
    )  # fmt: skip


def loss(prior: Prior, seen: list[View]) -> tuple[float, dict]:
    """Mean regret with what dishonest ranges and a lean cost; and the figures behind it."""
    found = [outcome(view, prior) for view in seen]
    stages = np.array([view.stage for view in seen])
    kinds = np.array([view.kind for view in seen])
    regret = np.array([1 - row.value for row in found])
    lean = np.array([np.log(row.ratio) for row in found])
    figures, total = {}, 0.0
    for stage in range(3):
        here = stages == stage
        c80 = float(np.mean([row.holds80 for row, at in zip(found, here, strict=True) if at]))
        c95 = float(np.mean([row.holds95 for row, at in zip(found, here, strict=True) if at]))
        leans = [np.median(lean[here & (kinds == kind)]) for kind in set(kinds)]
        width = np.median([row.width for row, at in zip(found, here, strict=True) if at])
        total += regret[here].mean() + PENALTY * max(0, 0.80 - c80) + PENALTY * max(0, 0.94 - c95)
        total += PENALTY * max(0, c80 - TOO_WIDE)
        total += 0.05 * np.mean(np.abs(leans)) + 0.02 * max(0.0, np.log(width / 3.8))
        figures[stage] = tuple(round(float(x), 3) for x in (regret[here].mean(), c80, c95, width))
    return total, figures


def search(prior: Prior, seen: list[View]) -> Prior:
    """The best of sixty: how far the evidence is believed, how much is blurred, how wide the
    prior is. More numbers than these three were tried (weights of powers and of felt paces, by
    random search): better on what they were fitted to, much worse on the kind left out."""
    tried = [
        replace(prior, temper=temper, structure_log_sd=blur, pace_log_sd=sd)
        for temper, blur, sd in itertools.product(TEMPERS, BLURS, SPREADS)
    ]
    return min(tried, key=lambda one: loss(one, seen)[0])


def learn(kinds: list[str], *, n: int = N_TRAINING) -> Prior:
    """The prior that accounts of these kinds teach."""
    seen = [view for view in views(n) if view.kind in kinds]
    better = search(moments(Prior(), seen), seen)
    print(", ".join(kinds), loss(better, seen), flush=True)
    return replace(better, made_from=f"simulated {', '.join(kinds)}; {n} accounts each")


def without(kind: str, *, n: int = N_TRAINING) -> Prior:
    """The prior learnt from all kinds but one; kept outside the repository."""
    path = CACHE / f"prior-without-{kind}-{n}.json"
    if not path.exists():
        prior = learn([name for name in KINDS if name != kind], n=n)
        path.write_text(to_json(prior), encoding="utf-8")
    return priors_module.from_json(path.read_text(encoding="utf-8"))


def of_network(general: Prior, slug: str, habit: dict) -> Prior:
    """The general prior leaning by a quarter towards the pace that is usual on a network: such
    figures say what accounts do, hardly what is best for them."""
    usual = float(np.sqrt(habit["low"] * habit["high"]) * A_WEEK[habit["per"]])
    return replace(
        general,
        network=slug,
        usual_pace=round(usual, 2),
        pace_log_mean=round(0.75 * general.pace_log_mean + 0.25 * float(np.log(usual)), 3),
        made_from=f"{general.made_from}; usual pace: {habit['study']}",
    )


def networks(general: Prior) -> list[Prior]:
    """One prior for each network whose manifest names a pace."""
    found = []
    for path in sorted(MANIFESTS.glob("*/manifest.toml")):
        habits = tomllib.loads(path.read_text(encoding="utf-8")).get("cadence", [])
        known = [row for row in habits if row.get("low") and row.get("per") in A_WEEK]
        if known:
            found.append(of_network(general, path.parent.name, known[0]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--dry", action="store_true")
    parser.add_argument("--networks", action="store_true", help="only anew from the general one")
    chosen = parser.parse_args()
    general = prior_for() if chosen.networks else learn(list(KINDS))
    folder = Path(priors_module.__file__).parent / "priors"
    for prior in [general, *networks(general)]:
        print(prior.network, prior.hash, prior.usual_pace, prior.pace_log_mean)
        if not chosen.dry:
            path = folder / f"{prior.network}.json"
            path.write_text(to_json(prior), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    # what is kept names its classes by this module, not by the script that was started
    from tests.benchmarks.cadence_priors import main as begin

    begin()
