"""The quiet time and the words of the strategy document: offered, compared, never changed."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from skupnost.clients.models import Client
from skupnost.strategy.models import FreeTime, StrategyVersion
from skupnost.strategy.quiet import quiet_words
from skupnost.strategy.quiet_document import compared, offered

EVERY_DAY = [*range(7)]
DIFFERS = "is not the same as the quiet time that slots keep to: every day from 21:00 to 07:00."
EMPTY = {
    f"{rows}-{name}_FORMS": 0 for rows in ("goals", "pillars") for name in ("TOTAL", "INITIAL")
}


@pytest.fixture
def browser(client, alice, bakery):
    Client.objects.update(language="en")
    bakery.language = "en"
    client.force_login(alice)
    return client


@pytest.fixture
def quiet(bakery):
    return FreeTime.objects.create(
        client=bakery, quiet_from=21, quiet_until=7, quiet_days=EVERY_DAY
    )


def page(browser, bakery, name="document", **query):
    return browser.get(address(bakery, name), query).content.decode()


def address(bakery, name):
    return reverse(f"strategy:{name}", args=[bakery.slug])


def version(bakery, number=1, **value):
    return StrategyVersion.objects.create(
        client=bakery, number=number, value={"voice": "Warm"} | value, saved_at=bakery.created_at
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (EVERY_DAY, "every day from 21:00 to 07:00"),
        ([0, 1, 2, 3, 4], "Mon–Fri from 21:00 to 07:00"),
        ([4, 5], "Fri, Sat from 21:00 to 07:00"),
        ([6, 0, 1, 2], "Mon–Wed, Sun from 21:00 to 07:00"),
        ([], ""),
    ],
)
def test_the_quiet_time_in_words(quiet, days, words):
    quiet.quiet_days = days
    assert quiet_words(quiet) == words


def test_an_empty_text_is_filled_in_and_said_to_be(browser, bakery, quiet):
    text = page(browser, bakery, "document_edit")
    assert "Every day from 21:00 to 07:00.</textarea>" in text
    assert "It is filled in above" in text
    assert "Slots of all channels keep to this quiet time: every day" in text
    assert not StrategyVersion.objects.exists()


def test_a_text_that_is_there_stays_and_the_quiet_time_stands_beside_it(browser, bakery, quiet):
    version(bakery, quiet_hours="Not at night")
    text = page(browser, bakery, "document_edit")
    assert "Not at night</textarea>" in text
    assert "It is filled in above" not in text
    assert "keep to this quiet time: every day from 21:00 to 07:00." in text


def test_it_is_offered_in_the_clients_language(bakery, quiet):
    bakery.language = "en"
    with translation.override("sl"):
        assert offered(bakery) == "Every day from 21:00 to 07:00."


def test_what_was_sent_is_never_filled_in(browser, bakery, quiet):
    answer = browser.post(address(bakery, "document_edit"), EMPTY | {"crisis_email": "no address"})
    assert answer.status_code == 422
    assert "Every day from 21:00" not in answer.content.decode()
    browser.post(address(bakery, "document_edit"), EMPTY | {"voice": "Warm"})
    assert StrategyVersion.objects.get().value["quiet_hours"] == ""


def test_what_was_filled_in_and_saved_agrees(browser, bakery, quiet):
    version(bakery, quiet_hours=offered(bakery))
    assert "is not the same" not in page(browser, bakery)
    assert "agrees with the quiet time" in page(browser, bakery, "periods")


@pytest.mark.parametrize(
    "text",
    [
        "No posts from 21 to 7.",
        "9 pm to 7 am, whatever happens",
        "Nothing between 21.00 and 7:00",
        "EVERY DAY from 21:00\nto 07:00",
    ],
)
def test_other_words_for_the_same_hours_agree(quiet, text):
    assert compared(text, quiet) is None


@pytest.mark.parametrize(
    "text",
    [
        "22 to 6",
        "Not at night",
        "21:30 to 7",
        "Mon–Fri from 21:00 to 07:00",
        "On Sunday from 21:00 to 07:00",
        "21:00 to 07:00, and 12:00 to 14:00",
    ],
)
def test_other_hours_or_days_are_told_with_a_link(browser, bakery, quiet, text):
    version(bakery, quiet_hours=text)
    for name in ("document", "periods"):
        assert DIFFERS in page(browser, bakery, name)
    assert f'href="{address(bakery, "periods")}#quiet"' in page(browser, bakery)
    assert f"{address(bakery, 'document')}#quiet_hours-title" in page(browser, bakery, "periods")


def test_when_the_days_change_later_the_document_is_found_out(browser, bakery, quiet):
    version(bakery, quiet_hours=offered(bakery))
    FreeTime.objects.update(quiet_days=[0, 1, 2, 3, 4])
    assert "slots keep to: Mon–Fri from 21:00 to 07:00." in page(browser, bakery)


def test_a_document_that_says_nothing_is_told(browser, bakery, quiet):
    version(bakery)
    assert "The document says nothing of quiet hours; slots keep" in page(browser, bakery)


def test_words_without_a_quiet_time_are_told(browser, bakery):
    version(bakery, quiet_hours="22 to 6")
    assert "no quiet time is set, so slots keep no hour free" in page(browser, bakery)
    assert "No quiet time is set: what you write" in page(browser, bakery, "document_edit")


def test_without_either_nothing_is_told(browser, bakery):
    version(bakery)
    assert "quiet" not in page(browser, bakery).lower()
    assert "says of quiet hours" not in page(browser, bakery, "periods")


def test_an_older_version_is_history_and_stays_as_it_is(browser, bakery, quiet):
    kept = version(bakery, quiet_hours="22 to 6").value
    version(bakery, 2, quiet_hours=offered(bakery))
    assert "is not the same" not in page(browser, bakery, version=1)
    assert StrategyVersion.objects.get(number=1).value == kept


@pytest.mark.parametrize("language", ["sl", "es"])
def test_the_days_are_read_in_the_clients_language_too(quiet, language):
    quiet.client.language = language
    with translation.override(language):
        quiet.quiet_days = [0, 1, 2]
        text = quiet_words(quiet)
    assert compared(text, quiet) is None
