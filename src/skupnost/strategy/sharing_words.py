"""The budget of hours in sentences: what fits, what is left, what holds back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext, ngettext

from skupnost.strategy.affording import Afforded
from skupnost.strategy.ahead import Ahead, planned_words
from skupnost.strategy.sentences import BOTTLENECKS, number, old_pasts
from skupnost.strategy.sharing import Share, Sharing, planned_hours
from skupnost.strategy.tellings import place
from skupnost.ui.words import plural_of


def lines(found: Sharing, afforded: Afforded, now: datetime) -> list[str]:
    """All that is to be said beside the table."""
    days = {place(share.channel): share.basis.old_until(now) for share in found.shares}
    old = [said] if (said := old_pasts(days)) else []
    return [*_lines(found, afforded), *old]


def _lines(found: Sharing, afforded: Afforded) -> list[str]:
    if not found.is_counted:
        return [_uncounted(found), *_worth(found), *_experiments(found)]
    return [
        _balance(found),
        *_holds_back(found, afforded),
        *_nothing_for(found),
        *_least(found),
        *_unknown(found),
        *_worth(found),
        *_experiments(found),
    ]


def _uncounted(found: Sharing) -> str:
    if found.hours is None and found.wanted:
        return ngettext(
            "All that is advised would take %(hours)s hour a week. Nobody has counted the hours "
            "that there are, so the table cannot say what fits.",
            "All that is advised would take %(hours)s hours a week. Nobody has counted the hours "
            "that there are, so the table cannot say what fits.",
            plural_of(found.wanted),
        ) % {"hours": number(found.wanted)}
    return gettext(
        "Nobody has counted hours yet: the table shows the advice as it is, not whether you can "
        "do it. Count who works how long, and what a post takes."
    )


def _balance(found: Sharing) -> str:
    hours = found.hours or 0.0
    n_hours = plural_of(hours)
    words = {
        "hours": number(hours),
        "taken": number(found.taken),
        "left": number(found.left),
    }
    if found.taken > hours + 0.05:
        said = ngettext(
            "There is %(hours)s hour a week; the experiments alone take %(taken)s.",
            "There are %(hours)s hours a week; the experiments alone take %(taken)s.",
            n_hours,
        )
        return said % words
    said = ngettext(
        "Of %(hours)s hour a week what fits takes %(taken)s; left over: %(left)s.",
        "Of %(hours)s hours a week what fits takes %(taken)s; left over: %(left)s.",
        n_hours,
    )
    return said % words


def _holds_back(found: Sharing, afforded: Afforded) -> list[str]:
    short = [share for share in found.shares if share.n is not None and share.n < share.asked]
    if short:
        said = gettext("Hours are the bottleneck: all that is advised would take %(wanted)s.")
        return [said % {"wanted": number(found.wanted)}, *_fewer(short, len(found.shares))]
    return [
        gettext("The hours suffice for the advice on every channel."),
        *_others(found, afforded),
    ]


def _fewer(short: Sequence[Share], n_all: int) -> list[str]:
    """Who gets fewer than advised; those that get nothing are named elsewhere."""
    some = [share for share in short if share.n]
    if len(short) == n_all > 1:
        return [gettext("Every channel gets fewer posts than advised.")]
    said = gettext("Fewer than advised: %(names)s.")
    return [said % {"names": _names(some)}] if some else []


def _others(found: Sharing, afforded: Afforded) -> list[str]:
    """Media or money, where they allow fewer posts than the hours do. A post taken over from
    another channel needs no new ones."""
    numbers = [share.n or 0 for share in found.shares]
    n_written = sum(numbers) if found.copy_percent == 100 else max(numbers, default=0)
    scarce = {name: n for name, n in afforded.each.items() if name != "hours" and n < n_written}
    if not scarce:
        return []
    name = min(scarce, key=lambda key: scarce[key])
    allowed = gettext("They last for %(n)s a week.") % {"n": number(scarce[name])}
    return [f"{BOTTLENECKS[name]} {allowed}"]


def _nothing_for(found: Sharing) -> list[str]:
    nothing = [share for share in found.shares if share.n == 0 and share.asked]
    if not nothing:
        return []
    given = [share for share in found.shares if share.n]
    said = gettext("Nothing for now: %(names)s. The same hours bring more on the other channels.")
    if not given:
        said = gettext("Nothing for now: %(names)s. The hours do not suffice for one post.")
    elif all(share.experiment is not None for share in given):
        said = gettext("Nothing for now: %(names)s. The experiments take the hours.")
    return [said % {"names": _names(nothing)}]


def _least(found: Sharing) -> list[str]:
    """Whose limits ask for some posts in any case."""
    wanted = [share for share in found.shares if share.least]
    if not wanted:
        return []
    said = gettext("By your limits these come first, posts a week: %(names)s.")
    names = ", ".join(f"{place(share.channel)} {share.least}" for share in wanted)
    return [said % {"names": names}]


def _unknown(found: Sharing) -> list[str]:
    unknown = [share for share in found.shares if share.n is None]
    if not unknown:
        return []
    said = gettext("What a post costs is not known, so not counted: %(names)s.")
    return [said % {"names": _names(unknown)}]


def _worth(found: Sharing) -> list[str]:
    """By what the channels were weighed against one another."""
    if len(found.shares) < 2:
        return []
    if len({share.worth for share in found.shares}) == 1:
        return [
            gettext(
                "Weighed alike: what comes back in a week today is taken as worth the same on "
                "each channel."
            )
        ]
    weights = ", ".join(f"{place(share.channel)} {share.worth}" for share in found.shares)
    return [
        gettext("By your word, what comes back in a week today is worth: %(weights)s.")
        % {"weights": weights}
    ]


def _experiments(found: Sharing) -> list[str]:
    inside = [share for share in found.shares if share.experiment is not None]
    if not inside:
        return []
    said = ngettext(
        "An experiment runs on %(names)s: its week stays as it is.",
        "Experiments run on %(names)s: their weeks stay as they are.",
        len(inside),
    )
    return [said % {"names": _names(inside)}]


def planned_lines(found: Sharing, offered: Mapping[int, Ahead]) -> list[str]:
    """What is planned for next week on the channels whose slots one click places, what these slots
    make of it, and where the hours of what stands there leave fewer."""
    n_planned = sum(one.n_planned for one in offered.values())
    n = sum(one.n for one in offered.values())
    asked = sum(one.asked for one in offered.values())
    if any(one.n_planned < one.asked for one in offered.values()):
        asked = max(asked, n_planned + 1)
    said = planned_words(n_planned, n, asked)
    if said and any(share.experiment is not None for share in found.shares):
        said = [gettext("Without the weeks of experiments: %(said)s") % {"said": said[0]}]
    said += _apart(found)
    has_planned = any(one.n for _channel, one in found.planned)
    if has_planned and any(one.is_short_of_hours for one in offered.values()):
        said.append(_taken_already(planned_hours(found), found.hours or 0.0))
    return said


def _taken_already(taken: float, hours: float) -> str:
    said = ngettext(
        "What stands in next week already takes %(taken)s hour; the week has %(hours)s. Open "
        "slots get what is left.",
        "What stands in next week already takes %(taken)s hours; the week has %(hours)s. Open "
        "slots get what is left.",
        plural_of(taken),
    )
    return said % {"taken": number(taken), "hours": number(hours)}


def _apart(found: Sharing) -> list[str]:
    """Posts planned on channels that are not connected: what becomes of them, and of their
    hours."""
    rows = [one for one in found.apart if one.planned.n]
    n = sum(one.planned.n for one in rows)
    if not n:
        return []
    said = ngettext(
        "%(n)s post is planned for next week without a connected channel and does not go out as it "
        "stands: %(names)s. Connect again, or move or cancel the post.",
        "%(n)s posts are planned for next week without a connected channel and do not go out as "
        "they stand: %(names)s. Connect again, or move or cancel the posts.",
        n,
    ) % {"n": n, "names": ", ".join(place(one.channel) for one in rows)}
    if not found.is_counted or any(one.hours_each is None for one in rows):
        return [said]
    hours = gettext("The hours for this count as taken until then.")
    return [f"{said} {hours}"]


def beside(share: Share, *, n_offered: int) -> list[str]:
    """On a channel's own page, which offers up to so many a week: how many fit into the hours of
    all channels; empty where all that is offered fits."""
    return [] if share.n is None or share.n >= n_offered else [_fits(share.n)]


def _fits(n: int) -> str:
    if not n:
        return gettext(
            "No post fits here into the hours of all channels; what this page offers would suit "
            "the channel alone."
        )
    return ngettext(
        "%(n)s post a week fits here into the hours of all channels; what this page offers would "
        "suit the channel alone.",
        "%(n)s posts a week fit here into the hours of all channels; what this page offers would "
        "suit the channel alone.",
        n,
    ) % {"n": n}


def _names(shares: Sequence[Share]) -> str:
    return ", ".join(place(share.channel) for share in shares)
