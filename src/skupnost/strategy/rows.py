"""Rows of a form, such as people or places: a further one comes on asking. Where they stand open in
two tabs, what one of them adds or deletes neither vanishes nor comes back by the other, and the
same row sent twice is one."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from skupnost.clients.models import Client
from skupnost.strategy.merging import (
    Merging,
    is_left_alone,
    merge_fields,
    opened_with,
    put,
    remember,
    tells,
)

if TYPE_CHECKING:
    RowsForms = forms.BaseFormSet[Any]
    RowsModelForms = forms.BaseInlineFormSet[Any, Client, Any]
else:
    RowsForms, RowsModelForms = forms.BaseFormSet, forms.BaseInlineFormSet

# What a button sends with the prefix of the rows that should get one more.
MORE = "more"


class RowsOnAsking(RowsForms):
    """Rows of which a page shows the filled ones, and an empty one only where there is no other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.extra = int(not self.initial_form_count())


def asks_for_row(data: QueryDict) -> bool:
    """Whether a form was sent only to get one more row, which `data`, a copy of what was sent, has
    then."""
    name = f"{data.get(MORE)}-TOTAL_FORMS"
    with suppress(KeyError, ValueError):
        data[name] = str(int(str(data[name])) + 1)
    return MORE in data


def show_asked_row(parts: Iterable[forms.BaseForm | RowsForms], data: QueryDict) -> None:
    """Make the page of the forms show what was typed without finding fault with what is not
    finished, and put the keyboard into the new row."""
    for part in parts:
        rows = part.forms if isinstance(part, forms.BaseFormSet) else [part]
        for row in rows:
            row.errors.clear()
        if part.prefix == data[MORE]:
            rows[-1].visible_fields()[0].field.widget.attrs["autofocus"] = True


class Rows(RowsOnAsking, RowsModelForms):
    """Rows with a name that tell what they held when the page was opened. One that somebody deleted
    meanwhile stays deleted where it was left alone here, clashes where it was changed, and is made
    anew once it is sent again (or at once by a form that tells nothing)."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # not in the stubs
        if self.is_bound and form.instance.pk is None:
            form.fields["id"].required, form.fields["id"].disabled = False, True
        if i < self.initial_form_count() and (not self.is_bound or tells(form)):
            remember(form, self._names)
        return form

    @property
    def _names(self) -> list[str]:
        return list(self.form.base_fields)

    def merge_into(self, found: Merging) -> None:
        """What `merging.merge` does with them."""
        for form in self.initial_forms:
            if tells(form):
                self._merge_row(form, found)
        twins = self._twins.values()
        added = [row for row in self._newcomers if row not in twins]
        found.kept += [_("%(name)s: added.") % {"name": row.name} for row in added]

    def _merge_row(self, form: Any, found: Merging) -> None:
        is_removed = bool(form["DELETE"].data)
        if form.instance.pk is not None:
            merge_fields(form, found, of=form.instance.name, is_removed=is_removed)
        elif form["id"].data:
            self._merge_gone(form, found, is_removed=is_removed)

    def _merge_gone(self, form: Any, found: Merging, *, is_removed: bool) -> None:
        """A row that is no more. Its page comes back without its key, so that it is sent as a new
        one by whoever wants it all the same."""
        line = _("%(name)s: removed.") % {"name": opened_with(form["name"])}
        is_changed = not all(is_left_alone(form[name]) for name in self._names)
        for name in self._names:
            put(found.data, form[name].html_initial_name, None)
        if not is_removed:
            (found.clashes if is_changed else found.kept).append(line)
        if not is_changed:
            put(found.data, form["DELETE"].html_name, "on")

    @cached_property
    def _newcomers(self) -> list[Any]:
        """Rows that were not there when the page was opened."""
        known = {str(form["id"].data) for form in self.initial_forms}
        return [row for row in self.get_queryset() if str(row.pk) not in known]

    @cached_property
    def _twins(self) -> dict[str, Any]:
        """Those of them that a new row here repeats word by word, as by a double click, by the
        prefix of the new row's form."""
        left, found = list(self._newcomers), {}
        for form in self.forms:
            if form.instance.pk is not None:
                continue
            twin = next((row for row in left if self._is_same(form, row)), None)
            if twin is not None:
                left.remove(twin)
                found[form.prefix] = twin
        return found

    def _is_same(self, form: Any, row: Any) -> bool:
        fields = form.fields
        return not any(
            fields[name].has_changed(getattr(row, name), form[name].data) for name in self._names
        )

    def save_new(self, form: Any, commit: bool = True) -> Any:
        return self._twins.get(form.prefix) or super().save_new(form, commit)

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        gone = [form for form in self.initial_forms if form.instance.pk is None]
        kept = super().save_existing_objects(commit)
        return kept + [self.save_new(form, commit) for form in gone if self._is_wanted(form)]

    def _is_wanted(self, form: Any) -> bool:
        return form.has_changed() and form not in self.deleted_forms
