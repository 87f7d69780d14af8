"""Own posts are listed and removed; the account is known; practice channels work."""

from __future__ import annotations

from dataclasses import replace

from skupnost.kit.simulation import Scene
from skupnost.kit.testing.contract.tools import has, run
from skupnost.kit.testing.stages import (
    Subject,
)


@has("reads_own_posts", "publishes")
def test_own_posts_are_listed_newest_first(subject: Subject):
    stage = subject.stage()
    ids = []
    for number in (1, 2, 3):
        payload = replace(subject.case.payload, text=f"Rolls, day {number}")
        ids.append(run(stage.order(payload, number=number).publish()).remote_id)
        stage.clock.step(60)
    listed = run(stage.open().own_posts(limit=2))
    assert [post.remote_id for post in listed] == ids[:0:-1]
    assert "day 3" in listed[0].text


@has("removes", "publishes")
def test_a_post_is_removed_and_removing_it_twice_is_no_error(subject: Subject):
    stage = subject.stage()
    receipt = run(stage.order(subject.case.payload).publish())
    for _ in range(2):
        run(stage.open().remove(receipt.remote_id))
    assert stage.posts() == ()


@has("identifies")
def test_the_account_is_known_by_a_lasting_id(subject: Subject):
    stage = subject.stage()
    first, second = run(stage.open().identify()), run(stage.open().identify())
    assert first == second
    assert first.remote_id
    assert first.handle
    assert first.kind in ("", *subject.connector.manifest.kinds)


@has("publishes")
def test_it_runs_as_a_practice_channel_with_addresses_on_this_site(subject: Subject):
    slug = subject.connector.slug
    stage = subject.stage()
    assert subject.connector.simulator is not None
    scene = Scene.practice(slug, "practice:studio-vida")
    stage.simulator = subject.connector.simulator(stage.store, stage.clock, scene)
    stage.transport = type(stage.transport)(stage.simulator, stage.clock)
    stage.access = replace(stage.access, server="practice:studio-vida")
    receipt = run(stage.order(subject.case.payload).publish())
    base, _, name = receipt.remote_url.removesuffix("/").rpartition("/")
    assert base == f"/practice/{slug}/studio-vida"
    assert name in stage.posts()[0].remote_id
    assert stage.posts()[0].url == receipt.remote_url
