"""What a stranger has on the same machine changes nothing that anybody else sees."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import world
from django.db.models import F
from django.utils import timezone
from places import PLACES

from skupnost.clients.models import Client
from skupnost.desk.removal import delete_client
from skupnost.editorial.models import Post
from skupnost.metrics.models import FeedHour, FeedReading, HistoryImport, PastPost, Reading
from skupnost.people.actions import ensure_owner
from skupnost.people.models import User
from skupnost.strategy import models as strategy

# Tokens of a form and of a sheet, the policy's nonce, the name of a post that is not written yet.
CHANGING = re.compile(
    r'[A-Za-z0-9]{64}|name="sheet" value="[^"]*"|nonce="[^"]*"'
    r"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
OTHERWISE = {
    strategy.Cadence: {"posts_a_week": 23},
    strategy.Colleague: {"name": "Tuja Alenka", "hours_a_week": 77},
    strategy.ContentKind: {"name": "Tuja objava", "hours_each": 0.1},
    strategy.FeedChoice: {"hours_by": "feed"},
    strategy.FreeTime: {"country": "AT", "quiet_from": 10, "quiet_until": 13},
    strategy.OwnPlace: {"name": "Tuja stran"},
    strategy.Period: {"name": "Tuja zapora", "starts_on": F("ends_on")},
    strategy.Refit: {"advice_per_week": 29},
    strategy.Slot: {"at": F("at") + timedelta(hours=3)},
    strategy.StrategyVersion: {"remark": "Tuja opomba"},
    FeedHour: {"n_posts": F("n_posts") + 50},
    FeedReading: {"rank": 3},
    HistoryImport: {"file_name": "Tuja.csv"},
    PastPost: {"text": "Tuja objava"},
    Reading: {"value": F("value") * 7},
    Post: {"text": "Tuja objava"},
}


@pytest.fixture
def both(db, settings, tmp_path, monkeypatch):
    """Charlie's clients, then Maja's: the same shops, so that whatever is asked for without saying
    whose it is finds Charlie's first."""
    settings.DATA = tmp_path
    monkeypatch.setattr(timezone, "now", lambda: world.NOW)
    maja = ensure_owner(name="Maja")
    charlie = User.objects.create_user("charlie")
    world.fill(charlie, named="Tuja ")
    for model, values in OTHERWISE.items():
        assert model.objects.update(**values)
    world.fill(maja)
    return maja, charlie


def seen(client):
    """Every page as it is, but for what changes with each answer. They are asked for twice: some
    remember where somebody was last."""
    marks = world.landmarks()
    for path in PLACES.values():
        client.get(path.format(**marks), follow=True)
    found = {}
    for name, path in PLACES.items():
        answer = client.get(path.format(**marks), follow=True)
        found[name] = CHANGING.sub("", answer.content.decode())
    return found


def test_the_pages_are_the_same_without_the_stranger(both, client):
    maja, charlie = both
    client.force_login(maja)
    before = seen(client)
    for one in Client.objects.filter(membership__user=charlie):
        delete_client(client=one)
    after = seen(client)
    assert not [name for name in PLACES if "Tuja" in before[name]]
    assert [name for name in PLACES if before[name] != after[name]] == []
