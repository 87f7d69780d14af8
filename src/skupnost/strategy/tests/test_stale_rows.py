"""Rows of the resources that somebody deleted in another tab."""

from __future__ import annotations

import pytest
from django.urls import reverse

from skupnost.strategy.models import Colleague


@pytest.fixture
def sent(client, alice, bakery):
    """What a tab posts that shows two people, the second of whom is deleted since."""
    client.force_login(alice)
    rows = [Colleague.objects.create(client=bakery, name=name, hours_a_week=4) for name in "AB"]
    values = {"media_a_week": "0", "currency": "EUR", "languages": ""}
    for prefix in ("people", "kinds", "places"):
        n_shown = 2 if prefix == "people" else 0
        values |= {f"{prefix}-TOTAL_FORMS": n_shown, f"{prefix}-INITIAL_FORMS": n_shown}
    for number, row in enumerate(rows):
        names = {"id": row.pk, "name": row.name, "hours_a_week": "5"}
        values |= {f"people-{number}-{name}": value for name, value in names.items()}
    rows[1].delete()
    return values


def test_what_a_tab_shows_is_kept_also_where_another_deleted_it(client, bakery, sent):
    answer = client.post(reverse("strategy:resources", args=[bakery.slug]), sent)
    assert answer.status_code == 302
    assert list(Colleague.objects.values_list("name", "hours_a_week")) == [("A", 5), ("B", 5)]


def test_what_both_tabs_deleted_is_gone(client, bakery, sent):
    sent["people-1-DELETE"] = "on"
    answer = client.post(reverse("strategy:resources", args=[bakery.slug]), sent)
    assert answer.status_code == 302
    assert list(Colleague.objects.values_list("name", flat=True)) == ["A"]
