"""A form that stands open in two tabs, or before two people: what one of them saved meanwhile and
the other left alone is kept, and where both wrote the same field nobody overwrites it unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BaseModelForm, BoundField
from django.http import HttpRequest, QueryDict
from django.template.defaultfilters import yesno
from django.utils.datastructures import MultiValueDict
from django.utils.formats import number_format
from django.utils.translation import gettext

from skupnost.strategy.whole_numbers import as_typed
from skupnost.ui import dates
from skupnost.ui.toasts import say


@dataclass(frozen=True, slots=True)
class Merged:
    """What was saved since the form was opened, a sentence each: `kept` of the fields that were
    left alone here, `clashes` of those that were changed to something else here."""

    kept: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()
    is_saved: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        return (*self.kept, *self.clashes)

    @property
    def status(self) -> int:
        """Of the answer where nothing was saved: by a clash, or as the form is wrong."""
        return 409 if self.clashes else 422


def tell_saved(request: HttpRequest, words: str, merged: Merged) -> None:
    """That it is saved, and what was saved meanwhile and stays."""
    say(request, words)
    if merged.kept:
        kept = gettext("Changed meanwhile, and kept: %(changes)s")
        say(request, kept % {"changes": " ".join(merged.kept)})


@dataclass(slots=True)
class Merging:
    """A merge under way: the copy of what was sent, and the sentences so far."""

    data: QueryDict
    kept: list[str] = field(default_factory=list)
    clashes: list[str] = field(default_factory=list)

    def done(self) -> Merged:
        return Merged(tuple(self.kept), tuple(self.clashes))


class Part(Protocol):
    """What knows by itself how it is merged, such as the rows of a table."""

    def merge_into(self, found: Merging) -> None: ...


class SavedPart(Part, Protocol):
    """The same of what is kept in the database."""

    def is_valid(self) -> bool: ...

    def save(self) -> Any: ...


def remember(form: BaseForm, names: Collection[str] | None = None) -> None:
    """The form's page tells what the fields (all, or those of these names) held when it was
    opened, for `merge`."""
    for name in form.fields if names is None else names:
        form.fields[name].show_hidden_initial = True


def tells(form: BaseForm) -> bool:
    """Whether what was sent says what the form was opened with."""
    return any(form.add_initial_prefix(name) in form.data for name in form.fields)


def merge(parts: Iterable[BaseForm | Part], data: QueryDict) -> Merged:
    """Bring `data`, a copy of what was sent to which the forms are bound, to what is kept now,
    before it is checked: the fields that were left alone have the newer values, and sent once more
    it counts as written after them. A form that does not tell what it was opened with stays as it
    was sent."""
    found = Merging(data)
    for part in parts:
        if not isinstance(part, BaseForm):
            part.merge_into(found)
        elif tells(part):
            merge_fields(part, found)
    return found.done()


def merge_and_save(parts: Sequence[BaseModelForm[Any] | SavedPart], data: QueryDict) -> Merged:
    """`merge`, and all of it saved unless a form is wrong or something clashes; within the
    caller's transaction, in which the forms were filled."""
    merged = merge(parts, data)
    if not all([part.is_valid() for part in parts]) or merged.clashes:
        return merged
    for part in parts:
        part.save()
    return replace(merged, is_saved=True)


def changed_since(form: BaseForm, data: QueryDict) -> Merged:
    """What was saved since the form was opened, all of it as clashes: for whoever removes it."""
    found = Merging(data)
    if tells(form):
        merge_fields(form, found, is_removed=True)
    return found.done()


def merge_fields(form: BaseForm, found: Merging, *, of: str = "", is_removed: bool = False) -> None:
    """Merge the fields that the form remembers; sentences name `of` what they are. Where all of it
    `is_removed` here, whatever changed elsewhere clashes with that."""
    for name, kind in form.fields.items():
        if kind.show_hidden_initial:
            _merge_field(form[name], found, of, is_removed=is_removed)


def _merge_field(bound: BoundField, found: Merging, of: str, *, is_removed: bool) -> None:
    kind, now = bound.field, bound.initial
    try:
        opened = kind.to_python(opened_with(bound))
    except ValidationError:
        return
    if kind.has_changed(opened, now):
        line = _told(bound, of, opened, now)
        is_mine = kind.has_changed(opened, bound.data)
        if is_removed or (is_mine and kind.has_changed(now, bound.data)):
            found.clashes.append(line)
        elif not is_mine:
            found.kept.append(line)
        if not is_mine:
            put(found.data, bound.html_name, now)
    # Also where nothing changed: a list that was empty is not told by the page, and would be taken
    # for what is sent now if it came back.
    put(found.data, bound.html_initial_name, now)


def opened_with(bound: BoundField) -> Any:
    """What the field held when its page was opened, as the page tells it."""
    widget = bound.field.hidden_widget()
    return widget.value_from_datadict(bound.form.data, MultiValueDict(), bound.html_initial_name)


def is_left_alone(bound: BoundField) -> bool:
    """Whether the field was sent as it was opened."""
    try:
        opened = bound.field.to_python(opened_with(bound))
    except ValidationError:
        return False
    return not bound.field.has_changed(opened, bound.data)


def put(data: QueryDict, name: str, value: Any) -> None:
    """Write a value, or each of a list, as a browser would send it."""
    sent = "" if value is None else str(as_typed(value))
    texts = map(str, value) if isinstance(value, list) else [sent]
    data.setlist(name, list(texts))


def _told(bound: BoundField, of: str, opened: Any, now: Any) -> str:
    what = bound.field.widget.attrs.get("aria-label", bound.label)
    where = f"{of}, {what}" if of else f"{what}"
    return change_words(where, _words(bound, opened), _words(bound, now))


def change_words(what: str, old: str, new: str) -> str:
    """What was saved meanwhile instead of what."""
    words = {"what": what, "old": old or "–", "new": new or "–"}
    return gettext("%(what)s: %(new)s (before: %(old)s).") % words


def _words(bound: BoundField, value: Any) -> str:
    """A value as a sentence has it; what is chosen from a list by its name there."""
    names = {str(key): str(name) for key, name in getattr(bound.field.widget, "choices", ())}
    if names:
        value = bound.field.prepare_value(value)
        keys = value if isinstance(value, list) else ["" if value is None else value]
        return ", ".join(names.get(str(key), str(key)) for key in keys) or "–"
    if isinstance(value, bool):
        return str(yesno(value))
    if isinstance(value, date):
        return dates.day_long(value)
    if isinstance(value, int | float):
        return str(number_format(f"{value:g}"))
    return "–" if value in (None, "") else str(value)
