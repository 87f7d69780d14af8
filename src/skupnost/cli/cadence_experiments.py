"""Experiments as the command line tells them, from a table or from what is stored."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from skupnost.cli.answers import answer
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_data

if TYPE_CHECKING:
    from skupnost.domain.cadence import Advice, ArmResult, ExperimentResult
    from skupnost.strategy.models import Refit

NO_RESPONSE = (
    "Posts are marked as randomised, but of none of them is known what came back: there is nothing "
    "to read yet."
)
ENOUGH = "That is enough: the experiment may end."
NOT_YET = "That is not enough yet: go on, around the new advice."


def refit(as_json: AsJson = False) -> None:
    """Count every running experiment anew, as the worker does on Mondays; end what is decided."""
    open_data()
    from skupnost.strategy.refitting import refit as refit_one
    from skupnost.strategy.refitting import unfinished

    now, value = datetime.now(UTC), []
    for experiment in unfinished():
        made = refit_one(experiment=experiment, now=now)
        experiment.refresh_from_db()
        value += [refit_value(made[-1])] if made else []
    lines = [f"{row['client']} {row['channel']}  {row['sentence']}" for row in value]
    answer(value, as_json=as_json, lines=lines or ["No experiment has a week to count."])


def refit_value(row: Refit) -> dict[str, Any]:
    """What was kept for one Monday of an experiment; older versions kept chances of 1."""
    from skupnost.domain.cadence import doubted

    experiment = row.experiment
    ended = experiment.ended_because
    return {
        "experiment": experiment.pk,
        "client": experiment.channel.client.slug,
        "channel": experiment.channel_id,
        "monday": row.monday.isoformat(),
        "n_weeks": row.n_weeks,
        "of_weeks": len(experiment.order),
        "advice_per_week": row.advice_per_week,
        "range80": [row.low80, row.high80],
        "range95": [row.low95, row.high95],
        "p_better": doubted(round(row.p_better, 4)),
        "verdict": row.verdict,
        "is_decided": row.is_decided,
        "ended_because": ended or None,
        "sentence": _refit_sentence(row) + (f" It has ended: {ended}." if ended else ""),
    }


def _refit_sentence(row: Refit) -> str:
    state = "decided" if row.is_decided else "not decided"
    return (
        f"After {row.n_weeks} of {len(row.experiment.order)} weeks: {row.advice_per_week} a week "
        f"(80 %: {row.low80:.0f}-{row.high80:.0f}), {state}."
    )


def shown_value(result: ExperimentResult) -> dict[str, Any]:
    """What the randomised weeks of a table showed: their arms and each of them."""
    return {
        "n_weeks": sum(arm.n_weeks for arm in result.arms),
        "arms": [_arm_value(arm) for arm in result.arms],
        "weeks": [
            {
                "week_of": week.monday.isoformat(),
                "posts": week.n_posts,
                "response": round(week.response, 2),
            }
            for week in result.weeks
        ],
        "is_decided": result.is_decided,
    }


def _arm_value(arm: ArmResult) -> dict[str, Any]:
    error, spread = arm.standard_error, arm.range80
    return {
        "posts_per_week": round(arm.level, 2),
        "n_weeks": arm.n_weeks,
        "response_per_week": round(arm.response_per_week, 2),
        "standard_error": None if error is None else round(error, 2),
        "range80": [round(spread.low, 2), round(spread.high, 2)] if spread else None,
    }


def experiment_sentence(result: ExperimentResult) -> str:
    """What the randomised weeks showed, in a paragraph."""
    if not result.arms and result.after.n_randomised_weeks:
        return NO_RESPONSE
    if not result.arms:
        return "No post is marked as randomised: there is nothing to read yet."
    moved = (
        f"Before them the advice was {_advice(result.before)}, with them {_advice(result.after)}."
    )
    end = ENOUGH if result.is_decided else NOT_YET
    return " ".join([*map(_arm_sentence, result.arms), moved, end])


def _arm_sentence(arm: ArmResult) -> str:
    if arm.range80 is None:
        return (
            f"1 week with {arm.level:.3g} posts brought {arm.response_per_week:.4g}; a single week "
            "says nothing of the spread."
        )
    low, high = arm.range80.low, arm.range80.high
    return (
        f"{arm.n_weeks} weeks with about {arm.level:.3g} posts brought {arm.response_per_week:.4g} "
        f"a week on average (80 %: {low:.4g}-{high:.4g})."
    )


def _advice(advice: Advice) -> str:
    low, high = advice.range80.low, advice.range80.high
    return f"{advice.advice_per_week} a week ({low:.0f}-{high:.0f})"
