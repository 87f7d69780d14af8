"""Whatever is lost, there is one post."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skupnost.kit.errors import (
    OutcomeUnknown,
    Unreachable,
)
from skupnost.kit.simulation import Fate
from skupnost.kit.testing.contract.tools import (
    LATE_SECONDS,
    LOSSES,
    assert_each_part_once,
    has,
    knows,
    n_checkpoints,
    n_writing,
    payloads,
    run,
    thread_of,
)
from skupnost.kit.testing.settling import End, settle
from skupnost.kit.testing.stages import (
    Subject,
)
from skupnost.kit.values import Presence


@has("publishes")
def test_a_post_goes_live_with_a_link(subject: Subject):
    for payload in payloads(subject):
        stage = subject.stage()
        receipt = run(stage.order(payload).publish())
        ids = [post.remote_id for post in stage.posts()]
        assert len(ids) == len(payload.parts)
        assert receipt.remote_id in ids
        assert receipt.remote_url.startswith(("http://", "https://"))


@has("publishes", "finds")
def test_what_was_published_is_found(subject: Subject):
    for payload in payloads(subject):
        stage = subject.stage()
        order = stage.order(payload)
        receipt = run(order.publish())
        sighting = run(order.find())
        assert sighting.presence is Presence.THERE
        assert sighting.receipt.remote_id == receipt.remote_id
        assert sighting.receipt.remote_url == receipt.remote_url
        assert sighting.n_copies == 1


@has("publishes", "finds")
def test_what_was_never_published_is_absent(subject: Subject):
    stage = subject.stage()
    run(stage.order(replace(subject.case.payload, text="Something else")).publish())
    assert run(stage.order(subject.case.payload, number=2).find()).presence is Presence.ABSENT


@has("publishes", "finds")
def test_finding_changes_nothing(subject: Subject):
    stage = subject.stage()
    order = stage.order(subject.case.payload)
    run(order.publish())
    before = stage.posts()
    run(order.find())
    assert stage.posts() == before


@has("publishes", "finds")
@pytest.mark.parametrize("late_seconds", [0.0, LATE_SECONDS])
@pytest.mark.parametrize("fate", LOSSES)
def test_whichever_request_is_lost_there_is_one_post(
    subject: Subject, fate: Fate, late_seconds: float
):
    for payload in payloads(subject):
        for number in range(1, n_writing(subject, payload) + 1):
            stage = subject.stage(fates={number: fate}, visible_after_seconds=late_seconds)
            order = stage.order(payload)
            end = run(settle(order))
            assert end is End.PUBLISHED, (fate, number, payload)
            assert_each_part_once(stage, payload)


@has("publishes", "finds")
@pytest.mark.fits(lambda subject: subject.kind.machine.idempotency in ("key", "client_id"))
def test_sending_again_under_the_same_name_posts_once(subject: Subject):
    for payload in payloads(subject):
        stage = subject.stage()
        order = stage.order(payload)
        first = run(order.publish())
        order.checkpoints.clear()
        assert run(order.publish()).remote_id == first.remote_id
        assert_each_part_once(stage, payload)


@has("publishes", "finds")
@knows("thread")
def test_a_thread_cut_anywhere_is_finished_with_each_part_once(subject: Subject):
    payload = thread_of(subject)
    for number in range(1, n_checkpoints(subject, payload) + 1):
        stage = subject.stage(visible_after_seconds=LATE_SECONDS)
        order = stage.order(payload)
        order.dies_at_checkpoint = number
        assert run(settle(order)) is End.PUBLISHED
        assert_each_part_once(stage, payload)


@has("publishes", "finds")
def test_another_delivery_with_the_same_text_is_not_mistaken_for_this_one(subject: Subject):
    stage = subject.stage()
    other = run(stage.order(subject.case.payload, number=1).publish())
    order = stage.order(subject.case.payload, number=2)
    order.taken = frozenset({other.remote_id})
    assert run(order.find()).presence is Presence.ABSENT


@has("publishes")
def test_a_lost_upload_is_not_a_lost_post(subject: Subject):
    for payload in payloads(subject):
        for number in range(1, n_writing(subject, payload) + 1):
            stage = subject.stage(fates={number: Fate.LOST_AFTER})
            try:
                run(stage.order(payload).publish())
            except OutcomeUnknown:
                assert stage.posts(), f"request {number} made nothing public"
            except Unreachable:
                pass
