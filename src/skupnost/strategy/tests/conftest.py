"""A channel with a past: two years in which more posts brought more, up to a point."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from skupnost.channels.models import Channel
from skupnost.metrics.models import FeedHour, FeedReading, PastPost, Reading
from skupnost.strategy.models import Experiment, Refit, Slot
from skupnost.strategy.refitting import settle


@pytest.fixture
def past(channel, now: datetime):
    """Sixty posts of the bakery, five a week, those at noon better than others."""
    dice = random.Random(4)
    for number in range(60):
        at = now - timedelta(days=84 - 1.4 * number)
        at = at.replace(hour=dice.choice((8, 11, 16, 19)), minute=5)
        post = PastPost.objects.create(
            channel=channel, identity=f"id:{number}", digest=f"{number}", posted_at=at
        )
        value = dice.randint(8, 20) * (2 if at.hour == 11 else 1)
        Reading.objects.create(
            post=post, metric="interactions", unit="counts", value=value, observed_at=now
        )
    return channel


@pytest.fixture
def past_until(channel):
    """Posts of a channel from one Monday on: `paces` has how many there are in each week; most
    comes back at eight a week."""

    def make(monday: date, paces: Sequence[int], now: datetime) -> Channel:
        dice = random.Random(11)
        zone = ZoneInfo(channel.client.zone)
        for week, pace in enumerate(paces):
            for number in range(pace):
                day = monday + timedelta(weeks=week, days=7 * number // pace)
                at = datetime.combine(day, time(9 + number % 9, 10), tzinfo=zone).astimezone(UTC)
                name = f"{at.isoformat()}-{number}"
                post = PastPost.objects.create(
                    channel=channel, identity=name, digest=name[:64], posted_at=at
                )
                value = max(1, round(60 * math.exp(-pace / 8) * dice.lognormvariate(0, 0.4)))
                Reading.objects.create(
                    post=post, metric="interactions", unit="counts", value=value, observed_at=now
                )
        return channel

    return make


ORDER = [3, 9, 9, 3, 9, 3, 3, 9]


@pytest.fixture
def tried(past_until, now: datetime) -> Experiment:
    """An experiment in its fifth week on the Wednesday that is now; the third week was not kept
    as planned, and there were ten weeks before it."""
    starts_on = date(2026, 10, 26)
    channel = past_until(starts_on - timedelta(weeks=10), [5, 4, 6, 5] * 2 + [5, 5], now)
    past_until(starts_on, [3, 9, 4, 3, 3], now)
    experiment = Experiment.objects.create(
        channel=channel,
        seed=1,
        starts_on=starts_on,
        levels=[3, 9],
        order=ORDER,
        begun_at=now - timedelta(days=35),
    )
    moments = [now + timedelta(days=days) for days in (-9, 1, 2, 9, 16)]
    Slot.objects.bulk_create(Slot(channel=channel, at=at, experiment=experiment) for at in moments)
    return experiment


@pytest.fixture
def decided(tried: Experiment, now: datetime) -> Experiment:
    """The same, with an answer on this week's Monday that ended it."""
    values = {"low80": 6, "high80": 9, "low95": 5, "high95": 11, "p_better": 0.9, "made_at": now}
    row = Refit.objects.create(
        experiment=tried,
        monday=date(2026, 11, 23),
        n_weeks=4,
        advice_per_week=8,
        verdict="more",
        is_decided=True,
        **values,
    )
    assert settle(experiment=tried, newest=row, now=now)
    return tried


@pytest.fixture
def tooter(bakery, new_channel, now: datetime):
    """The bakery's Mastodon channel, whose feed was read for two weeks: busy from nine to eleven in
    the morning and from six to eight in the evening, quiet at night (in UTC)."""
    channel = new_channel(bakery, "mastodon")
    channel.server = "https://mastodon.example"
    channel.health = "ok"
    channel.save()
    for number in range(1, 14 * 24 + 1):
        at = (now - timedelta(hours=number)).replace(minute=0)
        n_posts = 20 if at.hour in (9, 10, 18, 19) else 1 if at.hour < 6 else 5
        FeedHour.objects.create(
            channel=channel, source="network", starts_at=at, n_posts=n_posts, observed_at=now
        )
    FeedReading.objects.create(
        channel=channel,
        read_at=now,
        asked_at=now,
        own_posted_at=now - timedelta(hours=5),
        rank=30,
        authors=["a", "b", "c"],
    )
    return channel


class Forms(HTMLParser):
    """What a browser would send of each form on a page, by name, and where to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[str]]]] = []
        self.select, self.area, self.is_inside = "", "", False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "form":
            self.found.append((told.get("action", ""), {}))
        self.is_inside = self.is_inside or tag == "form"
        if not self.is_inside:
            return
        if tag == "input" and told.get("name"):
            is_box = told.get("type") in ("checkbox", "radio")
            if not is_box or "checked" in told:
                self.add(told["name"], told.get("value", "on" if is_box else ""))
        elif tag == "select":
            self.select = told["name"]
        elif tag == "option" and ("selected" in told or self.select not in self.found[-1][1]):
            self.found[-1][1][self.select] = [told.get("value", "")]
        elif tag == "textarea":
            self.area = told["name"]
            self.add(self.area, "")

    def handle_data(self, data):
        if self.area:
            # A browser leaves out the line end that a textarea begins with, and sends CR LF.
            words = data.replace("\r\n", "\n").removeprefix("\n")
            self.found[-1][1][self.area][-1] += words.replace("\n", "\r\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""
        elif tag == "form":
            self.is_inside = False

    def add(self, name, value):
        self.found[-1][1].setdefault(name, []).append(value)


class Tab:
    """A page that was opened once, with the form that has this field as it stood then."""

    def __init__(self, browser, address, field):
        self.browser, self.field = browser, field
        self.read(browser.get(address))

    def read(self, answer):
        """Take the form of an answer for the one that stands in the tab now."""
        found = Forms(answer.content.decode()).found
        to, self.sent = next((to, form) for to, form in found if self.field in form)
        self.to = to or answer.request["PATH_INFO"]
        with suppress(KeyError):
            del self.sent["csrfmiddlewaretoken"]

    def send(self, to="", **changes):
        """Send it with these fields written anew; None: a box that is not ticked."""
        for name, value in changes.items():
            self.sent.pop(name, None)
            if value is not None:
                self.sent[name] = value
        return self.browser.post(to or self.to, self.sent, follow=True)

    def ask_for_row(self, rows):
        """Press "Another row" below the rows of this prefix."""
        answer = self.browser.post(self.to, {**self.sent, "more": rows})
        self.read(answer)
        return answer

    def send_again(self, answer, **changes):
        """Send once more what the answer shows."""
        self.read(answer)
        return self.send(**changes)


@pytest.fixture
def tab(client, alice):
    """Opens the form with a field on a page, as Alice."""
    client.force_login(alice)

    def opened(address: str, field: str) -> Tab:
        return Tab(client, address, field)

    return opened
