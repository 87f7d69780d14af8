"""Every trouble ends in one of the six errors."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from skupnost.kit.errors import (
    ConnectorError,
    NeedsReconnect,
    OutcomeUnknown,
    RateLimited,
    Unreachable,
)
from skupnost.kit.http.messages import Answer, Request
from skupnost.kit.simulation import Fate, revoke_all
from skupnost.kit.testing.contract.tools import has, n_writing, run
from skupnost.kit.testing.stages import (
    SECRET,
    LoneTransport,
    Stage,
    Subject,
)


@has("publishes")
def test_too_many_requests_says_until_when_and_posts_nothing(subject: Subject):
    n_requests = n_writing(subject, subject.case.payload)
    stage = subject.stage(fates={n_requests: Fate.RATE_LIMITED})
    with pytest.raises(RateLimited) as caught:
        run(stage.order(subject.case.payload).publish())
    assert caught.value.retry_at > stage.clock.now()
    assert stage.posts() == ()


@has("identifies")
@pytest.mark.fits(lambda subject: bool(subject.kind.machine.credentials))
def test_an_expired_token_needs_a_person(subject: Subject):
    stage = subject.stage(credentials=subject.expired_credentials())
    with pytest.raises(NeedsReconnect):
        run(stage.open().identify())


@has("publishes")
@pytest.mark.fits(lambda subject: bool(subject.kind.machine.credentials))
def test_a_token_revoked_in_flight_needs_a_person_and_posts_nothing(subject: Subject):
    stage = subject.stage()
    channel = stage.open()
    run(channel.identify())
    revoke_all(stage.store)
    with pytest.raises(NeedsReconnect):
        run(stage.order(subject.case.payload).publish(channel))
    assert stage.posts() == ()


@has("publishes")
@pytest.mark.parametrize("error", [Unreachable("connection_failed"), OutcomeUnknown("timed_out")])
def test_errors_of_the_wire_pass_through(subject: Subject, error: ConnectorError):
    stage = subject.stage()
    channel = stage.open(LoneTransport(error))
    with pytest.raises((Unreachable, OutcomeUnknown)):
        run(stage.order(subject.case.payload).publish(channel))


BODIES = (b"", b"<h1>Welcome</h1>", b"null", b"[]", b"{}", b"[1]", b'"text"', b"\xff\xfe", b"{")
STATUSES = (200, 201, 204, 302, 400, 404, 410, 418, 500, 502, 504)


class LyingTransport:
    """Answers everything alike."""

    def __init__(self, status: int, body: bytes) -> None:
        self._status, self._body = status, body

    async def send(self, request: Request) -> Answer:
        return Answer(self._status, {}, self._body, reads=request.reads)


@pytest.mark.parametrize("status", STATUSES)
def test_a_lying_server_gets_one_of_the_six_errors(subject: Subject, status: int):
    for body in BODIES:
        stage = subject.stage()
        stage.access = replace(stage.access, remote_account_id="1")
        channel = stage.open(LyingTransport(status, body))
        for ask in questions(subject, stage, channel):
            with_contract_errors_only(ask)


def questions(
    subject: Subject, stage: Stage, channel: Any
) -> list[Callable[[], Awaitable[object]]]:
    """One question for every declared port."""
    order = stage.order(subject.case.payload).now()
    asked: dict[str, Callable[[Any], Awaitable[object]]] = {
        "identifies": lambda ports: ports.identify(),
        "tells_limits": lambda ports: ports.limits(),
        "publishes": lambda ports: ports.publish(order),
        "finds": lambda ports: ports.find(order),
        "reads_own_posts": lambda ports: ports.own_posts(limit=5),
        "measures": lambda ports: ports.measure(limit=5),
        "reads_feed": lambda ports: ports.feed(since=stage.clock.now()),
        "removes": lambda ports: ports.remove("1"),
    }
    return [partial(asked[port], channel) for port in subject.ports if port in asked]


def with_contract_errors_only(ask: Callable[[], Awaitable[object]]) -> None:
    """Asks; any other error than the six is a failure, and so is a secret in one of them."""

    async def go() -> None:
        try:
            await ask()
        except ConnectorError as error:
            shown = f"{error!r}{error}{error.params}"
            assert SECRET not in shown

    run(go())


@has("publishes")
def test_an_unreadable_success_is_unknown_not_failed(subject: Subject):
    stage = subject.stage()
    n_requests = n_writing(subject, subject.case.payload)
    real = stage.transport.send

    async def garbled(request: Request) -> Answer:
        answer = await real(request)
        if not request.reads and stage.transport.n_writing == n_requests:
            return replace(answer, body=b"<h1>Thank you</h1>")
        return answer

    stage.transport.send = garbled  # type: ignore[method-assign]  # the wire is ours to break
    with pytest.raises(OutcomeUnknown):
        run(stage.order(subject.case.payload).publish())
    assert len(stage.posts()) == 1
