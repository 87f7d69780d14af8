"""What is backed up comes back."""

import json
import os
import zipfile

import pytest


@pytest.fixture
def made(skupnost, data):
    """A data folder with one client and one picture, and its backup."""
    skupnost("client", "add", "Zora", "--json")
    (data / "media").mkdir()
    (data / "media" / "picture.bin").write_bytes(b"picture")
    return skupnost("backup", "--json").json


def test_a_backup_comes_back_in_an_empty_folder(skupnost, made, tmp_path):
    other = str(tmp_path / "other")
    assert skupnost("restore", made["path"], "--json", SKUPNOST_DATA=other).code == 0
    assert skupnost("client", "list", "--json", SKUPNOST_DATA=other).json[0]["slug"] == "zora"
    assert (tmp_path / "other" / "media" / "picture.bin").read_bytes() == b"picture"


def test_a_backup_holds_the_keys_and_only_its_owner_may_read_it(made):
    with zipfile.ZipFile(made["path"]) as archive:
        assert "django.key" in archive.namelist()
    if os.name != "nt":
        assert os.stat(made["path"]).st_mode & 0o777 == 0o600


def test_restoring_over_data_is_refused_unless_forced(skupnost, made, data):
    refused = skupnost("restore", made["path"], "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "data_there")
    skupnost("client", "add", "Later", "--json")
    aside = skupnost("restore", made["path"], "--force", "--json").json["aside"]
    assert [row["slug"] for row in skupnost("client", "list", "--json").json] == ["zora"]
    assert (data / aside / "skupnost.sqlite3").exists()


def test_a_second_backup_leaves_the_first_one_out(skupnost, made):
    second = skupnost("backup", "--json").json
    with zipfile.ZipFile(second["path"]) as archive:
        assert not [name for name in archive.namelist() if name.startswith("backups/")]


def test_a_damaged_database_is_not_restored(skupnost, tmp_path):
    torn = tmp_path / "torn.zip"
    with zipfile.ZipFile(torn, "w") as archive:
        archive.writestr("skupnost-backup.json", json.dumps({}))
        archive.writestr("skupnost.sqlite3", b"SQLite format 3\0" + b"x" * 5000)
    said = skupnost("restore", str(torn), "--json")
    assert (said.code, said.json["error"]["code"]) == (1, "backup_broken")


def test_a_name_that_leads_outside_is_refused(skupnost, made, tmp_path):
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(made["path"]) as good, zipfile.ZipFile(evil, "w") as archive:
        for name in good.namelist():
            archive.writestr(name, good.read(name))
        archive.writestr("../outside", b"")
    said = skupnost("restore", str(evil), "--json", SKUPNOST_DATA=str(tmp_path / "new"))
    assert said.json["error"]["code"] == "backup_broken"
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize(("content", "code"), [(None, "no_such_file"), (b"text", "backup_broken")])
def test_what_is_no_backup_is_refused(skupnost, tmp_path, content, code):
    file = tmp_path / "some.zip"
    if content is not None:
        file.write_bytes(content)
    assert skupnost("restore", str(file), "--json").json["error"]["code"] == code


def test_a_full_path_that_exists_is_not_overwritten(skupnost, made):
    said = skupnost("backup", made["path"], "--json")
    assert said.json["error"]["code"] == "file_exists"
