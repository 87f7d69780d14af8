"""Every case of the public suites is met, or listed with the reason why not."""

from __future__ import annotations

import pytest

from tests.contract.conformance import Outcome, every_suite, listed, surprises, told_apart
from tests.contract.suites import unicode


@pytest.fixture(autouse=True)
def _unicode_data():
    if not unicode.FILE.exists():
        pytest.skip("Debian's package unicode-data is absent: python tests/servers/install.py")


@pytest.mark.parametrize("suite", every_suite())
def test_a_suite_ends_as_listed(suite, shared_folder):
    outcomes = list(told_apart(every_suite()[suite](shared_folder / "conformance")))
    assert len(outcomes) > 100
    assert not surprises(outcomes, listed())


def test_exceptions_are_cases_that_exist_and_say_why(shared_folder):
    folder = shared_folder / "conformance"
    names = {o.name for run in every_suite().values() for o in told_apart(run(folder))}
    assert not set(listed()) - names
    assert all(len(reason) > 40 for reason in listed().values())


def test_a_listed_case_that_passes_and_an_unlisted_one_that_fails_are_both_told():
    met = Outcome("a", "b", "met", 1, 1)
    missed = Outcome("a", "b", "missed", 1, 2)
    assert surprises([met, missed], {missed.name: "known"}) == []
    assert len(surprises([met, missed], {met.name: "no longer true"})) == 2
