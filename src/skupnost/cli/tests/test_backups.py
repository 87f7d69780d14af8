"""What is backed up comes back."""

import json
import os
import sqlite3
import zipfile
from contextlib import closing

import pytest

from skupnost.cli.answers import Problem
from skupnost.cli.backups import restore_backup, write_backup


@pytest.fixture
def folder(tmp_path):
    """A data folder with a database, a picture, a key and an older backup."""
    folder = tmp_path / "data"
    (folder / "media").mkdir(parents=True)
    (folder / "backups").mkdir()
    (folder / "media" / "picture.bin").write_bytes(b"picture")
    (folder / "django.key").write_text("key")
    (folder / "backups" / "old.zip").write_bytes(b"old")
    (folder / "engine.sqlite3").write_bytes(b"engine")
    write_name(folder, "Zora")
    return folder


def write_name(folder, name):
    with closing(sqlite3.connect(folder / "skupnost.sqlite3")) as database:
        database.execute("CREATE TABLE IF NOT EXISTS client (name TEXT)")
        database.execute("DELETE FROM client")
        database.execute("INSERT INTO client VALUES (?)", (name,))
        database.commit()


def read_name(folder):
    with closing(sqlite3.connect(folder / "skupnost.sqlite3")) as database:
        return database.execute("SELECT name FROM client").fetchone()[0]


@pytest.fixture
def made(folder, tmp_path):
    write_backup(folder, tmp_path / "some.zip")
    return tmp_path / "some.zip"


def test_a_backup_comes_back_in_an_empty_folder(made, tmp_path):
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    assert restore_backup(made, fresh) is None
    assert read_name(fresh) == "Zora"
    assert (fresh / "media" / "picture.bin").read_bytes() == b"picture"


def test_a_backup_holds_the_keys_but_neither_the_engine_nor_older_backups(made):
    with zipfile.ZipFile(made) as archive:
        names = set(archive.namelist())
    wanted = {"skupnost.sqlite3", "django.key", "media/picture.bin", "skupnost-backup.json"}
    assert names == wanted


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_only_its_owner_may_read_a_backup_and_what_comes_back(made, tmp_path):
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    restore_backup(made, fresh)
    assert os.stat(made).st_mode & 0o777 == 0o600
    assert os.stat(fresh / "django.key").st_mode & 0o777 == 0o600


def test_what_was_there_before_is_kept_aside(made, folder):
    write_name(folder, "Later")
    aside = restore_backup(made, folder)
    assert read_name(folder) == "Zora"
    assert read_name(aside) == "Later"
    assert (folder / "backups" / "old.zip").exists()


def test_a_database_in_use_is_copied_whole(folder, tmp_path):
    with closing(sqlite3.connect(folder / "skupnost.sqlite3")) as user:
        user.execute("PRAGMA journal_mode=WAL")
        user.execute("UPDATE client SET name = 'In the log'")
        user.commit()
        write_backup(folder, tmp_path / "used.zip")
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    restore_backup(tmp_path / "used.zip", fresh)
    assert read_name(fresh) == "In the log"


def test_a_damaged_database_is_not_restored(tmp_path, folder):
    torn = tmp_path / "torn.zip"
    with zipfile.ZipFile(torn, "w") as archive:
        archive.writestr("skupnost-backup.json", json.dumps({}))
        archive.writestr("skupnost.sqlite3", b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(Problem) as caught:
        restore_backup(torn, folder)
    assert caught.value.code == "backup_broken"
    assert read_name(folder) == "Zora"


@pytest.mark.parametrize("name", ["../outside", "/outside", "C:/outside", "a\\..\\outside"])
def test_a_name_that_leads_outside_is_refused(made, tmp_path, folder, name):
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, b"")
    with pytest.raises(Problem, match="leads outside"):
        restore_backup(made, folder)
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize(("content", "code"), [(None, "no_such_file"), (b"text", "backup_broken")])
def test_what_is_no_backup_is_refused(tmp_path, folder, content, code):
    file = tmp_path / "other.zip"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Problem) as caught:
        restore_backup(file, folder)
    assert caught.value.code == code


def test_the_commands_move_an_installation(installed, tmp_path):
    installed("client", "add", "Zora", "--json")
    path = installed("backup", "--json").json["path"]
    refused = installed("restore", path, "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "data_there")
    other = {"SKUPNOST_DATA": str(tmp_path / "other")}
    assert installed("restore", path, "--json", **other).code == 0
    assert installed("client", "list", "--json", **other).json[0]["slug"] == "zora"
    assert installed("backup", path, "--json").json["error"]["code"] == "file_exists"
