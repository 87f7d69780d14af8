"""A form that stands open in two tabs, or before two people: what one of them saved meanwhile and
the other left alone is kept, and where both wrote the same field nobody overwrites it unseen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template.defaultfilters import yesno
from django.utils.datastructures import MultiValueDict
from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Merged:
    """What was saved since the form was opened, a sentence each: `kept` of the fields that were
    left alone here, `clashes` of those that were changed to something else here."""

    kept: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        return (*self.kept, *self.clashes)

    @property
    def sentence(self) -> str:
        """What a toast says beside the success."""
        return _("Changed meanwhile, and kept: %(changes)s") % {"changes": " ".join(self.kept)}


def remember(form: BaseForm) -> None:
    """The form's page tells what the fields held when it was opened, for `merge`."""
    for field in form.fields.values():
        field.show_hidden_initial = True


def merge(forms: Iterable[BaseForm], data: QueryDict) -> Merged:
    """Bring `data`, a copy of what was sent to which the forms are bound, to what is kept now,
    before it is checked: the fields that were left alone have the newer values, and sent once more
    it counts as written after them. A form that does not tell what it was opened with stays as it
    was sent."""
    kept: list[str] = []
    clashes: list[str] = []
    for form in forms:
        if any(form.add_initial_prefix(name) in data for name in form.fields):
            for name in form.fields:
                _merge_field(form[name], data, kept, clashes)
    return Merged(tuple(kept), tuple(clashes))


def _merge_field(bound: BoundField, data: QueryDict, kept: list[str], clashes: list[str]) -> None:
    field, now = bound.field, bound.initial
    try:
        opened = field.to_python(_opened(bound, data))
    except ValidationError:
        return
    if not field.has_changed(opened, now):
        return
    if not field.has_changed(opened, bound.data):
        kept.append(_told(bound, opened, now))
        _put(data, bound.html_name, now)
    elif field.has_changed(now, bound.data):
        clashes.append(_told(bound, opened, now))
    _put(data, bound.html_initial_name, now)


def _opened(bound: BoundField, data: QueryDict) -> Any:
    widget = bound.field.hidden_widget()
    return widget.value_from_datadict(data, MultiValueDict(), bound.html_initial_name)


def _put(data: QueryDict, name: str, value: Any) -> None:
    texts = value if isinstance(value, list) else ["" if value is None else str(value)]
    data.setlist(name, texts)


def _told(bound: BoundField, opened: Any, now: Any) -> str:
    what = bound.field.widget.attrs.get("aria-label", bound.label)
    words = {"what": what, "old": _words(opened), "new": _words(now)}
    return _("%(what)s: %(new)s (before: %(old)s).") % words


def _words(value: Any) -> str:
    """A value as a sentence has it."""
    if isinstance(value, bool):
        return str(yesno(value))
    if isinstance(value, list):
        return ", ".join(value) or "–"
    if isinstance(value, int | float):
        return str(number_format(f"{value:g}"))
    return "–" if value is None else str(value)
