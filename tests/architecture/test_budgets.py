"""Functions fit a glance, files stay short, modules have honest names."""

from __future__ import annotations

import ast
from statistics import quantiles

from tests.architecture.sources import ROOT, modules, nodes, tracked, where

MAX_LINES_OF_FILE = 400
MAX_LINES_OF_FUNCTION = 50
BANNED = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _length(node: ast.AST) -> int:
    """Lines of the body without the docstring, which is for readers and free."""
    body = node.body
    first = body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = body[1].lineno if is_docstring and len(body) > 1 else first.lineno
    return node.end_lineno - start + 1


def test_no_function_is_longer_than_fifty_lines():
    found = [(path, node) for path, node in nodes(FUNCTIONS)]
    long = [where(path, node) for path, node in found if _length(node) > MAX_LINES_OF_FUNCTION]
    assert found
    assert not long


def test_half_of_the_functions_are_under_ten_lines_and_nine_in_ten_under_thirty():
    tenths = quantiles([_length(node) for _path, node in nodes(FUNCTIONS)], n=10)
    assert tenths[4] < 10
    assert tenths[8] < 30


def test_no_file_is_longer_than_four_hundred_lines():
    python = [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]
    long = [
        where(path)
        for path in python
        if len(path.read_text(encoding="utf-8").splitlines()) > MAX_LINES_OF_FILE
    ]
    assert ROOT / "start.py" in python
    assert not long


def test_no_module_has_a_name_that_says_nothing():
    names = {part for path in modules() for part in (path.stem, *path.parent.parts)}
    assert not names & BANNED
