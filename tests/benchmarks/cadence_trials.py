"""Accounts carried through their forty weeks and two experiments, as the adviser would run them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from skupnost.domain.cadence import Loss, PastPost, plan, read
from skupnost.domain.cadence.advising import Reading, advise_from
from skupnost.domain.cadence.priors import Prior
from tests.benchmarks.cadence_kinds.accounts import (
    NARROW,
    WEEKS,
    WIDE,
    Account,
    draw,
    observe,
    past,
)

MONDAY = datetime(2025, 1, 6, tzinfo=UTC)
BLOCK = 8
FOLLOWERS, COMING = 3000.0, 0.003


@dataclass(frozen=True)
class Setting:
    """What differs from the usual trial: the adviser reads unfollows too; hours matter several
    times as much as was ever measured, and the past has tried few of them; the history tells how
    many followed at each post."""

    with_losses: bool = False
    is_harsh: bool = False
    with_followers: bool = False

    @property
    def name(self) -> str:
        """What the file of its rows ends with."""
        return (
            "-losses" * self.with_losses
            + "-harsh" * self.is_harsh
            + "-followers" * self.with_followers
        )


USUAL = Setting()


@dataclass
class Stage:
    """What the adviser has read after so many randomised weeks."""

    n_weeks: int
    posts: list[PastPost]
    losses: list[Loss]
    reading: Reading
    advice: object


def posts_of(account: Account, times, weeks, first_randomised) -> tuple[list[PastPost], list[Loss]]:
    """The history as an export would show it."""
    counts, kind, lost, there = observe(account, times, weeks)
    rows = [
        PastPost(MONDAY + timedelta(hours=float(t)), float(y), "ab"[k], None, t >= first_randomised)
        for t, y, k in zip(times, counts, kind, strict=True)
    ]
    size = FOLLOWERS
    rng = np.random.default_rng([account.seed, 8])
    losses = [
        Loss(MONDAY + timedelta(weeks=w), float(rng.poisson(size * lost[w])), size * there[w])
        for w in range(weeks)
    ]
    return rows, losses


def with_followers(posts: list[PastPost], losses: list[Loss], seed: int) -> list[PastPost]:
    """The same posts with how many followed at each: those who left, and as many new ones a week as
    an account may have, whatever it posts."""
    known = [FOLLOWERS]
    for week, loss in enumerate(losses):
        came = np.random.default_rng([seed, 9, week]).poisson(known[-1] * COMING)
        gone = min(loss.unfollows / max(loss.followers, 1.0), 1.0)
        known.append(known[-1] * (1.0 - gone) + came)
    weeks = np.array([(post.at - MONDAY) / timedelta(weeks=1) for post in posts])
    told = np.round(np.interp(weeks, np.arange(len(known)), known))
    return [replace(post, followers=float(n)) for post, n in zip(posts, told, strict=True)]


def carry(kind: str, seed: int, prior: Prior, setting: Setting = USUAL):
    """The account and its three stages: history, after 8 and after 16 randomised weeks."""
    account = draw(kind, seed, is_harsh=setting.is_harsh)
    rng = np.random.default_rng([seed, 3])
    times = past(account.habit, account.demand, rng, spread=NARROW if setting.is_harsh else WIDE)
    stages, weeks = [], WEEKS
    for block in range(3):
        posts, losses = posts_of(account, times, weeks, WEEKS * 168)
        if setting.with_followers:
            posts = with_followers(posts, losses, seed)
        reading = read(posts, prior=prior, now=None)
        known = losses if setting.with_losses else []
        advice = advise_from(reading, losses=known)
        stages.append(Stage(block * BLOCK, posts, known, reading, advice))
        if block < 2:
            start = (MONDAY + timedelta(weeks=weeks)).date()
            planned = plan(reading, advice, starts_on=start, weeks=BLOCK, seed=seed + block)
            times = np.concatenate([times, _hours(planned)])
            weeks += BLOCK
    return account, stages


def _hours(planned):
    origin = MONDAY.replace(tzinfo=None)
    hours = [(slot.at - origin).total_seconds() / 3600.0 for slot in planned.slots]
    return np.sort(np.array(hours)) + np.arange(len(hours)) * 1e-5
