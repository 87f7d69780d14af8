"""Addresses that are not on the public internet are refused, however they are written."""

import asyncio
import ipaddress
import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from skupnost.kit.errors import Unreachable
from skupnost.kit.http.addresses import BadAddress, check_server_address, check_url, is_allowed_ip
from skupnost.kit.http.aiohttp_transport import AiohttpTransport
from skupnost.kit.http.messages import Request
from skupnost.kit.http.resolver import GuardedResolver


def words(text: str) -> list[str]:
    return [word for line in text.strip().split("\n") for word in line.split(" ")]


PRIVATE = words("""
127.0.0.1 127.8.8.8 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 169.254.169.254
169.254.0.1 0.0.0.0 0.1.2.3 224.0.0.1 240.0.0.1 255.255.255.255 198.18.0.1 192.0.2.1 192.0.0.8
[::1] [::] [fe80::1] [fec0::1] [fc00::1] [fd12:3456::1] [fd00:ec2::254] [ff02::1] [2001:db8::1]
[::ffff:127.0.0.1] [::ffff:169.254.169.254] [::7f00:1] [64:ff9b::7f00:1] [64:ff9b::a9fe:a9fe]
[2002:7f00:1::] [2002:a9fe:a9fe::] [64:ff9b:1::1] [3fff::1] [2001:0:1::1]
localhost LOCALHOST db.localhost printer.local metadata.google.internal
""")

ODD = words("""
2130706433 0x7f.1 0x7f000001 0177.0.0.1 127.1 127.0.1 0 1 017700000001 127.0.0.1. localhost.
mastodon.social. a..example .example １２７.０.０.１ ⑫7.0.0.1 127。0。0.1 example。com ｅxample.com
10.0.0.0x1 256.1.1.1 1.2.3.4.5 ١٢٧.example -a.example
""")

MALFORMED = words("""
exa%6dple.com 127.0.0.1%2f [::1%25eth0] [fe80::1%eth0] a_b\\c exam\tple.com example.com:0
example.com:99999 example.com:8o [::1 [::g]
""")


def refusal(url: str, **options: bool) -> str:
    with pytest.raises(BadAddress) as caught:
        check_url(url, **options)
    return caught.value.code


@pytest.mark.parametrize("host", PRIVATE)
def test_private_addresses_are_refused(host):
    assert refusal(f"http://{host}/") == "address_private"
    assert refusal(f"https://{host}:8443/api") == "address_private"


@pytest.mark.parametrize("host", ODD)
@pytest.mark.parametrize("allow_private", [False, True])
def test_odd_spellings_are_refused_even_where_private_is_allowed(host, allow_private):
    assert refusal(f"http://{host}/", allow_private=allow_private) == "address_odd_spelling"


@pytest.mark.parametrize("host", MALFORMED)
def test_malformed_hosts_are_refused(host):
    assert refusal(f"http://{host}/", allow_private=True) == "address_malformed"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.com/", "gopher://127.0.0.1/", "ws://example.com"]
)
def test_other_schemes_are_refused(url):
    assert refusal(url) == "address_scheme"


@pytest.mark.parametrize("url", ["//example.com/", "example.com", "http:/example.com", "", "http:"])
def test_what_is_no_whole_url_is_refused(url):
    assert refusal(url) == "address_malformed"


@pytest.mark.parametrize("host", ["user@example.com", "example.com@127.0.0.1", "a:b@example.com"])
def test_names_and_passwords_in_the_url_are_refused(host):
    assert refusal(f"https://{host}/") == "address_userinfo"


