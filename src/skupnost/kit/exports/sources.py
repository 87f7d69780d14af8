"""A file to import: plain, gzip, zip or tar, opened without trusting what it says of its size."""

from __future__ import annotations

import gzip
import io
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, BinaryIO

from skupnost.kit.exports import kinds
from skupnost.kit.exports.encodings import NAMES, Encoding, encoding_of
from skupnost.kit.exports.titles import TIME_NAMES
from skupnost.kit.exports.values import BadExport

# JSON and CSV shrink to a tenth or a thirtieth; a file that grows more is made to fill a disk.
MOST_GROWTH = 200
FREE_BYTES = 64_000_000
MOST_MEMBERS = 100_000
# What the unpackers of the standard library raise on bytes that were turned over on their way.
BROKEN = (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, lzma.LZMAError, struct.error,
          OSError, NotImplementedError, RuntimeError, ValueError, LookupError,
          OverflowError)  # fmt: skip


class Source:
    """One file under the name it was given; `headings` are those of its table once somebody asked,
    as every format does, `time_names` those of which its heading has one, `part` which of
    its tables is read, `is_page` whether it is HTML, and `remarks` what
    somebody should know of how it was read. `languages` are those expected of its texts, which tell
    its encoding where the letters do not. Its members are read in a stream; BadExport
    (`broken_file`, `too_much_inside`) where that does not work, and at once for a file that is of
    another kind than tables (`old_excel`, `protected`, `other_program`, `document`)."""

    def __init__(self, file: BinaryIO, name: str, languages: Collection[str] = ()) -> None:
        self.file = file
        self.name = name
        self.languages = languages
        file.seek(0, io.SEEK_END)
        self.n_bytes = file.tell()
        self._encodings: dict[str, Encoding] = {}
        self.headings: tuple[str, ...] | None = None
        self.time_names = frozenset(TIME_NAMES)
        self.part: str | None = None
        self.remarks: dict[str, dict[str, str | int]] = {}
        self.kind = self._kind()
        self.is_page = self._is_page()

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
        with ExitStack() as stack:
            with _named_breakage():
                inside = self._unpacked(member, stack)
            yield self._start() if inside is None else self._limited(inside)

    def _unpacked(self, member: str, stack: ExitStack) -> IO[bytes] | gzip.GzipFile | None:
        """The stream of a member or of a gzip; none where the file is read as it is."""
        if self.kind == "zip" and member:
            opened = stack.enter_context(zipfile.ZipFile(self._start()))
            return stack.enter_context(opened.open(member))
        if self.kind == "tar" and member:
            packed = tarfile.open(fileobj=self._start(), mode="r:*")  # noqa: SIM115  # on the stack
            stack.enter_context(packed)
            return packed.extractfile(member) or io.BytesIO()
        if self.kind == "gzip":
            return stack.enter_context(gzip.open(self._start()))
        return None

    @contextmanager
    def text(self, member: str = "") -> Iterator[IO[str]]:
        """The text of a member or of the file, in the encoding that all its bytes show."""
        if member not in self._encodings:
            with self.open(member) as sample:
                self._encodings[member] = encoding_of(sample, self.languages)
        encoding = self._encodings[member]
        if encoding.name in NAMES:
            self.remarks["encoding"] = {"name": NAMES[encoding.name]}
        elif encoding.errors == "replace":
            self.remarks["letters_lost"] = {}
        with self.open(member) as opened:
            wrapped = io.TextIOWrapper(
                opened, encoding=encoding.name, errors=encoding.errors, newline=""
            )
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

    def _is_page(self) -> bool:
        """Whether it is HTML, which may hold a table; kinds that hold none are refused."""
        head = self._start().read(kinds.HEAD)
        if self.kind == "zip":
            kinds.check_members(self.members(), head)
        elif self.kind == "plain":
            kinds.check_plain(self.file, head)
        return self.kind == "plain" and kinds.is_page(head)

    def _is_tar(self) -> bool:
        with _named_breakage(), gzip.open(self._start()) as unpacked:
            return unpacked.read(512)[257:262] == b"ustar"


class _Limited(io.RawIOBase):
    """Bytes of a stream up to a limit; BadExport beyond, and where they cannot be unpacked."""

    def __init__(self, inside: IO[bytes] | gzip.GzipFile, allowed: int) -> None:
        self._inside = inside
        self._left = allowed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # narrower
        with _named_breakage():
            found = self._inside.read(len(buffer))
        self._left -= len(found)
        if self._left < 0:
            raise BadExport("too_much_inside")
        buffer[: len(found)] = found
        return len(found)


def _bounded(names: list[str]) -> list[str]:
    if len(names) > MOST_MEMBERS:
        raise BadExport("too_much_inside")
    return names


@contextmanager
def _named_breakage() -> Iterator[None]:
    try:
        yield
    except BROKEN as error:
        raise BadExport("broken_file") from error
