"""A request and its answer, as connectors see them. No secret shows in a repr."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from skupnost.kit.errors import OutcomeUnknown, Refused


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart form."""

    form_field: str
    filename: str
    mime: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. At most one of `json`, `form`, `content` (raw bytes) carries the body;
    `form` with `uploads` becomes multipart. `reads` marks a request that changes nothing: losing
    its answer is Unreachable, never OutcomeUnknown."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    json: Mapping[str, Any] | list[Any] | None = field(default=None, repr=False)
    form: Mapping[str, str] | tuple[tuple[str, str], ...] | None = field(default=None, repr=False)
    uploads: tuple[Upload, ...] = field(default=(), repr=False)
    content: bytes | None = field(default=None, repr=False)
    timeout_seconds: float = 20.0
    max_answer_bytes: int = 5_000_000

    @property
    def reads(self) -> bool:
        return self.method in ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers (names in lower case) and body of an answer of any status."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    reads: bool = False

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    def document(self) -> dict[str, Any]:
        """The JSON object of the body; what is not one is OutcomeUnknown after a writing request
        (it may have worked) and Refused after a reading one (this is not the network's API)."""
        value = self._decoded()
        if isinstance(value, dict):
            return cast(dict[str, Any], value)
        raise self._undecodable()

    def documents(self) -> list[dict[str, Any]]:
        """The JSON list of objects of the body; errors as for `document`."""
        value = self._decoded()
        if isinstance(value, list) and all(isinstance(row, dict) for row in value):
            return cast(list[dict[str, Any]], value)
        raise self._undecodable()

    def _decoded(self) -> Any:
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise self._undecodable() from error

    def _undecodable(self) -> OutcomeUnknown | Refused:
        params = {"status": self.status}
        if self.reads:
            return Refused("not_the_api", params)
        return OutcomeUnknown("answer_unreadable", params)
