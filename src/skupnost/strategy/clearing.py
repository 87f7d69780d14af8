"""An experiment's weeks laid around the days that are like no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from skupnost.domain.cadence import ExperimentPlan, Limits, plan_week
from skupnost.domain.cadence.values import ExperimentSlot
from skupnost.strategy.daysoff import ODD_KINDS, days_of, holidays_of
from skupnost.strategy.pasts import Basis

WEEK = timedelta(weeks=1)
MOST_SKIPPED = 26


def clear(known: Basis, plan: ExperimentPlan, *, worth: Sequence[float]) -> ExperimentPlan | None:
    """The plan with every week that has closed days, a contest or a campaign in it passed over (0
    posts in `order`), and posts moved off public holidays. None where half a year has no room."""
    first = plan.starts_on
    last = first + (len(plan.order) + MOST_SKIPPED) * WEEK
    odd = [one for one in known.periods if one.kind in ODD_KINDS]
    skipped = {_monday(day) for day in days_of(odd, first, last)}
    feasts = set(holidays_of(known.free, first, last))
    if not skipped and not feasts:
        return plan
    mondays = [day for n in range(len(plan.order) + MOST_SKIPPED)
               if (day := first + n * WEEK) not in skipped][: len(plan.order)]  # fmt: skip
    if len(mondays) < len(plan.order):
        return None
    return _moved(plan, mondays, feasts, known.limits, worth)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _moved(
    plan: ExperimentPlan,
    mondays: Sequence[date],
    feasts: set[date],
    limits: Limits,
    worth: Sequence[float],
) -> ExperimentPlan:
    """Week after week of the plan on these Mondays."""
    start = mondays[0]
    order = [0] * ((mondays[-1] - start) // WEEK + 1)
    slots: list[ExperimentSlot] = []
    for number, monday in enumerate(mondays):
        place = (monday - start) // WEEK
        order[place] = plan.order[number]
        shift = datetime.combine(monday, time()) - datetime.combine(plan.starts_on, time())
        own = [slot for slot in plan.slots if slot.week == number]
        times = [slot.at + shift - number * WEEK for slot in own]
        if any(at.date() in feasts for at in times):
            times = list(plan_week(monday=monday, n=len(own), worth=worth, limits=limits,
                                   holidays=feasts))  # fmt: skip
        slots += [ExperimentSlot(place, at) for at in times]
    return replace(plan, starts_on=start, order=tuple(order), slots=tuple(slots))
