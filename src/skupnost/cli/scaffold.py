"""`skupnost new-connector`: a folder to begin a connector in, of the lowest grade: we know the
network, a person posts. It loads at once; code comes when the manifest is filled."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from skupnost.cli.answers import Problem, answer
from skupnost.cli.options import AsJson

CHECKOUT = Path(__file__).parents[3]
SLUG = re.compile(r"[a-z][a-z0-9_]{1,38}")
HEADING = '[project.entry-points."skupnost.connectors"]\n'

MANIFEST = Path(__file__).with_name("manifest_to_fill.toml")
INIT = '''"""{name}: what is known of it, and later how to speak with it."""
'''


def new_connector(
    slug: Annotated[str, typer.Argument(help="Name of the folder, such as pixelfed.")],
    into: Annotated[Path, typer.Option(help="Folder that holds connectors.", hidden=True)] = (
        CHECKOUT / "src" / "skupnost" / "connectors"
    ),
    as_json: AsJson = False,
) -> None:
    """Make a folder to begin a connector in, and declare it."""
    if not SLUG.fullmatch(slug):
        raise Problem("bad_slug", f"{slug!r} is no name: small letters, digits and _ only.")
    folder = into / slug
    if folder.exists():
        raise Problem("folder_exists", f"{folder} is there already.")
    write_folder(folder, slug, datetime.now(UTC).date())
    is_declared = declare(into.parents[2] / "pyproject.toml", slug)
    lines = [f"✓ {folder}", "  Fill manifest.toml first; docs/reference/connectors.md leads on."]
    lines += [] if is_declared else ["  Declare it under the entry points of pyproject.toml."]
    lines.append("  The next start installs it.")
    value = {"folder": str(folder), "is_declared": is_declared}
    answer(value, as_json=as_json, lines=lines)


def write_folder(folder: Path, slug: str, today: date) -> None:
    """Manifest, scorecard and an empty corpus; it loads, and the contract suite can take it."""
    from skupnost.kit.testing.scorecards import RULES

    name = slug.replace("_", " ").title()
    (folder / "tests" / "corpus").mkdir(parents=True)
    manifest = MANIFEST.read_text(encoding="utf-8")
    for word, meant in {"SLUG": slug, "NAME": name, "TODAY": today.isoformat()}.items():
        manifest = manifest.replace(word, meant)
    (folder / "manifest.toml").write_text(manifest, encoding="utf-8")
    (folder / "__init__.py").write_text(INIT.format(name=name), encoding="utf-8")
    waiting = '{{ status = "todo", reason = "Only the manifest is there yet: {what}." }}'
    rows = [f"{rule} = " + waiting.format(what=what) for rule, what in RULES.items()]
    heading = "# What this connector does, rule by rule. `todo` and `exempt` say why."
    card = "\n".join([heading, *rows]) + "\n"
    (folder / "scorecard.toml").write_text(card, encoding="utf-8")


def declare(project: Path, slug: str) -> bool:
    """Whether the entry point stands in the project's table now."""
    if not project.exists():
        return False
    text = project.read_text(encoding="utf-8")
    if HEADING not in text:
        return False
    before, after = text.split(HEADING, 1)
    table, gap, rest = after.partition("\n\n")
    rows = sorted({*table.splitlines(), f'{slug} = "skupnost.connectors.{slug}"'})
    project.write_text(before + HEADING + "\n".join(rows) + gap + rest, encoding="utf-8")
    return True
