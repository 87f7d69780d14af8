"""A file to import: plain, gzip, zip or tar, opened without trusting what it says of its size."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO

from skupnost.kit.exports.values import BadExport

# JSON and CSV shrink to a tenth or a thirtieth; a file that grows more is made to fill a disk.
MOST_GROWTH = 200
FREE_BYTES = 64_000_000
MOST_MEMBERS = 100_000
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error,
           NotImplementedError, RuntimeError)  # fmt: skip


class Source:
    """One file under the name it was given. Its members are read in a stream; BadExport
    (`broken_file`, `too_much_inside`) where that does not work."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.file = file
        self.name = name
        file.seek(0, io.SEEK_END)
        self.n_bytes = file.tell()
        self.kind = self._kind()

    @property
    def allowed_bytes(self) -> int:
        """How much may come out of it when it is unpacked."""
        return max(FREE_BYTES, self.n_bytes * MOST_GROWTH)

    @property
    def is_workbook(self) -> bool:
        return self.kind == "zip" and "xl/workbook.xml" in self.members()

    def members(self) -> list[str]:
        """The names inside a zip or tar; none for other files."""
        with _named_breakage():
            if self.kind == "zip":
                with zipfile.ZipFile(self._start()) as opened:
                    return _bounded([info.filename for info in opened.infolist()])
            if self.kind == "tar":
                with tarfile.open(fileobj=self._start(), mode="r:*") as packed:
                    return _bounded([member.name for member in packed if member.isfile()])
        return []

    def check_size(self) -> None:
        """Raise where a zip says itself that it grows beyond measure."""
        with _named_breakage(), zipfile.ZipFile(self._start()) as opened:
            if sum(info.file_size for info in opened.infolist()) > self.allowed_bytes:
                raise BadExport("too_much_inside")

    @contextmanager
    def open(self, member: str = "") -> Iterator[IO[bytes]]:
        """The bytes of a member, or of the file itself (unpacked where it is gzip)."""
        with _named_breakage():
            if self.kind == "zip" and member:
                with zipfile.ZipFile(self._start()) as opened, opened.open(member) as inside:
                    yield self._limited(inside)
            elif self.kind == "tar" and member:
                with tarfile.open(fileobj=self._start(), mode="r:*") as packed:
                    found = packed.extractfile(member)
                    yield self._limited(found or io.BytesIO())
            elif self.kind == "gzip":
                with gzip.open(self._start()) as unpacked:
                    yield self._limited(unpacked)
            else:
                yield self._start()

    @contextmanager
    def text(self, member: str = "") -> Iterator[IO[str]]:
        """The text of a member or of the file, in the encoding its first bytes show."""
        with self.open(member) as sample:
            encoding = _encoding(sample.read(65_536))
        with self.open(member) as opened:
            wrapped = io.TextIOWrapper(opened, encoding=encoding, newline="")
            try:
                yield wrapped
            except UnicodeDecodeError as error:
                raise BadExport("not_text") from error
            finally:
                wrapped.detach()

    def find(self, pattern: str) -> list[str]:
        """The members whose path ends so (a regular expression), in the order of their names;
        `[""]` where the plain file itself has such a name."""
        wanted = re.compile(rf"(?:.*/)?{pattern}", re.IGNORECASE)
        if self.kind in ("zip", "tar"):
            return sorted(filter(wanted.fullmatch, self.members()))
        return [""] if wanted.fullmatch(self.name.removesuffix(".gz")) else []

    def _limited(self, inside: IO[bytes] | gzip.GzipFile) -> IO[bytes]:
        return io.BufferedReader(_Limited(inside, self.allowed_bytes))

    def _start(self) -> BinaryIO:
        self.file.seek(0)
        return self.file

    def _kind(self) -> str:
        head = self._start().read(512)
        if head[:2] == b"\x1f\x8b":
            return "tar" if self._is_tar() else "gzip"
        if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
            return "zip"
        return "tar" if head[257:262] == b"ustar" else "plain"

    def _is_tar(self) -> bool:
        with _named_breakage(), gzip.open(self._start()) as unpacked:
            return unpacked.read(512)[257:262] == b"ustar"


class _Limited(io.RawIOBase):
    """Bytes of a stream up to a limit; BadExport beyond."""

    def __init__(self, inside: IO[bytes] | gzip.GzipFile, allowed: int) -> None:
        self._inside = inside
        self._left = allowed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # narrower
        found = self._inside.read(len(buffer))
        self._left -= len(found)
        if self._left < 0:
            raise BadExport("too_much_inside")
        buffer[: len(found)] = found
        return len(found)


def _encoding(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in head:
        raise BadExport("not_text")
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _bounded(names: list[str]) -> list[str]:
    if len(names) > MOST_MEMBERS:
        raise BadExport("too_much_inside")
    return names


@contextmanager
def _named_breakage() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise BadExport("broken_file") from error
