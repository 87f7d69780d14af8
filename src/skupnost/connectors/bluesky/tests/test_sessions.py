"""Logging in as seldom as possible, and saying clearly when it no longer helps."""

import asyncio
import json
from dataclasses import replace

import pytest

from skupnost.connectors.bluesky.connector import open_channel
from skupnost.kit.errors import NeedsReconnect, RateLimited
from skupnost.kit.http import Answer
from skupnost.kit.simulation import revoke_all


def test_every_opening_of_a_channel_goes_on_with_the_same_session(bakery, network):
    for number in range(5):
        bakery.publish(name=f"019{number}")
    assert network.n_asked("createSession") == 1


def test_a_hundred_posts_at_once_log_in_once_and_renew_once(bakery, network, clock):
    channel = bakery.opened()

    async def lane(first: int) -> None:
        orders = [bakery.order("Bread", name=f"{first + n}") for n in range(100)]
        await asyncio.gather(*(channel.publish(order) for order in orders))

    async def day() -> None:
        await lane(0)
        clock.move(hours=3)
        await lane(1000)

    asyncio.run(day())
    assert network.n_asked("createSession") == 1
    assert network.n_asked("refreshSession") == 1
    assert len(network.records) == 200


def test_a_session_too_old_to_renew_is_replaced_by_a_log_in(bakery, network, clock):
    bakery.publish()
    bakery.remembered.clear()

    def spoil(request, answer: Answer) -> Answer:
        refused = {"error": "ExpiredToken", "message": "Token has been revoked"}
        is_renewal = request.url.endswith("refreshSession")
        return Answer(400, {}, json.dumps(refused).encode()) if is_renewal else answer

    network.spoil = spoil
    clock.move(hours=3)
    bakery.publish(name="0191")
    assert network.n_asked("createSession") == 2
    assert len(network.records) == 2


def test_a_revoked_password_asks_for_a_new_connection_and_publishes_nothing(bakery, network):
    bakery.publish()
    revoke_all(network.store)
    with pytest.raises(NeedsReconnect) as refusal:
        bakery.publish(name="0191")
    assert refusal.value.code == "credentials_refused"
    assert len(network.records) == 1


def test_identifying_proves_that_the_password_still_holds(bakery, network):
    account = asyncio.run(bakery.opened().identify())
    assert (account.handle, account.display_name) == ("bakery.test", "bakery.test")
    revoke_all(network.store)
    with pytest.raises(NeedsReconnect):
        asyncio.run(bakery.opened().identify())


def test_a_deactivated_account_cannot_be_connected_nor_written_to(bakery, network):
    account = asyncio.run(bakery.opened().identify())
    network.store.put("restricted", account.remote_id, {"restricted": True})
    for use in (bakery.publish, lambda: asyncio.run(bakery.opened().identify())):
        with pytest.raises(NeedsReconnect) as refusal:
            use()
        assert refusal.value.code == "account_restricted"


def test_too_many_log_ins_are_waited_out(bakery, network, clock):
    for _ in range(30):
        asyncio.run(bakery.opened().identify())
    with pytest.raises(RateLimited) as limit:
        asyncio.run(bakery.opened().identify())
    assert 0 < (limit.value.retry_at - clock.now()).total_seconds() <= 300


def test_the_hourly_points_are_counted_and_waited_out(bakery, network, clock):
    did = asyncio.run(bakery.opened().identify()).remote_id
    hour = int(clock.now().timestamp()) // 3600
    network.store.put("spent", f"write:{did}:3600", {"window": hour, "n": 4999})
    with pytest.raises(RateLimited) as limit:
        bakery.publish()
    clock.moment = limit.value.retry_at
    bakery.publish()
    assert len(network.records) == 1


def test_no_secret_shows(bakery, network):
    secret = "very-secret-app-password"
    access = replace(bakery.access, credentials={"handle": "bakery.test", "password": secret})
    channel = open_channel(access, network, bakery.clock)
    asyncio.run(channel.identify())
    session = asyncio.run(channel._login.session())
    assert secret not in repr((channel, access, session, network.store))
    assert session.access not in repr(session)
    assert session.refresh not in repr(session)


def test_the_session_outlives_the_transport_of_a_lane(bakery, network):
    class Lane:
        async def send(self, request):
            return await network.send(request)

    for number in range(3):
        channel = open_channel(bakery.access, Lane(), bakery.clock)
        asyncio.run(channel.publish(bakery.order(name=f"019{number}")))
    assert network.n_asked("createSession") == 1


def test_a_server_that_has_forgotten_everybody_is_logged_in_to_anew(bakery, network):
    bakery.publish()
    network.store.drop("accounts", network.records[0]["uri"].split("/")[2])
    bakery.publish(name="0191")
    assert network.asked[-4:] == ["putRecord", "refreshSession", "createSession", "putRecord"]