@pytest.mark.parametrize(
    "host",
    ["mastodon.social", "šola.si", "xn--ola-hsa.si", "1.1.1.1", "[2606:4700::1111]", "a-b.c"],
)
def test_public_addresses_pass(host):
    check_url(f"https://{host}/api/v1?x=@y")


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost", "[::1]:80", "192.168.1.5", "10.1.2.3", "[fd12::1]"]
)
def test_home_addresses_pass_where_allowed(host):
    check_url(f"http://{host}/", allow_private=True)


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[fd00:ec2::254]", "0.0.0.0", "224.0.0.1", "[fe80::1]", "[::]"]
)
def test_metadata_and_the_like_never_pass(host):
    assert refusal(f"http://{host}/", allow_private=True) == "address_private"


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_every_disguise(address):
    number = int(address)
    allowed = is_allowed_ip(str(address))
    assert not (allowed and not address.is_global)
    for network in ("::ffff:0:0", "64:ff9b::"):
        disguised = ipaddress.IPv6Address(int(ipaddress.IPv6Address(network)) + number)
        assert is_allowed_ip(str(disguised)) == allowed
    sixtofour = ipaddress.IPv6Address((0x2002 << 112) + (number << 80))
    assert is_allowed_ip(str(sixtofour)) == allowed


@given(st.ip_addresses(v=6))
def test_ipv6_outside_global_unicast_is_refused(address):
    inside = address in ipaddress.IPv6Network("2000::/3")
    wrapped = address.ipv4_mapped or address in ipaddress.IPv6Network("64:ff9b::/96")
    assert inside or wrapped or not is_allowed_ip(str(address))


@given(st.ip_addresses(v=4))
def test_numbers_instead_of_dots_never_pass(address):
    number = int(address)
    for host in (str(number), hex(number), f"0{number:o}", f"{number >> 24}.{number & 0xFFFFFF}"):
        assert refusal(f"http://{host}/", allow_private=True) == "address_odd_spelling"


@given(st.text(max_size=60))
def test_a_typed_address_is_normalised_once_or_refused(text):
    try:
        address = check_server_address(text)
    except BadAddress:
        return
    assert address.startswith("https://")
    assert check_server_address(address) == address


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("mastodon.social", "https://mastodon.social"),
        ("  https://Mastodon.Social/  ", "https://mastodon.social"),
        ("https://example.com/blog/?p=1#top", "https://example.com/blog"),
        ("example.com:8443", "https://example.com:8443"),
    ],
)
def test_what_people_type_becomes_a_url(typed, address):
    assert check_server_address(typed) == address


def test_plain_http_needs_private_addresses_to_be_allowed():
    with pytest.raises(BadAddress, match="address_needs_https"):
        check_server_address("http://example.com")
    assert check_server_address("http://127.0.0.1:80", allow_private=True) == "http://127.0.0.1:80"


class Answers(AbstractResolver):
    """A resolver that gives the next list of addresses at every question."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.n_questions = 0

    async def resolve(self, host, port=0, family=socket.AF_INET) -> list[ResolveResult]:
        rows = self.answers[min(self.n_questions, len(self.answers) - 1)]
        self.n_questions += 1
        return [
            ResolveResult(
                hostname=host, host=row, port=port, family=socket.AF_INET, proto=0, flags=0
            )
            for row in rows
        ]

    async def close(self) -> None:
        pass


def sent_to(resolver: Answers) -> str:
    async def go() -> str:
        async with AiohttpTransport(resolver=resolver, connect_seconds=0.1) as transport:
            with pytest.raises(Unreachable) as caught:
                await transport.send(Request("GET", "http://rebind.example:9/"))
            return caught.value.code

    return asyncio.run(go())


@pytest.mark.parametrize(
    "rows", [["127.0.0.1"], ["93.184.215.14", "10.0.0.1"], ["169.254.169.254"], ["::1"]]
)
def test_a_name_that_leads_inside_is_refused_when_connecting(rows):
    assert sent_to(Answers(rows)) == "address_refused"


def test_a_name_that_changes_its_mind_is_refused_the_second_time():
    resolver = GuardedResolver(Answers(["93.184.215.14"], ["127.0.0.1"]), allow_private=False)

    async def go() -> None:
        await resolver.resolve("rebind.example")
        with pytest.raises(Unreachable, match="address_refused"):
            await resolver.resolve("rebind.example")

    asyncio.run(go())


def test_a_literal_private_address_is_refused_when_sending():
    async def go() -> str:
        async with AiohttpTransport() as transport:
            with pytest.raises(Unreachable) as caught:
                await transport.send(Request("GET", "http://127.0.0.1:1/"))
            return caught.value.code

    assert asyncio.run(go()) == "address_refused"
