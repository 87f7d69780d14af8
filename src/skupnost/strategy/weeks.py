"""The weeks of an experiment as they were: what was planned, what was posted, what came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from skupnost.domain.cadence import ArmResult, PastPost, WeekResult, arm
from skupnost.strategy.experimenting import WeekOfExperiment, period, weeks_of
from skupnost.strategy.models import Experiment

SLACK = 4


@dataclass(frozen=True, slots=True)
class WeekShown:
    """A week of an experiment. `response` is None where nothing is known of it: it is not over,
    or none of its posts has a figure; a week without posts brought nothing. `n_unknown` of its
    posts have no figure."""

    number: int
    monday: date
    planned: int
    is_many: bool
    is_over: bool
    posted: int = 0
    n_unknown: int = 0
    response: float | None = None

    @property
    def is_kept(self) -> bool:
        """Whether about as many posts went out as were planned: a quarter more or fewer is fine,
        and so is one."""
        return abs(self.posted - self.planned) <= max(1, self.planned // SLACK)

    @property
    def counts(self) -> bool:
        """Whether the means are taken over it too."""
        return self.response is not None and self.is_kept


def weeks_shown(
    experiment: Experiment, posts: Sequence[PastPost], *, now: datetime
) -> tuple[WeekShown, ...]:
    """All weeks of the experiment in order, those that are over with what came back. `posts` are
    the channel's past in the zone of its client."""
    zone = ZoneInfo(experiment.channel.client.zone)
    until = min(now, period(experiment, zone)[1])
    middle = sum(experiment.levels) / 2
    inside: dict[int, list[PastPost]] = defaultdict(list)
    for post in posts:
        inside[(post.at.astimezone(zone).date() - experiment.starts_on).days // 7].append(post)
    return tuple(
        _week(week, inside[place], is_many=week.planned > middle, is_over=week.ends_at <= until)
        for place, week in enumerate(weeks_of(experiment, zone))
    )


def _week(
    week: WeekOfExperiment, posts: Sequence[PastPost], *, is_many: bool, is_over: bool
) -> WeekShown:
    known = [post.response for post in posts if post.response is not None]
    return WeekShown(
        number=week.number,
        monday=week.monday,
        planned=week.planned,
        is_many=is_many,
        is_over=is_over,
        posted=len(posts),
        n_unknown=len(posts) - len(known),
        response=sum(known) if is_over and (known or not posts) else None,
    )


def arms_shown(weeks: Iterable[WeekShown]) -> tuple[tuple[bool, ArmResult], ...]:
    """The weeks with few and with many posts that were kept as planned: whether they are the many,
    and their mean; an arm without such a week is absent."""
    groups: dict[bool, list[WeekResult]] = {False: [], True: []}
    for week in weeks:
        if week.counts and week.response is not None:
            groups[week.is_many].append(WeekResult(week.monday, week.posted, week.response))
    return tuple((is_many, arm(group)) for is_many, group in groups.items() if group)
