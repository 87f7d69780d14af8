"""Brings Django up for a command, and says in a sentence why it cannot."""

from __future__ import annotations

import importlib
import os
import tempfile
from pathlib import Path

from skupnost.cli.answers import Problem

SETTINGS = "skupnost.config.settings"


def open_site() -> Path:
    """Set Django up; the data folder. Heavy, so every command calls it only when it runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        import django
        from django.conf import settings

        django.setup()
        folder = Path(settings.DATA)
    except OSError as error:
        raise Problem("data_folder", _data_folder_sentence(error)) from error
    return folder


def open_folder() -> Path:
    """The data folder, made where it is not there, without setting Django up."""
    folder = data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as error:
        raise Problem("data_folder", _data_folder_sentence(error)) from error


def data_folder() -> Path:
    """Where the data are, by the same rule as the settings; nothing is made."""
    folder: Path = importlib.import_module("skupnost.config.paths").data_folder()
    return folder


def open_data() -> Path:
    """As `open_site`, for commands that need a database that was made before."""
    folder = open_site()
    if not _has_database():
        raise Problem(
            "no_database",
            f"There is no Skupnost in {folder} yet. Run `skupnost up` first, or point "
            "SKUPNOST_DATA at the right folder.",
        )
    return folder


def open_ready() -> Path:
    """As `open_site`, with the database made where there is none, so that the first command of a
    script may be any."""
    from skupnost.cli.databases import bring_up_to_date

    folder = open_site()
    if not _has_database():
        bring_up_to_date(folder)
    return folder


def _has_database() -> bool:
    from django.conf import settings

    return Path(str(settings.DATABASES["default"]["NAME"])).exists()


def _data_folder_sentence(error: OSError) -> str:
    chosen = os.environ.get("SKUPNOST_DATA") or str(error.filename or "the data folder")
    return (
        f"Cannot use {chosen} as the data folder: {error.strerror}. Choose one that you may write "
        "to with the environment variable SKUPNOST_DATA."
    )
