"""What a network thinks of the moment of a post, and of the others around it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skupnost.domain.payload import Part
from skupnost.domain.preflight import Occasion, Other, check, limit_for
from skupnost.domain.preflight.tests.posts import (
    FILM,
    POST,
    counted,
    fact,
    picture,
    with_details,
)

ALONE = Occasion()
HOUR = 3_600


def used(payload, name, *before, **more):
    """How much of a rate is used up with this post, after others so many seconds before."""
    occasion = Occasion(others=tuple(Other(seconds, payload) for seconds in before))
    return counted(payload, f"rate.{name}", occasion=occasion, **more).get("channel")


@pytest.mark.parametrize(
    "key",
    [
        "rate.posts_per_day",
        "rate.seconds_between_posts",
        "publishing.queue_max",
        "publishing.schedule_max_seconds",
        "media.account_bytes_max",
    ],
)
def test_without_an_occasion_nothing_is_said_of_it(key):
    assert counted(replace(POST, media=(picture(),)), key) == {}


@pytest.mark.parametrize(
    ("name", "n"),
    [
        ("posts_per_day", 2),
        ("articles_per_day", 1),
        ("replies_per_day", 1),
        ("points_per_day", 6),
        ("calls_per_day", 5),
        ("media_per_day", 3),
        ("images_per_day", 1),
        ("videos_per_day", 2),
        ("video_minutes_per_day", 1.5),
    ],
)
def test_each_rate_counts_what_it_is_about(name, n):
    unread = replace(FILM, seconds=None)
    post = replace(POST, media=(picture(), FILM), thread=(Part("two", (unread,)),))
    assert used(post, name) == n


@pytest.mark.parametrize(
    ("name", "chosen"), [("reels_per_day", "reel"), ("stories_per_day", "story")]
)
def test_a_rate_of_a_format_counts_posts_in_that_format(name, chosen):
    assert used(with_details(format=chosen), name) == 1
    assert used(POST, name) is None


def test_what_lies_within_the_window_is_added_the_same_second_too():
    assert used(POST, "posts_per_hour", 0, HOUR - 1, HOUR, -1, window_seconds=HOUR) == 3
    assert used(POST, "posts", 2 * HOUR) == 2


def test_a_post_without_any_uses_nothing_up():
    assert used(POST, "videos_per_day", 1) is None


def test_units_are_paid_for_the_list_each_subtitle_and_the_first_comment():
    beside = {
        **fact("rate.cost_list", 1),
        **fact("rate.cost_caption_insert", 400),
        **fact("rate.cost_comment_insert", 50),
    }
    plain = replace(POST, subtitles=(picture(mime="text/vtt"),) * 2)
    assert used(plain, "units_per_day", beside=beside) == 801
    talking = replace(plain, details=(("first_comment", "Early"),))
    assert used(talking, "units_per_day", beside=beside) == 851
    assert used(talking, "units_per_day") is None


def test_the_gap_is_that_to_the_last_post_before():
    others = tuple(Other(seconds, POST) for seconds in (-5, 90, 40))
    key = "rate.seconds_between_posts"
    (finding,) = check(POST, fact(key, 60), occasion=Occasion(others=others))
    assert finding.params["value"] == 40
    assert check(POST, fact(key, 60), occasion=Occasion(others=others[:1])) == ()
    same = Occasion(others=(Other(0, POST),))
    assert check(POST, fact(key, 60), occasion=same)[0].params["value"] == 0


@pytest.mark.parametrize("ahead", [None, 0])
def test_what_goes_out_at_once_is_not_planned_too_soon(ahead):
    facts = fact("publishing.schedule_min_seconds", 600)
    assert check(POST, facts, occasion=Occasion(seconds_ahead=ahead)) == ()
    (finding,) = check(POST, facts, occasion=Occasion(seconds_ahead=599))
    assert (finding.level, finding.code) == ("hint", "scheduled_soon")


@pytest.mark.parametrize(
    ("name", "n"), [("queue_max", 4), ("schedules_total_max", 4), ("schedules_per_day_max", 2)]
)
def test_what_waits_is_counted_in_all_and_for_the_day(name, n):
    waiting = Occasion(n_waiting=4, n_that_day=2)
    assert counted(POST, f"publishing.{name}", occasion=waiting) == {"channel": n}


def test_the_account_holds_what_it_has_and_what_comes():
    post = replace(POST, media=(picture(n_bytes=9),), thread=(Part("two", (picture(n_bytes=1),)),))
    occasion = Occasion(stored_bytes=100)
    assert counted(post, "media.account_bytes_max", occasion=occasion) == {"media": 110}


@pytest.mark.parametrize(
    ("name", "level"),
    [("posts_per_day", "warning"), ("posts_per_day_recommended", "hint"),
     ("posts_per_day_new_user", "hint")],
)  # fmt: skip
def test_a_rate_warns_and_one_that_may_not_be_ours_hints(name, level):
    (finding,) = check(POST, fact(f"rate.{name}", 0), occasion=ALONE)
    assert (finding.level, finding.code) == (level, "too_often")


@pytest.mark.parametrize(
    "key", ["rate.reads_per_hour", "rate.posts_per_page", "rate.calls_per_hour_unauthenticated"]
)
def test_a_rate_of_something_else_limits_no_post(key):
    assert limit_for(key) is None
