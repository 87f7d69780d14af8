"""Which past posts are evidence: periods, types and marks, and what is said of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.db.models import Count
from django.utils.translation import gettext, ngettext, ngettext_lazy

from skupnost.channels.models import Channel
from skupnost.domain.cadence import Limits, PastPost
from skupnost.metrics import models as metrics
from skupnost.strategy.models import Period, PeriodKind

NO_EVIDENCE = (PeriodKind.CONTEST, PeriodKind.CAMPAIGN)
BY_TYPE = "type"
APART = " · "
MOST_TYPES = 30
LINES = {
    "boosted": ngettext_lazy(
        "%(n)s boosted post is left out: readers did not find it by themselves.",
        "%(n)s boosted posts are left out: readers did not find them by themselves.",
        "n",
    ),
    "contest": ngettext_lazy(
        "%(n)s post of a contest or giveaway is left out.",
        "%(n)s posts of contests or giveaways are left out.",
        "n",
    ),
    "campaign": ngettext_lazy(
        "%(n)s post of a campaign is left out.", "%(n)s posts of campaigns are left out.", "n"
    ),
    BY_TYPE: ngettext_lazy(
        "%(n)s post is left out because of its type.",
        "%(n)s posts are left out because of their type.",
        "n",
    ),
}


def marked(
    posts: Iterable[PastPost], periods: Sequence[Period], types: frozenset[str]
) -> Iterator[PastPost]:
    """The posts with the reason where one is no evidence: a period that holds for the channel, or
    a type that is left out. Those of a season get a type of their own, so that the season's level
    is not taken for that of the pace."""
    for post in posts:
        reason = post.left_out or _reason(post, periods, types)
        season = _first(post, periods, (PeriodKind.SEASON,))
        is_plain = not season and reason == post.left_out
        yield post if is_plain else replace(post, left_out=reason, type=_type(post.type, season))


def _reason(post: PastPost, periods: Sequence[Period], types: frozenset[str]) -> str:
    if post.type in types:
        return BY_TYPE
    found = _first(post, periods, NO_EVIDENCE)
    return found.kind if found else ""


def _first(post: PastPost, periods: Sequence[Period], kinds: Sequence[PeriodKind]) -> Period | None:
    """The first period of one of these kinds that the post's local day lies in."""
    day = post.at.date()
    inside = (one for one in periods if one.starts_on <= day <= one.ends_on)
    return next((one for one in inside if one.kind in kinds), None)


def _type(type_: str, season: Period | None) -> str:
    return f"{type_}{APART}{season.name}" if season else type_


def types_of(channel: Channel) -> list[str]:
    """The content types of a channel's past, the most common first."""
    rows = metrics.PastPost.objects.filter(channel=channel).exclude(type="").order_by()
    tally = rows.values_list("type").annotate(n=Count("pk")).order_by("-n", "type")
    return [name for name, _n in tally[:MOST_TYPES]]


def left_out_lines(posts: Sequence[PastPost], limits: Limits) -> list[str]:
    """How many posts are no evidence and why, and how many have a level of their own."""
    reasons = Counter(_counted_as(post, limits) for post in posts)
    lines = [str(words % {"n": reasons[code]}) for code, words in LINES.items() if reasons[code]]
    if lines:
        lines.append(gettext("They count for the pace and for crowding, as readers saw them."))
    seasons = Counter(season for post in posts if (season := post.type.partition(APART)[2]))
    lines += [
        ngettext(
            "%(n)s post lies in the season %(name)s: it counts, on a level of its own.",
            "%(n)s posts lie in the season %(name)s: they count, on a level of their own.",
            n,
        )
        % {"n": n, "name": name}
        for name, n in sorted(seasons.items())
    ]
    return lines


def _counted_as(post: PastPost, limits: Limits) -> str:
    return post.left_out or ("boosted" if post.is_boosted and limits.exclude_boosted else "")
