"""The text of places as rows: what the migration makes of what people had written."""

from __future__ import annotations

from importlib import import_module

import pytest

MIGRATION = import_module("skupnost.strategy.migrations.0005_places_as_rows")


@pytest.mark.parametrize(
    ("line", "kind", "name", "address"),
    [
        ("https://pekarna-zora.si", "site", "https://pekarna-zora.si", "https://pekarna-zora.si"),
        ("Blog: blog.zora.si/novo", "blog", "Blog", "blog.zora.si/novo"),
        ("Our YouTube", "video", "Our YouTube", ""),
        ("E-novice Zora piše", "newsletter", "E-novice Zora piše", ""),
        ("oglasna deska", "other", "oglasna deska", ""),
    ],
)
def test_a_line_becomes_a_row(line, kind, name, address):
    assert MIGRATION.row_of(line) == {"kind": kind, "name": name, "address": address}


def test_lines_bullets_and_commas_part_places():
    assert MIGRATION.lines_of("- site\r\n\n* blog, the old one;forum") == [
        "site", "blog, the old one", "forum",
    ]  # fmt: skip
    assert MIGRATION.lines_of("zora.si, blog, novice") == ["zora.si", "blog", "novice"]
    assert MIGRATION.lines_of("  ") == []
