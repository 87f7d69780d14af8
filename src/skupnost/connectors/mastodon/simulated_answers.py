"""The answers of the simulated server."""

from __future__ import annotations

import json

from skupnost.kit.http.messages import Answer

_HEADERS = {
    "content-type": "application/json; charset=utf-8",
    "x-ratelimit-limit": "300",
    "x-ratelimit-remaining": "299",
}


def json_answer(document: object, *, status: int = 200) -> Answer:
    """A document, with the rate headers of every answer."""
    return Answer(status, _HEADERS, json.dumps(document).encode())


def error_answer(status: int, words: str) -> Answer:
    """An error in the server's words."""
    return json_answer({"error": words}, status=status)
