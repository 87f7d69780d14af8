"""Every state of a post or a delivery as people see it: words, an icon, a tone."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from skupnost.domain.delivery import State
from skupnost.ui.words import Words


@dataclass(frozen=True, slots=True)
class StateMark:
    """`tone` is good, info, warn, bad, accent or quiet; `icon` a Lucide name."""

    code: str
    label: Words
    icon: str
    tone: str


_ROWS: tuple[tuple[str, Words, str, str], ...] = (
    ("draft", _("Draft"), "pencil-line", "quiet"),
    ("approved", _("Approved"), "stamp", "info"),
    (State.SCHEDULED.value, _("Scheduled"), "clock", "info"),
    (State.CLAIMED.value, _("Going out"), "send", "accent"),
    (State.SENDING.value, _("Going out"), "send", "accent"),
    (State.UNKNOWN.value, _("Checking whether it went out"), "search", "warn"),
    (State.RETRY_WAIT.value, _("Trying again soon"), "rotate-cw", "warn"),
    (State.PUBLISHED.value, _("Live"), "circle-check", "good"),
    (State.REFUSED.value, _("Refused"), "circle-x", "bad"),
    (State.HELD.value, _("Held"), "circle-pause", "warn"),
    (State.MISSED.value, _("Missed"), "clock-alert", "bad"),
    (State.NEEDS_EYE.value, _("Needs your eye"), "eye", "bad"),
    (State.TO_DO.value, _("Yours to post"), "hand", "warn"),
    (State.CANCELLED.value, _("Cancelled"), "ban", "quiet"),
    ("live", _("Live"), "circle-check", "good"),
    ("partly", _("Partly live"), "circle-dot-dashed", "info"),
    ("removed", _("Taken down"), "trash-2", "quiet"),
    ("ok", _("Connected"), "circle-check", "good"),
    ("by_hand", _("By hand"), "hand", "quiet"),
    ("needs_reconnect", _("Connect again"), "unplug", "bad"),
    ("paused", _("Paused"), "circle-pause", "warn"),
    ("disconnected", _("Disconnected"), "unplug", "quiet"),
)

MARKS = {code: StateMark(code, label, icon, tone) for code, label, icon, tone in _ROWS}


def mark_of(code: str) -> StateMark:
    """The mark of a state; an unknown code shows itself rather than nothing."""
    return MARKS.get(code) or StateMark(code, code, "circle-question-mark", "quiet")
