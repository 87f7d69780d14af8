"""Colours on which white can be read, zones that exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from skupnost.clients.palette import COLOURS, colour_number
from skupnost.clients.zones import is_zone, machine_zone, zone_names

CSS = Path(__file__).parents[2] / "ui" / "static" / "ui" / "css" / "networks.css"


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", COLOURS)
def test_white_can_be_read_on_every_colour(colour):
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_the_sheet_knows_every_colour():
    sheet = CSS.read_text(encoding="utf-8")
    assert all(f'[data-colour="{colour}"]' in sheet for colour in COLOURS)


def test_new_clients_go_round_the_palette():
    assert colour_number(len(COLOURS)) == COLOURS[0]


def test_every_zone_offered_exists():
    assert "Europe/Ljubljana" in zone_names()
    assert all(is_zone(name) for name in zone_names())
    assert not is_zone("")
    assert not is_zone("../etc/passwd")


def test_the_machine_has_a_zone():
    assert is_zone(machine_zone())
