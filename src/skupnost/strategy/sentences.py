"""What the adviser found, as a careful colleague would say it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from skupnost.domain.cadence import Advice, Evidence, Notice, Range, Verdict
from skupnost.domain.cadence.values import GREATEST_STEP, SAME_PACE, CurvePoint
from skupnost.strategy.affording import Afforded
from skupnost.ui import dates
from skupnost.ui.words import plural_of

SURE_OF_DIRECTION = 0.9
EVIDENCE = {
    Evidence.NONE: gettext_lazy("none of this account yet, only what is usual on its network"),
    Evidence.WEAK: gettext_lazy("weak: your posts narrow the answer only a little"),
    Evidence.FAIR: gettext_lazy("fair: your posts say a good deal, not everything"),
    Evidence.STRONG: gettext_lazy("strong: your own posts say most of it"),
}
NOTICES: Mapping[str, Any] = {
    "no_posts": gettext_lazy("There are no posts: the advice is what is usual on the network."),
    "few_posts": gettext_lazy(
        "Too few posts to go by (%(n)s): the advice is mostly what is usual on the network."
    ),
    "all_at_one_time": ngettext_lazy(
        "The %(n)s post stands within one day: nothing can be told about pace.",
        "All %(n)s posts stand within one day: nothing can be told about pace.",
        "n",
    ),
    "all_nought": gettext_lazy(
        "Every response is 0 (%(n)s in all): the posts show nothing, and the number is what is "
        "usual on the network. Look at History: is the right column the response, and what does it "
        "count? You can also judge by another figure there."
    ),
    "all_the_same": gettext_lazy(
        "Every response is the same number (%(n)s in all): the posts show nothing, and the number "
        "is what is usual on the network. Look at History: is the right column the response? You "
        "can also judge by another figure there."
    ),
    "experiment_of_nothing": gettext_lazy(
        "No experiment is offered: as long as the same comes back to all posts, it would show "
        "nothing."
    ),
    "experiment_without_weeks": gettext_lazy(
        "No experiment is offered: all posts (%(n)s) stand within less than a week, so that nobody "
        "knows how many a week this channel bears. Bring in several weeks, or post for two."
    ),
    "experiment_of_one_pace": gettext_lazy(
        "No experiment is offered: your limits, and what the channel has done in its weeks, leave "
        "one pace only."
    ),
    "experiment_beyond_means": gettext_lazy(
        "No experiment is offered: it needs two paces, and your resources allow no more a week "
        "than this: %(n)s."
    ),
    "long_gap": ngettext_lazy(
        "There is a gap of %(days)s day; what lies before counts for little.",
        "There is a gap of %(days)s days; what lies before counts for little.",
        "days",
    ),
    "outlier": gettext_lazy(
        "One post got more than a hundred times what the next one got: it counts little."
    ),
    "negative_left_out": ngettext_lazy(
        "%(n)s negative response was left out.", "%(n)s negative responses were left out.", "n"
    ),
    "response_cut": ngettext_lazy(
        "%(n)s response is above 10¹² and was read as that: check the import.",
        "%(n)s responses are above 10¹² and were read as that: check the import.",
        "n",
    ),
    "response_missing": ngettext_lazy(
        "%(n)s post has no response: it counts for the pace only.",
        "%(n)s posts have no response: they count for the pace only.",
        "n",
    ),
    "future_left_out": ngettext_lazy(
        "%(n)s post lies far in the future and was left out.",
        "%(n)s posts lie far in the future and were left out.",
        "n",
    ),
    "times_ahead": ngettext_lazy(
        "%(n)s post lies in the future; its time was taken as told.",
        "%(n)s posts lie in the future; their times were taken as told.",
        "n",
    ),
    "all_in_future": ngettext_lazy(
        "The %(n)s post lies in the future; its time was taken as told.",
        "All %(n)s posts lie in the future; their times were taken as told.",
        "n",
    ),
    "shares_not_counts": gettext_lazy("All responses are below 1: they were read as shares."),
    "mixed_units": ngettext_lazy(
        "%(n)s response is below 1 among larger ones: are units mixed?",
        "%(n)s responses are below 1 among larger ones: are units mixed?",
        "n",
    ),
    "level_jump": gettext_lazy(
        "Responses jump and stay there, as after a change of owner or audience: before and after "
        "are read with levels of their own."
    ),
    "limits_leave_no_room": ngettext_lazy(
        "Your limits leave room for %(n)s post a week only.",
        "Your limits leave room for %(n)s posts a week only.",
        "n",
    ),
    "only_newest_read": ngettext_lazy(
        "Only the newest %(n)s of %(of)s posts was read.",
        "Only the newest %(n)s of %(of)s posts were read.",
        "n",
    ),
}
VERDICTS = {
    Verdict.CANNOT_TELL: (gettext_lazy("Cannot tell yet"), "circle-question-mark", "warn"),
    Verdict.MORE: (gettext_lazy("Post more often"), "trending-up", "good"),
    Verdict.FEWER: (gettext_lazy("Post less often"), "trending-down", "info"),
    Verdict.STAY: (gettext_lazy("Keep this pace"), "circle-check", "good"),
}
BY_LIMITS = (gettext_lazy("Set by your limits"), "info", "info")
BOTTLENECKS = {
    "hours": gettext_lazy("People's hours are what holds you back."),
    "media": gettext_lazy("Pictures and films are what holds you back."),
    "money": gettext_lazy("Money is what holds you back."),
}


def notice(found: Notice) -> str:
    """A notice as a sentence; empty for a code that has no words yet."""
    return str(NOTICES.get(found.code, "") % found.params)


def isolated(name: str) -> str:
    """A name to stand within a sentence: one written from right to left is set apart, so that it
    does not turn the figures beside it around (Unicode's first strong isolate)."""
    is_turned = any(unicodedata.bidirectional(sign) in {"R", "AL"} for sign in name)
    return f"\u2068{name}\u2069" if is_turned else name


def percent(share: float) -> str:
    """A share as signed whole per cent with a true minus: `+14 %`."""
    whole = round(100 * share)
    return f"{whole:+d} %".replace("-", "−") if whole else "0 %"


def span(found: Range) -> str:
    """A range of posts a week: `6–13`, or one number where both ends are the same."""
    low, high = round(found.low), round(found.high)
    return f"{low}–{high}" if high > low else f"{low}"


def verdict(advice: Advice) -> tuple[str, str, str]:
    """What the advice comes to, in a few words, with its icon and tone. Where a limit sets the
    pace, it is no verdict on the posts."""
    is_held = advice.free_per_week is not None
    label, icon, tone = BY_LIMITS if is_held else VERDICTS[advice.verdict]
    return str(label), icon, tone


def chance(share: float) -> str:
    """A chance in whole per cent, never told as certain."""
    whole = round(100 * share)
    return "< 1 %" if whole < 1 else "> 99 %" if whole > 99 else f"{whole} %"


def number(value: float) -> str:
    """Posts a week with one decimal at most, as the language of the page writes it."""
    rounded = round(value, 1)
    return str(number_format(rounded, 0 if rounded == round(rounded) else 1, use_l10n=True))


def sentence(advice: Advice, *, judged: str = "", is_tried: bool = False) -> str:
    """The whole advice in a few sentences, with that which says what posts are judged by;
    `is_tried` while an experiment runs that will tell."""
    if not advice.advice_per_week:
        return _("Your limits leave no hour in which to post.")
    parts = [_destination(advice)]
    if advice.has_pace:
        parts.append(_today(advice))
    if advice.is_by_hours:
        parts.append(_("That comes from better hours."))
    if advice.cost:
        parts.append(
            _("What a post costs you counts in the advice; what is expected is what comes back.")
        )
    parts.append(_("Evidence: %(evidence)s.") % {"evidence": EVIDENCE[advice.evidence]})
    parts += [judged] if judged else []
    if advice.free_per_week is not None:
        parts.append(
            _("Your limits set this pace; without them it would be %(n)s a week.")
            % {"n": advice.free_per_week}
        )
    elif advice.verdict is Verdict.CANNOT_TELL:
        parts += _direction(advice)
        parts.append(
            _("I cannot tell yet; the experiment that runs will.")
            if is_tried
            else _would_settle(advice)
        )
    parts += [notice(odd) for odd in (advice.blank, advice.no_experiment) if odd]
    return " ".join(parts)


def _direction(advice: Advice) -> list[str]:
    """Where the direction is hardly in doubt though the pace is: that it is so."""
    if advice.evidence is Evidence.NONE or advice.p_better < SURE_OF_DIRECTION:
        return []
    if advice.advice_per_week > advice.today_per_week + SAME_PACE:
        return [_("More often than today is very likely better; how often is the open question.")]
    if advice.advice_per_week < advice.today_per_week - SAME_PACE:
        return [_("Less often than today is very likely better; how often is the open question.")]
    return []


def _destination(advice: Advice) -> str:
    if advice.free_per_week is not None:
        return ngettext(
            "Post %(n)s time a week.", "Post %(n)s times a week.", advice.advice_per_week
        ) % {"n": advice.advice_per_week}
    words = {"n": advice.advice_per_week, "range": span(advice.range80)}
    return (
        ngettext(
            "Post %(n)s time a week (80 %%: %(range)s).",
            "Post %(n)s times a week (80 %%: %(range)s).",
            advice.advice_per_week,
        )
        % words
    )


def _today(advice: Advice) -> str:
    if advice.blank:
        return _("Today it is %(today)s.") % {"today": number(advice.today_per_week)}
    return _("Today it is %(today)s. Expected: %(gain)s (80 %%: %(low)s to %(high)s).") % {
        "today": number(advice.today_per_week),
        "gain": percent(advice.gain.mean),
        "low": percent(advice.gain.range80.low),
        "high": percent(advice.gain.range80.high),
    }


def newest_is_old(day: date | None) -> str:
    """That "today" is long ago, where the day of an old newest post is given; else empty."""
    if day is None:
        return ""
    return _(
        "The newest post that is known is of %(day)s: “today” means the weeks before it. Bring in "
        "newer ones if there are any."
    ) % {"day": dates.day_and_year(day)}


def old_pasts(days: Mapping[str, date | None]) -> str:
    """The channels, by name and network, of which the newest known post is old; else empty."""
    old = [
        _("%(name)s until %(day)s") % {"name": name, "day": dates.day_and_year(day)}
        for name, day in days.items()
        if day
    ]
    if not old:
        return ""
    said = _(
        "“Today” is long ago where no newer post is known: %(names)s. Bring in newer ones if there "
        "are any."
    )
    return said % {"names": ", ".join(old)}


def _would_settle(advice: Advice) -> str:
    if advice.no_experiment:
        return _("I cannot tell yet.")
    n = sum(map(bool, advice.experiment.order)) if advice.experiment else 8
    return ngettext(
        "I cannot tell yet; an experiment of %(n)s week would settle it.",
        "I cannot tell yet; an experiment of %(n)s weeks would settle it.",
        n,
    ) % {"n": n}


def first_step(advice: Advice) -> str:
    """The careful beginning: at most double or half of today's pace, unless the limits allow only
    a greater step; empty where that is the advice itself."""
    words = {"n": advice.first_step, "to": advice.advice_per_week}
    if advice.n_posts and advice.first_step == advice.advice_per_week:
        return ""
    if not advice.n_posts:
        return (
            ngettext("Begin with %(n)s a week.", "Begin with %(n)s a week.", advice.first_step)
            % words
        )
    said = _(
        "Begin with %(n)s a week for a month and look again; %(to)s a week is where this leads."
    )
    least, most = advice.today_per_week / GREATEST_STEP, advice.today_per_week * GREATEST_STEP
    if least <= advice.first_step <= max(most, 1.0):
        why = _("Never more than double or half at once.")
    else:
        why = _("Your limits allow no smaller step.")
    return f"{said % words} {why}"


def between(low: float, high: float) -> str:
    """A range of shares: `−3 % to +20 %`."""
    return _("%(low)s to %(high)s") % {"low": percent(low), "high": percent(high)}


def curve_sentence(
    curve: Sequence[CurvePoint],
    advised: int,
    *,
    cost: float = 0.0,
    is_held: bool = False,
    has_today: bool = True,
) -> str:
    """What the response curve shows, and why the advice may be another pace than its top; `cost`
    is what a post must earn, `is_held` says that the limits set the pace. An account without posts
    has no today: it is held against the pace that is usual on its network."""
    if not curve:
        return ""
    best = max(curve, key=lambda point: point.middle)
    against = _("against today") if has_today else _("against the usual pace of its network")
    shown = ngettext(
        "Most comes back at about %(best)s post a week: %(gain)s %(against)s (80 %%: %(range)s).",
        "Most comes back at about %(best)s posts a week: %(gain)s %(against)s (80 %%: %(range)s).",
        best.n,
    ) % {
        "best": best.n,
        "against": against,
        "gain": percent(best.middle - 1),
        "range": between(best.range80.low - 1, best.range80.high - 1),
    }
    if is_held or advised in (0, best.n):
        return shown
    risk = (
        _("The advice (%(n)s) also weighs what a post costs you.")
        if cost
        else _("The advice (%(n)s) also weighs what would be lost if that is wrong.")
    )
    return f"{shown} {risk % {'n': advised}}"


def chosen(n: int, found: Afforded) -> str:
    """What was chosen over all channels beside what can be afforded; empty where nothing was."""
    if not n:
        return ""
    said = ngettext(
        "Chosen over all channels: %(n)s post a week.",
        "Chosen over all channels: %(n)s posts a week.",
        n,
    ) % {"n": n}
    if found.posts_a_week is not None and n > found.posts_a_week:
        more = _("That is more than you can afford.")
        return f"{said} {more}"
    return said


def affords(found: Afforded) -> str:
    """What the resources allow, and what holds them back."""
    if found.posts_a_week is None:
        return _("Say who works how long and what a post takes, and this page counts for you.")
    said = ngettext(
        "You can afford %(n)s post a week.",
        "You can afford %(n)s posts a week.",
        plural_of(found.posts_a_week),
    ) % {"n": number(found.posts_a_week)}
    parts = [said, str(BOTTLENECKS[found.bottleneck])]
    if found.next_best is not None and found.next_best > found.posts_a_week:
        more = _("Without that it would be %(n)s.") % {"n": number(found.next_best)}
        parts.append(more)
    return " ".join(parts)
