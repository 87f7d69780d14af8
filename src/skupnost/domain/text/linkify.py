"""Links in Markdown as forums and blogs find them: addresses, bare domains and e-mail addresses.

The rules are those of linkify-it, which markdown-it uses, read from its documentation and from the
behaviour of release 6.1 on 2026-11-23. Bare domains end with a country's code, one of a few well
known names, or punycode.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import regex

from skupnost.domain.text.tld_names import LATIN


class Found(NamedTuple):
    """`text[start:end]` leads to `target`."""

    start: int
    end: int
    target: str


_BLANK = r"\p{Z}\p{Cc}"
_STOP = r"\p{Z}\p{P}\p{Cc}><｜"
_LETTER = rf"[^{_STOP}]"
_LABEL = rf"(?![^\p{{Z}}\p{{P}}\p{{Cc}}><｜]{{64}}){_LETTER}++(?:-++{_LETTER}++)*+"
_CHAIN = rf"{_LABEL}(?:\.{_LABEL})*+"
_PORT = r"(?::(?:6553[0-5]|655[0-2]\d|65[0-4]\d{2}|6[0-4]\d{3}|[1-5]\d{4}|\d{1,4})(?!\d))?+"
_END = rf"(?=$|[{_STOP}])(?![-_]|:\d|\.-|\.(?!$|[\p{{Z}}\p{{P}}\p{{Cc}}]))"
_NOT_LAST = rf"(?![{_BLANK}]|$)"
_SCOPES = 4


def _scoped(left: str, right: str) -> str:
    """Brackets in pairs, up to four deep, with anything but blanks in them."""
    inner = rf"[^{_BLANK}\{left}\{right}]"
    pair = rf"\{left}{inner}*+\{right}"
    for _depth in range(_SCOPES - 1):
        pair = rf"\{left}(?:{inner}++|{pair})*+\{right}"
    return pair


_PATH = (
    # Of punctuation only what is plain ASCII goes on; some of it only where more follows.
    rf"(?:[/?#](?:[^{_STOP}]++|[@#%&*/:\\_]++"
    rf"|{_scoped('[', ']')}|{_scoped('(', ')')}|{_scoped('{', '}')}"
    rf"|\"[^{_BLANK}\"]++\"|'[^{_BLANK}']++'|'(?={_LETTER}|-)"
    rf"|\.{{2,}}+[0-9A-Za-z%/&]|\.(?!\.){_NOT_LAST}|-++|[,;]{_NOT_LAST}"
    rf"|!++{_NOT_LAST}|\?(?!\?){_NOT_LAST})++|/)?+"
)
_SOMEONE = rf"(?:[^{_BLANK}@/\[\]()]++@)?"
_ATOM = r"[!#$%&'*+/=?^_`{|}~0-9A-Za-z-]++"
_MAILBOX = rf"(?![^{_BLANK}@]{{65}}){_ATOM}(?:\.{_ATOM})*+"

_WITH_SCHEME = regex.compile(
    rf"(?:\G|(?<=[{_STOP}])(?<!_))(?:(?:https?|ftp)://{_SOMEONE}{_CHAIN}{_PORT}{_END}{_PATH}"
    rf"|(?<![:/])(?P<neutral>//){_SOMEONE}(?:localhost|{_LABEL}(?:\.{_LABEL})++){_PORT}{_END}{_PATH}"
    rf"|mailto:{_MAILBOX}@{_CHAIN}{_END})",
    regex.IGNORECASE,
)
_BARE = regex.compile(
    rf"(?:\G|(?<=[$+=^`|{_STOP}])(?<![.:/_@-]))(?![$+=^`|])(?P<host>{_LABEL}(?:\.{_LABEL})++)"
    rf"{_END}{_PATH}"
)
_MAIL = regex.compile(
    rf"(?:\G|(?<=[><｜\"({_BLANK}]))(?P<mailbox>{_MAILBOX})@(?P<host>{_LABEL}(?:\.{_LABEL})++){_END}"
)
_NUMBERS = regex.compile(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}")
_ENCODED = regex.compile(r"xn--[a-z0-9-]{1,59}")
_WELL_KNOWN = frozenset(
    (
        *("biz", "com", "edu", "gov", "net", "org", "pro", "web", "xxx", "aero", "asia", "coop"),
        *("info", "museum", "name", "shop", "рф"),
    )
)
_COUNTRIES = frozenset(name for name in LATIN if len(name) == 2)


def find_links(text: str, *, bare: bool = True) -> Iterator[Found]:
    """Every link in order; with `bare` also domains and e-mail addresses that stand alone."""
    finders = [_with_scheme, _bare, _mail] if bare else [_with_scheme]
    waiting: list[tuple[Found | None, _Finder]] = [(find(text, 0), find) for find in finders]
    at = 0
    while True:
        waiting = [
            (find(text, at) if found and found.start < at else found, find)
            for found, find in waiting
        ]
        there = [found for found, _find in waiting if found]
        if not there:
            return
        best = min(there, key=_first_then_longest)
        yield best
        at = best.end


_Finder = Callable[[str, int], "Found | None"]


def _first_then_longest(found: Found) -> tuple[int, int]:
    return found.start, -found.end


def _with_scheme(text: str, at: int) -> Found | None:
    match = _WITH_SCHEME.search(text, at)
    if match is None:
        return None
    return Found(match.start(), match.end(), match[0])


def _bare(text: str, at: int) -> Found | None:
    while match := _BARE.search(text, at):
        if _may_stand_alone(match["host"]):
            return Found(match.start(), match.end(), f"http://{match[0]}")
        at = match.end("host")
    return None


def _mail(text: str, at: int) -> Found | None:
    if text.find("@", at) < 0:
        return None
    match = _MAIL.search(text, at)
    return Found(match.start(), match.end(), f"mailto:{match[0]}") if match else None


def _may_stand_alone(host: str) -> bool:
    last = host[host.rfind(".") + 1 :].lower()
    if last in _WELL_KNOWN or last in _COUNTRIES:
        return True
    return _ENCODED.fullmatch(last) is not None or _NUMBERS.fullmatch(host) is not None
