"""What the tests of the architecture look at: the tracked files and their syntax trees."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "skupnost"
TESTS = "tests"


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that belongs to the project, also new ones that are not yet in the history."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if said.returncode:
        return tuple(
            path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts
        )
    names = said.stdout.decode().split("\0")
    return tuple(ROOT / name for name in names if name and (ROOT / name).is_file())


@cache
def modules() -> tuple[Path, ...]:
    """The package's own Python files: no tests, no migrations."""
    left_out = {TESTS, "migrations"}
    return tuple(
        path
        for path in tracked()
        if path.suffix == ".py"
        and path.is_relative_to(PACKAGE)
        and not left_out & set(path.parts)
        and path.name != "conftest.py"
    )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def nodes(kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[tuple[Path, ast.AST]]:
    """Every node of a kind in the package, with its file."""
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, kind):
                yield path, node


def where(path: Path, node: ast.AST | None = None) -> str:
    """File and line as an editor understands them."""
    line = getattr(node, "lineno", None)
    name = path.relative_to(ROOT).as_posix()
    return f"{name}:{line}" if line else name


def rooms() -> tuple[str, ...]:
    """The top folders of the package."""
    return tuple(sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py")))
