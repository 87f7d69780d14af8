"""Each Monday the worker fits the experiments anew, once, and late if it must."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from skupnost.channels.models import Channel
from skupnost.metrics.models import HistoryImport
from skupnost.strategy.models import Experiment, Refit
from skupnost.strategy.refitting import is_due, refit, refit_due, unfinished

MONDAY = datetime(2026, 11, 23, tzinfo=UTC) - timedelta(hours=1)


def asked(experiment, at, format_="network"):
    HistoryImport.objects.update_or_create(
        channel=experiment.channel, format=format_, defaults={"imported_at": at}
    )


@pytest.fixture
def measured(tried):
    """The channel is on a network that tells a program what came back."""
    Channel.objects.filter(pk=tried.channel.pk).update(
        network="mastodon", account_kind="account", server="https://mastodon.example"
    )
    return Experiment.objects.get(pk=tried.pk)


def test_a_late_worker_catches_up_with_every_monday(tried, now):
    assert refit_due(now) == 1
    rows = list(Refit.objects.all())
    assert [row.n_weeks for row in rows] == [0, 1, 2, 3, 4]
    assert rows[0].monday == tried.starts_on
    assert all(row.low95 <= row.low80 <= row.high80 <= row.high95 for row in rows)


def test_twice_is_once(tried, now):
    refit_due(now)
    before = list(Refit.objects.values())
    assert refit_due(now + timedelta(hours=1)) == 0
    refit(experiment=tried, now=now)
    assert list(Refit.objects.values()) == before


def test_the_same_monday_is_found_on_the_day_or_later(tried, now):
    early = refit(experiment=tried, now=MONDAY + timedelta(minutes=5))[-1]
    late = refit(experiment=tried, now=now)[-1]
    assert early.monday == late.monday == date(2026, 11, 23)
    assert (early.low80, early.high80) == (late.low80, late.high80)


def test_before_the_first_monday_there_is_nothing_to_fit(tried):
    early = datetime(2026, 10, 25, 22, 59, tzinfo=UTC)
    assert not is_due(tried, early)
    assert refit(experiment=tried, now=early) == []


def test_monday_begins_at_midnight_of_the_client_after_the_clocks_change(tried):
    """The night before its first Monday the clocks went back: midnight is at 23:00 UTC."""
    assert is_due(tried, datetime(2026, 10, 25, 23, 1, tzinfo=UTC))


def test_it_waits_until_the_channel_was_measured_but_not_for_ever(measured):
    assert not is_due(measured, MONDAY + timedelta(hours=2))
    asked(measured, MONDAY - timedelta(hours=1))
    assert not is_due(measured, MONDAY + timedelta(hours=2))
    assert is_due(measured, MONDAY + timedelta(days=1))
    asked(measured, MONDAY + timedelta(hours=1))
    assert is_due(measured, MONDAY + timedelta(hours=2))


def test_a_fit_made_before_the_measuring_is_made_again_after_it(measured):
    refit(experiment=measured, now=MONDAY + timedelta(hours=1))
    assert not is_due(measured, MONDAY + timedelta(hours=2))
    asked(measured, MONDAY + timedelta(hours=3))
    assert is_due(measured, MONDAY + timedelta(hours=4))
    refit(experiment=measured, now=MONDAY + timedelta(days=1))
    asked(measured, MONDAY + timedelta(days=2))
    assert not is_due(measured, MONDAY + timedelta(days=2))


def test_a_file_that_was_there_before_the_fit_is_no_news(tried, now):
    asked(tried, now - timedelta(hours=1), "csv")
    refit(experiment=tried, now=now)
    assert not is_due(tried, now + timedelta(hours=2))


def test_the_mondays_of_another_experiment_are_not_taken_for_its_own(tried, new_channel, now):
    values = {"seed": 1, "levels": [3, 9], "order": tried.order, "begun_at": tried.begun_at}
    other = Experiment.objects.create(
        channel=new_channel(tried.channel.client, "mastodon"), starts_on=tried.starts_on, **values
    )
    refit(experiment=tried, now=now)
    assert len(refit(experiment=other, now=now)) == 5


def test_a_file_brought_in_later_in_the_week_is_taken_in(tried, now):
    refit(experiment=tried, now=now)
    asked(tried, now + timedelta(hours=1), "csv")
    assert is_due(tried, now + timedelta(hours=2))


def test_when_its_weeks_are_over_it_is_fitted_a_last_time_and_ends(tried):
    after = datetime(2026, 12, 23, tzinfo=UTC)
    assert refit_due(after) == 1
    ended = Experiment.objects.get()
    assert ended.ended_because == "over"
    assert ended.stopped_at == datetime(2026, 12, 20, 23, tzinfo=UTC)
    assert ended.refits.count() == 9
    assert unfinished() == []


@pytest.fixture
def clear(past_until, now):
    """An experiment of which six weeks are over, with a past that says clearly what is best."""
    starts_on = date(2026, 10, 12)
    channel = past_until(starts_on - timedelta(weeks=30), [4, 3, 5] * 10, now)
    past_until(starts_on, [4, 16, 16, 4, 4, 16], now)
    order = [4, 16, 16, 4, 4, 16, 16, 4]
    values = {"seed": 1, "levels": [4, 16], "order": order, "begun_at": now}
    return Experiment.objects.create(channel=channel, starts_on=starts_on, **values)


def test_a_clear_answer_ends_it_by_itself_in_the_middle_of_its_weeks(clear, now):
    refit_due(now)
    clear.refresh_from_db()
    newest = clear.refits.last()
    assert (newest.n_weeks, newest.is_decided) == (6, True)
    assert (clear.ended_because, clear.stopped_at, clear.is_told) == ("decided", now, False)
