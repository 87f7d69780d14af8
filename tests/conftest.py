"""The same world for the tests that stand apart from a room."""

from skupnost.conftest import *  # noqa: F403
