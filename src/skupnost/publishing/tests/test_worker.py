"""What the worker does beside serving lanes, and what keeps it from speaking out of turn."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from skupnost.kit.errors import Unreachable
from skupnost.kit.http.messages import Answer, Request
from skupnost.publishing import worker
from skupnost.publishing.lanes.sending import Lease, LeasedTransport
from skupnost.publishing.lanes.tools import Terms
from skupnost.publishing.models import FactsSeen
from skupnost.publishing.worker import QUIET, _Worker


class Wire:
    """Takes every request."""

    async def send(self, request: Request) -> Answer:
        return Answer(200, {}, b"")


@pytest.mark.parametrize(
    ("method", "seconds", "is_sent"),
    [("POST", 19, True), ("POST", 20, False), ("POST", 21, False), ("GET", 21, True)],
)
def test_nothing_is_written_that_could_outlast_the_lease(stage, now, method, seconds, is_sent):
    lease = Lease(now + timedelta(seconds=20))
    wire = LeasedTransport(Wire(), lease, stage.clock)
    sending = wire.send(Request(method, "https://toy.example/", timeout_seconds=seconds))
    if is_sent:
        assert asyncio.run(sending).status == 200
    else:
        with pytest.raises(Unreachable, match="no_time_left"):
            asyncio.run(sending)


@pytest.mark.parametrize(("told", "most"), [({"text.text_max": 640}, 640), ({}, 500), (None, 500)])
def test_the_limits_that_a_server_told_go_before_those_of_the_manifest(stage, told, most):
    stage.channel.live_limits = told
    assert worker.current_facts(stage.channel)["text.text_max"].value == most


def test_rules_are_checked_again_only_when_the_first_posts_have_left(stage, now):
    stage.hand_over(due_at=now + timedelta(days=1))
    mine = _Worker("desk-0", Terms(), clock=stage.clock, database=stage.tools.database,
                   network=None, began_at=now)  # fmt: skip
    asyncio.run(mine._check_again())
    assert not FactsSeen.objects.exists()
    stage.clock.time = now + QUIET
    asyncio.run(mine._check_again())
    assert FactsSeen.objects.get().channel == stage.channel
