"""The text font: Inter, cut down to what we write and kept in the data folder.

Made once, in the background, by a child process (fontTools needs 100 MB that the web process
should not keep). Until it is there, and without it, the system's fonts are used.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

FILE_NAME = "inter-1.woff2"
# Latin with its extensions, combining marks, punctuation, currency, letter-like signs, arrows.
RANGES = (
    (0x20, 0x17F),
    (0x192, 0x192),
    (0x1CD, 0x1DC),
    (0x1E6, 0x1E9),
    (0x200, 0x21B),
    (0x2B9, 0x2DD),
    (0x300, 0x30C),
    (0x1E80, 0x1E9E),
    (0x1EF2, 0x1EF3),
    (0x2000, 0x206F),
    (0x2070, 0x208E),
    (0x20A0, 0x20BF),
    (0x2113, 0x2122),
    (0x2190, 0x2199),
    (0x2212, 0x2265),
)


def font_path(folder: Path) -> Path:
    """Where the font lies under the data folder."""
    return folder / "fonts" / FILE_NAME


def make_font(target: Path) -> None:
    """Write the subset as WOFF2: weights kept, optical sizes dropped; whole or not at all."""
    import fontpkg_inter
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf")
    options = Options(layout_features=["kern", "liga", "calt", "tnum", "ccmp", "mark", "cv11"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)])
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"opsz": 14}, optimize=True)
    font.flavor = "woff2"
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    font.save(draft)
    draft.replace(target)


def prepare_in_background(folder: Path) -> threading.Thread | None:
    """Start making the font unless it is there; the thread to wait for, or None."""
    target = font_path(folder)
    if target.exists():
        return None
    command = [sys.executable, "-m", "skupnost.ui.fonts", str(target)]
    thread = threading.Thread(
        target=lambda: subprocess.run(  # noqa: S603 - our own module
            command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ),
        name="font",
        daemon=True,
    )
    thread.start()
    return thread


if __name__ == "__main__":
    make_font(Path(sys.argv[1]))
