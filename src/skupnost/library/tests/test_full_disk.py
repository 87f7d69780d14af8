"""A disk without room is told apart, and nothing half-written stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

if sys.platform == "win32":
    collect_ignore = [__file__]
else:
    # A process of its own: the system then refuses files above a thousand bytes to it alone.
    CHILD = """
import resource, sys
from pathlib import Path
from skupnost.library.storage import DiskFull, write_whole
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
write_whole(Path(sys.argv[1]) / "small", b"x" * 1000)
try:
    write_whole(Path(sys.argv[1]) / "large", b"x" * 1001)
except DiskFull:
    sys.exit(7)
"""

    def test_no_room_is_told_and_leaves_nothing(tmp_path: Path) -> None:
        done = subprocess.run([sys.executable, "-c", CHILD, str(tmp_path)], timeout=60, check=False)
        assert done.returncode == 7
        assert [path.name for path in tmp_path.iterdir()] == ["small"]
