"""What the cadence adviser found, in sentences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from skupnost.cli.reading import OTHER_KINDS
from skupnost.domain.cadence import Advice, Notice, Verdict

if TYPE_CHECKING:
    from skupnost.domain.unfollows import BadUnfollows
    from skupnost.kit.exports import BadExport

EVIDENCE = {
    "none": "none of this account yet, only what is usual on its network",
    "weak": "weak",
    "fair": "fair",
    "strong": "strong",
}
NOTICES = {
    "no_posts": "There are no posts: the advice is what is usual on the network.",
    "few_posts": "Too few posts to go by ({n}): the advice is mostly what is usual on the network.",
    "all_at_one_time": "All {n} posts stand within one day: nothing can be told about pace.",
    "all_nought": "All {n} responses are 0: the posts show nothing, and the number is what is "
    "usual on the network. Is this the column of what came back, or is another one (--judge-by)? "
    "What does it count?",
    "all_the_same": "All {n} responses are the same number ({response:g}): the posts show nothing, "
    "and the number is what is usual on the network. Is this the column of what came back, or is "
    "another one (--judge-by)?",
    "experiment_of_nothing": "No experiment is offered: as long as the same comes back to all "
    "posts, it would show nothing. Look at the column first.",
    "experiment_without_weeks": "No experiment is offered: the {n} posts stand within less than a "
    "week, so that nobody knows how many a week the account bears. Take a history of several "
    "weeks, or post for two.",
    "experiment_of_one_pace": "No experiment is offered: the limits, and what the account has "
    "done in its weeks, leave one pace only.",
    "experiment_beyond_means": "No experiment is offered: there is room for {n} posts a week only.",
    "zone_assumed": "{n} times have no zone and were taken as those of {zone}. If that is wrong, "
    "say another --zone.",
    "long_gap": "There is a gap of {days} days; what lies before it counts for little.",
    "outlier": "One post got {response:.0f}, more than a hundred times the next: it counts little.",
    "negative_left_out": "{n} negative responses were left out.",
    "response_cut": "{n} responses are above 1,000,000,000,000 and were read as that: check "
    "the column.",
    "response_missing": "{n} posts have no response: they count for the pace only.",
    "response_unreadable": "{n} responses are no numbers and were left out.",
    "future_left_out": "{n} posts lie far in the future and were left out: check their years.",
    "times_ahead": "{n} posts lie in the future; the file's clock was taken as it is.",
    "all_in_future": "All {n} posts lie in the future; the file's clock was taken as it is.",
    "shares_not_counts": "All responses are below 1: they were read as shares, not counts.",
    "mixed_units": "{n} responses are below 1 among larger ones: are units mixed?",
    "level_jump": "Responses jump and stay there, as after a change of owner or audience: before "
    "and after are read with levels of their own.",
    "limits_leave_no_room": "The limits leave room for {n} posts a week only.",
    "limits_hold": "The limits set this pace; without them it would be {free} a week.",
    "only_newest_read": "Only the newest {n} of {of} posts were read.",
    "left_out": "{n} posts are no evidence and were left out ({why}); they count for the pace.",
    "marks_unreadable": "{n} rows say neither yes nor no in {names}: that was taken for no.",
    "cells_too_many": "{n} rows have more cells than the first line names columns, as by a comma "
    "inside a number (the first is line {line}): what came back to them was left out.",
    "day_only": "{n} rows tell a day without an hour and were taken as noon: they say nothing of "
    "hours.",
    "rows_twice": "Rows word for word like another one: {n}. They count as posts of their own; if "
    "posts stand twice in the file, take them out once.",
    "commas_group": "Commas in {name} were taken to set thousands apart: 1,234 as 1234.",
    "points_decimal": "Points in {name} were taken as decimals: 1.234 as less than 2. If they set "
    "thousands apart, take them out.",
    "losses_without_numbers": "{n} rows of unfollows have no numbers, nobody who follows, or more "
    "who left than there were (the first is line {line}): they were left out.",
    "losses_twice": "{n} rows of unfollows are of days that stand there again; the later ones "
    "count.",
    "losses_outside": "{n} weeks of unfollows are before the first post or still to come: they "
    "were left out.",
    "network_table": "The unfollows were read as the table of {network}.",
    "spread_by_month": "The table of unfollows counts by month; each is spread evenly over its "
    "weeks.",
    "spread_by_days": "A row of unfollows counts for {n} days; each is spread evenly over its "
    "weeks.",
    "not_over": "{n} rows of unfollows are of a time that is not over: they were left out.",
    "counted_back": "How many followed before was counted back from --followers.",
    "counted_alike": "Who came is not told: --followers is taken for the whole time.",
    "encoding": "The file is not in UTF-8 and was read as {name}. If letters look wrong, save "
    "it as UTF-8.",
    "letters_lost": "Some letters in the file are broken and could not be read.",
    "title_lines": "Lines above the names of the columns that were passed over: {n}.",
    "part_taken": "{name} was read: what comes before it is no table of posts.",
    "parts_left": "{name} was read; the file holds more that was not: {others}.",
    "columns_not_used": "Columns that are not used: {names}.",
}

UNFOLLOWS = {
    **OTHER_KINDS,
    "no_unfollows": "no column tells who left. Name the one that does unfollows.",
    "no_day": "no column tells the day. Name it time, or have the network count by date, not by "
    "post.",
    "no_followers": "the table does not tell how many follow. Say with --followers how many do at "
    "its end.",
    "tells_no_unfollows": "the table of {network} does not tell who left: there is nothing to read "
    "in it.",
    "total_too_small": "counted back from --followers, nobody is left on {day}. Say how many "
    "follow at the end of the table.",
    "uneven": "the rows are {least} to {most} days apart, so that nobody can tell how long each "
    "counts. Write one for every day, week or month, also where nobody left.",
    "too_sparse": "the rows are more than a year apart. Write one for every week or month.",
    "no_whole_week": "the table holds no whole week.",
    "bad_day": "line {line}: {day} is no day such as 2026-11-23.",
    "bad_number": "line {line}: {number} is no number of people.",
    "more_than_followed": "line {line}: more left than followed, or nobody followed.",
    "too_many_rows": "the table has more than {most} rows. Take a shorter time.",
    "nothing_inside": "there is no row in this file.",
    "date_order_unknown": "dates such as {example} can be read two ways. Write them as 2026-11-23.",
    "date_order_mixed": "some dates begin with the day, others with the month. Make them alike.",
    "empty_file": "the file is empty.",
    "no_table": "the file has no table in it.",
    "bad_csv": "line {line} is no CSV.",
    "unclosed_quote": "line {line}: a quotation mark is never closed. Close it or take it out.",
    "not_text": "this is no text file. Take the CSV or XLSX.",
    "broken_file": "the file is broken and cannot be unpacked.",
    "too_much_inside": "unpacked, the file grows beyond measure; it was not read.",
}


def unfollows_problem(path: Path, error: BadUnfollows | BadExport) -> str:
    """Why a table of unfollows is of no use, and what to do."""
    return f"{path}: {UNFOLLOWS[error.code].format(**error.params)}"


def file_problem(path: Path, error: BadExport) -> str:
    """Why a file is no table, and what to do."""
    return f"{path}: {UNFOLLOWS[error.code].format(**error.params)}"


def notice_value(notice: Notice) -> dict[str, object]:
    """A notice for JSON, with its sentence."""
    message = NOTICES[notice.code].format(**notice.params)
    return {"code": notice.code, "message": message, **notice.params}


def sentence(advice: Advice) -> str:
    """The advice as a careful colleague would say it."""
    if not advice.advice_per_week:
        return "The limits leave no hour in which to post."
    parts = [_number(advice), _today(advice), f"Evidence: {EVIDENCE[advice.evidence]}"]
    if advice.verdict is Verdict.CANNOT_TELL:
        parts[-1] += "; I cannot tell yet"
        return ". ".join(parts) + f". {_would_settle(advice)}".rstrip()
    return ". ".join(parts) + "."


def _would_settle(advice: Advice) -> str:
    """Empty where there is no experiment to offer; a notice says why."""
    if advice.no_experiment:
        return ""
    weeks = len(advice.experiment.order) if advice.experiment else 8
    return f"An experiment of {weeks} weeks would settle it - put them into the calendar?"


def _number(advice: Advice) -> str:
    low, high = advice.range80.low, advice.range80.high
    return f"Post {advice.advice_per_week} a week (80 %: {low:.0f}-{high:.0f})"


def _today(advice: Advice) -> str:
    if not advice.n_posts:
        return "No posts today"
    if advice.n_posts == 1:
        return "A single post has no pace to compare with"
    if not advice.has_pace:
        return "Posts of a single day have no pace to compare with"
    if advice.blank:
        return f"Today {_pace(advice)}"
    low, high = percent(advice.gain.range80.low), percent(advice.gain.range80.high)
    step = ""
    if advice.first_step != advice.advice_per_week:
        step = f", {advice.first_step} as a first step"
    gain = percent(advice.gain.mean)
    expected = f"Today {_pace(advice)}{step}. Expected {gain} % ({low} to {high} %)"
    return expected + ", by better hours" * advice.is_by_hours


def _pace(advice: Advice) -> str:
    today = advice.today_per_week
    return f"{today:.3g}" if today < 1000 else f"{today:.0f}"


def percent(share: float) -> str:
    """A share as signed whole per cent."""
    return f"{round(100 * share):+d}"
