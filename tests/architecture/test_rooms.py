"""What the import contracts cannot see of the rooms."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.sources import PACKAGE, nodes, rooms, tracked, where

RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
INCLUDES = re.compile(r"""\{%\s*(?:include|extends)\s+["'](?P<name>[^"']+)["']""")
SHARED = {"ui", "django"}


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_relations_name_the_class():
    found = [(p, n) for p, n in nodes(ast.Call) if _called(n) in RELATIONS and n.args]
    by_string = [where(p, n) for p, n in found if _names_another_by_string(n.args[0])]
    assert found
    assert not by_string


def _names_another_by_string(argument: ast.expr) -> bool:
    """A class can name itself by a string only."""
    return isinstance(argument, ast.Constant) and argument.value != "self"


def test_through_tables_of_the_same_file_are_the_only_words_for_classes():
    found = [
        keyword.value.value
        for _path, node in nodes(ast.Call)
        for keyword in node.keywords
        if keyword.arg == "through" and isinstance(keyword.value, ast.Constant)
    ]
    assert all("." not in name for name in found)


def test_no_template_of_another_room_is_included():
    templates = [path for path in tracked() if "templates" in path.parts and path.suffix == ".html"]
    foreign = []
    for path in templates:
        room = path.relative_to(PACKAGE).parts[0]
        for match in INCLUDES.finditer(path.read_text(encoding="utf-8")):
            if match["name"].split("/")[0] not in {room, *SHARED}:
                foreign.append(f"{where(path)} includes {match['name']}")
    assert templates
    assert not foreign


def test_templates_stand_under_the_name_of_their_room():
    wrong = [
        where(path)
        for path in tracked()
        if path.is_relative_to(PACKAGE) and "templates" in path.parts and path.suffix == ".html"
        if not _stands_right(path.relative_to(PACKAGE).parts)
    ]
    assert not wrong


def _stands_right(parts: tuple[str, ...]) -> bool:
    top = parts[parts.index("templates") + 1]
    return top in {parts[0], "django"} or (parts[0] == "ui" and top[:3].isdigit())


@pytest.mark.parametrize("room", rooms())
def test_every_room_says_what_it_is(room):
    text = (PACKAGE / room / "README.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip()]
    assert lines[0].startswith(f"# {room}")
    assert 4 <= len(lines) <= 25


def test_signals_stay_inside_a_room():
    found = [where(p, n) for p, n in nodes(ast.Call) if _called(n) in {"receiver", "Signal"}]
    assert not found
