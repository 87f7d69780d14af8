"""The forms that take a file of past posts, and a table of who left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skupnost.clients.zones import zone_names
from skupnost.metrics.queries import History
from skupnost.metrics.responses import Response, choosable, choose_response
from skupnost.metrics.sentences import FILES, automatic_words, known_words

# The page data of Insights, with hundreds of columns, take some megabytes a year.
MOST_BYTES = 10_000_000
AUTOMATIC = "automatic"
# The name under which a page sends the word for a file that waits.
KEPT = "kept"
# A table is read while a person waits; an archive is large for its pictures, which are not read.
MOST_TABLE_BYTES, TABLES = 30_000_000, (".csv", ".tsv", ".txt")
TOO_LARGE = _("Choose a table of at most 30 MB: export a shorter time, or a file for each year.")
CHOOSE = _("Choose a file.")
CHOOSE_AGAIN = _("Choose the file again: it is not kept longer than an hour.")
# Which field answers what a file leaves open; all else is wrong with the file itself.
ASKED = {
    "no_zone": "zone",
    "date_order_unknown": "dates",
    "no_time_column": "time_column",
    "no_such_column": "time_column",
    "nothing_readable": "time_column",
    "no_followers": "followers",
    "total_too_small": "followers",
}
ORDERS = (("", _("As the file shows")), ("day", _("Day first")), ("month", _("Month first")))


class WithFile(forms.Form):
    """A form with a file, which need not be chosen again where something else was wrong."""

    file_field = "file"
    kept = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        was_kept = bool(self.data.get(KEPT))
        said = self.fields[self.file_field].error_messages
        said["required"] = CHOOSE_AGAIN if was_kept else CHOOSE
        said["empty"] = FILES["empty_file"]

    def ask(self, code: str, words: str, answer: object = None) -> None:
        """Say why the file is of no use, beside the field that has the wrong `answer` or else may
        have the right one, and put the keyboard there; beside the file where there is none."""
        answered = (name for name in self.fields if answer and self.data.get(name) == answer)
        name = next(answered, ASKED.get(code, self.file_field))
        name = name if name in self.fields else self.file_field
        self.add_error(name, words)
        self.fields[name].widget.attrs["autofocus"] = True

    def keep(self, word: str, name: str) -> None:
        """The next try may come with this word instead of the file of that name."""
        self.kept = word
        self.fields[self.file_field].required = False
        self[self.file_field].help_text = gettext(
            "“%(name)s” is kept for an hour. Choose a file only to read another one."
        ) % {"name": name}


class ImportForm(WithFile):
    """A file, and what it does not tell by itself."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV, XLSX, or the archive as you got it (zip, tar.gz, JSON)."),
    )
    zone = forms.ChoiceField(
        label=_("Zone of its times"),
        required=False,
        help_text=_("Only for times that have no zone."),
    )
    dates = forms.ChoiceField(label=_("Order of its dates"), required=False, choices=ORDERS)
    time_column = forms.CharField(label=_("Column with the time"), required=False, max_length=200)
    response_column = forms.CharField(
        label=_("Column with the response"), required=False, max_length=200
    )

    def __init__(self, *args: Any, zone: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["zone"]
        assert isinstance(choices, forms.ChoiceField)
        names = [(name, name.replace("_", " ")) for name in zone_names()]
        choices.choices = [("", _("I do not know")), *names]
        choices.initial = zone

    def clean_file(self) -> UploadedFile[Any]:
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        is_table = (upload.name or "").lower().endswith(TABLES)
        if is_table and (upload.size or 0) > MOST_TABLE_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return upload

    @property
    def mapping(self) -> Mapping[str, str]:
        """Which column holds what, as far as it was said."""
        told = {
            "time": self.cleaned_data["time_column"],
            "response": self.cleaned_data["response_column"],
        }
        return {role: column for role, column in told.items() if column}

    @property
    def is_day_first(self) -> bool | None:
        return _is_day_first(self.cleaned_data["dates"])


def _is_day_first(chosen: str) -> bool | None:
    return chosen == "day" if chosen else None


class UnfollowsForm(WithFile):
    """A table of who left, and what it does not tell by itself."""

    file_field = "unfollows"
    unfollows = forms.FileField(
        label=_("Table of who left"),
        help_text=_(
            "CSV or XLSX as Facebook, YouTube or X hands it out by day, or one of your own with "
            "the columns time, unfollows and followers: a row a day, a week or a month."
        ),
    )
    followers = forms.IntegerField(
        label=_("Followers at its end"),
        required=False,
        min_value=1,
        max_value=10**10,
        help_text=_("Only for tables that do not tell, as those of YouTube and X."),
    )
    dates = forms.ChoiceField(label=_("Order of its dates"), required=False, choices=ORDERS)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="left-%s")

    def clean_unfollows(self) -> UploadedFile[Any]:
        upload: UploadedFile[Any] = self.cleaned_data["unfollows"]
        if upload.size is None or upload.size > MOST_BYTES:
            raise forms.ValidationError(_("Choose a file of at most 10 MB."))
        return upload

    @property
    def is_day_first(self) -> bool | None:
        return _is_day_first(self.cleaned_data["dates"])


class ResponseForm(forms.Form):
    """What counts as the response of a channel's posts: one of those that are known of enough of
    them, or whatever is known best."""

    response = forms.ChoiceField(
        label=_("What counts as response"),
        help_text=_("The advice, its charts and its experiments are counted by this."),
    )

    def __init__(self, *args: Any, past: History, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        figures = [row.figures for row in past.rows]
        offered = choosable(figures, past.response)
        automatic = automatic_words(choose_response(figures))
        choices = self.fields["response"]
        assert isinstance(choices, forms.ChoiceField)
        choices.choices = [(AUTOMATIC, automatic), *((_code(row), known_words(row))
                           for row in offered)]  # fmt: skip
        choices.initial = _code(past.response) if past.response.is_chosen else AUTOMATIC

    @property
    def chosen(self) -> tuple[str, str]:
        """Its name and unit; both empty for whatever is known best."""
        name, _sign, unit = self.cleaned_data["response"].partition(":")
        return ("", "") if name == AUTOMATIC else (name, unit)


def _code(response: Response) -> str:
    return ":".join(response.key)
