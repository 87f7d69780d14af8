"""What changed between two versions of a strategy, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from skupnost.strategy.document import account, day_words
from skupnost.strategy.sentences import isolated

Value = Mapping[str, Any]
Row = Mapping[str, Any]

REWRITTEN = {
    "audiences": gettext_lazy("The audiences are written anew."),
    "voice": gettext_lazy("The voice is written anew."),
    "quiet_hours": gettext_lazy("The quiet hours are written anew."),
}
ADDED = {
    "audiences": gettext_lazy("The audiences are new."),
    "voice": gettext_lazy("The voice is new."),
    "quiet_hours": gettext_lazy("The quiet hours are new."),
}
REMOVED = {
    "audiences": gettext_lazy("The audiences are gone."),
    "voice": gettext_lazy("The voice is gone."),
    "quiet_hours": gettext_lazy("The quiet hours are gone."),
}
CRISIS = ("crisis_name", "crisis_phone", "crisis_email", "crisis")


def changes(old: Value, new: Value) -> list[str]:
    """Everything that differs, in the order of the document; empty where nothing does."""
    return [
        *_rows(old, new, "goals", lambda goal: str(goal["what"]), _goal),
        *_text(old, new, "audiences"),
        *_rows(old, new, "pillars", lambda pillar: str(pillar["name"]), _pillar),
        *_rows(old, new, "cadence", _account, _pace),
        *_text(old, new, "voice"),
        *_text(old, new, "quiet_hours"),
        *_crisis(old, new),
        *_advice(old, new),
    ]


Told = Callable[[Row | None, Row | None], Iterator[str]]


def _rows(
    old: Value, new: Value, part: str, key: Callable[[Row], str], told: Told
) -> Iterator[str]:
    """Rows paired by their key; the same key twice pairs in order."""
    before, after = keyed(old.get(part, ()), key), keyed(new.get(part, ()), key)
    for name in [*before, *(name for name in after if name not in before)]:
        if before.get(name) != after.get(name):
            yield from told(before.get(name), after.get(name))


def keyed(rows: Sequence[Row], key: Callable[[Row], str]) -> dict[tuple[str, int], Row]:
    """Rows by their key and how many of the same key come before."""
    found: dict[tuple[str, int], Row] = {}
    for row in rows:
        n = sum(name == key(row) for name, _number in found)
        found[key(row), n] = row
    return found


def _goal(old: Row | None, new: Row | None) -> Iterator[str]:
    told = {**(new or old or {})}
    told |= {"by": day_words(told["by"]), "what": isolated(told["what"])}
    if old is None:
        yield _("New goal: %(what)s, %(number)s by %(by)s.") % told
    elif new is None:
        yield _("The goal “%(what)s” is gone.") % told
    else:
        yield from _moved_goal(old, new)


def _moved_goal(old: Row, new: Row) -> Iterator[str]:
    if old["number"] != new["number"]:
        words = {"what": isolated(new["what"]), "old": old["number"], "new": new["number"]}
        yield _("The goal “%(what)s” went from %(old)s to %(new)s.") % words
    if old["by"] != new["by"]:
        days = {"old": day_words(old["by"]), "new": day_words(new["by"])}
        moved = _("The day of the goal “%(what)s” moved from %(old)s to %(new)s.")
        yield moved % {**days, "what": isolated(new["what"])}


def _pillar(old: Row | None, new: Row | None) -> Iterator[str]:
    name = isolated((new or old or {})["name"])
    before = old["share"] if old else None
    after = new["share"] if new else None
    words = {"name": name, "old": before, "new": after}
    if before is None:
        yield _("New pillar: %(name)s, %(new)s %%.") % words
    elif after is None:
        yield _("The pillar “%(name)s” is gone.") % words
    elif before != after:
        yield _("The share of “%(name)s” went from %(old)s %% to %(new)s %%.") % words


def _account(row: Row) -> str:
    return account(row["channel"], row["network"])


def _pace(old: Row | None, new: Row | None) -> Iterator[str]:
    name = _account(new or old or {})
    before = old["posts_a_week"] if old else None
    after = new["posts_a_week"] if new else None
    words = {"name": name, "old": before, "new": after}
    if after is None:
        yield _("%(name)s no longer has a pace.") % words
    elif before is None:
        said = ngettext(
            "%(name)s now has a pace: %(new)s post a week.",
            "%(name)s now has a pace: %(new)s posts a week.",
            after,
        )
        yield said % words
    elif before != after:
        said = ngettext(
            "%(name)s went from %(old)s to %(new)s post a week.",
            "%(name)s went from %(old)s to %(new)s posts a week.",
            after,
        )
        yield said % words


def _text(old: Value, new: Value, part: str) -> Iterator[str]:
    before, after = old.get(part, ""), new.get(part, "")
    if before != after:
        yield str((REWRITTEN if before and after else ADDED if after else REMOVED)[part])


def _crisis(old: Value, new: Value) -> Iterator[str]:
    if any(old.get(name, "") != new.get(name, "") for name in CRISIS):
        told = ", ".join(new[name] for name in CRISIS[:3] if new.get(name))
        if told:
            yield _("In a crisis, call now: %(who)s.") % {"who": told}
        else:
            yield _("Whom to call in a crisis is written anew.")


def _advice(old: Value, new: Value) -> Iterator[str]:
    """Where the adviser says another number than it did then."""
    before = {row["channel"]: row["advice"] for row in old.get("figures", ())}
    for row in new.get("figures", ()):
        was = before.get(row["channel"])
        if was is not None and was != row["advice"]:
            told = {"channel": row["name"], "network": row["network"]}
            words = {"name": _account(told), "old": was, "new": row["advice"]}
            said = ngettext(
                "The advice for %(name)s went from %(old)s to %(new)s post a week.",
                "The advice for %(name)s went from %(old)s to %(new)s posts a week.",
                row["advice"],
            )
            yield said % words
