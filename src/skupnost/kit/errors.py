"""The six errors of a connector, each naming the caller's next move.

    ConnectorError
    ├── NeedsReconnect     hold the channel and ask a person to connect it again
    ├── RateLimited        wait until `retry_at`; surely not executed
    ├── Refused            stop and show why; sending the same again is pointless
    ├── Unreachable        surely not executed: try again later
    ├── OutcomeUnknown     maybe executed: find out before anything else
    └── Unsupported        our bug: the port was used for what was never declared

A seventh needs a decision record. Messages never carry secrets or a network's whole answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime


class ConnectorError(Exception):
    """What a connector says instead of an answer; `code` is stable, `params` fill its sentence."""

    def __init__(self, code: str, params: Mapping[str, str | int] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


class NeedsReconnect(ConnectorError):
    """The token is expired, revoked or lacks a scope."""


class RateLimited(ConnectorError):
    """The network asked us to wait until `retry_at` (UTC) and did nothing."""

    def __init__(
        self, retry_at: datetime, code: str = "rate_limited", params: Mapping[str, str | int] = {}
    ) -> None:
        super().__init__(code, params)
        self.retry_at = retry_at


class Refused(ConnectorError):
    """The network looked at it and said no."""


class Unreachable(ConnectorError):
    """The request surely never took effect: no address, no connection, no TLS, 503."""


class OutcomeUnknown(ConnectorError):
    """The request may have taken effect: time-out or reset after the first byte left, 500/502/504,
    a success that cannot be decoded."""


class Unsupported(ConnectorError):
    """The caller asked for something that the manifest does not declare."""
