"""A pytest plug-in: the data folder of a test run is made for it and ends with it.

Django reads its settings before any `conftest.py` is loaded, so this comes as a plug-in by name.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Point `SKUPNOST_DATA` at a new folder, whatever the person had chosen for their own data."""
    folder = tempfile.mkdtemp(prefix="skupnost-test-")
    os.environ["SKUPNOST_DATA"] = folder
    early_config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    yield
