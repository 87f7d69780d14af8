"""The contract suite fails connectors that break their promise: each of these is caught."""

import logging
from dataclasses import replace

import pytest

from skupnost.connectors.practice.connector import PracticeChannel
from skupnost.kit.errors import OutcomeUnknown, Refused, Unreachable
from skupnost.kit.registry import connector
from skupnost.kit.simulation import Fate
from skupnost.kit.testing.contract import errors, feeds, limits, once, reading, secrecy
from skupnost.kit.testing.settling import NeverEnded
from skupnost.kit.testing.stages import Subject
from skupnost.kit.values import Account, Feed, Order, Presence, Receipt, Sighting

CAUGHT = (AssertionError, NeverEnded, pytest.fail.Exception)


def broken(kind: type) -> Subject:
    """The practice connector with one promise broken."""
    known = connector("practice")
    made = replace(known, open=kind)
    return Subject.of(made, known.manifest.kinds["account"])


class NewNameEachTime(PracticeChannel):
    n = 0

    async def publish(self, order: Order) -> Receipt:
        type(self).n += 1
        return await super().publish(replace(order, client_id=f"{order.client_id}-{self.n}"))

    async def find(self, order: Order) -> Sighting:
        return Sighting(Presence.ABSENT)


class CallsALostAnswerUnreachable(NewNameEachTime):
    async def publish(self, order: Order) -> Receipt:
        try:
            return await super().publish(order)
        except OutcomeUnknown as error:
            raise Unreachable(error.code) from error


class CallsALostUploadUnknown(PracticeChannel):
    async def _upload(self, order, item) -> str:
        try:
            return await super()._upload(order, item)
        except Unreachable as error:
            raise OutcomeUnknown(error.code) from error


class FindsWhatIsNotThere(PracticeChannel):
    async def find(self, order: Order) -> Sighting:
        return Sighting(Presence.THERE, Receipt("1", "https://network.example/1"))


class SwallowsRefusals(PracticeChannel):
    async def publish(self, order: Order) -> Receipt:
        try:
            return await super().publish(order)
        except Refused:
            return Receipt("0", "https://network.example/0")


class TripsOverAnswers(PracticeChannel):
    async def identify(self) -> Account:
        document = await self._wire.account()
        return Account(document["id"], document["handle"], document["name"], document["url"])


class ForgetsToRemove(PracticeChannel):
    async def remove(self, remote_id: str) -> None:
        return None


@pytest.mark.parametrize("kind", [NewNameEachTime, CallsALostAnswerUnreachable])
def test_doubling_is_caught(kind):
    with pytest.raises(CAUGHT):
        once.test_whichever_request_is_lost_there_is_one_post(broken(kind), Fate.LOST_AFTER, 0.0)


def test_a_new_name_each_time_is_caught():
    with pytest.raises(CAUGHT):
        once.test_sending_again_under_the_same_name_posts_once(broken(NewNameEachTime))


def test_an_upload_called_unknown_is_caught():
    with pytest.raises(CAUGHT):
        once.test_a_lost_upload_is_not_a_lost_post(broken(CallsALostUploadUnknown))


def test_finding_what_is_not_there_is_caught():
    with pytest.raises(CAUGHT):
        once.test_what_was_never_published_is_absent(broken(FindsWhatIsNotThere))
    with pytest.raises(CAUGHT):
        once.test_another_delivery_with_the_same_text_is_not_mistaken_for_this_one(
            broken(FindsWhatIsNotThere)
        )


def test_swallowing_a_refusal_is_caught():
    with pytest.raises(CAUGHT):
        limits.test_text_at_the_limit_is_taken_and_one_unit_more_is_refused(
            broken(SwallowsRefusals)
        )


def test_an_error_of_its_own_is_caught():
    with pytest.raises(KeyError):
        errors.test_a_lying_server_gets_one_of_the_six_errors(broken(TripsOverAnswers), 200)


def test_a_removal_that_removes_nothing_is_caught():
    with pytest.raises(CAUGHT):
        reading.test_a_post_is_removed_and_removing_it_twice_is_no_error(broken(ForgetsToRemove))


class FeedOfOwnPostsAlone:
    """A feed that forgets what others publish."""

    def __init__(self, inner) -> None:
        self._inner = inner

    def __getattr__(self, name):
        return getattr(self._inner, name)

    async def feed(self, **asked) -> Feed:
        found = await self._inner.feed(**asked)
        return replace(found, posts=tuple(post for post in found.posts if post.is_own))


def test_a_feed_without_others_is_caught():
    known = connector("bluesky")
    made = replace(known, open=lambda *parts: FeedOfOwnPostsAlone(known.open(*parts)))
    subject = Subject.of(made, known.manifest.kinds["account"])
    with pytest.raises(CAUGHT):
        feeds.test_own_posts_are_told_apart_from_those_of_others(subject)


def test_a_secret_in_a_log_is_caught(caplog):
    known = connector("mastodon")
    chatty = replace(known, open=_mastodon_that_talks)
    subject = Subject.of(chatty, known.manifest.kinds["account"])
    with pytest.raises(CAUGHT):
        secrecy.test_no_secret_shows_in_logs_and_reprs(subject, caplog)


def _mastodon_that_talks(access, transport, clock):
    logging.getLogger("skupnost").info("opened with %s", access.credentials)
    return connector("mastodon").open(access, transport, clock)
