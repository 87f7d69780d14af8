"""Every connector over real connections that are reset, silent or answered with an error page."""

import asyncio
import random
from collections import Counter
from dataclasses import replace

import pytest

from skupnost.kit.http.aiohttp_transport import AiohttpTransport
from skupnost.kit.http.messages import Answer, Request
from skupnost.kit.simulation import Fate, Faults
from skupnost.kit.testing.serving import serve
from skupnost.kit.testing.settling import End, settle
from skupnost.kit.testing.stages import Subject

N_POSTS = 60
ROUGH = Faults(
    lost_before=0.05,
    lost_after=0.15,
    silent_after=0.1,
    server_error_after=0.1,
    rate_limited=0.1,
)


class Impatient:
    """The real transport with short time-outs."""

    def __init__(self, transport: AiohttpTransport) -> None:
        self._transport = transport

    async def send(self, request: Request) -> Answer:
        return await self._transport.send(replace(request, timeout_seconds=0.4))


@pytest.mark.fits(lambda subject: {"publishes", "finds"} <= set(subject.ports))
def test_rough_connections_neither_lose_nor_double(subject: Subject):
    stage = subject.stage(visible_after_seconds=5)
    payload = subject.case.payload

    async def publish_all() -> list[End]:
        async with AiohttpTransport(allow_private=True) as transport:
            stage.transport = Impatient(transport)
            orders = [
                stage.order(replace(payload, text=f"Rolls of day {number}."), number=number)
                for number in range(100, 100 + N_POSTS)
            ]
            return [await settle(order) for order in orders]

    dice = random.Random(11)
    with serve(stage.simulator, faults=ROUGH, clock=stage.clock, dice=dice) as network:
        stage.access = replace(stage.access, server=network.url)
        ends = asyncio.run(publish_all())
        assert set(ends) == {End.PUBLISHED}
        texts = [post.text for post in network.posts()]
        days = Counter(
            n for n in range(100, 100 + N_POSTS) for text in texts if f"day {n}." in text
        )
        assert len(days) == N_POSTS
        assert set(days.values()) == {1}
        assert {Fate.LOST_AFTER, Fate.SILENT_AFTER, Fate.SERVER_ERROR_AFTER} <= set(network.n_fates)
