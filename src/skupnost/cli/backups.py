"""`skupnost backup` and `skupnost restore`: one dated zip with everything a user would miss.

The zip holds the database, the pictures, the practice network and the keys: without the keys the
stored credentials could not be read again, so whoever has the zip can speak for every channel.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer

from skupnost import __version__
from skupnost.cli.answers import Problem, answer
from skupnost.cli.databases import DATABASE, copy_database, why_broken
from skupnost.cli.options import AsJson
from skupnost.cli.running import DataLock
from skupnost.cli.site import data_folder, open_data

CARD = "skupnost-backup.json"
LEFT_OUT = ("backups", "fonts", "running.lock", "running.json")
LEFT_OUT_SUFFIXES = ("-wal", "-shm", "-journal", ".lock", ".new")
ENGINE = "engine.sqlite3"


def backup(
    into: Annotated[
        Path | None, typer.Argument(help="A folder or a file name; else DATA/backups.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Copy database, pictures and keys into one dated zip, also while Skupnost runs."""
    folder = open_data()
    target = _target(folder, into)
    try:
        names = write_backup(folder, target)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise Problem(
            "backup_not_written", f"The backup could not be written: {error.strerror or error}."
        ) from error
    size = target.stat().st_size
    lines = [
        f"✓ {target} ({len(names)} files, {size // 1000 + 1} kB)",
        "  It holds the keys to your channels: keep it where nobody else can read it.",
    ]
    value = {"path": str(target), "n_files": len(names), "n_bytes": size}
    answer(value, as_json=as_json, lines=lines)


def _target(folder: Path, into: Path | None) -> Path:
    name = f"skupnost-{datetime.now(UTC):%Y-%m-%d-%H%M%S}.zip"
    if into is None:
        (folder / "backups").mkdir(exist_ok=True)
        return folder / "backups" / name
    target = into / name if into.is_dir() else into
    if target.exists():
        raise Problem("file_exists", f"{target} is there already; choose another name.")
    return target


def write_backup(folder: Path, target: Path) -> list[str]:
    """Write the zip; the names in it. It appears whole or not at all, readable by its owner."""
    draft = target.with_name(target.name + ".new")
    draft.touch(mode=0o600)
    names = []
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _kept(folder):
            name = path.relative_to(folder).as_posix()
            _put(archive, path, name)
            names.append(name)
        card = {"version": __version__, "made_at": datetime.now(UTC).isoformat(), "files": names}
        archive.writestr(CARD, json.dumps(card, indent=1))
    draft.replace(target)
    return names


def _kept(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        top = path.relative_to(folder).parts[0]
        if path.is_file() and not _is_left_out(top, path.name):
            yield path


def _is_left_out(top: str, name: str) -> bool:
    """Other backups, what is made again by itself, and the engine: the ledger is the truth."""
    aside = top.startswith("before-restore-") or top.startswith(ENGINE)
    return aside or top in LEFT_OUT or name.endswith(LEFT_OUT_SUFFIXES)


def _put(archive: zipfile.ZipFile, path: Path, name: str) -> None:
    if path.suffix != ".sqlite3":
        archive.write(path, name)
        return
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / path.name
        copy_database(path, copy)
        archive.write(copy, name)


def restore(
    file: Annotated[Path, typer.Argument(help="A zip made by `skupnost backup`.")],
    force: Annotated[
        bool, typer.Option("--force", help="Also over data; they are kept aside.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Bring a backup back; what was there before is kept in a folder beside."""
    folder = data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with DataLock(folder) as lock:
        if not lock.take():
            raise Problem("running", "Skupnost is running over this data folder. Stop it first.")
        if (folder / DATABASE).exists() and not force:
            raise Problem(
                "data_there",
                f"{folder} already holds a Skupnost. With --force it is replaced; what is there "
                "now is kept in a folder beside it.",
            )
        aside = restore_backup(file, folder)
    lines = [f"✓ Restored into {folder}."]
    lines += [f"  What was there before is in {aside}."] if aside else []
    value = {"data": str(folder), "aside": str(aside) if aside else None}
    answer(value, as_json=as_json, lines=lines)


def restore_backup(file: Path, folder: Path) -> Path | None:
    """Check the zip, then swap it in; the folder that keeps what was there, if anything was."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="restore-") as scratch:
        fresh = Path(scratch)
        _unpack(file, fresh)
        if found := why_broken(fresh / DATABASE):
            raise Problem("backup_broken", f"The database in {file} is damaged: {found}.")
        aside = _set_aside(folder, fresh)
        for path in list(fresh.iterdir()):
            shutil.move(path, folder / path.name)
    return aside


def _unpack(file: Path, fresh: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if CARD not in names or DATABASE not in names:
                raise Problem("not_a_backup", f"{file} is not a backup of Skupnost.")
            for name in names:
                _unpack_one(archive, name, fresh)
    except FileNotFoundError as error:
        raise Problem("no_such_file", f"There is no file {file}.") from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise Problem("backup_broken", f"{file} is damaged or not a zip: {error}.") from error


def _unpack_one(archive: zipfile.ZipFile, name: str, fresh: Path) -> None:
    parts = PurePosixPath(name).parts
    if name == CARD or name.endswith("/"):
        return
    if ".." in parts or PurePosixPath(name).is_absolute() or ":" in name or "\\" in name:
        raise Problem("backup_broken", f"The backup holds a name that leads outside: {name!r}.")
    target = fresh.joinpath(*parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file, archive.open(name) as packed:
        shutil.copyfileobj(packed, file)


def _set_aside(folder: Path, fresh: Path) -> Path | None:
    stay = {fresh.name, "backups", "running.lock", "running.json"}
    old = [path for path in folder.iterdir() if path.name not in stay]
    old = [path for path in old if not path.name.startswith("before-restore-")]
    if not old:
        return None
    aside = folder / f"before-restore-{datetime.now(UTC):%Y-%m-%d-%H%M%S-%f}"
    aside.mkdir(mode=0o700)
    for path in old:
        shutil.move(path, aside / path.name)
    return aside
