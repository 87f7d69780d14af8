"""The sample client: a month that was really lived through."""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest

from skupnost.channels.opening import simulator_for
from skupnost.desk.past import WalkingClock
from skupnost.desk.removal import delete_client
from skupnost.desk.sample import LANGUAGES, make_sample
from skupnost.publishing.models import Delivery


@pytest.fixture
def made(transactional_db, new_person, now):
    return make_sample(by=new_person("owner"), now=now)


def test_the_month_is_lively_and_marked_as_a_sample(made):
    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert made.client.is_sample
    assert made.n_posts == made.client.posts.count() == 34
    assert states["published"] >= 20
    assert states["scheduled"] >= 10
    assert (states["refused"], states["needs_eye"], states["missed"]) == (1, 1, 1)
    assert set(states) == {"published", "scheduled", "refused", "needs_eye", "missed"}


def test_what_is_live_is_really_there_once_and_went_out_at_its_minute(made, now):
    seen = 0
    for channel in made.client.channels.all():
        posts = simulator_for(channel, clock=WalkingClock(now)).posts()
        live = channel.deliveries.filter(state="published")
        assert {row.remote_id for row in live} <= {post.remote_id for post in posts}
        assert len({post.remote_id for post in posts}) == len(posts)
        assert all(row.attempts.filter(kind="send").count() == 1 for row in live)
        assert all(row.published_at - row.due_at <= timedelta(seconds=5) for row in live)
        seen += len(live)
    assert seen >= 20


def test_nothing_lies_outside_its_time(made, now):
    past = Delivery.objects.filter(due_at__lte=now)
    assert not past.filter(state="scheduled").exists()
    assert not Delivery.objects.filter(due_at__gt=now).exclude(state="scheduled").exists()
    assert not Delivery.objects.filter(published_at__gt=now).exists()


def test_the_channels_are_left_as_they_were(made):
    for channel in made.client.channels.all():
        assert channel.practice_faults == {}
        assert channel.live_limits.get("text.text_max", 500) != 240


def test_it_goes_away_whole(made):
    delete_client(client=made.client)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_persons_language_and_is_quick(transactional_db, new_person, now, language):
    owner = new_person("owner")
    owner.language = language
    began = time.process_time()
    made = make_sample(by=owner, now=now + timedelta(hours=random.random() * 24))
    assert time.process_time() - began < 3
    first = {"en": "Meet the lady", "sl": "Spoznajte gospo", "es": "Os presentamos"}[language]
    assert made.client.posts.filter(text__startswith=first).count() == 1
    assert made.client.language == language
