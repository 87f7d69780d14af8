"""One worker at a time over a data folder."""

from __future__ import annotations

import pytest

from skupnost.jobs.slots import Slot, SlotTaken


def test_a_slot_is_taken_once_and_free_again_after_its_release(tmp_path):
    first, second = Slot(tmp_path), Slot(tmp_path)
    first.take()
    with pytest.raises(SlotTaken):
        second.take()
    first.release()
    second.take()
    second.release()


def test_another_slot_or_another_folder_has_a_worker_of_its_own(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    slots = [Slot(tmp_path), Slot(tmp_path, 1), Slot(elsewhere)]
    for slot in slots:
        slot.take()
    for slot in slots:
        slot.release()
    assert slots[0].executor == slots[2].executor != slots[1].executor
