"""A folder to begin a connector in."""

import tomllib

import pytest

from skupnost.kit.manifest_toml import load_manifest
from skupnost.kit.testing.scorecards import complaints

PROJECT = """\
[project.entry-points."skupnost.connectors"]
mastodon = "skupnost.connectors.mastodon"

[tool.other]
key = 1
"""


@pytest.fixture
def home(tmp_path):
    """A checkout with a table of entry points."""
    connectors = tmp_path / "src" / "skupnost" / "connectors"
    connectors.mkdir(parents=True)
    table = (
        '[project.entry-points."skupnost.connectors"]\nmastodon = "skupnost.connectors.mastodon"\n'
    )
    (tmp_path / "pyproject.toml").write_text(table + "\n[tool.other]\nkey = 1\n")
    return connectors


def test_the_folder_loads_and_its_scorecard_is_honest(skupnost, home):
    assert skupnost("new-connector", "my_town", "--into", str(home), "--json").code == 0
    manifest = load_manifest(home / "my_town" / "manifest.toml")
    assert (manifest.slug, manifest.kinds["account"].publish) == ("my_town", "assisted")
    card = tomllib.loads((home / "my_town" / "scorecard.toml").read_text())
    assert complaints(card, home / "my_town") == []


def test_it_is_declared_among_the_others(skupnost, home, tmp_path):
    skupnost("new-connector", "aaa", "--into", str(home), "--json")
    project = tomllib.loads((tmp_path / "pyproject.toml").read_text())
    points = project["project"]["entry-points"]["skupnost.connectors"]
    assert list(points) == ["aaa", "mastodon"]
    assert project["tool"]["other"] == {"key": 1}


@pytest.mark.parametrize("slug", ["My Town", "1st", "../up", "x", "a-b"])
def test_what_is_no_name_is_refused(skupnost, home, slug):
    said = skupnost("new-connector", slug, "--into", str(home), "--json")
    assert said.json["error"]["code"] == "bad_slug"


def test_a_folder_that_is_there_is_not_touched(skupnost, home):
    skupnost("new-connector", "twice", "--into", str(home))
    said = skupnost("new-connector", "twice", "--into", str(home), "--json")
    assert said.json["error"]["code"] == "folder_exists"
