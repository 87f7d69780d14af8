"""The body of a request as aiohttp wants it."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from urllib.parse import urlencode

from aiohttp import FormData

from skupnost.kit.http.messages import Request

Body = bytes | io.BytesIO | FormData | None

_FORM = "application/x-www-form-urlencoded"


def body_of(request: Request) -> tuple[Body, Mapping[str, str]]:
    """The body and the headers to send with it: the request's own, and the body's type."""
    if request.json is not None:
        return json.dumps(request.json).encode(), _typed(request, "application/json")
    if request.uploads:
        return _multipart(request), request.headers
    if request.form is not None:
        return urlencode(_pairs(request)).encode(), _typed(request, _FORM)
    if request.content is not None:
        return io.BytesIO(request.content), _typed(request, "application/octet-stream")
    return None, request.headers


def _typed(request: Request, mime: str) -> Mapping[str, str]:
    if any(name.lower() == "content-type" for name in request.headers):
        return request.headers
    return {**request.headers, "Content-Type": mime}


def _pairs(request: Request) -> list[tuple[str, str]]:
    form = request.form or {}
    return list(form.items()) if isinstance(form, Mapping) else list(form)


def _multipart(request: Request) -> FormData:
    data = FormData()
    for name, value in _pairs(request):
        data.add_field(name, value)
    for upload in request.uploads:
        data.add_field(
            upload.form_field,
            io.BytesIO(upload.content),
            filename=upload.filename,
            content_type=upload.mime,
        )
    return data
