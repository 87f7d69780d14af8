"""What a file is by its first bytes; its name is not asked."""

from __future__ import annotations

_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_AVIF = (b"avif", b"avis")
START = 1024

_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x00\x00\x01\xb3", "video/mpeg"),
    (b"OggS", "video/ogg"),
    (b"FLV\x01", "video/x-flv"),
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"%PDF", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)


def kind_of(start: bytes) -> str:
    """The media type that the first 1,024 bytes say; empty where they say nothing known."""
    if start[4:8] == b"ftyp":
        return _of_boxes(start[8:12])
    if start[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo", b"WAVE": "audio/wav"}.get(
            start[8:12], ""
        )
    if start[:4] == b"\x1aE\xdf\xa3":
        return "video/webm" if b"webm" in start[:64] else "video/x-matroska"
    if start[4:8] in (b"moov", b"mdat", b"wide", b"free"):
        return "video/quicktime"
    if _is_svg(start):
        return "image/svg+xml"
    return next((mime for magic, mime in _MAGIC if start.startswith(magic)), "")


def _of_boxes(brand: bytes) -> str:
    if brand in _HEIC:
        return "image/heic"
    if brand in _AVIF:
        return "image/avif"
    if brand == b"qt  ":
        return "video/quicktime"
    return "audio/mp4" if brand in (b"M4A ", b"M4B ") else "video/mp4"


def _is_svg(start: bytes) -> bool:
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return text.startswith(b"<svg") or (text.startswith(b"<?xml") and b"<svg" in text)


def is_film(start: bytes) -> bool:
    """Whether it is to be treated as a film: also where only FFmpeg would know it."""
    return kind_of(start).startswith("video/")
