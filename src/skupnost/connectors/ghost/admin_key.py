"""The Admin API key and the short-lived token that proves it. Pure.

A key is `id:secret`, the secret in hexadecimal. The token is a JWT: HS256, the id as `kid`, the
audience `/admin/`, at most five minutes (seen with Ghost 5.130.6, 2026-11-23).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from skupnost.kit.errors import NeedsReconnect

LIFE_SECONDS = 300
"""The longest that Ghost accepts: as much as that the two clocks may differ."""
AUDIENCE = "/admin/"

_KEY = re.compile(r"([0-9A-Za-z_-]+):((?:[0-9A-Fa-f]{2})+)")


@dataclass(frozen=True, slots=True)
class AdminKey:
    """One integration's key; its repr shows no secret."""

    id: str
    secret: bytes = field(repr=False)


def read_key(text: str) -> AdminKey:
    """The key as Ghost shows it; NeedsReconnect where it is not whole."""
    match = _KEY.fullmatch(text.strip())
    if match is None:
        raise NeedsReconnect("key_malformed")
    return AdminKey(match[1], bytes.fromhex(match[2]))


def token(key: AdminKey, *, now: datetime, audience: str = AUDIENCE) -> str:
    """A token that is good for five minutes from `now`."""
    issued = int(now.timestamp())
    head = {"alg": "HS256", "typ": "JWT", "kid": key.id}
    claims = {"iat": issued, "exp": issued + LIFE_SECONDS, "aud": audience}
    signed = f"{_unpadded(_json(head))}.{_unpadded(_json(claims))}"
    signature = hmac.digest(key.secret, signed.encode(), hashlib.sha256)
    return f"{signed}.{_unpadded(signature)}"


def _json(part: Mapping[str, object]) -> bytes:
    return json.dumps(part, separators=(",", ":")).encode()


def _unpadded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
