"""One post is one post, a half is some posts, and a whole number has no decimal."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from skupnost.domain.cadence import Notice, Range
from skupnost.domain.cadence.values import CurvePoint
from skupnost.strategy.affording import Stock, afforded
from skupnost.strategy.models import ChannelClaim, Colleague, ContentKind
from skupnost.strategy.sentences import NOTICES, affords, curve_sentence, notice
from skupnost.ui.words import plural_of

NEVER_OF_ONE = {"all_at_one_time", "all_the_same"}


class Dear:
    share, hours_each, media_each, money_each = 100, 4.0, 0, 0


@pytest.mark.parametrize(
    ("language", "hours", "said"),
    [
        ("en", 4, "You can afford 1 post a week."),
        ("en", 6, "You can afford 1.5 posts a week."),
        ("sl", 4, "Zmorete 1 objavo na teden."),
        ("sl", 8, "Zmorete 2 objavi na teden."),
        ("sl", 10, "Zmorete 2,5 objave na teden."),
        ("sl", 20, "Zmorete 5 objav na teden."),
        ("es", 4, "Te puedes permitir 1 publicación por semana."),
        ("es", 6, "Te puedes permitir 1,5 publicaciones por semana."),
    ],
)
def test_what_is_affordable_is_counted_as_people_count(language, hours, said):
    with translation.override(language):
        assert affords(afforded(Stock(hours), [Dear()])).startswith(said)


def test_a_number_that_is_written_as_whole_is_counted_as_whole():
    assert [plural_of(value) for value in (0.96, 1.0, 1.06, 5.0)] == [1, 1, 3, 5]


@pytest.mark.parametrize("code", sorted(set(NOTICES) - NEVER_OF_ONE))
def test_no_notice_speaks_of_one_thing_as_of_many(code):
    said = notice(Notice(code, {"n": 1, "of": 2, "days": 90}))
    assert said
    assert "1 posts" not in said
    assert "1 responses" not in said


def test_one_post_a_week_may_be_what_brings_most():
    point = CurvePoint(1, 1.2, Range(1.1, 1.3))
    assert curve_sentence([point], 1).startswith("Most comes back at about 1 post a week:")


def test_a_whole_number_stands_in_its_field_as_it_was_typed(client, alice, channel):
    client.force_login(alice)
    Colleague.objects.create(client=channel.client, name="Zora", hours_a_week=3)
    ContentKind.objects.create(client=channel.client, name="Photo", hours_each=1.5)
    ChannelClaim.objects.create(channel=channel, hours_each=2)
    for name, values in (("resources", ("3", "1.5")), ("overview", ("2",))):
        page = client.get(reverse(f"strategy:{name}", args=[channel.client.slug])).content.decode()
        fields = re.findall(r'<input type="number"[^>]*hours[^>]*>', page)
        assert set(values) <= {
            found for one in fields for found in re.findall(r'value="(.*?)"', one)
        }
