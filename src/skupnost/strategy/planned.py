"""Posts that stand in the calendar, beside which slots are placed: those handed over to the ledger,
and drafts that have a time there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.module_loading import import_string

from skupnost.clients.models import Client
from skupnost.publishing import queries as ledger
from skupnost.strategy.models import FILLS_WITHIN, Slot

WEEK = timedelta(weeks=1)
Moments = dict[int, list[datetime]]
Asked = Callable[[Client, datetime, datetime], Mapping[int, Sequence[datetime]]]


def planned_between(client: Client, first: datetime, last: datetime) -> Moments:
    """When posts of a client's channels are planned between two moments (both included), by
    channel, in order: those that are still to go out, and drafts with a time."""
    return _together(client, first, last, ledger.planned_between)


def standing_between(client: Client, first: datetime, last: datetime) -> Moments:
    """The same with posts that went out or could not: whatever fills a slot."""
    return _together(client, first, last, ledger.standing_between)


def _together(client: Client, first: datetime, last: datetime, handed_over: Asked) -> Moments:
    """Drafts are the business of a room above this one: the settings name whom to ask."""
    drafts = cast(Asked, import_string(settings.DRAFTS_BETWEEN))
    found: Moments = defaultdict(list)
    for asked in (handed_over, drafts):
        for channel, moments in asked(client, first, last).items():
            found[channel] += moments
    return {channel: sorted(moments) for channel, moments in found.items()}


def is_near(at: datetime, moments: Iterable[datetime]) -> bool:
    """Whether a post at one of the moments fills a slot at that one."""
    return any(abs(at - moment) < FILLS_WITHIN for moment in moments)


def open_slots(client: Client, slots: Sequence[Slot]) -> list[Slot]:
    """Those of the client's slots that no post on their channel fills, in their order; nothing is
    asked where there are none. In the week of an experiment a post at another hour fills one too,
    so that no more posts come of the open ones than the week asks for."""
    if not slots:
        return []
    weeks = _weeks_of_trials(client, slots)
    known = [*slots, *(slot for week in weeks for slot in week.slots)]
    first = min([*(slot.at for slot in known), *(week.starts_at for week in weeks)])
    last = max([*(slot.at for slot in known), *(week.ends_at for week in weeks)])
    posts = standing_between(client, first - FILLS_WITHIN, last + FILLS_WITHIN)
    filled = {slot.pk for week in weeks for slot in week.filled(posts)}
    filled |= {slot.pk for slot in slots if is_near(slot.at, posts.get(slot.channel_id, ()))}
    return [slot for slot in slots if slot.pk not in filled]


@dataclass(frozen=True, slots=True)
class _TrialWeek:
    """A week of an experiment with all its slots that stand, and the posts that it asks for."""

    starts_at: datetime
    ends_at: datetime
    asked: int
    slots: tuple[Slot, ...]

    def filled(self, moments: Moments) -> list[Slot]:
        """The slots that posts of other hours fill: of those that would be too many, the nearest
        to such a post, first on its day."""
        posts = moments.get(self.slots[0].channel_id, [])
        inside = [at for at in posts if self.starts_at <= at < self.ends_at]
        left = [slot for slot in self.slots if not is_near(slot.at, posts)]
        astray = [at for at in inside if not is_near(at, [slot.at for slot in self.slots])]
        n_over = len(left) - max(self.asked - len(inside), 0)
        found: list[Slot] = []
        for at in astray[: max(n_over, 0)]:
            found += [nearest := min(left, key=partial(self._distance, at))]
            left.remove(nearest)
        return found

    def _distance(self, at: datetime, slot: Slot) -> tuple[bool, timedelta]:
        zone = self.starts_at.tzinfo
        is_other_day = at.astimezone(zone).date() != slot.at.astimezone(zone).date()
        return is_other_day, abs(slot.at - at)


def _weeks_of_trials(client: Client, slots: Sequence[Slot]) -> list[_TrialWeek]:
    """The weeks of experiments in which some of the slots lie; one question where there are any."""
    zone = ZoneInfo(client.zone)
    tried = {_week_of(slot, zone) for slot in slots if slot.experiment_id}
    if not tried:
        return []
    rows = Slot.objects.filter(experiment__in={trial for trial, _week in tried})
    found: dict[tuple[int | None, date], list[Slot]] = defaultdict(list)
    for slot in rows.select_related("experiment"):
        found[_week_of(slot, zone)].append(slot)
    return [_trial_week(found[key], key[1], zone) for key in tried if found[key]]


def _trial_week(slots: Sequence[Slot], monday: date, zone: ZoneInfo) -> _TrialWeek:
    trial = slots[0].experiment
    assert trial is not None
    place = (monday - trial.starts_on).days // 7
    asked = trial.order[place] if 0 <= place < len(trial.order) else len(slots)
    start, end = (datetime.combine(day, time(), zone) for day in (monday, monday + WEEK))
    return _TrialWeek(start, end, asked, tuple(slots))


def _week_of(slot: Slot, zone: ZoneInfo) -> tuple[int | None, date]:
    """The experiment of a slot, and the Monday of its week."""
    day = slot.at.astimezone(zone).date()
    return slot.experiment_id, day - timedelta(days=day.weekday())
