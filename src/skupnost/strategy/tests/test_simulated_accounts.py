"""What a channel's page says of simulated accounts like it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from skupnost.strategy.counsel import counsel
from skupnost.strategy.sentences import span

WORDS = "Best pace of simulated accounts like it"


@pytest.mark.parametrize(("n_weeks", "is_comparable"), [(12, True), (1, False)])
def test_the_page_says_where_their_best_lies_or_that_it_is_not_comparable(
    past_until, client, alice, now, n_weeks, is_comparable
):
    channel = past_until(date(2026, 8, 31), [3, 9] * (n_weeks // 2) or [6], now)
    found = counsel(channel, now=now).advice.simulated80
    assert (found is not None) == is_comparable
    client.force_login(alice)
    page = client.get(reverse("strategy:advice", args=[channel.client.slug, channel.pk])).text
    said = re.findall(rf"{WORDS}</dt>\s*<dd[^>]*>([^<]*)<", page)
    assert said == [span(found) if found else "not comparable"]
