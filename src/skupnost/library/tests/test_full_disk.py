"""A disk without room is told apart, and nothing half-written stays."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from skupnost.library.storage import DiskFull, write_whole

if sys.platform == "win32":
    collect_ignore = [__file__]
else:
    import resource

    @pytest.fixture
    def little_room() -> Iterator[int]:
        """Room for a thousand bytes a file, as the system itself enforces it."""
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
        yield 1000
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    def test_no_room_is_told_and_leaves_nothing(tmp_path: Path, little_room: int) -> None:
        with pytest.raises(DiskFull):
            write_whole(tmp_path / "ab" / "picture", b"x" * (little_room + 1))
        assert list((tmp_path / "ab").iterdir()) == []
