"""Holidays, closed days and periods in the calendar, and the hint to who plans onto them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from skupnost.strategy.models import Cadence, FreeTime, Period

BOARDS = ("month", "week")
VIEWS = (*BOARDS, "day")
CHRISTMAS = "2026-12-25"


@pytest.fixture
def christmas(bakery):
    return FreeTime.objects.create(client=bakery, leaves_holidays_free=True, country="SI")


@pytest.fixture
def page(client, alice, bakery):
    client.force_login(alice)
    address = reverse("editorial:calendar", args=[bakery.slug])
    return lambda view, at=CHRISTMAS: client.get(address, {"view": view, "at": at}).content.decode()


def period(client_, kind, first, last, **more):
    values = {"name": kind.title(), "kind": kind, "starts_on": first, "ends_on": last}
    return Period.objects.create(client=client_, **values, **more)


def day_of(html, day):
    """The list item of one day of a board, its inner lists included."""
    start = html.index(f'data-slot="{day}')
    start = html.rindex('<li class="day', 0, start)
    end = html.find('<li class="day', start + 1)
    return html[start : end if end > 0 else None]


@pytest.mark.parametrize("view", VIEWS)
def test_a_holiday_that_stays_free_is_named_on_its_day(page, christmas, view):
    html = page(view)
    assert "Christmas Day" in html
    assert re.search(r"Public holiday:( |</span>|<)", html)


@pytest.mark.parametrize("view", VIEWS)
def test_holidays_that_nobody_keeps_free_are_not_shown(page, bakery, view):
    FreeTime.objects.create(client=bakery, country="SI")
    assert "Christmas Day" not in page(view)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", ["closed", "contest", "campaign", "season"])
def test_a_period_is_named_in_every_view(page, bakery, view, kind):
    period(bakery, kind, "2026-12-23", "2026-12-28")
    html = page(view)
    assert f"{kind.title()}: " in html
    assert f"{kind.title()}, Wed 23 Dec to Mon 28 Dec" in html


@pytest.mark.parametrize("view", BOARDS)
def test_a_closed_day_looks_closed_and_the_next_does_not(page, bakery, view):
    period(bakery, "closed", "2026-12-24", "2026-12-25")
    html = page(view)
    assert "is-closed" in day_of(html, "2026-12-25")
    assert "is-closed" not in day_of(html, "2026-12-26")


@pytest.mark.parametrize("view", BOARDS)
def test_what_one_channel_keeps_closed_is_named_with_it_and_closes_no_day(
    page, bakery, account, view
):
    period(bakery, "closed", CHRISTMAS, CHRISTMAS, channel=account)
    html = page(view)
    assert "is-closed" not in html
    assert "Closed: Closed · Pekarna Zora (Mastodon)" in html


def test_the_band_of_a_period_has_its_name_first_and_on_mondays(page, bakery):
    period(bakery, "season", "2026-12-03", "2026-12-20")
    html = page("month")
    shown = [day for day in range(1, 22) if "<svg" in _marks(html, day)]
    assert shown == [3, 7, 14]
    assert all("Season: Season" in _marks(html, day) for day in range(3, 21))
    assert "Season" not in _marks(html, 21)


def _marks(html, day):
    return "".join(re.findall(r'(?s)<p class="mark".*?</p>', day_of(html, f"2026-12-{day:02d}")))


def test_on_a_phone_empty_days_stay_away_but_those_that_are_off(page, bakery, christmas):
    period(bakery, "season", "2026-12-02", "2026-12-31")
    html = page("month")
    shown = {d for d in range(2, 32) if "is-empty" not in day_of(html, f"2026-12-{d:02d}")}
    assert shown == {2, 25, 26}


def test_hours_that_stay_free_are_grey_and_never_tinted_as_good(page, bakery, channel, now):
    FreeTime.objects.create(client=bakery, quiet_from=20, quiet_until=9, quiet_days=[0, 1, 2])
    hours = {"worth": [n / 100 for n in range(168)], "behind": [1] * 168}
    Cadence.objects.create(channel=channel, posts_a_week=3, chosen_at=now, **hours)
    period(bakery, "closed", "2031-12-05", "2031-12-05")
    html = page("week", "2031-12-02")
    monday = day_of(html, "2031-12-01")
    assert monday.count("is-quiet") == 2
    assert monday.count("data-level") == 12
    assert "data-level" not in day_of(html, "2031-12-05")
    assert "Grey hours are quiet: Mon–Wed from 20:00 to 09:00." in html


def test_names_are_escaped(page, bakery):
    Period.objects.create(
        client=bakery, name="<b>x</b>", kind="closed", starts_on=CHRISTMAS, ends_on=CHRISTMAS
    )
    for view in VIEWS:
        assert "<b>x" not in page(view)


def test_nothing_of_another_client_is_shown(page, florist, bakery):
    period(florist, "closed", CHRISTMAS, CHRISTMAS)
    FreeTime.objects.create(client=florist, leaves_holidays_free=True, country="SI")
    html = page("month")
    assert "is-closed" not in html
    assert "Christmas" not in html


@pytest.mark.parametrize("view", VIEWS)
def test_any_number_of_periods_takes_two_queries_more(
    page, bakery, account, christmas, view, django_assert_num_queries
):
    page(view)
    with CaptureQueriesContext(connection) as few:
        page(view)
    for number in range(12):
        period(bakery, "season", "2026-12-01", f"2026-12-{number + 10}", channel=account)
    with django_assert_num_queries(len(few)):
        page(view)
    own = [row for row in few if "strategy_freetime" in row["sql"] or "_period" in row["sql"]]
    assert len(own) == 2


@pytest.fixture
def closed(bakery):
    """A day next week on which all is closed."""
    day = timezone.now().date() + timedelta(days=7)
    period(bakery, "closed", day, day)
    return f"{day:%Y-%m-%d}"


def moved(client, post, at):
    address = reverse("editorial:post_move", args=[post.client.slug, post.pk])
    form = {"at": at, "view": "month", "period": at[:7]}
    return client.post(address, form, headers={"HX-Request": "true"})


def test_a_post_that_is_moved_onto_a_closed_day_is_moved_and_told(client, alice, write, closed):
    client.force_login(alice)
    post = write()
    answer = moved(client, post, f"{closed}T18:00")
    assert answer.status_code == 200
    assert "That day is closed (Closed)." in answer.content.decode()
    post.refresh_from_db()
    assert f"{post.planned_at:%Y-%m-%d}" == closed


def test_the_form_for_moving_says_what_the_present_day_is(client, alice, write, christmas):
    client.force_login(alice)
    at = datetime.fromisoformat("2031-12-25T10:00:00+00:00")
    post = write(planned_at=at)
    html = client.get(reverse("editorial:post_move", args=[post.client.slug, post.pk]))
    assert "a public holiday that you keep free (Christmas Day)" in html.content.decode()


def test_a_new_sheet_for_a_closed_day_says_so_at_once(client, alice, bakery, closed):
    client.force_login(alice)
    address = reverse("editorial:post_new", args=[bakery.slug])
    assert "That day is closed" in client.get(address, {"at": closed}).content.decode()
    assert "That day is closed" not in client.get(address, {"at": "2031-01-08"}).content.decode()


@pytest.fixture
def send(client, alice, bakery, account):
    client.force_login(alice)
    address = reverse("editorial:post_new", args=[bakery.slug])

    def make(do, **fields):
        name = "01a13b2b-a801-7a8d-a63e-48f52ff6e61d"
        form = {"post": name, "version": "0", "channel": account.pk, "text": "Potica.", "do": do}
        return client.post(address, form | fields, follow=True)

    return make


def test_scheduling_onto_a_closed_day_works_and_is_told(send, closed):
    checked = send("check", date=closed, time="18:00").content.decode()
    assert "That day is closed (Closed)." in checked
    done = send("schedule", date=closed, time="18:00", version="1").content.decode()
    assert "Scheduled for 1 channel" in done
    assert "That day is closed (Closed)." in done


def test_a_channel_that_is_closed_is_told_only_where_the_post_goes_there(
    send, bakery, account, second, closed
):
    Period.objects.update(channel=second)
    assert "is closed that day" not in send("check", date=closed, time="18:00").content.decode()
    Period.objects.update(channel=account)
    said = send("check", date=closed, time="18:00", version="1").content.decode()
    assert "Pekarna Zora (Mastodon) is closed that day (Closed)." in said


def test_an_hour_of_the_quiet_time_is_told(send, bakery, closed):
    Period.objects.all().delete()
    FreeTime.objects.create(client=bakery, quiet_from=21, quiet_until=7, quiet_days=[*range(7)])
    said = send("check", date=closed, time="22:00").content.decode()
    assert "Quiet time: every day from 21:00 to 07:00." in said
    assert "Quiet time" not in send("check", date=closed, time="12:00").content.decode()


@pytest.mark.parametrize("day", ["", "soon", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_no_trouble(send, christmas, day):
    assert send("check", date=day, time="18:00").status_code == 200


def test_a_campaign_is_no_reason_for_a_hint(send, bakery, closed):
    Period.objects.update(kind="campaign")
    assert "That day" not in send("check", date=closed, time="18:00").content.decode()


def test_a_season_over_the_turn_of_the_year_is_on_both_sides(page, bakery):
    period(bakery, "season", date(2026, 12, 28), date(2027, 1, 3))
    for month in ("2026-12", "2027-01"):
        assert "Season: Season" in page("month", month)
