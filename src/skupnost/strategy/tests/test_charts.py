"""Charts of a channel: what each shows, says and lists."""

from __future__ import annotations

from datetime import timedelta

import pytest

from skupnost.strategy import actions, charts
from skupnost.strategy.counsel import counsel
from skupnost.strategy.figures import figures_of_client, from_value
from skupnost.strategy.models import ChannelLimits, Experiment


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
    actions.place_week(channel=past, counsel=counsel(past, now=now), posts_a_week=2, now=now)
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


def test_an_experiment_with_results_is_a_chart_of_its_weeks(past, now, drawn):
    assert "experiment" not in drawn(past)
    start = (now - timedelta(days=28)).date()
    monday = start - timedelta(days=start.weekday())
    values = {"seed": 1, "levels": [3, 9], "order": [3, 9, 9, 3], "begun_at": now}
    Experiment.objects.create(channel=past, starts_on=monday, **values)
    chart = drawn(past)["experiment"]
    assert chart.sentence.startswith("Before, the advice was ")
    assert sum(int(row[1]) for row in chart.rows) == 4


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
