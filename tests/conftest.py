"""The same world for the tests that stand apart from a room."""

import pytest

pytest.register_assert_rewrite("tests.contract.official", "tests.contract.discovery")

from skupnost.conftest import *  # noqa: E402, F403
