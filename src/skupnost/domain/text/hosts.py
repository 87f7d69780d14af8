"""Domains in running text: where one begins, how far it reaches, whether it may exist.

Offsets are code points. Patterns are possessive and every search goes on behind what it looked
at, so that the time grows with the text only.
"""

from __future__ import annotations

import re

from skupnost.domain.text.characters import ENDS_DOMAIN
from skupnost.domain.text.tld_names import OTHERS
from skupnost.domain.text.tlds import ASCII_TLDS, OTHER_LENGTHS

_LETTER = rf"[^{ENDS_DOMAIN}_-]"
LABEL = rf"{_LETTER}++(?:[_-]++{_LETTER}++)*+"
CHAIN = rf"{LABEL}(?:\.{LABEL})++"
"""Two labels or more; none begins or ends with a dash or an underscore."""
NOT_INSIDE_A_LABEL = rf"(?<![^{ENDS_DOMAIN}])"

_ASCII_NAME = re.compile(r"[A-Za-z]++(?![0-9@+-])|[Xx][Nn]--[-0-9A-Za-z]++")
_GLUED = re.compile(r"[0-9A-Za-z@+-]")
_STOPS = re.compile("[.。．｡]")
_LABEL_MAX = 63


def tld_end(text: str, at: int) -> int:
    """Where the top-level domain that begins here ends; 0 where none does."""
    match = _ASCII_NAME.match(text, at)
    if match and (match[0][2:4] == "--" or match[0].lower() in ASCII_TLDS):
        return match.end()
    for length in OTHER_LENGTHS.get(text[at : at + 1].lower(), ()):
        name = text[at : at + length].lower()
        if name in OTHERS and not _GLUED.match(text, at + len(name)):
            return at + len(name)
    return 0


def domain_end(text: str, start: int, end: int) -> tuple[int, bool]:
    """The end of the longest domain of a chain of labels (0 where there is none), and whether its
    name is fit for one: without underscore."""
    unfit = 0
    dot = text.rfind(".", start, end)
    while dot > start:
        before = text.rfind(".", start, dot)
        found = tld_end(text, dot + 1)
        if found:
            if "_" not in text[before + 1 if before > 0 else start : dot]:
                return found, True
            unfit = unfit or found
        dot = before
    return unfit, False


def encoded_length(domain: str) -> int:
    """Its length in punycode; 0 where a label would be longer than the 63 that DNS allows."""
    if domain.isascii():
        fits = max(map(len, domain.split("."))) <= _LABEL_MAX
        return len(domain) if fits else 0
    total = 0
    for label in domain.split("."):
        length = _encoded(label)
        if length > _LABEL_MAX:
            return 0
        total += length + 1
    return total - 1


def _encoded(label: str) -> int:
    if label.isascii() or len(label) > _LABEL_MAX:
        return len(label)
    parts = _STOPS.split(label)
    return sum(map(_part_length, parts)) + len(parts) - 1


def _part_length(part: str) -> int:
    return len(part) if part.isascii() else len("xn--") + _punycode_length(part)


def _punycode_length(label: str) -> int:
    """How many letters punycode (RFC 3492) needs; Python's own codec takes five times as long."""
    codes = [ord(sign) for sign in label]
    n_basic = sum(code < _FIRST_CODE for code in codes)
    length = n_basic + (n_basic > 0)
    known, code, delta, bias = n_basic, _FIRST_CODE, 0, _FIRST_BIAS
    for following in sorted({code for code in codes if code >= _FIRST_CODE}):
        delta += (following - code) * (known + 1)
        for each in codes:
            if each < following:
                delta += 1
            elif each == following:
                length += _n_digits(delta, bias)
                bias = _adapted(delta, known + 1, is_first=known == n_basic)
                delta, known = 0, known + 1
        delta, code = delta + 1, following + 1
    return length


_BASE, _LEAST, _MOST, _SKEW, _DAMP, _FIRST_BIAS, _FIRST_CODE = 36, 1, 26, 38, 700, 72, 128


def _n_digits(delta: int, bias: int) -> int:
    n, k = 1, _BASE
    while delta >= (threshold := min(max(k - bias, _LEAST), _MOST)):
        delta = (delta - threshold) // (_BASE - threshold)
        n, k = n + 1, k + _BASE
    return n


def _adapted(delta: int, n_points: int, *, is_first: bool) -> int:
    delta = delta // _DAMP if is_first else delta // 2
    delta += delta // n_points
    k = 0
    while delta > ((_BASE - _LEAST) * _MOST) // 2:
        delta //= _BASE - _LEAST
        k += _BASE
    return k + (_BASE - _LEAST + 1) * delta // (delta + _SKEW)
