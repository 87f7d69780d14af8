"""Web addresses in a post on X, with and without `http://`, as twitter-text finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from skupnost.domain.text.characters import ACCENTED_LATIN, CYRILLIC, ENDS_DOMAIN, NEVER_IN_TEXT
from skupnost.domain.text.hosts import (
    CHAIN,
    NOT_INSIDE_A_LABEL,
    domain_end,
    encoded_length,
    tld_end,
)
from skupnost.domain.text.utf16 import utf16_units

ADDRESS_MAX = 4096
SHORT_SLUG_MAX = 40

_FORBIDS_BEFORE = rf"A-Za-z0-9@＠$#＃{NEVER_IN_TEXT}"
_SCHEME = r"[Hh][Tt][Tt][Pp][Ss]?://"
_FIND = re.compile(
    rf"(?<![{_FORBIDS_BEFORE}])(?P<scheme>{_SCHEME})(?P<host>{CHAIN})"
    rf"|{NOT_INSIDE_A_LABEL}(?P<glue>[_-]*+)(?P<bare>{CHAIN})"
)
_GO_ON = re.compile(
    rf"[0-9A-Za-z]*+(?:[_-]|[^{ENDS_DOMAIN}0-9A-Za-z＠＃])"
    rf"(?:(?P<scheme>{_SCHEME})(?P<host>{CHAIN})|(?P<glue>[_-]*+)(?P<bare>{CHAIN}))"
)
"""The first address behind another one without a break: the sign before it is its own."""
_DOT = re.compile(rf"\.[^{ENDS_DOMAIN}_-]")
_MAY_BEGIN = re.compile(rf"(?<=[^{ENDS_DOMAIN}A-Za-z0-9_＠＃-])[^{ENDS_DOMAIN}_-]")

_FIRST_IS_BEFORE = re.compile(rf"[^\x00-\x7f{ENDS_DOMAIN}＠＃][^{ENDS_DOMAIN}_-]")
"""At the very beginning a sign that may stand before an address is taken for that."""

_PATH_CHAR = rf"[-0-9A-Za-z{CYRILLIC}{ACCENTED_LATIN}\u2013!*';:=+,.$/%#\[\]_~@|&]"
_IN_PARENTHESES = (
    rf"\((?:{_PATH_CHAR}++(?:\({_PATH_CHAR}++\){_PATH_CHAR}*+)?+"
    rf"|\({_PATH_CHAR}++\){_PATH_CHAR}*+)\)"
)
_PATH_LOOSE = r"[!*';:,.$%\[\]~@|&\u2013]"
_PATH_FIRM = rf"[-0-9A-Za-z{CYRILLIC}{ACCENTED_LATIN}=+/#_]"
_PATH = re.compile(
    rf"/(?:(?:{_PATH_LOOSE}++|{_IN_PARENTHESES})*+{_PATH_FIRM}++)*+(?:{_IN_PARENTHESES})*+"
)
_QUERY = re.compile(r"\?[-0-9A-Za-z!?*'@();:&=+$/%#\[\]_.,~|]++")
_PORT = re.compile(r":[0-9]++")
_ENDS_NO_QUERY = "!?*'@();:+$%[].,~|"
_SHORT = re.compile(rf"{_SCHEME}[Tt]\.[Cc][Oo]/([0-9A-Za-z]++)")
_PLAIN_LABELS = re.compile(rf"(?:[-0-9A-Za-z{ACCENTED_LATIN}]++\.)++")


class Link(NamedTuple):
    """`text[start:end]` is an address; `has_scheme` says whether it begins with `http`."""

    start: int
    end: int
    has_scheme: bool


def find_links(text: str, *, bare: bool = True) -> list[Link]:
    """Every address in order; with `bare` also known domains without `http://`."""
    if "." not in text or not (bare or ":" in text):
        return []
    return [link for link in _walk(text) if bare or link.has_scheme]


def _walk(text: str) -> Iterator[Link]:
    at = 0
    while dot := _DOT.search(text, at):
        begin = max(at, text.rfind(" ", at, dot.start()) + 1)
        match = (at and begin == at and _GO_ON.match(text, at)) or _FIND.search(text, begin)
        if match is None:
            return
        if match["scheme"]:
            found, at = _with_scheme(text, match.start("scheme"), match.start("host"), match.end())
        else:
            found, at = _bare(text, match.start("bare"), match.end(), bool(match["glue"]))
        yield from found


_Found = tuple[tuple[Link, ...], int]
"""The links found, and where the search goes on."""


def _with_scheme(text: str, start: int, host: int, chain_end: int) -> _Found:
    domain, fits = domain_end(text, host, chain_end)
    if not domain:
        return (), _behind(text, chain_end)
    end = _tail_end(text, domain)
    if not fits or not _is_possible(text, start, host, domain, end):
        return (), end
    short = _SHORT.match(text, start, end)
    if short:
        if len(short[1]) > SHORT_SLUG_MAX:
            return (), end
        return (Link(start, _query_end(text, short.end()), True),), end
    return (Link(start, end, True),), end


def _behind(text: str, chain_end: int) -> int:
    """The end of a chain that is no domain, less a `http` that begins an address of its own."""
    if text.startswith("://", chain_end):
        return max(text.rfind(".", 0, chain_end) + 1, chain_end - len("https"))
    return chain_end


def _is_possible(text: str, start: int, host: int, domain: int, end: int) -> bool:
    """Whether the domain can exist in DNS and the address is not longer than X takes."""
    encoded = encoded_length(text[host:domain])
    longest = end - start + (host - start or len("https://")) + encoded
    if not encoded or longest <= ADDRESS_MAX:
        return bool(encoded)
    length = utf16_units(text[start:end]) + encoded - utf16_units(text[host:domain])
    return length + (host - start or len("https://")) <= ADDRESS_MAX


def _tail_end(text: str, at: int) -> int:
    """The end of port, path and query behind a domain."""
    port = _PORT.match(text, at)
    return _query_end(text, _path_end(text, port.end() if port else at))


def _path_end(text: str, at: int) -> int:
    path = _PATH.match(text, at)
    return path.end() if path else at


def _query_end(text: str, at: int) -> int:
    query = _QUERY.match(text, at)
    return at + len(query[0].rstrip(_ENDS_NO_QUERY)) if query else at


def _bare(text: str, start: int, chain_end: int, is_glued: bool) -> _Found:
    before = text[start - 1 : start]
    if not is_glued and before and before in "@＠$#＃\ufffe\uffff\ufeff":
        dot = text.find(".", start, chain_end)
        inner = _MAY_BEGIN.search(text, start + 1, dot)
        start = inner.start() if inner else dot + 1
    elif start == 0 and _FIRST_IS_BEFORE.match(text):
        start = 1
    domain, fits = domain_end(text, start, chain_end)
    if not domain:
        return (), _behind(text, chain_end)
    end = _tail_end(text, domain)
    before = text[start - 1 : start] if start else ""
    if (
        not fits
        or (before and before in "-_./")
        or not _is_possible(text, start, start, domain, end)
    ):
        return (), end
    return tuple(_plain_domains(text, start, domain, end)), end


def _plain_domains(text: str, start: int, domain: int, end: int) -> Iterator[Link]:
    """The domains in plain letters within one: only these are linked without `http://`."""
    port = _PORT.match(text, domain)
    has_path = text.startswith("/", port.end() if port else domain)
    spans = list(_plain_spans(text, start, domain))
    for at, (left, right) in enumerate(spans):
        is_last = at == len(spans) - 1
        yield Link(left, end if is_last and has_path else right, False)


def _plain_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    while match := _PLAIN_LABELS.search(text, at, end):
        at = match.end()
        dot = at - 1
        while dot > match.start():
            found = tld_end(text, dot + 1)
            if found and found <= end:
                yield match.start(), found
                at = found
                break
            dot = text.rfind(".", match.start(), dot)
