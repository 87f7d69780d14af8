"""A simulated site with an administrator on it."""

import pytest

from skupnost.kit.registry import connector
from skupnost.kit.testing.stages import Stage, Subject


@pytest.fixture
def stage() -> Stage:
    known = connector("wordpress")
    subject = Subject.of(known, known.manifest.kinds["self_hosted"])
    return subject.stage(credentials={"handle": "alice", "password": "open sesame"})


@pytest.fixture
def author(stage: Stage) -> Stage:
    """The same site, where Alice is an author only."""
    stage.store.put("roles", "alice", {"role": "author"})
    return stage
