"""What the modules of the suite share."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

import pytest

from skupnost.domain.payload import Part, Payload
from skupnost.kit.simulation import Fate
from skupnost.kit.testing.stages import (
    Stage,
    Subject,
    picture,
)

LATE_SECONDS = 5.0
LOSSES = (
    Fate.LOST_BEFORE,
    Fate.LOST_AFTER,
    Fate.SILENT_AFTER,
    Fate.SERVER_ERROR_AFTER,
    Fate.RATE_LIMITED,
)


def has(*ports: str) -> pytest.MarkDecorator:
    """Only kinds that declare these ports."""
    return pytest.mark.fits(lambda subject: set(ports) <= set(subject.ports))


def knows(field: str) -> pytest.MarkDecorator:
    """Only kinds whose composer offers this payload field."""
    return pytest.mark.fits(lambda subject: field in subject.kind.machine.fields)


def limited(fact: str) -> pytest.MarkDecorator:
    """Only kinds with this limit as a number."""
    return pytest.mark.fits(lambda subject: limit(subject, fact) is not None)


def limit(subject: Subject, fact: str) -> int | None:
    found = subject.kind.facts.get(fact)
    return int(found.number) if found is not None and found.number is not None else None


def run(work: Awaitable[Any]) -> Any:
    async def bounded() -> Any:
        return await asyncio.wait_for(work, 60)

    return asyncio.run(bounded())


def thread_of(subject: Subject) -> Payload:
    """The case's payload as a thread of three, with a picture in the middle where one may be."""
    media = (picture(number=7),) if (limit(subject, "media.images_max") or 0) > 0 else ()
    parts = (Part("Second: with butter.", media), Part("Third: come by before nine."))
    return replace(subject.case.payload, thread=parts)


def with_pictures(subject: Subject, n_pictures: int) -> Payload:
    media = tuple(picture(number=number) for number in range(n_pictures))
    return replace(subject.case.payload, media=media)


def payloads(subject: Subject) -> list[Payload]:
    """What this kind can send: plain, rich, with a picture, as a thread."""
    found = [subject.case.payload]
    if subject.case.rich is not None:
        found.append(subject.case.rich)
    if (limit(subject, "media.images_max") or 0) > 0:
        found.append(with_pictures(subject, 1))
    if "thread" in subject.kind.machine.fields:
        found.append(thread_of(subject))
    return found


def n_writing(subject: Subject, payload: Payload) -> int:
    stage = subject.stage()
    run(stage.order(payload).publish())
    return stage.transport.n_writing


def n_checkpoints(subject: Subject, payload: Payload) -> int:
    stage = subject.stage()
    order = stage.order(payload)
    run(order.publish())
    return order.n_remembered


def assert_each_part_once(stage: Stage, payload: Payload) -> None:
    assert len(stage.posts()) == len(payload.parts), [post.text for post in stage.posts()]
