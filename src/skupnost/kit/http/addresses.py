"""The guard against addresses that are not on the public internet.

A self-hosted product is asked to talk to whatever server a person types. Without this guard the
server could be the machine itself, its neighbours or a cloud's metadata service. The guard looks
at the text of an address before anything is resolved, and at every address a name resolved to at
the moment of connecting, so that a name which changes its mind afterwards is refused as well.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

IPv4 = ipaddress.IPv4Address
IPv6 = ipaddress.IPv6Address

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_UNIQUE_LOCAL = ipaddress.IPv6Network("fc00::/7")
_NOT_PUBLIC_AFTER_ALL = (
    ipaddress.IPv6Network("3fff::/20"),  # documentation, RFC 9637
    ipaddress.IPv4Network("192.88.99.0/24"),  # former 6to4 relays, RFC 7526
    ipaddress.IPv4Network("192.0.0.0/24"),  # protocol assignments, RFC 6890
)
_HOME = tuple(
    ipaddress.IPv4Network(text)
    for text in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
)
_METADATA = frozenset(
    {ipaddress.ip_address("fd00:ec2::254"), ipaddress.ip_address("fd20:ce::254")},
)

_ORIGIN = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)")
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[\w.。．｡-]+)(?::([0-9]{1,5}))?", re.UNICODE)
_NUMBER = re.compile(r"[0-9]+|0[xX][0-9A-Fa-f]*")
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)", re.UNICODE)


class BadAddress(ValueError):
    """An address that may not be asked; `code` is stable, `params` fill its sentence."""

    def __init__(self, code: str, params: Mapping[str, str | int] = {}) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params)


def is_allowed_ip(text: str, *, allow_private: bool = False) -> bool:
    """Whether a connection to this IP address is allowed; `allow_private` lets loopback and
    private networks through, never metadata services, link-local or multicast addresses."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv4):
        return _is_allowed_v4(address, allow_private)
    return _is_allowed_v6(address, allow_private)


def _is_allowed_v4(address: IPv4, allow_private: bool) -> bool:
    if allow_private and any(address in network for network in _HOME):
        return True
    return address.is_global and not _is_special(address)


def _is_allowed_v6(address: IPv6, allow_private: bool) -> bool:
    inner = _embedded(address)
    if inner is not None:
        return _is_allowed_v4(inner, allow_private)
    if address in _METADATA:
        return False
    if allow_private and (address.is_loopback or address in _UNIQUE_LOCAL):
        return True
    return address in _GLOBAL_UNICAST and address.is_global and not _is_special(address)


def _is_special(address: IPv4 | IPv6) -> bool:
    if address.is_multicast or address.is_reserved or address.is_unspecified:
        return True
    return any(address in network for network in _NOT_PUBLIC_AFTER_ALL)


def _embedded(address: IPv6) -> IPv4 | None:
    """The IPv4 address that a mapped, NAT64 or 6to4 address leads to."""
    if address in _NAT64:
        return IPv4(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def check_url(url: str, *, allow_private: bool = False) -> None:
    """Returns where the URL may be asked; raises BadAddress where not. Names are not resolved."""
    match = _ORIGIN.match(url)
    if match is None:
        raise BadAddress("address_malformed")
    _check_origin(match[1].lower(), match[2], allow_private)


def check_server_address(text: str, *, allow_private: bool = False) -> str:
    """The server address a person typed as a URL without trailing slash, query and fragment.

    `mastodon.social` becomes `https://mastodon.social`. Plain http is kept where private
    addresses are allowed and refused elsewhere: a token would cross the net readable.
    Raises BadAddress with `address_malformed`, `address_scheme`, `address_userinfo`,
    `address_odd_spelling`, `address_private` or `address_needs_https`.
    """
    typed = text.strip()
    if "://" not in typed:
        typed = f"https://{typed}"
    check_url(typed, allow_private=allow_private)
    parts = urlsplit(typed)
    scheme = parts.scheme.lower()
    if scheme == "http" and not allow_private:
        raise BadAddress("address_needs_https", {"address": parts.netloc})
    return f"{scheme}://{parts.netloc.lower()}{_path(parts.path)}"


def _path(path: str) -> str:
    if any(character.isspace() or ord(character) < 32 or character == "\\" for character in path):
        raise BadAddress("address_malformed")
    return path.rstrip("/")


@lru_cache(maxsize=4096)
def _check_origin(scheme: str, authority: str, allow_private: bool) -> None:
    if scheme not in ("http", "https"):
        raise BadAddress("address_scheme", {"scheme": scheme})
    if "@" in authority:
        raise BadAddress("address_userinfo")
    match = _AUTHORITY.fullmatch(authority)
    if match is None or int(match[2] or 1) not in range(1, 65536):
        raise BadAddress("address_malformed", {"address": authority[:200]})
    _check_host(match[1], allow_private)


def _check_host(host: str, allow_private: bool) -> None:
    literal = _literal(host)
    if literal is None:
        _check_name(host)
        if not allow_private and _is_local_name(host):
            raise BadAddress("address_private", {"address": host})
    elif not is_allowed_ip(literal, allow_private=allow_private):
        raise BadAddress("address_private", {"address": host})


def _literal(host: str) -> str | None:
    """The IP address where the host is one in its usual spelling, None where it is a name."""
    if host.startswith("["):
        try:
            return str(IPv6(host[1:-1]))
        except ValueError:
            raise BadAddress("address_malformed", {"address": host}) from None
    if not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return None
    try:
        return str(IPv4(host))
    except ValueError:
        raise BadAddress("address_odd_spelling", {"address": host}) from None


def _check_name(host: str) -> None:
    """Full-width letters, other scripts' dots, empty labels and trailing dots are odd spellings."""
    odd = unicodedata.normalize("NFKC", host) != host or len(host) > 253
    if odd or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise BadAddress("address_odd_spelling", {"address": host[:200]})
    if any(digit.isdigit() and not digit.isascii() for digit in host):
        raise BadAddress("address_odd_spelling", {"address": host[:200]})


def _is_local_name(host: str) -> bool:
    name = host.lower()
    return name == "localhost" or name.endswith((".localhost", ".local", ".internal"))
