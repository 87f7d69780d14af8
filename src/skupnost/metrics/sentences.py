"""Imports in words: what is wrong with a file, what was odd in it, what counts as response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from skupnost.domain.unfollows import BadUnfollows, Left
from skupnost.kit.exports import BadExport
from skupnost.metrics.models import UnfollowWeek
from skupnost.metrics.responses import Response
from skupnost.ui import dates
from skupnost.ui.words import Words

FILES: Mapping[str, Words] = {
    "empty_file": _("The file is empty. Download or save it once more."),
    "broken_file": _("The file is broken and cannot be unpacked. Download it once more."),
    "too_much_inside": _("Unpacked, the file grows beyond measure; it was not read."),
    "not_text": _("This is not a text file. Choose the CSV, XLSX, zip or JSON of the export."),
    "old_excel": _("This is a file of an old Excel. Open it and save it as .xlsx or CSV."),
    "protected": _(
        "The workbook is protected by a password. Save it without one, as .xlsx or CSV."
    ),
    "other_program": _(
        "This is a file of %(program)s. Open it there and save or export it as .xlsx or CSV."
    ),
    "document": _("This is a %(kind)s file. Choose the table itself, as .xlsx or CSV."),
    "web_page": _(
        "This is a web page without a table. Download the file once more, signed in to the network."
    ),
    "no_table": _("The file has no table in it."),
    "bad_csv": _("Line %(line)s is not proper CSV."),
    "unclosed_quote": _(
        "A quotation mark that opens in line %(line)s is never closed. Close it or take it out."
    ),
    "bad_json": _("The file ends too early or is not proper JSON. Download it once more."),
    "no_posts_file": _("The archive has no file %(name)s with posts. Choose the whole archive."),
    "unknown_format": _(
        "We do not know this kind of file. For a table, say which column holds the time and which "
        "the response."
    ),
    "other_network": _("This is an export of %(network)s. Choose a channel of that network."),
    "no_time_column": _("No column tells when the posts went out. The columns are: %(columns)s."),
    "no_such_column": _(
        "There is no column “%(column)s” in the first row. The columns are: %(columns)s."
    ),
    "unknown_role": _("%(role)s is nothing that a column can hold."),
    "no_zone": _("The times in this file have no zone. Say in which zone they are."),
    "date_order_unknown": _(
        "Dates such as %(example)s can be read two ways. Say whether the day or the month is first."
    ),
    "date_order_mixed": _("Some dates begin with the day, others with the month. Make them alike."),
    "nothing_inside": _("The file has no posts in it."),
    "nothing_readable": _("No row can be read. Line %(line)s: %(reason)s"),
}
UNFOLLOWS: Mapping[str, Words] = {
    "no_unfollows": _("No column tells who left. Name the one that does “unfollows”."),
    "no_day": _(
        "No column tells the day. Name it “time”, or have the network count by date, not by post."
    ),
    "no_followers": _("The table does not tell how many follow. Say how many do at its end."),
    "tells_no_unfollows": _(
        "The table of %(network)s does not tell who left: there is nothing to read in it."
    ),
    "total_too_small": _(
        "Counted back from that number, nobody is left on %(day)s. Say how many follow at the end "
        "of the table."
    ),
    "uneven": _(
        "The rows are %(least)s to %(most)s days apart, so that nobody can tell how long each "
        "counts. Write one for every day, week or month, also where nobody left."
    ),
    "too_sparse": _("The rows are more than a year apart. Write one for every week or month."),
    "no_whole_week": _("The table holds no whole week that is over."),
    "bad_day": _("Line %(line)s: %(day)s is no day such as 2026-11-23."),
    "bad_number": _("Line %(line)s: %(number)s is no number of people."),
    "more_than_followed": _("Line %(line)s: more left than followed, or nobody followed."),
    "too_many_rows": _("The table has more than %(most)s rows. Take a shorter time."),
    "nothing_inside": _("There is no row in this file."),
}
ROWS: Mapping[str, Words] = {
    "no_time": _("it has no time."),
    "bad_time": _("its time cannot be read."),
    "future_time": _("its time has not come yet."),
    "too_old": _("its time is before all networks."),
    "no_post": _("it is no post."),
    "too_many_cells": _("it has more cells than the table has columns."),
    "no_zone": _("its time has no zone."),
}
NOTICES: Mapping[str, Any] = {
    "skipped_boost": ngettext_lazy(
        "%(n)d post of others that was passed on is no post of yours.",
        "%(n)d posts of others that were passed on are no posts of yours.",
        "n",
    ),
    "skipped_reply": ngettext_lazy(
        "%(n)d reply is not counted as a post.", "%(n)d replies are not counted as posts.", "n"
    ),
    "skipped_private": ngettext_lazy(
        "%(n)d post that not everybody may see stayed out.",
        "%(n)d posts that not everybody may see stayed out.",
        "n",
    ),
    "skipped_total": ngettext_lazy(
        "%(n)d row of totals was passed over.", "%(n)d rows of totals were passed over.", "n"
    ),
    "skipped_other": ngettext_lazy(
        "%(n)d entry is no post.", "%(n)d entries are no posts.", "n"
    ),
    "figure_negative": ngettext_lazy(
        "%(n)d figure below zero was left away.", "%(n)d figures below zero were left away.", "n"
    ),
    "figure_unreadable": ngettext_lazy(
        "%(n)d figure could not be read and was left away.",
        "%(n)d figures could not be read and were left away.",
        "n",
    ),
    "figure_mark": ngettext_lazy(
        "%(n)d mark of a post to leave out says neither yes nor no: the post counts.",
        "%(n)d marks of posts to leave out say neither yes nor no: the posts count.",
        "n",
    ),
    "day_only": ngettext_lazy(
        "Of %(n)d post only the day is known: it says nothing about hours.",
        "Of %(n)d posts only the day is known: they say nothing about hours.",
        "n",
    ),
    "zone_assumed": ngettext_lazy(
        "%(n)d time has no zone and was taken as one of %(zone)s. If that is wrong, import the "
        "file again with the right zone: the post moves.",
        "%(n)d times have no zone and were taken as those of %(zone)s. If that is wrong, import "
        "the file again with the right zone: the posts move.",
        "n",
    ),
    "no_figures": ngettext_lazy(
        "The file tells no figure of its %(n)d post: it counts for the pace, not for what comes "
        "back.",
        "The file tells no figures of its %(n)d posts: they count for the pace, not for what comes "
        "back.",
        "n",
    ),
    "encoding": _(
        "The file is not in UTF-8 and was read as %(name)s. If letters look wrong, save the next "
        "one as UTF-8."
    ),
    "letters_lost": _("Some letters in the file are broken and could not be read."),
    "title_lines": ngettext_lazy(
        "%(n)d line above the names of the columns was passed over.",
        "%(n)d lines above the names of the columns were passed over.",
        "n",
    ),
    "part_taken": _("“%(name)s” was read: what comes before it is no table of posts."),
    "parts_left": _(
        "“%(name)s” was read. The file holds more that was not read: %(others)s. Bring in each "
        "of them as a file of its own."
    ),
    "network_table": _("Read as the table of %(network)s."),
    "spread_by_month": _("The table counts by month; each is spread evenly over its weeks."),
    "spread_by_days": ngettext_lazy(
        "A row counts for %(n)d day; each is spread evenly over its weeks.",
        "A row counts for %(n)d days; each is spread evenly over its weeks.",
        "n",
    ),
    "not_over": ngettext_lazy(
        "%(n)d row is of a time that is not over and does not count yet.",
        "%(n)d rows are of a time that is not over and do not count yet.",
        "n",
    ),
    "losses_without_numbers": ngettext_lazy(
        "%(n)d row was of no use and was left out (line %(line)s).",
        "%(n)d rows were of no use and were left out (the first in line %(line)s).",
        "n",
    ),
    "losses_twice": ngettext_lazy(
        "%(n)d row is of a day that stands there again; the later one counts.",
        "%(n)d rows are of days that stand there again; the later ones count.",
        "n",
    ),
    "counted_back": _("How many followed before was counted back from the number at the end."),
    "counted_alike": _(
        "Who came is not told: the number at the end is taken for the whole time."
    ),
    "not_measured": _("The network did not answer this time. It is asked again tomorrow."),
    "all_at_one_time": ngettext_lazy(
        "The %(n)d post has the time of the export. Is the right column the time?",
        "All %(n)d posts have the same time. Is the right column the time?",
        "n",
    ),
}  # fmt: skip
FORMATS: Mapping[str, Words] = {
    "table": _("Table"),
    "network": _("Asked of the network"),
    "facebook_insights": _("Facebook Page Insights"),
    "facebook_business_suite": _("Meta Business Suite, Facebook"),
    "instagram_business_suite": _("Meta Business Suite, Instagram"),
    "youtube_studio": _("YouTube Studio"),
    "x_archive": _("Archive of X"),
    "mastodon_outbox": _("Archive of Mastodon"),
}
METRICS: Mapping[str, Words] = {
    "reach": _("people reached"),
    "engaged": _("people who did something"),
    "hides": _("hidden or reported"),
    "impressions": _("times shown"),
    "views": _("views"),
    "interactions": _("interactions"),
    "reactions": _("reactions"),
    "comments": _("comments"),
    "shares": pgettext_lazy("figures of a post", "shares"),
    "quotes": _("quotes"),
    "saves": _("saves"),
    "clicks": _("clicks"),
    "watch_hours": _("hours watched"),
    "follows": _("new followers"),
}

OF_PEOPLE = frozenset({"reach", "engaged", "follows"})


def file_problem(error: BadExport) -> str:
    """Why a file could not be imported, and what to do."""
    params = {name: str(value) for name, value in error.params.items()}
    if error.code == "nothing_readable":
        params["reason"] = str(ROWS.get(params["reason"], params["reason"]))
    words = FILES.get(error.code)
    return str(words) % params if words else gettext("The file cannot be read.")


def row_problem(row: Mapping[str, Any]) -> str:
    """Why one row was refused, with its line."""
    why = ROWS.get(row["code"], row["code"])
    return gettext("Line %(line)s: %(why)s") % {"line": row["line"], "why": why}


def notice(row: Mapping[str, Any]) -> str:
    """What was odd in a file; empty for a code that is not said any more."""
    words = NOTICES.get(row["code"])
    return str(words % row["params"]) if words else ""


def format_name(name: str) -> str:
    """The kind of file, as people call it."""
    return str(FORMATS.get(name, name))


def response_words(response: Response) -> str:
    """What counts as the response of the posts, and of how many it is known."""
    if not response.metrics:
        return gettext("No figure of the posts is known yet.")
    said = ngettext(
        "What counts as response: %(what)s. Known of %(known)s of %(all)s post.",
        "What counts as response: %(what)s. Known of %(known)s of %(all)s posts.",
        response.n_posts,
    )
    return said % _words(response)


def judged_words(response: Response) -> str:
    """By what posts are judged, and of how many it is known; empty where nothing is."""
    if not response.metrics or not response.n_posts:
        return ""
    said = ngettext(
        "Judged by %(what)s, known of %(known)s of %(all)s post.",
        "Judged by %(what)s, known of %(known)s of %(all)s posts.",
        response.n_posts,
    )
    return said % _words(response)


def known_words(response: Response) -> str:
    """A response to choose: `people reached: known of 210 of 240 posts`."""
    said = ngettext(
        "%(what)s: known of %(known)s of %(all)s post",
        "%(what)s: known of %(known)s of %(all)s posts",
        response.n_posts,
    )
    return said % _words(response)


def automatic_words(response: Response) -> str:
    """The choice that is left to what is known."""
    if not response.metrics:
        return gettext("Automatic: nothing is known yet")
    said = ngettext(
        "Automatic: %(what)s, known of %(known)s of %(all)s post",
        "Automatic: %(what)s, known of %(known)s of %(all)s posts",
        response.n_posts,
    )
    return said % _words(response)


def _words(response: Response) -> dict[str, object]:
    return {
        "what": response_name(response),
        "known": response.n_known,
        "all": response.n_posts,
    }


def response_name(response: Response) -> str:
    """What is counted: `reactions, comments`; those of people say so where it is not clear."""
    parts = ", ".join(str(METRICS.get(metric, metric)) for metric in response.metrics)
    if response.unit != "people" or set(response.metrics) <= OF_PEOPLE:
        return parts
    return gettext("%(what)s, counted in people") % {"what": parts}


def unfollows_problem(error: BadUnfollows) -> str:
    """Why a table of unfollows is of no use, and what to do."""
    return str(UNFOLLOWS[error.code]) % error.params


def unfollows_read(weeks: Sequence[Left]) -> str:
    """What a table told: `52 weeks, 312 stopped following`."""
    words = ngettext(
        "%(n)s week, %(left)s stopped following.",
        "%(n)s weeks, %(left)s stopped following.",
        len(weeks),
    )
    return words % {"n": len(weeks), "left": _grouped(sum(week.unfollows for week in weeks))}


def unfollows_words(weeks: Sequence[UnfollowWeek]) -> str:
    """What is known of those who left; empty for nothing."""
    if not weeks:
        return ""
    words = ngettext(
        "%(n)s week is known, from %(first)s to %(last)s: %(left)s left.",
        "%(n)s weeks are known, from %(first)s to %(last)s: %(left)s left.",
        len(weeks),
    )
    return words % {
        "n": len(weeks),
        "first": dates.day_and_year(weeks[0].monday),
        "last": dates.day_and_year(weeks[-1].monday),
        "left": _grouped(sum(week.unfollows for week in weeks)),
    }


def unfollows_outside(n_outside: int, n_weeks: int, first: date, last: date) -> str:
    """How many of the weeks do not count, as no posts are known of their time; empty for none."""
    if not n_outside:
        return ""
    days = {"first": dates.day_and_year(first), "last": dates.day_and_year(last)}
    if n_outside == n_weeks:
        words = gettext("The posts go from %(first)s to %(last)s: none of these weeks counts.")
        return words % days
    words = ngettext(
        "The posts go from %(first)s to %(last)s: %(n)s week outside of that does not count.",
        "The posts go from %(first)s to %(last)s: %(n)s weeks outside of that do not count.",
        n_outside,
    )
    return words % (days | {"n": n_outside})


def _grouped(n: int) -> str:
    return number_format(n, force_grouping=True)
