from __future__ import annotations

import pytest

from skupnost.domain.delivery import State
from skupnost.editorial.standing import Standing, standing


@pytest.mark.parametrize("state", State)
def test_every_state_of_a_delivery_has_a_word(state: State) -> None:
    assert standing([state]) in Standing


def test_a_post_without_deliveries_is_a_draft() -> None:
    assert standing([None, None]) is Standing.DRAFT


def test_the_worst_news_is_shown() -> None:
    assert standing([State.PUBLISHED, State.REFUSED, State.NEEDS_EYE]) is Standing.NEEDS_EYE


def test_one_live_and_one_waiting_is_partly() -> None:
    assert standing([State.PUBLISHED, State.SCHEDULED]) is Standing.PARTLY


def test_what_was_called_off_does_not_count() -> None:
    assert standing([State.CANCELLED, State.PUBLISHED]) is Standing.LIVE
