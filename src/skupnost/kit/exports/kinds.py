"""Files that are no table to us although people take them for one, told by their first bytes."""

from __future__ import annotations

from collections.abc import Collection
from typing import BinaryIO

from skupnost.kit.exports.values import BadExport

HEAD, PIECE = 4_096, 1_000_000
# Compound files: what Office wrote before 2007, and how it still wraps what has a password.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED, _WORD = ("EncryptedPackage".encode("utf-16-le"), "WordDocument".encode("utf-16-le"))
_XML_OF_EXCEL = b"urn:schemas-microsoft-com:office:spreadsheet"
_PAGE = (b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style", b"<body")
# Members of a zip that tell by which program it was written.
_OF_PROGRAMS = {
    "Index/Document.iwa": "Apple Numbers",
    "Index.zip": "Apple Numbers",
    "xl/workbook.bin": "Excel (.xlsb)",
}
_DOCUMENTS = {"word/document.xml": "Word", "ppt/presentation.xml": "PowerPoint"}
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"


def is_page(head: bytes) -> bool:
    """Whether a text begins as HTML, in which some programs save tables under the name `.xls`."""
    begun = _plain(head)
    return begun.startswith(_PAGE) or (begun.startswith(b"<?xml") and b"<html" in begun)


def check_plain(file: BinaryIO, head: bytes) -> None:
    """BadExport for a file of an old Excel (`old_excel`), one with a password (`protected`), and a
    PDF or Word file (`document`)."""
    begun = _plain(head)
    if head.startswith(b"%PDF-"):
        raise BadExport("document", {"kind": "PDF"})
    if begun.startswith(b"<?xml") and _XML_OF_EXCEL in begun:
        raise BadExport("old_excel")
    if head.startswith(_COMPOUND):
        found = _names_in(file)
        if _ENCRYPTED in found:
            raise BadExport("protected")
        raise BadExport(*(("document", {"kind": "Word"}) if _WORD in found else ("old_excel",)))


def check_members(names: Collection[str], head: bytes) -> None:
    """BadExport for a zip that is a spreadsheet of another program (`other_program`) or a text
    document (`document`)."""
    if _SPREADSHEET in head:
        raise BadExport("other_program", {"program": "LibreOffice (.ods)"})
    for member, program in _OF_PROGRAMS.items():
        if member in names:
            raise BadExport("other_program", {"program": program})
    for member, kind in _DOCUMENTS.items():
        if member in names:
            raise BadExport("document", {"kind": kind})


def _plain(head: bytes) -> bytes:
    """Without a mark and the zero bytes of UTF-16, in lower case."""
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()


def _names_in(file: BinaryIO) -> set[bytes]:
    """Which of the two telling names stand in a compound file; its directory may lie anywhere."""
    file.seek(0)
    found: set[bytes] = set()
    rest = b""
    while piece := file.read(PIECE):
        looked_at = rest + piece
        found |= {name for name in (_ENCRYPTED, _WORD) if name in looked_at}
        rest = looked_at[-64:]
    return found
