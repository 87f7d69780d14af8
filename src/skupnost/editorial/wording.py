"""The room's codes as words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from skupnost.editorial.errors import Declined
from skupnost.editorial.standing import Standing
from skupnost.ui.words import Words


@dataclass(frozen=True, slots=True)
class Look:
    """How a standing is shown: words, a Lucide icon and a tone, never colour alone."""

    code: str
    label: Words
    icon: str
    tone: str


def _looks() -> Mapping[Standing, Look]:
    rows = (
        (Standing.DRAFT, gettext_lazy("Draft"), "pencil-line", "quiet"),
        (Standing.SCHEDULED, gettext_lazy("Scheduled"), "clock", "info"),
        (Standing.SENDING, gettext_lazy("Going out"), "send", "accent"),
        (Standing.LIVE, gettext_lazy("Live"), "check", "good"),
        (Standing.PARTLY, gettext_lazy("Partly live"), "circle-dashed", "accent"),
        (Standing.TO_DO, gettext_lazy("Yours to post"), "hand", "warn"),
        (Standing.MISSED, gettext_lazy("Missed"), "clock-alert", "bad"),
        (Standing.HELD, gettext_lazy("Held"), "circle-pause", "warn"),
        (Standing.REFUSED, gettext_lazy("Refused"), "triangle-alert", "bad"),
        (Standing.NEEDS_EYE, gettext_lazy("Needs your eye"), "eye", "bad"),
    )
    return {row[0]: Look(row[0].value, *row[1:]) for row in rows}


LOOKS = _looks()

_DECLINED: Mapping[str, Words] = {
    "in_the_past": gettext_lazy("That time is over. Choose a later one."),
    "no_channels": gettext_lazy("Choose at least one channel first."),
    "not_approved": gettext_lazy(
        "This text was not approved as it stands. Ask somebody who may approve it."
    ),
    "is_live": gettext_lazy(
        "It is live on %(channel)s already. Remove it there first, or write a new post."
    ),
    "is_on_its_way": gettext_lazy(
        "It is on its way to %(channel)s or already there, so this cannot be changed any more."
    ),
    "in_bin": gettext_lazy("This post is in the bin. Take it out first."),
    "needs_moment": gettext_lazy("Choose a day and a time first."),
    "needs_time": gettext_lazy("A scheduled post needs a time. To take it off, cancel it."),
    "bad_form": gettext_lazy("The form came incomplete. Open the page again and repeat."),
    "bad_time": gettext_lazy("“%(text)s” is not a date with a time, such as 2026-11-27 18:00."),
    "no_such_time": gettext_lazy(
        "%(time)s does not exist in %(zone)s that night: the clock jumps over it. "
        "Choose an earlier time, or %(next)s."
    ),
    "undo_too_late": gettext_lazy(
        "This can no longer be undone: the post was changed since. Move it by hand."
    ),
    "changed_meanwhile": gettext_lazy("Somebody else changed this post meanwhile."),
    "belongs_to_other_client": gettext_lazy("That channel or picture belongs to another client."),
}


def declined(error: Declined) -> str:
    """Why nothing was done, and what to do instead, as a sentence."""
    if error.code == "has_errors":
        n = int(error.params["n"])
        return ngettext(
            "%(n)d mistake keeps this from being scheduled. It stands at its channel's preview.",
            "%(n)d mistakes keep this from being scheduled. They stand at the channels' previews.",
            n,
        ) % {"n": n}
    sentence = _DECLINED.get(error.code)
    return str(sentence) % error.params if sentence else _("This could not be done.")


def too_late() -> str:
    """A worker was quicker than the person."""
    return _("Too late: it is already going out. The page shows how it ended.")
