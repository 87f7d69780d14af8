"""What came back is read as the network tells it, and nothing is made up."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from skupnost.kit.exports.values import METRICS
from skupnost.kit.http.messages import Answer, Request
from skupnost.kit.http.port import Transport
from skupnost.kit.testing.contract.tools import has, run
from skupnost.kit.testing.stages import (
    Stage,
    Subject,
)


@dataclass
class Untold:
    """A network that tells no counts: every key that ends in `count` is taken out."""

    inner: Transport

    async def send(self, request: Request) -> Answer:
        answer = await self.inner.send(request)
        try:
            told = without_counts(json.loads(answer.body))
        except ValueError:
            return answer
        return replace(answer, body=json.dumps(told).encode())


def without_counts(value: Any) -> Any:
    """The document without its counts, however deep they lie."""
    if isinstance(value, dict):
        return {
            name: without_counts(inner)
            for name, inner in value.items()
            if not name.casefold().endswith("count")
        }
    return [without_counts(inner) for inner in value] if isinstance(value, list) else value


def with_posts(subject: Subject, n_posts: int) -> tuple[Stage, list[str]]:
    """A stage on which posts went out an hour apart, and their ids, oldest first."""
    stage, ids = subject.stage(), []
    for number in range(1, n_posts + 1):
        payload = replace(subject.case.payload, text=f"Rolls, day {number}")
        ids.append(run(stage.order(payload, number=number).publish()).remote_id)
        stage.clock.step(3600)
    return stage, ids


@has("measures", "publishes")
def test_own_posts_are_measured_newest_first_and_twice_alike(subject: Subject):
    stage, ids = with_posts(subject, 3)
    first, second = (run(stage.open().measure(limit=10)) for _ in range(2))
    assert [post.remote_id for post in first.posts] == ids[::-1]
    assert first == second
    assert all(post.posted_at.tzinfo for post in first.posts)


@has("measures", "publishes")
def test_figures_have_known_names_and_say_what_they_count(subject: Subject):
    stage, _ids = with_posts(subject, 1)
    figures = run(stage.open().measure(limit=1)).posts[0].figures
    assert figures
    assert all(figure.metric in METRICS for figure in figures)
    assert len({(figure.metric, figure.unit) for figure in figures}) == len(figures)


@has("measures", "publishes")
def test_a_missing_metric_is_absent_and_not_zero(subject: Subject):
    stage, _ids = with_posts(subject, 1)
    found = run(stage.open(Untold(stage.transport)).measure(limit=1))
    assert [post.figures for post in found.posts] == [()]
    assert found.followers is None


@has("measures", "publishes")
def test_measuring_stops_at_the_limit_and_at_the_moment(subject: Subject):
    stage, ids = with_posts(subject, 3)
    channel = stage.open()
    assert [post.remote_id for post in run(channel.measure(limit=2)).posts] == ids[:0:-1]
    since = stage.clock.now() - timedelta(minutes=90)
    assert [p.remote_id for p in run(channel.measure(limit=9, since=since)).posts] == ids[2:]


@has("measures", "publishes")
def test_measuring_reads_on_beyond_the_first_page(subject: Subject):
    stage, ids = with_posts(subject, 103)
    found = run(stage.open().measure(limit=200))
    assert [post.remote_id for post in found.posts] == ids[::-1]
