"""A served network fails on the socket as it was told to, and counts its posts truly."""

import asyncio
import json
import random
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import pytest

from skupnost.domain.payload import Payload
from skupnost.kit.clock import SystemClock
from skupnost.kit.errors import ConnectorError, OutcomeUnknown, RateLimited
from skupnost.kit.http.aiohttp_transport import AiohttpTransport
from skupnost.kit.http.messages import Request
from skupnost.kit.registry import connector
from skupnost.kit.simulation import Faults, MemoryStore, Scene
from skupnost.kit.testing.serve import faults_of
from skupnost.kit.testing.serving import Network, serve
from skupnost.kit.testing.stages import Subject, picture


@contextmanager
def network_with(faults: Faults):
    made = connector("mastodon").simulator
    scene = Scene(visible_after_seconds=faults.visible_after_seconds)
    store = MemoryStore()
    with serve(made(store, SystemClock(), scene), faults=faults, store=store) as network:
        yield network


def post(network: Network, *, timeout_seconds: float = 5) -> int | ConnectorError:
    request = Request(
        "POST",
        f"{network.url}/api/v1/statuses",
        headers={"Authorization": "Bearer t", "Idempotency-Key": "k1"},
        json={"status": "Rolls"},
        timeout_seconds=timeout_seconds,
    )

    async def go() -> int | ConnectorError:
        async with AiohttpTransport(allow_private=True) as transport:
            try:
                return (await transport.send(request)).status
            except ConnectorError as error:
                return error

    return asyncio.run(go())


def test_a_healthy_network_takes_a_post():
    with network_with(Faults()) as network:
        assert post(network) == 200
        assert [found.key for found in network.posts_named("k1")] == ["k1"]


@pytest.mark.parametrize(
    ("fault", "code", "n_posts"),
    [
        ("lost_before", "connection_lost", 0),
        ("lost_after", "connection_lost", 1),
        ("silent_after", "timed_out", 1),
    ],
)
def test_a_broken_connection_leaves_the_outcome_unknown(fault, code, n_posts):
    with network_with(Faults(**{fault: 1.0})) as network:
        error = post(network, timeout_seconds=0.5)
        assert isinstance(error, OutcomeUnknown)
        assert error.code == code
        assert len(network.posts()) == n_posts


@pytest.mark.parametrize(
    ("fault", "status", "n_posts"), [("server_error_after", 500, 1), ("rate_limited", 429, 0)]
)
def test_an_error_is_answered(fault, status, n_posts):
    with network_with(Faults(**{fault: 1.0})) as network:
        assert post(network) == status
        assert len(network.posts()) == n_posts


def test_faults_change_while_it_runs():
    with network_with(Faults(rate_limited=1.0)) as network:
        assert post(network) == 429
        network.faults = Faults()
        assert post(network) == 200


def test_credentials_are_revoked_and_given_anew_while_it_runs():
    with network_with(Faults()) as network:
        network.revoke()
        assert post(network) == 401
        network.restore()
        assert post(network) == 200


def test_chances_come_true_in_their_share():
    faults, dice = Faults(lost_before=0.2, lost_after=0.25), random.Random(7)
    fates = [faults.fate(dice, reads=False).value for _ in range(4000)]
    assert 0.17 < fates.count("lost_before") / 4000 < 0.23
    assert 0.17 < fates.count("lost_after") / 4000 < 0.23


def test_a_connector_publishes_pictures_over_the_socket():
    known = connector("mastodon")
    subject = Subject.of(known, known.manifest.kinds["account"])
    stage = subject.stage()
    payload = Payload(text="Basket", media=(picture(), picture(number=2, alt_text="Bread")))
    with network_with(Faults()) as network:
        stage.access = type(stage.access)(network.url, "account", {"token": "t"})

        async def go() -> None:
            async with AiohttpTransport(allow_private=True) as transport:
                await known.open(stage.access, transport, SystemClock()).publish(
                    stage.order(payload).now()
                )

        asyncio.run(go())
        assert [alt for _, alt in network.posts()[0].media] == ["A basket of rolls", "Bread"]


def test_it_runs_as_a_process_and_ends_with_its_input(tmp_path):
    command = [sys.executable, "-m", "skupnost.kit.testing.serve", "mastodon", "--until-eof"]
    command += ["--store", str(tmp_path / "posts.sqlite3"), "--faults", "server_error_after=1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        url = json.loads(process.stdout.readline())["url"]
        network = Network(None, url=url)
        assert post(network) == 500
        with urllib.request.urlopen(f"{url}/__simulator__/posts?key=k1", timeout=10) as answer:
            assert [row["text"] for row in json.load(answer)] == ["Rolls"]
        process.stdin.close()
        assert process.wait(timeout=10) == 0


def test_an_unknown_fault_is_named():
    with pytest.raises(ValueError, match="no fault 'lost'"):
        faults_of("lost=1")


def test_the_api_tells_rate_limits_to_the_connector():
    known = connector("mastodon")
    subject = Subject.of(known, known.manifest.kinds["account"])
    with network_with(Faults(rate_limited=1.0, retry_after_seconds=120)) as network:
        stage = subject.stage()

        async def go() -> None:
            access = type(stage.access)(network.url, "account", {"token": "t"})
            async with AiohttpTransport(allow_private=True) as transport:
                await known.open(access, transport, SystemClock()).publish(
                    stage.order(Payload(text="Rolls")).now()
                )

        with pytest.raises(RateLimited) as caught:
            asyncio.run(go())
        assert 100 < (caught.value.retry_at - SystemClock().now()).total_seconds() <= 120
