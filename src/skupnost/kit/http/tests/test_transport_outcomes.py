"""Every way a server can fail ends in the error that names the caller's next move."""

import asyncio
import gzip
import json
import ssl
from contextlib import suppress

import pytest

from skupnost.kit.errors import ConnectorError, OutcomeUnknown, Refused, Unreachable
from skupnost.kit.http.aiohttp_transport import AiohttpTransport
from skupnost.kit.http.messages import Request, Upload
from skupnost.kit.http.tests.conftest import rough_server, whole_request


def answering(status: str, body: bytes, *headers: str):
    async def talk(reader, writer):
        while await whole_request(reader):
            lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
            writer.write("\r\n".join(lines).encode() + body)
            await writer.drain()

    return talk


async def reset_before_reading(reader, writer):
    writer.transport.abort()


async def reset_after_reading(reader, writer):
    await whole_request(reader)
    writer.transport.abort()


async def silent(reader, writer):
    await whole_request(reader)
    await asyncio.sleep(5)


async def half_a_body(reader, writer):
    await whole_request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    await writer.drain()


async def not_http(reader, writer):
    await whole_request(reader)
    writer.write(b"220 mail.example ESMTP ready\r\n")
    await writer.drain()


async def slow_loris(reader, writer):
    await whole_request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.05)


async def endless_body(reader, writer):
    await whole_request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


async def plain_text_only(reader, writer):
    await reader.read(100)
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    await writer.drain()


LOST = (reset_after_reading, silent, half_a_body, not_http, slow_loris, reset_before_reading)


@pytest.mark.parametrize("talk", LOST)
def test_a_lost_answer_to_a_writing_request_is_unknown(outcome_of, talk):
    assert isinstance(outcome_of(talk), OutcomeUnknown)


@pytest.mark.parametrize("talk", LOST)
def test_a_lost_answer_to_a_reading_request_is_unreachable(outcome_of, talk):
    assert isinstance(outcome_of(talk, "GET"), Unreachable)


@pytest.mark.parametrize(
    ("talk", "code"),
    [
        (reset_after_reading, "connection_lost"),
        (silent, "timed_out"),
        (slow_loris, "timed_out"),
        (half_a_body, "answer_broken"),
        (not_http, "answer_broken"),
    ],
)
def test_the_cause_is_named(outcome_of, talk, code):
    assert outcome_of(talk).code == code


@pytest.mark.parametrize(("method", "kind"), [("POST", OutcomeUnknown), ("GET", Refused)])
def test_an_endless_answer_is_stopped_at_the_limit(outcome_of, method, kind):
    error = outcome_of(endless_body, method, max_answer_bytes=200_000, timeout_seconds=10)
    assert isinstance(error, kind)
    assert error.code == "answer_too_large"


def test_a_gzip_bomb_is_counted_by_what_it_becomes(outcome_of):
    bomb = gzip.compress(b"\0" * 200_000_000)
    assert len(bomb) < 250_000
    talk = answering("200 OK", bomb, "Content-Encoding: gzip")
    error = outcome_of(talk, "GET", max_answer_bytes=1_000_000, timeout_seconds=10)
    assert error.code == "answer_too_large"


def test_broken_compression_is_a_broken_answer(outcome_of):
    talk = answering("200 OK", b"this is not gzip", "Content-Encoding: gzip")
    assert outcome_of(talk).code == "answer_broken"


def test_html_is_an_answer_whose_document_is_unknown_after_writing(outcome_of):
    answer = outcome_of(answering("200 OK", b"<h1>Welcome</h1>", "Content-Type: text/html"))
    with pytest.raises(OutcomeUnknown):
        answer.document()


def test_html_is_not_the_api_after_reading(outcome_of):
    answer = outcome_of(answering("200 OK", b"<h1>Welcome</h1>"), "GET")
    with pytest.raises(Refused, match="not_the_api"):
        answer.document()


def test_a_redirect_is_returned_not_followed(outcome_of):
    answer = outcome_of(answering("302 Found", b"", "Location: http://169.254.169.254/"), "GET")
    assert (answer.status, answer.headers["location"]) == (302, "http://169.254.169.254/")


def failure(url: str, **options: object) -> ConnectorError:
    async def go() -> ConnectorError:
        async with AiohttpTransport(connect_seconds=0.5, **options) as transport:
            with pytest.raises(ConnectorError) as caught:
                await transport.send(Request("POST", url, timeout_seconds=1))
            return caught.value

    return asyncio.run(go())


def test_nobody_listening_is_unreachable(free_port):
    error = failure(f"http://127.0.0.1:{free_port}/", allow_private=True)
    assert isinstance(error, Unreachable)
    assert error.code == "connection_failed"


def test_a_name_that_does_not_exist_is_unreachable():
    error = failure("https://no-such-name.invalid/")
    assert isinstance(error, Unreachable)
    assert error.code == "name_not_found"


def test_a_server_without_tls_is_unreachable():
    async def go() -> ConnectorError:
        async with (
            rough_server(plain_text_only) as address,
            AiohttpTransport(allow_private=True) as transport,
        ):
            secure = address.replace("http:", "https:")
            with pytest.raises(Unreachable) as caught:
                await transport.send(Request("POST", secure, timeout_seconds=2))
            return caught.value

    assert asyncio.run(go()).code == "tls_failed"


def test_a_certificate_nobody_vouches_for_is_unreachable(self_signed: ssl.SSLContext):
    async def go() -> ConnectorError:
        server = await asyncio.start_server(silent, "127.0.0.1", 0, ssl=self_signed)
        port = server.sockets[0].getsockname()[1]
        async with AiohttpTransport(allow_private=True) as transport:
            with pytest.raises(Unreachable) as caught:
                await transport.send(Request("POST", f"https://127.0.0.1:{port}/"))
        server.close()
        return caught.value

    assert asyncio.run(go()).code == "tls_failed"


