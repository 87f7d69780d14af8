"""Where things are kept: one data folder, chosen by `SKUPNOST_DATA`."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path


def data_folder() -> Path:
    """The folder that holds everything a user would miss: database, media, keys."""
    chosen = os.environ.get("SKUPNOST_DATA")
    return Path(chosen).expanduser() if chosen else user_data_path("skupnost", appauthor=False)
