"""At the limit is taken, one unit more is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skupnost.domain.payload import Payload
from skupnost.domain.preflight import Level, check
from skupnost.kit.errors import (
    Refused,
)
from skupnost.kit.testing.contract.tools import has, limit, limited, run, with_pictures
from skupnost.kit.testing.settling import End, settle
from skupnost.kit.testing.stages import (
    Subject,
    picture,
)
from skupnost.kit.values import LiveLimits


@has("publishes")
@limited("text.text_max")
def test_text_at_the_limit_is_taken_and_one_unit_more_is_refused(subject: Subject):
    most = limit(subject, "text.text_max")
    assert most is not None
    fitting = replace(subject.case.payload, text=subject.case.text_of(most))
    stage = subject.stage()
    assert run(settle(stage.order(fitting))) is End.PUBLISHED
    stage = subject.stage()
    longer = replace(fitting, text=subject.case.text_of(most + 1))
    assert_preflight_draws_the_line(subject, fitting, longer)
    with pytest.raises(Refused):
        run(stage.order(longer).publish())
    assert stage.posts() == ()


@has("publishes")
@limited("media.images_max")
def test_pictures_at_the_limit_are_taken_and_one_more_is_refused(subject: Subject):
    most = limit(subject, "media.images_max")
    assert most is not None
    stage = subject.stage()
    fitting, more = with_pictures(subject, most), with_pictures(subject, most + 1)
    assert_preflight_draws_the_line(subject, fitting, more)
    assert run(settle(stage.order(with_pictures(subject, most)))) is End.PUBLISHED
    stage = subject.stage()
    with pytest.raises(Refused):
        run(stage.order(with_pictures(subject, most + 1)).publish())
    assert stage.posts() == ()


@has("publishes")
@limited("media.images_max")
@limited("media.image_bytes_max")
@pytest.mark.fits(lambda subject: (limit(subject, "media.images_max") or 0) > 0)
def test_a_picture_of_the_largest_size_is_taken_and_one_byte_more_is_refused(subject: Subject):
    most = limit(subject, "media.image_bytes_max")
    assert most is not None
    fitting = replace(subject.case.payload, media=(picture(n_bytes=most),))
    assert run(settle(subject.stage().order(fitting))) is End.PUBLISHED
    stage = subject.stage()
    too_large = replace(fitting, media=(picture(n_bytes=most + 1),))
    assert_preflight_draws_the_line(subject, fitting, too_large)
    with pytest.raises(Refused):
        run(stage.order(too_large).publish())
    assert stage.posts() == ()


@has("tells_limits")
def test_live_limits_speak_of_facts_of_the_manifest(subject: Subject):
    told = run(subject.stage().open().limits())
    assert isinstance(told, LiveLimits)
    assert set(told.values) <= set(subject.kind.facts)


def assert_preflight_draws_the_line(subject: Subject, fitting: Payload, beyond: Payload) -> None:
    """Preflight lets pass what the network takes and speaks up where it refuses. (A limit that
    rests on hearsay warns: it may not stop a post.)"""
    facts = subject.kind.facts
    before, after = check(fitting, facts), check(beyond, facts)
    assert not [finding.code for finding in before if finding.blocks]
    spoken = {finding.code for finding in after if finding.level is not Level.HINT}
    assert spoken - {finding.code for finding in before if finding.level is not Level.HINT}
