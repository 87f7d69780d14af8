"""Habits of the code: errors, docstrings, types."""

from __future__ import annotations

import ast

from tests.architecture.sources import PACKAGE, modules, nodes, tree, where

# The top of the worker's loop, where whatever happens must not end the worker, and the thread that
# hands every failure back to whoever asked.
MAY_CATCH_ALL = {"jobs/timers.py", "publishing/lanes/database.py"}
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
MIN_LINES_TO_EXPLAIN = 6


def _caught(node: ast.ExceptHandler) -> set[str]:
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return {kind.id if isinstance(kind, ast.Name) else "" for kind in kinds}


def test_nobody_catches_everything():
    wrong = [
        where(path, node)
        for path, node in nodes(ast.ExceptHandler)
        if node.type is None or _caught(node) & {"Exception", "BaseException"}
        if path.relative_to(PACKAGE).as_posix() not in MAY_CATCH_ALL
    ]
    assert not wrong


def test_every_module_of_substance_has_a_docstring():
    bare = [
        where(path)
        for path in modules()
        if tree(path).body and not ast.get_docstring(tree(path)) and path.name != "apps.py"
    ]
    assert not bare


def test_public_things_that_do_not_explain_themselves_have_a_docstring():
    bare = [
        f"{where(path, node)} {node.name}"
        for path in modules()
        for node in tree(path).body
        if isinstance(node, DEFINITIONS) and _needs_words(node) and not ast.get_docstring(node)
        if not node.name.startswith("test_")  # the contract suite: a sentence already
        if path.name != "apps.py" and "views" not in {path.stem, path.parent.name}
    ]
    assert not bare


def _needs_words(node: ast.AST) -> bool:
    is_long = node.end_lineno - node.lineno + 1 > MIN_LINES_TO_EXPLAIN
    return not node.name.startswith("_") and (is_long or isinstance(node, ast.ClassDef))


def test_a_muted_type_check_gives_its_kind():
    wrong = [
        f"{where(path)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "# type: ignore" in line and "# type: ignore[" not in line
    ]
    assert not wrong


def test_nobody_mutes_a_whole_file():
    wrong = [where(path) for path in modules() if "# ruff: noqa" in path.read_text("utf-8")]
    assert not wrong
