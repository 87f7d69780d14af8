"""Ask a server over HTTP with nothing but the standard library.

No client code of ours stands between a test and the real answer.
"""

import http.client
import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any

ANSWER_TIMEOUT_SECONDS = 30


class NoAnswer(Exception):
    """Nobody listens, the connection broke, or the answer took too long."""


class UnexpectedAnswer(Exception):
    """The server answered with another status than the caller can use."""


@dataclass(frozen=True)
class Answer:
    """What a server answered, whatever the status."""

    url: str
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")

    @property
    def json(self) -> Any:
        """The body read as JSON; UnexpectedAnswer if it is something else."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise UnexpectedAnswer(f"{self.url}: no JSON but {self.text[:200]!r}") from error

    def expect(self, *statuses: int) -> "Answer":
        """This answer, if its status is one of these, else UnexpectedAnswer with the text."""
        if self.status not in statuses:
            raise UnexpectedAnswer(f"{self.url}: {self.status} {self.text[:400]}")
        return self


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Hands a redirect to the caller as the answer."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> None:
        return None


_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())


def ask(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout_seconds: float = ANSWER_TIMEOUT_SECONDS,
) -> Answer:
    """Send one request, without any proxy and without following redirects."""
    request = urllib.request.Request(url, data=body, headers=dict(headers or {}), method=method)
    try:
        with _opener.open(request, timeout=timeout_seconds) as reply:
            return Answer(url, reply.status, reply.headers, reply.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(url, error.code, error.headers, error.read())
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(f"{method} {url}: {error}") from error


def bearer(token: str) -> dict[str, str]:
    """The header that presents an access token."""
    return {"Authorization": f"Bearer {token}"}


def get(url: str, headers: Mapping[str, str] | None = None) -> Answer:
    """GET the address."""
    return ask("GET", url, headers=headers)


def post_json(url: str, content: object, headers: Mapping[str, str] | None = None) -> Answer:
    """POST the content as JSON."""
    typed = {"Content-Type": "application/json", **(headers or {})}
    return ask("POST", url, body=json.dumps(content).encode(), headers=typed)


def post_form(
    url: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None
) -> Answer:
    """POST the fields as a browser's form does."""
    typed = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
    return ask("POST", url, body=urllib.parse.urlencode(fields).encode(), headers=typed)


@dataclass(frozen=True)
class Upload:
    """A file on its way into a form."""

    filename: str
    mime: str
    content: bytes


def post_upload(
    url: str,
    field: str,
    upload: Upload,
    *,
    fields: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """POST one file and some text fields as multipart/form-data."""
    boundary = secrets.token_hex(16)
    lines = b""
    for name, value in (fields or {}).items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        lines += head.encode() + value.encode() + b"\r\n"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; '
        f'filename="{upload.filename}"\r\nContent-Type: {upload.mime}\r\n\r\n'
    )
    lines += head.encode() + upload.content + f"\r\n--{boundary}--\r\n".encode()
    typed = {"Content-Type": f"multipart/form-data; boundary={boundary}", **(headers or {})}
    return ask("POST", url, body=lines, headers=typed)
