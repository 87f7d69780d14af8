"""Rough servers on real sockets: each behaves badly in one way."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from skupnost.kit.errors import ConnectorError
from skupnost.kit.http.aiohttp_transport import AiohttpTransport
from skupnost.kit.http.messages import Answer, Request

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def whole_request(reader: asyncio.StreamReader) -> bytes:
    """One request with its body, as bytes; empty where the other side hung up."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    return head + await reader.readexactly(length)


@asynccontextmanager
async def rough_server(talk: Talk):
    """The address of a server that talks to every connection by `talk`, closed with it."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except ConnectionError:
            pass
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@pytest.fixture
def outcome_of():
    """Sends one request to a rough server; returns its answer or the error it ended in."""

    def run(talk: Talk, method: str = "POST", **request: object) -> Answer | ConnectorError:
        async def go() -> Answer | ConnectorError:
            async with (
                rough_server(talk) as address,
                AiohttpTransport(allow_private=True, connect_seconds=0.5) as transport,
            ):
                wanted = Request(method, f"{address}/", **{"timeout_seconds": 0.5} | request)
                try:
                    return await transport.send(wanted)
                except ConnectorError as error:
                    return error

        return asyncio.run(asyncio.wait_for(go(), 20))

    return run


@pytest.fixture
def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def self_signed(tmp_path) -> ssl.SSLContext:
    """A TLS server context whose certificate nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bakery.example")])
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(Encoding.PEM) + key.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    (tmp_path / "server.pem").write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem")
    return context
