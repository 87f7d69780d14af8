"""Charts of a channel: what each shows, says and lists."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from skupnost.domain.cadence import Range
from skupnost.domain.cadence.values import CurvePoint
from skupnost.strategy import actions, charts
from skupnost.strategy.counsel import counsel
from skupnost.strategy.figures import figures_of_client, from_value
from skupnost.strategy.models import ChannelLimits, Experiment, FreeTime
from skupnost.strategy.outcome_charts import kept_charts
from skupnost.strategy.pasts import basis_of
from skupnost.strategy.refitting import refit
from skupnost.strategy.results import result_of


@pytest.fixture
def drawn(now):
    """The charts of a channel by their kind."""

    def draw(channel):
        (kept,) = figures_of_client(channel.client, now)
        found = charts.channel_charts(from_value(kept))
        return {chart.code.partition("-")[0]: chart for chart in found}

    return draw


def test_the_week_lists_what_each_day_has(past, drawn):
    ChannelLimits.objects.create(channel=past, has_weekends=False, from_hour=9, until_hour=17)
    rows = drawn(past)["week"].rows
    assert [row[0] for row in rows] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert {row[3] for row in rows[:5]} == {"00–09, 17–24"}
    assert rows[6] == ("Sun", "–", "–", "00–24")


def test_the_week_shows_what_stands_in_the_calendar_before_what_is_advised(past, now, drawn):
    assert "are advised: " in drawn(past)["week"].sentence
    actions.place_week(
        known=basis_of(past), counsel=counsel(past, now=now), posts_a_week=2, now=now
    )
    week = drawn(past)["week"]
    assert week.sentence.startswith("2 posts a week stand in the calendar: ")
    assert week.svg.count("<circle") == 2


def test_every_hour_of_the_week_is_drawn_once_and_quiet_ones_are_struck(past, drawn):
    ChannelLimits.objects.create(channel=past, from_hour=9, until_hour=17)
    svg = drawn(past)["week"].svg
    cells = svg.partition('<g fill="var(--accent)">')[2].partition("</g>")[0]
    assert cells.count("M") == 168
    struck = svg.partition("</g>")[2].partition("/>")[0]
    assert struck.count("M") == 16 * 7


def test_the_quiet_time_of_the_client_is_struck_too(past, drawn):
    FreeTime.objects.create(
        client=past.client, quiet_from=21, quiet_until=7, quiet_days=list(range(7))
    )
    assert {row[3] for row in drawn(past)["week"].rows} == {"00–07, 21–24"}


def kept(channel, now):
    """The figures of the only channel as a version would have them."""
    (value,) = json.loads(json.dumps(figures_of_client(channel.client, now)))
    return value


def drawing(chart):
    """What is drawn, without the sentence that says it."""
    return chart.svg.partition('">')[2].partition(">")[2]


def test_the_document_draws_an_experiment_as_its_own_page_does(tried, now):
    refit(experiment=tried, now=now)
    (chart,) = kept_charts(from_value(kept(tried.channel, now)))
    own = result_of(tried, now=now).charts[0]
    assert (drawing(chart), chart.rows) == (drawing(own), own.rows)
    assert chart.sentence.startswith("Before, the advice was ")
    assert chart.sentence.endswith(own.sentence)


def test_an_experiment_without_a_result_is_no_chart(past, now):
    values = {"seed": 1, "levels": [3, 9], "order": [3, 9, 9, 3], "begun_at": now}
    Experiment.objects.create(channel=past, starts_on=date(2026, 11, 30), **values)
    assert kept_charts(from_value(kept(past, now))) == ()


def test_a_version_that_kept_the_means_only_still_shows_them(past, now):
    means = {"arms": [[3.0, 4, 80.5], [9.0, 3, 120.2]], "before": [5, 3, 9], "after": [7, 5, 9]}
    old = kept(past, now) | {"experiment": means | {"is_decided": False}}
    (chart,) = kept_charts(from_value(old))
    assert "Before, the advice was 5 a week (80 %: 3–9); now it is 7 (5–9)." in chart.sentence
    assert chart.rows == (("3", "4", "80"), ("9", "3", "120"))
    assert (chart.svg.count("<circle"), "many</text>" in chart.svg) == (1, True)


def grown(past, now, *, times):
    """The figures of the channel with a curve that rises to so many times today's response."""
    points = tuple(
        CurvePoint(n, times * n / 30, Range(times * n / 40, times * n / 10)) for n in range(1, 44)
    )
    values = {"curve": points, "advice_per_week": 11, "today_per_week": 3.2}
    return replace(from_value(kept(past, now)), **values)


@pytest.mark.parametrize("times", [1.0, 5.0, 12.0, 90.0])
def test_the_whole_line_of_a_curve_is_drawn_with_few_lines_across(past, now, times):
    svg = charts.channel_charts(grown(past, now, times=times))[0].svg
    line = svg.partition("<polyline")[2].partition('points="')[2].partition('"')[0]
    heights = [float(point.partition(",")[2]) for point in line.split()]
    assert len(heights) == len(set(heights)) == 43
    assert 3 <= svg.count(" %</text>") <= 7
    assert ">0 %</text>" in svg


def test_the_figures_have_every_pace_of_which_the_words_speak(past, now):
    rows = charts.channel_charts(grown(past, now, times=2.0))[0].rows
    told = [int(row[0]) for row in rows]
    assert {3, 11, 43} <= set(told)
    assert told == sorted(set(told))
    assert len(told) <= 18


def test_a_channel_without_a_past_is_drawn_by_what_is_usual(channel, drawn):
    assert set(drawn(channel)) == {"curve", "week", "day"}


def test_the_largest_pillar_is_named(drawn):
    pillars = [{"name": "Bread", "share": 25}, {"name": "People", "share": 75}]
    (chart,) = charts.pillar_charts(pillars)
    assert chart.sentence == "The largest share has “People”: 75 % of the posts."
    assert chart.rows == (("Bread", "25 %"), ("People", "75 %"))
    assert charts.pillar_charts([]) == ()


def test_names_in_a_drawing_are_escaped_cut_and_free_of_pictographs():
    pillars = [{"name": "<b>🍞 Bread</b>" + "x" * 90, "share": 0}]
    svg = charts.pillar_charts(pillars)[0].svg
    assert "&lt;b&gt; Bread" in svg
    assert "…</text>" in svg
