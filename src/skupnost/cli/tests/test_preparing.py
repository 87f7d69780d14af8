"""The first person, in the language of the machine."""

import pytest

from skupnost.cli.preparing import prepare
from skupnost.people.models import User


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoken", "language"),
    [("sl_SI.UTF-8", "sl"), ("es_ES", "es"), ("Spanish_Spain", "es"), ("C", "en"), ("de_DE", "en")],
)
def test_the_owner_begins_in_the_language_of_the_machine(monkeypatch, spoken, language):
    monkeypatch.setenv("LC_ALL", spoken)
    assert prepare(with_sample=False).startswith("/login/")
    assert User.objects.get().language == language


@pytest.mark.django_db
def test_a_second_start_changes_nobody(monkeypatch):
    monkeypatch.setenv("LC_ALL", "sl_SI.UTF-8")
    prepare(with_sample=False)
    monkeypatch.setenv("LC_ALL", "es_ES.UTF-8")
    prepare(with_sample=False)
    assert [user.language for user in User.objects.all()] == ["sl"]
