"""Histories for the tests: a known response, a known pace, a fixed seed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from skupnost.domain.cadence import PastPost
from skupnost.domain.cadence.stocks import rate

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)


def at(hours: float) -> datetime:
    """So many hours after a Monday midnight."""
    return MONDAY + timedelta(hours=float(hours))


def posts(hours, responses, **marks) -> list[PastPost]:
    return [
        PastPost(at(hour), None if value is None else float(value), **marks)
        for hour, value in zip(hours, responses, strict=True)
    ]


def switchback(*, best: float, weeks: int = 24, seed: int = 1, level: float = 200.0):
    """Randomised weeks of 2 to 28 posts whose responses follow exp(-pace / best), where the pace
    is felt over ten days."""
    rng = np.random.default_rng(seed)
    paces = rng.choice([2, 5, 12, 28], weeks)
    in_week = [np.sort(rng.uniform(7, 160, n)) for n in paces]
    hours = np.concatenate([week * 168 + some for week, some in enumerate(in_week)])
    pace = rate(hours, 240.0)
    mean = level * np.exp(-pace / best) * np.exp(rng.normal(0, 0.5, len(hours)))
    return posts(hours, rng.poisson(mean), is_randomised=True)


def steady(*, n: int = 60, weeks: int = 12, seed: int = 2, level: float = 30.0) -> list[PastPost]:
    """Posts at random times whose responses depend on nothing."""
    rng = np.random.default_rng(seed)
    hours = np.sort(rng.uniform(0, weeks * 168, n))
    return posts(hours, rng.poisson(level * np.exp(rng.normal(0, 0.4, n))))
