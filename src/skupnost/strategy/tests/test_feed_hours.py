"""Hours at the top of feeds: the profile, the programme, and the slots that follow it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from skupnost.domain.cadence import Limits
from skupnost.metrics.models import FeedHour
from skupnost.strategy import actions
from skupnost.strategy.counsel import counsel
from skupnost.strategy.feeds import chosen_hours, hour_of_week, profile_of, programme, rank_of_today
from skupnost.strategy.models import ChannelLimits, FeedChoice, Slot
from skupnost.strategy.pasts import basis_of

ZONE = ZoneInfo("Europe/Ljubljana")
ALL_DAY = Limits(hours=frozenset(range(24)))


def place(channel, n, now):
    found = counsel(channel, now=now)
    actions.place_week(known=basis_of(channel), counsel=found, posts_a_week=n, now=now)
    return list(Slot.objects.filter(channel=channel))


def hours_of(slots):
    return {slot.at.astimezone(ZONE).hour for slot in slots}


def test_the_profile_stands_in_the_zone_of_the_client(tooter):
    profile = profile_of(tooter)
    assert profile.n_hours == 14 * 24
    busiest = max(range(24), key=lambda hour: profile.by_hour[hour])
    assert busiest in (10, 11, 19, 20)


def test_less_than_a_day_of_a_feed_is_no_profile(tooter, now):
    FeedHour.objects.filter(starts_at__lt=now - timedelta(hours=20)).delete()
    assert profile_of(tooter) is None


def test_the_programme_posts_after_the_rush_and_beats_even_spacing(tooter):
    planned = programme(profile_of(tooter), 7, limits=ALL_DAY)
    assert len(planned.hours) == 7
    assert planned.rank < planned.even_rank
    assert not {hour % 24 for hour in planned.hours} & {9, 10, 18, 19}


def test_limits_and_hours_of_other_channels_are_kept(tooter):
    limits = Limits(weekdays=frozenset(range(5)), hours=frozenset({8, 12, 13}))
    free = programme(profile_of(tooter), 5, limits=limits).hours
    assert all(hour // 24 < 5 and hour % 24 in limits.hours for hour in free)
    assert not set(free) & set(programme(profile_of(tooter), 5, limits=limits, taken=free).hours)


def test_with_both_an_hour_that_brings_much_more_is_taken(tooter):
    worth = [2.0 if hour % 24 == 10 else 0.0 for hour in range(168)]
    profile = profile_of(tooter)
    mixed = programme(profile, 5, limits=ALL_DAY, worth=worth)
    assert {hour % 24 for hour in mixed.hours} == {10}
    assert mixed.rank > programme(profile, 5, limits=ALL_DAY).rank


def test_hours_of_today_are_weighed_at_their_own_number(tooter, now):
    posts = [now.astimezone(ZONE) - timedelta(days=2 * number) for number in range(1, 13)]
    a_week, rank = rank_of_today(profile_of(tooter), posts, now.astimezone(ZONE))
    assert a_week == 3.0
    assert rank > programme(profile_of(tooter), 3, limits=ALL_DAY).rank
    assert rank_of_today(profile_of(tooter), posts[:3], now.astimezone(ZONE)) is None


@pytest.mark.parametrize("hours_by", ["feeds", "both"])
def test_slots_follow_the_choice_within_the_limits(tooter, now, hours_by):
    ChannelLimits.objects.create(channel=tooter, has_weekends=False, from_hour=8, until_hour=22)
    FeedChoice.objects.create(channel=tooter, hours_by=hours_by)
    slots = place(tooter, 5, now)
    assert len(slots) == 5
    assert Slot.objects.count() == 5
    wanted = chosen_hours(basis_of(tooter), 5, counsel(tooter, now=now).advice.hours)
    assert {hour_of_week(slot.at.astimezone(ZONE)) for slot in slots} == set(wanted)
    assert all(8 <= hour < 22 for hour in hours_of(slots))


def test_without_a_profile_slots_are_placed_as_ever(past, now):
    FeedChoice.objects.create(channel=past, hours_by="feeds")
    assert chosen_hours(basis_of(past), 3, [0.0] * 168) == ()
    assert len(place(past, 3, now)) == 3


def test_quiet_hours_stay_free_at_the_top_of_feeds_too(tooter):
    quiet = frozenset(hour for hour in range(168) if hour % 24 >= 12)
    found = programme(profile_of(tooter), 7, limits=Limits(hours=ALL_DAY.hours, quiet=quiet)).hours
    assert len(found) == 7
    assert not quiet & set(found)


def test_own_posts_that_stand_keep_their_hours_and_the_others_are_laid_around_them(tooter):
    profile = profile_of(tooter)
    whole = programme(profile, 5, limits=ALL_DAY)
    rest = programme(profile, 3, limits=ALL_DAY, stand=whole.hours[:2])
    assert sorted([*rest.hours, *whole.hours[:2]]) == list(whole.hours)
    assert rest.rank == whole.rank