def test_waiting_for_a_free_connection_is_not_sending():
    async def go() -> ConnectorError:
        async with (
            rough_server(silent) as address,
            AiohttpTransport(allow_private=True, max_per_host=1) as transport,
        ):
            first = asyncio.create_task(
                transport.send(Request("POST", address, timeout_seconds=1.5))
            )
            await asyncio.sleep(0)
            with pytest.raises(ConnectorError) as caught:
                await transport.send(Request("POST", address, timeout_seconds=0.3))
            with suppress(OutcomeUnknown):
                await first
            return caught.value

    error = asyncio.run(go())
    assert isinstance(error, Unreachable)


def test_a_post_on_a_dead_kept_alive_connection_is_unknown_and_sent_once():
    seen: list[bytes] = []

    async def closes_on_the_second(reader, writer):
        seen.append(await whole_request(reader))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        await writer.drain()
        seen.append(await whole_request(reader))
        writer.transport.abort()

    async def go() -> None:
        async with (
            rough_server(closes_on_the_second) as address,
            AiohttpTransport(allow_private=True) as transport,
        ):
            await transport.send(Request("POST", address, json={"n": 1}))
            with pytest.raises(OutcomeUnknown):
                await transport.send(Request("POST", address, json={"n": 2}))

    asyncio.run(go())
    assert [body[-1:] for body in seen] == [b"}", b"}"]


def test_connections_are_reused():
    peers: set[object] = set()

    async def noting(reader, writer):
        peers.add(writer.get_extra_info("peername"))
        await answering("200 OK", b"{}")(reader, writer)

    async def go() -> None:
        async with (
            rough_server(noting) as address,
            AiohttpTransport(allow_private=True) as transport,
        ):
            for _ in range(20):
                await transport.send(Request("POST", address, json={}))

    asyncio.run(go())
    assert len(peers) == 1


def test_bodies_arrive_as_json_form_multipart_and_raw_bytes():
    bodies: list[bytes] = []

    async def noting(reader, writer):
        while body := await whole_request(reader):
            bodies.append(body)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()

    picture = Upload("file", "cake.png", "image/png", b"\x89PNG" + b"p" * 2_000_000)

    async def go() -> None:
        async with (
            rough_server(noting) as address,
            AiohttpTransport(allow_private=True) as transport,
        ):
            await transport.send(Request("POST", address, json={"text": "čaj"}))
            await transport.send(Request("POST", address, form=(("id[]", "1"), ("id[]", "2"))))
            await transport.send(Request("POST", address, form={"a": "č"}, uploads=(picture,)))
            await transport.send(Request("PUT", address, content=b"c" * 3_000_000))

    asyncio.run(go())
    heads = [body.partition(b"\r\n\r\n")[0].lower() for body in bodies]
    assert json.loads(bodies[0].partition(b"\r\n\r\n")[2]) == {"text": "čaj"}
    assert bodies[1].endswith(b"id%5B%5D=1&id%5B%5D=2")
    assert b"multipart/form-data" in heads[2]
    assert b'filename="cake.png"' in bodies[2]
    assert bodies[3].endswith(b"ccc")


def test_a_header_that_would_split_the_request_is_refused(outcome_of):
    error = outcome_of(answering("200 OK", b""), headers={"Authorization": "a\r\nHost: b"})
    assert error.code == "request_malformed"


def test_cookies_are_forgotten():
    heads: list[bytes] = []

    async def giving_cookies(reader, writer):
        while head := await whole_request(reader):
            heads.append(head.lower())
            writer.write(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()

    async def go() -> None:
        async with (
            rough_server(giving_cookies) as address,
            AiohttpTransport(allow_private=True) as transport,
        ):
            for _ in range(2):
                await transport.send(Request("GET", address))

    asyncio.run(go())
    assert [b"cookie:" in head for head in heads] == [False, False]


def test_one_transport_serves_several_event_loops(outcome_of):
    transport = AiohttpTransport(allow_private=True)

    async def once() -> int:
        async with rough_server(answering("200 OK", b"")) as address:
            answer = await transport.send(Request("GET", address))
            await transport.close()
            return answer.status

    assert [asyncio.run(once()) for _ in range(3)] == [200, 200, 200]


def hanging_up_after_each_answer(seen: list[bytes]):
    async def talk(reader, writer):
        seen.append(await whole_request(reader))
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        await writer.drain()

    return talk


@pytest.mark.parametrize("pause_seconds", [0.0, 0.05])
def test_a_server_that_hangs_up_after_each_answer_gets_every_post_once(pause_seconds):
    seen: list[bytes] = []

    async def go() -> None:
        async with (
            rough_server(hanging_up_after_each_answer(seen)) as address,
            AiohttpTransport(allow_private=True) as transport,
        ):
            for number in range(20):
                await transport.send(Request("POST", address, json={"n": number}))
                await asyncio.sleep(pause_seconds)

    asyncio.run(go())
    numbers = [json.loads(body.partition(b"\r\n\r\n")[2])["n"] for body in seen if body]
    assert numbers == list(range(20))


def test_an_upload_over_a_connection_that_was_closed_is_sent_whole():
    seen: list[bytes] = []
    picture = Upload("file", "cake.png", "image/png", b"p" * 300_000)

    async def go() -> None:
        async with (
            rough_server(hanging_up_after_each_answer(seen)) as address,
            AiohttpTransport(allow_private=True) as transport,
        ):
            for _ in range(3):
                await transport.send(Request("POST", address, uploads=(picture,)))

    asyncio.run(go())
    assert len([body for body in seen if b"p" * 300_000 in body]) == 3
