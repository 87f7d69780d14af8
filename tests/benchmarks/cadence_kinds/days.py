"""What the makers of accounts draw with: hours of a day, weekdays, numbers spread by factors."""

from __future__ import annotations

import numpy as np

HOUR = np.arange(168)


def day(peak, width):
    """A hump over the hours of every day."""
    return np.exp(-0.5 * (((HOUR % 24) - peak + 12) % 24 - 12) ** 2 / width**2)


def weekdays(rng, login):
    """The hours with some weekdays livelier than others."""
    return login * np.exp(rng.normal(0, 0.15, 7))[HOUR // 24]


def ln(rng, middle, sd):
    """A log-normal number."""
    return float(np.exp(rng.normal(np.log(middle), sd)))


def mixed(login, anytime):
    """The hours of an audience of which the share `anytime` comes at any waking hour alike."""
    awake = np.where(HOUR % 24 >= 6, 1.0, 0.25)
    return (1 - anytime) * login + anytime * login.mean() * awake / awake.mean()
