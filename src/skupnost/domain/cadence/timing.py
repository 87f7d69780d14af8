"""The week's rhythm: three scales of curves over the day, the weekend's difference, weekdays."""

from __future__ import annotations

from itertools import product

import numpy as np

from skupnost.domain.cadence.values import HOURS_A_WEEK, Bools, Floats, Limits

N_DAY, N_WEEKEND = 11, 3
N_TIMING = 2 * N_DAY + 2 * N_WEEKEND + 7
TILTS, DAY_SCALES = (0.0, 0.7), (0.3, 0.8, 1.8)
WEEKEND_SCALES, WEEKDAY_SCALES = (0.7, 2.2), (0.5, 1.4)


def basis(hours: Floats) -> Floats:
    """Columns (n x 35) for local hours since a Monday 00:00."""
    angle = np.mod(hours, 24.0) * (2 * np.pi / 24)
    day = np.floor(np.mod(hours, HOURS_A_WEEK) / 24.0).astype(int) % 7
    weekend = (day >= 5).astype(float)
    columns = [f(k * angle) for k in range(1, N_DAY + 1) for f in (np.sin, np.cos)]
    columns += [weekend * f(k * angle) for k in range(1, N_WEEKEND + 1) for f in (np.sin, np.cos)]
    weekdays = np.zeros((len(hours), 7))
    weekdays[np.arange(len(hours)), day] = 1.0
    return np.hstack([np.stack(columns, 1), weekdays]) if len(hours) else np.zeros((0, N_TIMING))


def week_basis() -> Floats:
    """The 168 hours of a week, each at its middle."""
    return basis(np.arange(HOURS_A_WEEK) + 0.5)


def default_sd() -> Floats:
    """How far the rhythm of an account may be from its network's, before anything is seen."""
    day = [0.4 / k**0.55 for k in range(1, N_DAY + 1) for _ in range(2)]
    weekend = [0.35 / k for k in range(1, N_WEEKEND + 1) for _ in range(2)]
    return np.array([*day, *weekend, *[0.25] * 7])


def spreads(usual: Floats) -> Floats:
    """How far the rhythm of one account may stray from its network's (24 candidates x 35): smooth
    or wavy over the day, hardly or strongly, and so for the weekend's difference and the weekdays.
    `usual` are the network's; the candidates are weighed by the evidence of the account."""
    day, weekend, weekdays = np.split(usual, (2 * N_DAY, 2 * N_DAY + 2 * N_WEEKEND))
    wave = np.repeat(np.arange(1, N_DAY + 1), 2)
    found = []
    for tilt, *scales in product(TILTS, DAY_SCALES, WEEKEND_SCALES, WEEKDAY_SCALES):
        smoother = day * wave**-tilt
        smoother = smoother * np.sqrt((day**2).sum() / (smoother**2).sum())
        parts = (smoother, weekend, weekdays)
        found.append(np.concatenate([a * b for a, b in zip(scales, parts, strict=True)]))
    return np.array(found)


def allowed_hours(limits: Limits) -> Bools:
    """Which of the 168 hours the person's limits leave."""
    hour = np.arange(HOURS_A_WEEK)
    in_hours = np.isin(hour % 24, sorted(limits.hours)) & ~np.isin(hour, sorted(limits.quiet))
    return np.asarray(in_hours & np.isin(hour // 24, sorted(limits.weekdays)))
