"""Lucide's icons, drawn into pages; its archive is opened once a process, not once an icon."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib.resources import as_file, files
from xml.etree import ElementTree
from zipfile import ZipFile

SVG = "http://www.w3.org/2000/svg"


class NoSuchIcon(LookupError):
    """Lucide has no icon of that name."""


@lru_cache(maxsize=512)
def drawn_icon(name: str, size: int, classes: str) -> str:
    """The icon as an element of HTML, hidden from screen readers; raises NoSuchIcon."""
    svg = ElementTree.fromstring(_source(name))  # noqa: S314 - from the package, not from users
    for node in svg.iter():
        node.tag = node.tag.removeprefix(f"{{{SVG}}}")
    asked = {"width": str(size), "height": str(size), "aria-hidden": "true", "class": classes}
    svg.attrib.update(asked)
    return ElementTree.tostring(svg, encoding="unicode")


def _source(name: str) -> bytes:
    try:
        return _archive().read(f"{name}.svg")
    except KeyError:
        raise NoSuchIcon(name) from None


@cache
def _archive() -> ZipFile:
    """Stays open: finding one's way in it takes 7 ms, reading an icon 0.02 ms."""
    with as_file(files("lucide") / "lucide.zip") as path:
        return ZipFile(path)
