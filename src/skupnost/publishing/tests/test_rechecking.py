"""Rules change while posts wait."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skupnost.channels.models import Channel
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.networks.queries import facts_for
from skupnost.publishing import actions, rechecking
from skupnost.publishing.models import Delivery, FactsSeen, Misfit

LONG = Payload("Fresh bread " * 20)


@pytest.fixture
def account(new_channel, bakery):
    return new_channel(bakery, "mastodon")


@pytest.fixture
def scheduled(account, now):
    """A post of 239 characters for the bakery's account."""
    return actions.hand_over(
        channel=account, payload=LONG, approved_hash=LONG.digest(), due_at=now, now=now
    )


def tell(account, **limits):
    """The server tells other limits."""
    Channel.objects.filter(pk=account.pk).update(live_limits=limits)


def test_other_limits_of_the_server_name_what_no_longer_fits(scheduled, account, bakery, now):
    assert rechecking.recheck(now) == 1
    assert rechecking.no_longer_fits([bakery], most=5) == []
    tell(account, **{"text.text_max": 100})
    assert rechecking.recheck(now) == 1
    (found,) = rechecking.no_longer_fits([bakery], most=5)
    assert found.delivery == scheduled
    assert found.sentences[0].startswith("Too long by")
    scheduled.refresh_from_db()
    assert scheduled.state == State.SCHEDULED


def test_the_same_facts_are_not_checked_twice(scheduled, now):
    assert [rechecking.recheck(now), rechecking.recheck(now)] == [1, 0]
    assert FactsSeen.objects.count() == 1


def test_once_it_fits_again_it_is_named_no_more(scheduled, account, bakery, now):
    tell(account, **{"text.text_max": 100})
    rechecking.recheck(now)
    tell(account, **{"text.text_max": 500})
    rechecking.recheck(now)
    assert not Misfit.objects.exists()


def test_what_was_changed_since_is_named_no_more(scheduled, account, bakery, now):
    tell(account, **{"text.text_max": 100})
    rechecking.recheck(now)
    short = Payload("Bread")
    actions.edit(delivery=scheduled, payload=short, approved_hash=short.digest(), now=now)
    assert rechecking.no_longer_fits([bakery], most=5) == []


def test_what_went_out_meanwhile_is_named_no_more(scheduled, account, bakery, now):
    tell(account, **{"text.text_max": 100})
    rechecking.recheck(now)
    Delivery.objects.update(state=State.PUBLISHED)
    assert rechecking.no_longer_fits([bakery], most=5) == []


def test_others_see_nothing_of_it(scheduled, account, florist, now):
    tell(account, **{"text.text_max": 100})
    rechecking.recheck(now)
    assert rechecking.no_longer_fits([florist], most=5) == []


def test_each_channel_is_checked_by_its_own_limits(
    scheduled, account, new_channel, bakery, florist, now
):
    other = new_channel(florist, "mastodon")
    actions.hand_over(channel=other, payload=LONG, approved_hash=LONG.digest(), due_at=now, now=now)
    tell(account, **{"text.text_max": 100})
    assert rechecking.recheck(now) == 2
    assert [row.delivery for row in rechecking.misfits([bakery, florist])] == [scheduled]


def test_many_posts_are_checked_in_small_steps(account, bakery, now, django_assert_max_num_queries):
    for _ in range(rechecking.AT_ONCE + 1):
        actions.hand_over(
            channel=account, payload=LONG, approved_hash=LONG.digest(), due_at=now, now=now
        )
    tell(account, **{"text.text_max": 100})
    last = rechecking.check_some(account.pk, None, now)
    assert Misfit.objects.count() == rechecking.AT_ONCE
    assert rechecking.check_some(account.pk, last, now) is None
    assert Misfit.objects.count() == rechecking.AT_ONCE + 1


def test_a_network_that_is_gone_breaks_nothing(scheduled, account, now):
    Channel.objects.update(network="gone")
    assert rechecking.recheck(now) == 1
    assert not Misfit.objects.exists()


@pytest.mark.parametrize("change", [{"value": 400}, {"unit": "bytes"}, {"effect": "risky"}])
def test_every_change_of_a_fact_that_preflight_reads_is_seen(change):
    facts = facts_for("mastodon", "account")
    other = {**facts, "text.text_max": replace(facts["text.text_max"], **change)}
    assert rechecking.fingerprint(other) != rechecking.fingerprint(facts)


def test_a_new_date_alone_is_no_change(now):
    facts = facts_for("mastodon", "account")
    fact = replace(facts["text.text_max"], checked_on=now.date(), note="looked again")
    other = {**facts, "text.text_max": fact}
    assert rechecking.fingerprint(other) == rechecking.fingerprint(facts)


def test_the_desk_names_it_with_a_way_to_mend_it(client, alice, scheduled, account, now):
    tell(account, **{"text.text_max": 100})
    rechecking.recheck(now)
    client.force_login(alice)
    html = client.get("/").text
    assert "The rules changed: these no longer fit" in html
    assert f"/deliveries/{scheduled.pk}/" in html
