"""Whatever a user can see is documented, and whatever is documented exists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from skupnost.cli.main import app

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "src").rglob("README.md")])
COMMANDS = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)(?P<path>[^)#\s]+)")
VARIABLE = re.compile(r"SKUPNOST_[A-Z]+(?:_[A-Z]+)*")


def _walk(command: Any, path: tuple[str, ...]):
    if hasattr(command, "commands"):
        for name, inner in command.commands.items():
            if not inner.hidden:
                yield from _walk(inner, (*path, name))
    else:
        yield " ".join(path), command


KNOWN = dict(_walk(typer.main.get_command(app), ("skupnost",)))


def _section(name: str) -> str:
    _before, found, after = COMMANDS.partition(f"### {name}\n")
    assert found, f"{name} is not in docs/reference/commands.md"
    return re.split(r"\n##+ ", after)[0]


@pytest.mark.parametrize("name", KNOWN)
def test_every_command_and_option_is_documented(name):
    section = _section(name)
    options = [
        option
        for parameter in KNOWN[name].params
        if parameter.param_type_name == "option" and not parameter.hidden
        for option in parameter.opts
        if option != "--help"
    ]
    assert [option for option in options if f"`{option}`" not in section] == []


def test_every_documented_command_exists():
    named = set(re.findall(r"^### (skupnost .+)$", COMMANDS, re.MULTILINE))
    assert named == set(KNOWN)


@pytest.mark.parametrize("name", KNOWN)
def test_every_documented_option_exists(name):
    known = {option for parameter in KNOWN[name].params for option in parameter.opts}
    named = set(re.findall(r"^\| `(--[a-z-]+)`", _section(name), re.MULTILINE))
    assert named <= known


def test_every_command_is_of_those_that_scripts_rely_on():
    promised = "up worker doctor backup restore check pause resume"
    groups = {
        "user": ["login-link"],
        "client": ["add", "list"],
        "channel": ["add", "list", "check"],
        "post": ["add", "import", "list"],
        "delivery": ["list", "show", "decide"],
        "rules": ["list", "show"],
        "calendar": ["export"],
    }
    wanted = {f"skupnost {name}" for name in promised.split()}
    wanted |= {f"skupnost {group} {name}" for group, names in groups.items() for name in names}
    assert wanted <= set(KNOWN)


def test_every_variable_of_the_environment_is_documented():
    places = [ROOT / "start.py", ROOT / "conftest.py", ROOT / ".ci" / "run"]
    places += [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    used = {name for path in places for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}
    page = (DOCS / "reference" / "environment.md").read_text(encoding="utf-8")
    assert used == set(VARIABLE.findall(page))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    links = [match["path"] for match in LINK.finditer(page.read_text(encoding="utf-8"))]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_is_reached_from_the_first():
    front = DOCS / "README.md"
    reached = {front, *(DOCS / "decisions").glob("*.md")}
    for match in LINK.finditer(front.read_text(encoding="utf-8")):
        reached.add((front.parent / match["path"]).resolve())
    assert set(DOCS.rglob("*.md")) - reached == set()


def test_every_decision_says_status_context_decision_and_consequences():
    for page in (DOCS / "decisions").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert text.startswith("# ")
        assert "Status:" in text
        for part in ("Context", "Decision"):
            assert f"**{part}.**" in text, page.name


def test_every_state_and_every_word_of_the_glossary_is_explained():
    from skupnost.domain.delivery import State

    states = (DOCS / "reference" / "states.md").read_text(encoding="utf-8")
    assert [state for state in State if f"| `{state}` |" not in states] == []
    rows = re.findall(r"^\| ([a-z ]+) \|", (ROOT / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE)
    words = [row for row in rows if row != "word"]
    assert words == sorted(words)
    assert {"delivery", "variant", "attempt", "receipt", "finding"} <= set(words)
