"""What is counted in the strategy room is said in the plural that its number asks for."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from skupnost.domain.cadence import Notice
from skupnost.strategy.affording import Afforded
from skupnost.strategy.sentences import affords, notice


def test_a_notice_of_one_post_speaks_of_one():
    said = notice(Notice("response_missing", {"n": 1}))
    assert said == "1 post has no response: it counts for the pace only."


@pytest.mark.parametrize(
    ("n", "begins"),
    [(1, "1 objava nima "), (2, "2 objavi nimata "), (4, "4 objave nimajo "), (5, "5 objav nima ")],
)
def test_a_notice_has_all_plurals_of_slovenian(n, begins):
    with override("sl"):
        assert notice(Notice("response_missing", {"n": n})).startswith(begins)


@pytest.mark.parametrize(
    ("n", "english", "slovenian"),
    [
        (1.0, "1 post a", "1 objavo"),
        (1.5, "1.5 posts a", "1,5 objave"),
        (5.0, "5 posts", "5 objav"),
    ],
)
def test_posts_that_can_be_afforded_may_have_decimals(n, english, slovenian):
    found = Afforded({"hours": n}, "hours")
    assert affords(found).startswith(f"You can afford {english}")
    with override("sl"):
        assert affords(found).startswith(f"Zmorete {slovenian} na teden.")
