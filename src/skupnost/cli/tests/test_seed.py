"""The worlds one can look at."""

import pytest


@pytest.mark.django_db(transaction=True)
def test_seed_makes_the_sample_and_the_bakery_once(skupnost, transactional_db):
    assert skupnost("seed", "--json").json == ["pekarna-zora", "cvetlicarna-mak", "studio-vida"]
    assert skupnost("seed", "--json").json == []
    people = skupnost("user", "login-link", "charlie", "--json").json
    assert people["user"] == "charlie"
