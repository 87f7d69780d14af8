"""What the randomised weeks showed, in a paragraph."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, ngettext

from skupnost.channels.models import Channel
from skupnost.domain import cadence
from skupnost.domain.cadence import ExperimentResult
from skupnost.strategy.counsel import limits_of
from skupnost.strategy.models import Experiment
from skupnost.strategy.pasts import past_posts
from skupnost.strategy.sentences import number, span


def result_words(channel: Channel, *, now: datetime) -> str:
    """The result of the channel's experiments so far; empty where there is nothing yet."""
    if not Experiment.objects.filter(channel=channel).exists():
        return ""
    posts, prior = past_posts(channel), cadence.prior_for(channel.network)
    if not any(post.is_randomised and post.response is not None for post in posts):
        return gettext("No post of the experiment has a result yet.")
    result = cadence.read_experiment(posts, prior=prior, limits=limits_of(channel), now=now)
    return " ".join([*_arms(result), _moved(result), _end(result)])


def _arms(result: ExperimentResult) -> list[str]:
    said = (
        ngettext(
            "%(n)s week with about %(pace)s posts brought %(response)s on average.",
            "%(n)s weeks with about %(pace)s posts brought %(response)s a week on average.",
            arm.n_weeks,
        )
        % {"n": arm.n_weeks, "pace": number(arm.level), "response": number(arm.response_per_week)}
        for arm in result.arms
    )
    return list(said)


def _moved(result: ExperimentResult) -> str:
    words = {
        "before": result.before.advice_per_week,
        "before_range": span(result.before.range80),
        "after": result.after.advice_per_week,
        "after_range": span(result.after.range80),
    }
    return (
        gettext(
            "Before, the advice was %(before)s a week (80 %%: %(before_range)s); now it is "
            "%(after)s (%(after_range)s)."
        )
        % words
    )


def _end(result: ExperimentResult) -> str:
    if result.is_decided:
        return gettext("That is enough: the experiment may end.")
    return gettext("That is not enough yet: go on.")
