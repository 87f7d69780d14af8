"""The catalogues hold every text of the source, whole, in every plural form."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog, Message

import skupnost
from skupnost.cli.messages import TRANSLATED, extract, is_translated, po_file, read_catalogue

PACKAGE = Path(skupnost.__file__).parent
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|</?\w+>")
SAME = tomllib.loads((Path(__file__).parent / "same_as_source.toml").read_text(encoding="utf-8"))
N_FORMS = {"sl": 4, "es": 2}
COUNTED = re.compile(
    r"%\((?:n|n_\w+|count|counter|all|of|best|pace|days|hours|weeks|minutes)\)[sd] (?:\w+ )?"
    r"(?:posts|weeks|days|hours|minutes|channels|slots|rows|pictures|films|files|responses|parts)\b"
)
# Never one: the days after which a fact is old, the parts of a thread that is too long.
NEVER_ONE = (
    "What was checked longest ago stands first. After %(n)s days a fact asks to be looked at "
    "again.",
    "The thread has %(n_parts)s parts, and the network takes at most %(max)s at once.",
)


@pytest.fixture(scope="module", params=TRANSLATED)
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return read_catalogue(po_file(PACKAGE, request.param))


def _language(catalogue: Catalog) -> str:
    return str(catalogue.locale)


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _forms(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def test_nothing_is_left_in_english(catalogue: Catalog) -> None:
    missing = [m.id for m in _messages(catalogue) if not is_translated(m.string)]
    assert missing == []


def test_nothing_is_only_guessed(catalogue: Catalog) -> None:
    assert [m.id for m in _messages(catalogue) if m.fuzzy] == []


def test_every_plural_has_all_forms(catalogue: Catalog) -> None:
    plurals = [m for m in _messages(catalogue) if m.pluralizable]
    assert len(plurals) > 20
    wanted = N_FORMS[_language(catalogue)]
    assert [m.id for m in plurals if len(_forms(m.string)) != wanted] == []


def test_what_is_counted_has_plural_forms(catalogue: Catalog) -> None:
    single = [str(m.id) for m in _messages(catalogue) if not m.pluralizable]
    assert sorted(said for said in single if COUNTED.search(said)) == sorted(NEVER_ONE)


def test_placeholders_and_tags_are_those_of_the_source(catalogue: Catalog) -> None:
    wrong = [
        (message.id, form)
        for message in _messages(catalogue)
        for form in _forms(message.string)
        if sorted(set(PLACEHOLDER.findall(form)))
        != sorted(set(PLACEHOLDER.findall(_forms(message.id)[-1])))
    ]
    assert wrong == []


def test_what_equals_its_source_is_on_the_list(catalogue: Catalog) -> None:
    same = {
        form
        for message in _messages(catalogue)
        for form in _forms(message.string)
        if form in _forms(message.id)
    }
    assert same == set(SAME[_language(catalogue)])


def test_slovenian_counts_one_two_three_and_five_apart() -> None:
    from django.utils.translation import ngettext, override

    with override("sl"):
        said = [ngettext("post", "posts", n) for n in (1, 2, 3, 5, 101, 102)]
    assert said == ["objava", "objavi", "objave", "objav", "objava", "objavi"]


def test_the_catalogues_are_those_of_the_source(tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        pytest.skip("xgettext is missing: sudo apt install gettext")
    copy = tmp_path / "skupnost"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    extract(copy)
    for language in TRANSLATED:
        now = {(m.context, m.id) for m in _messages(read_catalogue(po_file(copy, language)))}
        kept = {(m.context, m.id) for m in _messages(read_catalogue(po_file(PACKAGE, language)))}
        assert now == kept, "run: python3 start.py messages, and translate what is new"


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_catalogue_says_what_the_written_one_says(language: str) -> None:
    from gettext import GNUTranslations

    path = po_file(PACKAGE, language)
    with path.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    single = [m for m in _messages(read_catalogue(path)) if isinstance(m.id, str) and not m.context]
    assert [m.id for m in single if compiled.gettext(str(m.id)) != m.string] == []
