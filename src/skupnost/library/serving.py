"""Media sent to a browser, piece by piece where it asks for pieces, as players of films do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

PIECE = 1 << 18
_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")


def sent(request: HttpRequest, path: Path, mime: str) -> HttpResponseBase:
    """The file, whole or the part asked for (206; 416 where there is no such part)."""
    size = path.stat().st_size
    asked = request.headers.get("Range", "")
    part = _part(asked, size) if asked else (0, size)
    if part is None:
        answer: HttpResponseBase = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{size}"
        return guarded(answer)
    start, end = part
    answer = StreamingHttpResponse(_pieces(path, start, end), content_type=mime)
    answer["Content-Length"] = str(end - start)
    answer["Accept-Ranges"] = "bytes"
    if asked:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return guarded(answer)


def guarded(answer: HttpResponseBase) -> HttpResponseBase:
    """The media as such: never guessed to be a page, kept by the person's own browser only."""
    answer["Content-Disposition"] = "inline"
    answer["Cache-Control"] = "private, max-age=86400"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """From where to where (the last byte not included); None where the file has no such part."""
    found = _RANGE.match(asked.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        start, end = max(0, size - int(found[2])), size
    else:
        start = int(found[1])
        end = min(size, int(found[2]) + 1) if found[2] else size
    return (start, end) if start < end else None


def _pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        left = end - start
        while piece := file.read(min(PIECE, left)):
            left -= len(piece)
            yield piece
