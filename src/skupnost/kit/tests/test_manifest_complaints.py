"""A manifest that cannot be used says where it is wrong and what to write instead."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from skupnost.kit.manifest import BadManifest
from skupnost.kit.manifest_toml import load_manifest
from skupnost.kit.registry import read_all

# ruff: noqa: E501 -- the manifest below is written as manifests are
GOOD = """\
schema = 1
slug = "bakers"
checked_on = 2026-11-23
name = "Bakers"
owner = "nobody"
account_kinds = ["page", "profile"]

[sources.doc]
title = "A page"
address = "-"
confidence = "official_doc"

[kinds.page]
label = "Page"
for_whom = "Bakeries"
publish = { value = "api", source = "doc", checked_on = 2026-11-23, confidence = "official_doc" }

[kinds.page.text]
text_max = { value = 5, unit = "graphemes", source = "doc", checked_on = 2026-11-23, confidence = "official_doc" }

[kinds.page.rate]
posts_per_hour = { value = 9, source = "doc", checked_on = 2026-11-23, confidence = "official_doc" }

[kinds.page.machine]
ports = ["publishes"]
idempotency = "key"
bucket = "rate.posts_per_hour"

[kinds.profile]
label = "Profile"
for_whom = "People"
inherits = "page"
"""


@pytest.fixture
def said(tmp_path: Path):
    """Writes the good manifest with one change and returns the complaints."""

    def change(old: str, new: str) -> list[str]:
        assert old in GOOD
        path = tmp_path / "manifest.toml"
        path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(BadManifest) as caught:
            load_manifest(path)
        return [words.removeprefix(f"{path}") for words in caught.value.complaints]

    return change


def test_a_good_manifest_is_read_with_what_it_inherits(tmp_path: Path):
    path = tmp_path / "manifest.toml"
    path.write_text(GOOD, encoding="utf-8")
    profile = load_manifest(path).kinds["profile"]
    assert profile.facts["text.text_max"].value == 5
    assert profile.machine.ports == ("publishes",)
    assert profile.publish == "api"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            'source = "doc", checked_on = 2026-11-23, confidence = "official_doc" }\n\n[kinds.page.text]',
            'source = "dok", checked_on = 2026-11-23, confidence = "official_doc" }\n\n[kinds.page.text]',
            ", line 16: kinds.page.publish.source there is no table [sources.dok]; "
            "did you mean 'doc'?",
        ),
        (
            'address = "-"\nconfidence = "official_doc"',
            'address = "-"\nconfidence = "oficial_doc"',
            ", line 11: sources.doc.confidence 'oficial_doc' is not known; "
            "did you mean 'official_doc'?",
        ),
        (
            'unit = "graphemes"',
            'unit = "grafemes"',
            ", line 19: kinds.page.text.text_max.unit 'grafemes' is not known; "
            "did you mean 'graphemes'?",
        ),
        (
            "text_max =",
            "txt_max =",
            ", line 19: kinds.page.text.txt_max nobody reads this key; did you mean 'text_max'?",
        ),
        (
            'owner = "nobody"',
            'ovner = "nobody"',
            ': owner is missing; write owner = text in quotes, such as "page"',
        ),
        (
            'name = "Bakers"',
            "name = 5",
            ', line 4: name must be text in quotes, such as "page", not 5',
        ),
        (
            "checked_on = 2026-11-23\nname",
            'checked_on = "2026-11-23"\nname',
            ", line 3: checked_on must be a date without quotes, such as 2026-11-23, "
            "not '2026-11-23'",
        ),
        (
            '["page", "profile"]',
            '["page"]',
            ', line 29: kinds.profile is not listed; add "profile" to account_kinds',
        ),
        (
            '["page", "profile"]',
            '["page", "profil", "profile"]',
            ", line 6: account_kinds names 'profil', but there is no table [kinds.profil]; "
            "did you mean 'profile'?",
        ),
        (
            'inherits = "page"',
            'inherits = "pagge"',
            ", line 32: kinds.profile.inherits 'pagge' is no kind of this file; "
            "did you mean 'page'?",
        ),
        (
            'for_whom = "Bakeries"',
            'for_whom = "Bakeries"\ninherits = "profile"',
            ", line 16: kinds.page.inherits goes round in a circle: page → profile → page; "
            "remove one of them",
        ),
        (
            '"publishes"',
            '"publish"',
            ", line 25: kinds.page.machine.ports 'publish' is not known; did you mean 'publishes'?",
        ),
        (
            '"rate.posts_per_hour"',
            '"rate.posts_per_day"',
            ", line 27: kinds.page.machine.bucket 'rate.posts_per_day' is no rate of this kind; "
            "did you mean 'rate.posts_per_hour'?",
        ),
        (
            "[kinds.page.text]",
            "[kinds.page.txet]",
            ", line 18: kinds.page.txet is neither a known key nor a fact; did you mean 'text'?",
        ),
        (
            "publish = {",
            "publihs = {",
            ', line 13: kinds.page publish is missing; write publish = { value = "api", '
            "source = …, checked_on = …, confidence = … }",
        ),
    ],
)
def test_a_slip_is_named_with_its_line_and_remedy(said, old, new, words):
    assert words in said(old, new)


def test_all_complaints_come_at_once(said):
    assert len(said('unit = "graphemes", source = "doc"', 'unit = "x", source = "y"')) == 2


def test_a_fact_must_say_where_it_comes_from(said):
    (words,) = said('value = 9, source = "doc", ', "value = 9, ")
    assert "kinds.page.rate.posts_per_hour source is missing" in words


def test_a_bare_number_is_no_fact(said):
    (words,) = said(
        'posts_per_hour = { value = 9, source = "doc", checked_on = 2026-11-23, '
        'confidence = "official_doc" }',
        "posts_per_hour = 9",
    )
    assert "must be a fact: posts_per_hour = { value = 9, source = …" in words


def test_what_is_not_toml_says_its_line(said):
    (words,) = said('slug = "bakers"', 'slug = "bakers')
    assert words.startswith(": is not TOML: ")
    assert "line 2" in words


def test_an_absent_file_is_named(tmp_path: Path):
    with pytest.raises(BadManifest, match=r"nowhere\.toml: cannot be read"):
        load_manifest(tmp_path / "nowhere.toml")


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path):
    path = tmp_path / "manifest.toml"
    path.write_bytes(b'slug = "\xe8"')
    with pytest.raises(BadManifest, match="is not UTF-8"):
        load_manifest(path)


def make_package(folder: Path, name: str, manifest: str, code: str = "") -> EntryPoint:
    package = folder / name
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "manifest.toml").write_text(manifest, encoding="utf-8")
    if code:
        (package / "connector.py").write_text(code, encoding="utf-8")
    return EntryPoint(name, name, "skupnost.connectors")


def test_a_broken_connector_stops_none_of_the_others(tmp_path: Path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    bare = GOOD.replace('ports = ["publishes"]\n', "")
    points = [
        make_package(tmp_path, "bakers", bare),
        make_package(tmp_path, "millers", GOOD.replace("schema = 1", "shema = 1")),
        make_package(tmp_path, "brewers", GOOD.replace('"bakers"', '"brewers"'), "import nothing_"),
        make_package(tmp_path, "cooks", GOOD.replace('"bakers"', '"cooks"'), "def broken(:"),
        make_package(tmp_path, "grocers", GOOD),
        make_package(tmp_path, "dairies", GOOD.replace('"bakers"', '"dairies"')),
        EntryPoint("absent", "no_such_package_", "skupnost.connectors"),
    ]
    found = read_all(points)
    assert list(found.connectors) == ["bakers"]
    assert set(found.broken) == {"millers", "brewers", "cooks", "grocers", "dairies", "absent"}
    assert "did you mean 'schema'?" in found.broken["millers"]
    assert "declares publishes, but there is no connector.py" in found.broken["dairies"]
    assert "slug is not 'grocers'" in found.broken["grocers"]


def test_the_rulebook_can_be_read(shared_folder: Path):
    files = sorted((shared_folder / "rulebook").glob("*.toml"))
    assert len(files) >= 20
    for path in files:
        assert load_manifest(path).kinds


ORDER = 'feed_order = { value = "by_time", source = "doc", checked_on = 2026-11-23, confidence = "official_doc" }\n'


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (ORDER.replace("by_time", "by_tme"), "cannot say 'by_tme'; did you mean 'by_time'?"),
        (ORDER.replace("feed_order", "feed_oder"), "did you mean 'feed_order'?"),
    ],
)
def test_the_order_of_feeds_is_one_of_two_words(said, written, words):
    (complaint,) = said("\n[kinds.page.text]", f"{written}\n[kinds.page.text]")
    assert words in complaint
