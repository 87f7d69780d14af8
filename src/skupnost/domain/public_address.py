"""The address under which people open Skupnost, chosen by `SKUPNOST_ADDRESS`."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


class NoAddress(ValueError):
    """What was typed is no address; the words say what one looks like."""


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """Where browsers come to: `origin` as they name it, and its host without the port."""

    origin: str
    host: str

    @property
    def is_https(self) -> bool:
        return self.origin.startswith("https://")


def read_address(typed: str) -> PublicAddress | None:
    """The address that was typed; None for nothing; `NoAddress` says what is wrong."""
    if not typed:
        return None
    try:
        parts = urlsplit(typed)
        host = parts.hostname or ""
        is_whole = parts.port is None or parts.port > 0
    except ValueError:
        parts, host, is_whole = urlsplit(""), "", False
    is_origin = parts.path in {"", "/"} and not parts.query and parts.username is None
    if not (parts.scheme in {"http", "https"} and host and is_whole and is_origin):
        raise NoAddress(
            f"SKUPNOST_ADDRESS is {typed!r}; it is to be the address people open, without a path, "
            "for instance https://plan.example.org"
        )
    return PublicAddress(f"{parts.scheme}://{parts.netloc}".lower(), host)
