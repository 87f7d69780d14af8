"""A simulated publication with an integration's key."""

import pytest

from skupnost.kit.registry import connector
from skupnost.kit.testing.stages import Stage, Subject


@pytest.fixture
def stage() -> Stage:
    known = connector("ghost")
    return Subject.of(known, known.manifest.kinds["site"]).stage()
