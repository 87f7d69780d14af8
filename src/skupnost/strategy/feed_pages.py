"""The card "How long your posts stay near the top" of a channel's cadence page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skupnost.channels.asking import NotConnected
from skupnost.channels.sentences import why
from skupnost.domain.cadence import HourWorth
from skupnost.metrics.feeds import can_read_feed, reading_of
from skupnost.metrics.models import FeedReading, FeedSource
from skupnost.networks.queries import is_by_time
from skupnost.strategy import feed_curves, sentences
from skupnost.strategy.charts import Chart
from skupnost.strategy.counsel import Counsel
from skupnost.strategy.feeds import (
    FeedProfile,
    Programme,
    chosen_hours,
    profile_of,
    programme,
    rank_at,
    rank_of_today,
)
from skupnost.strategy.models import FeedChoice
from skupnost.strategy.pasts import Basis
from skupnost.ui import dates

FIRM_HOURS = 7 * 24
FIRM_GAIN = -0.05
Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FeedCard:
    """What the card shows. Without a profile there is no chart, and `missing` says what would give
    one."""

    choice: FeedChoice
    can_read: bool
    missing: str = ""
    chart: Chart | None = None
    sentence: str = ""
    stands_for: str = ""
    ranks: Rows = ()
    behind: Rows = ()
    evidence: str = ""
    moment: str = ""
    problem: str = ""
    file_name: str = ""
    slots: tuple[str, ...] = ()

    @property
    def is_good_now(self) -> bool:
        return bool(self.moment)


def feed_card(known: Basis, found: Counsel, *, now: datetime) -> FeedCard | None:
    """The card; None where the network does not show posts in the order of time."""
    channel = known.channel
    if not is_by_time(channel.network, channel.account_kind):
        return None
    choice, can_read = known.choice or FeedChoice(channel=channel), can_read_feed(channel)
    reading, profile = reading_of(channel), profile_of(channel)
    problem = why(NotConnected(reading.problem)) if reading.problem else ""
    n = found.advice.advice_per_week
    if profile is None or not n:
        missing = _missing(can_read=can_read)
        return FeedCard(choice, can_read, missing, problem=problem, file_name=reading.file_name)
    zone = ZoneInfo(channel.client.zone)
    planned = programme(profile, n, limits=known.limits)
    chosen = chosen_hours(known, n, found.advice.hours)
    slots = chosen or [slot.weekday * 24 + slot.hour for slot in found.advice.slots]
    return FeedCard(
        choice,
        can_read,
        chart=_chart(profile, planned),
        sentence=_sentence(n, planned),
        stands_for=_stands_for(profile),
        ranks=(*_advised(profile, slots, n), *_ranks(known, profile, now.astimezone(zone))),
        behind=_behind(profile, zone),
        evidence=evidence(profile, planned, found.rhythm),
        moment=_moment(choice, reading, now),
        problem=problem,
        file_name=reading.file_name,
        slots=hour_words(chosen),
    )


def _missing(*, can_read: bool) -> str:
    said = _("There is no profile of the feed yet, and without one nothing is claimed.")
    if can_read:
        wait = _("The feed is read every hour; a day of it is needed.")
        return f"{said} {wait}"
    more = _("A table with the times of posts that your followers see gives one.")
    return f"{said} {more}"


def _sentence(n: int, planned: Programme) -> str:
    words = {
        "n": n,
        "rank": rank_words(planned.rank),
        "even": rank_words(planned.even_rank),
        "gain": sentences.percent(planned.gain),
    }
    return (
        ngettext(
            "With %(n)s post a week at the marked hour, the posts of others above your latest one "
            "are %(rank)s on average; evenly spread it would be %(even)s (%(gain)s).",
            "With %(n)s posts a week at the marked hours, the posts of others above your latest "
            "one are %(rank)s on average; evenly spread it would be %(even)s (%(gain)s).",
            n,
        )
        % words
    )


def _stands_for(profile: FeedProfile) -> str:
    if profile.behind.source == FeedSource.FILE:
        return _(
            "Counted from the file %(name)s. It stands for the feeds of your followers as far as "
            "they follow the accounts in it."
        ) % {"name": profile.behind.file_name}
    return _(
        "Counted in the feed of this account, which stands in for the feeds of its followers: who "
        "follows whom overlaps, but it is not the same."
    )


def _chart(profile: FeedProfile, planned: Programme) -> Chart:
    title = _("What others publish, hour by hour")
    said = _chart_sentence(profile)
    return Chart(
        code="feed-week",
        title=title,
        svg=feed_curves.week(profile.by_hour, planned.hours, f"{title}. {said}"),
        sentence=said,
        heads=(_("Hour"), _("Monday to Friday"), _("Saturday and Sunday"), _("The programme")),
        rows=tuple(_hour_row(profile, planned, hour) for hour in range(24)),
        legend=_(
            "The stronger the colour, the more posts of others in that hour. Rings: the programme."
        ),
    )


def _chart_sentence(profile: FeedProfile) -> str:
    hours = range(len(profile.by_hour))
    busy, quiet = (pick(hours, key=profile.by_hour.__getitem__) for pick in (max, min))
    (busy_words,), (quiet_words,) = hour_words([busy]), hour_words([quiet])
    return _(
        "Most comes on %(busy)s, about %(most)s an hour; least on %(quiet)s, about %(least)s. What "
        "goes out before a rush is pushed down fast."
    ) % {
        "busy": busy_words,
        "most": rank_words(profile.by_hour[busy]),
        "quiet": quiet_words,
        "least": rank_words(profile.by_hour[quiet]),
    }


def _hour_row(profile: FeedProfile, planned: Programme, hour: int) -> tuple[str, ...]:
    values = [profile.by_hour[day * 24 + hour] for day in range(7)]
    names = dates.weekday_names()
    chosen = [names[at // 24] for at in planned.hours if at % 24 == hour]
    workdays, weekend = sum(values[:5]) / 5, sum(values[5:]) / 2
    return (
        f"{hour:02d}:00",
        rank_words(workdays),
        rank_words(weekend),
        ", ".join(chosen) or "–",
    )


def _advised(profile: FeedProfile, hours: Sequence[int], n: int) -> Rows:
    """The hours that the advice names, whatever chose them."""
    said = ngettext(
        "At the hour advised above, %(n)s post a week",
        "At the hours advised above, %(n)s posts a week",
        n,
    )
    return ((said % {"n": n}, rank_words(rank_at(profile, hours))),)


def _ranks(known: Basis, profile: FeedProfile, now: datetime) -> Rows:
    """The hours of the last weeks beside a programme with as many posts."""
    found = rank_of_today(profile, [post.at for post in known.posts], now)
    if found is None:
        return ()
    a_week, rank = found
    same = programme(profile, max(round(a_week), 1), limits=known.limits)
    posts = sentences.number(a_week)
    return (
        (_("At your hours of the last four weeks, %(n)s a week") % {"n": posts}, rank_words(rank)),
        (_("The programme with as many posts"), rank_words(same.rank)),
        (_("Evenly spread with as many posts"), rank_words(same.even_rank)),
    )


def _behind(profile: FeedProfile, zone: ZoneInfo) -> Rows:
    hours = profile.behind.hours
    first, last = (dates.moment(at, zone) for at in (hours[0][0], hours[-1][0]))
    found = [
        (_("Posts of others counted"), number_format(profile.behind.n_posts, force_grouping=True)),
        (_("Accounts"), str(profile.behind.n_authors)),
        (_("Hours seen"), number_format(profile.n_hours, force_grouping=True)),
        (_("Period counted"), f"{first} – {last}"),
    ]
    return tuple(found) if profile.behind.n_authors else (found[0], *found[2:])


def evidence(profile: FeedProfile, planned: Programme, rhythm: Sequence[HourWorth]) -> str:
    """Which of the two says more about hours."""
    is_feed_firm = profile.n_hours >= FIRM_HOURS and planned.gain <= FIRM_GAIN
    is_rhythm_firm = any(hour.range80.low > 0 for hour in rhythm if hour.n_posts)
    if is_feed_firm and is_rhythm_firm:
        return _(
            "Both say something: some hours brought you more for sure, and the feed has hours at "
            "which a post stays up longer. A mixture is fair."
        )
    if is_feed_firm:
        return _(
            "The feed says more: no hour of your own posts stands out for sure, while the feed was "
            "seen for a week and more."
        )
    if is_rhythm_firm:
        return _(
            "Your own posts say more: some hours brought more for sure, while the feed was seen "
            "for too short a time, or promises little."
        )
    return _(
        "Neither says much yet: no hour of your own posts stands out for sure, and the feed was "
        "seen for too short a time, or promises little."
    )


def _moment(choice: FeedChoice, reading: FeedReading, now: datetime) -> str:
    """The sentence that now is good; empty where it is not."""
    if choice.good_until is None or choice.good_until <= now or reading.rank is None:
        return ""
    return ngettext(
        "Now is a good moment for one of today's open slots: %(n)s post of others lies above your "
        "latest one.",
        "Now is a good moment for one of today's open slots: %(n)s posts of others lie above your "
        "latest one.",
        reading.rank,
    ) % {"n": reading.rank}


def hour_words(hours: Sequence[int]) -> tuple[str, ...]:
    """Hours of the week: `Tue 12:00`."""
    names = dates.weekday_names()
    return tuple(f"{names[hour // 24]} {hour % 24:02d}:00" for hour in hours)


def rank_words(value: float) -> str:
    """A mean count with one decimal below ten, whole above."""
    return number_format(value, 1 if value < 10 else 0, force_grouping=True)
