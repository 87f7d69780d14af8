"""`skupnost messages`: brings the translation catalogues up to date with the source."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skupnost.cli.answers import Problem, answer, note
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_site

if TYPE_CHECKING:
    from babel.messages import Catalog

PACKAGE = Path(__file__).parents[1]
TRANSLATED = ("sl", "es")
LEFT_OUT = ("tests", "migrations", "locale", "static", "conftest.py")


PLURALS = {
    "sl": "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);",
    "es": "nplurals=2; plural=(n != 1);",
}
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: skupnost\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural}\\n"
"""


def messages(
    compile_only: Annotated[
        bool, typer.Option("--compile", help="Only write the .mo files from the .po files.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Collect every text of the source into the catalogues, and compile them."""
    open_site()
    if not compile_only:
        extract(PACKAGE)
    counts = {language: compile_catalogue(po_file(PACKAGE, language)) for language in TRANSLATED}
    lines = [f"{language}: {n} texts are not translated yet" for language, n in counts.items()]
    answer({"untranslated": counts}, as_json=as_json, lines=lines)


def po_file(package: Path, language: str) -> Path:
    """Where the catalogue of a language lies."""
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def extract(package: Path) -> None:
    """Bring the .po files of a copy of the package up to date by xgettext; no guesses are made."""
    from django.core.management import call_command
    from django.core.management.commands.makemessages import Command

    if not shutil.which("xgettext"):
        raise Problem("no_xgettext", "xgettext is missing. Run: sudo apt install gettext")

    class Quiet(Command):
        msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]
        xgettext_options = [*Command.xgettext_options, "--package-name=skupnost"]

    for language in TRANSLATED:
        _begin(po_file(package, language), language)
    said = io.StringIO()
    with _inside(package):
        call_command(
            Quiet(),
            locale=list(TRANSLATED),
            ignore_patterns=list(LEFT_OUT),
            add_location="file",
            no_obsolete=True,
            no_wrap=True,
            stdout=said,
            stderr=said,
        )
    for language in TRANSLATED:
        _tidy(po_file(package, language))


def _begin(path: Path, language: str) -> None:
    """An empty catalogue where there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        header = HEADER.format(language=language, plural=PLURALS[language])
        path.write_text(header, encoding="utf-8")


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


UNSTEADY = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Report-Msgid',
    '"Last-Translator',
    '"Language-Team',
)


def _tidy(path: Path) -> None:
    """Leave out what changes with every run and says nothing."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(UNSTEADY)]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def read_catalogue(path: Path) -> Catalog:
    """The catalogue of a .po file."""
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def compile_catalogue(path: Path) -> int:
    """Write the .mo beside the .po; how many texts have no translation."""
    from babel.messages.mofile import write_mo

    if not path.exists():
        note(f"There is no catalogue {path} yet.")
        return 0
    catalogue = read_catalogue(path)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)
    return sum(not is_translated(message.string) for message in catalogue if message.id)


def is_translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether a translation is there, in every plural form."""
    return bool(string) and (isinstance(string, str) or all(string or ()))
