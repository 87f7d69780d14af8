"""How often and when to publish: the cadence adviser.

`read` a history under a network's prior, `advise` from it, `plan` an experiment that would settle
what the history cannot, `predict` posts to come. NumPy only; the formulas and what they reached
stand in `docs/reference/cadence.md`.
"""

from skupnost.domain.cadence.advising import Reading, advise, advise_from, read
from skupnost.domain.cadence.budgets import Claim, hours_of, within_budget
from skupnost.domain.cadence.experiments import (
    arm,
    plan,
    read_experiment,
    why_none,
    with_experiment,
)
from skupnost.domain.cadence.feeds import (
    closed_loop,
    even_hours,
    expected_rank,
    hourly_profile,
    open_loop,
    profile_of_counts,
    week_profile,
    worth_as_rank,
)
from skupnost.domain.cadence.planning import plan_week
from skupnost.domain.cadence.pooling import read_all
from skupnost.domain.cadence.predicting import predict
from skupnost.domain.cadence.priors import Prior, known_networks, prior_for
from skupnost.domain.cadence.rhythm import HourWorth, posts_by_hour, rhythm
from skupnost.domain.cadence.values import (
    Advice,
    ArmResult,
    Evidence,
    ExperimentPlan,
    ExperimentResult,
    Limits,
    Loss,
    Notice,
    PastPost,
    Prediction,
    Range,
    Slot,
    Verdict,
    WeekResult,
    doubted,
)

__all__ = [
    "Advice",
    "ArmResult",
    "Claim",
    "Evidence",
    "ExperimentPlan",
    "ExperimentResult",
    "HourWorth",
    "Limits",
    "Loss",
    "Notice",
    "PastPost",
    "Prediction",
    "Prior",
    "Range",
    "Reading",
    "Slot",
    "Verdict",
    "WeekResult",
    "advise",
    "advise_from",
    "arm",
    "closed_loop",
    "doubted",
    "even_hours",
    "expected_rank",
    "hourly_profile",
    "hours_of",
    "known_networks",
    "open_loop",
    "plan",
    "plan_week",
    "posts_by_hour",
    "predict",
    "prior_for",
    "profile_of_counts",
    "read",
    "read_all",
    "read_experiment",
    "rhythm",
    "week_profile",
    "why_none",
    "with_experiment",
    "within_budget",
    "worth_as_rank",
]
