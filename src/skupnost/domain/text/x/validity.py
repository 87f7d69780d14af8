"""Whether one word by itself is a name, a list, a hashtag or an address, as X judges it."""

from __future__ import annotations

import re

from skupnost.domain.text.entities import Entity
from skupnost.domain.text.x.entities import hashtags, mentions
from skupnost.domain.text.x.links import ADDRESS_MAX

_SPLIT = re.compile(
    r"(?:(?P<scheme>[^:/?#]+)://)?(?P<authority>[^/?#]*)(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?"
)
# The parts of an address by RFC 3986; X also takes Cyrillic letters and `|`.
_PLAIN = r"(?:[-a-z\u0400-\u04FF0-9._~!$&'()*+,;=:]|%[0-9a-f]{2})"
_SIGN = rf"(?:{_PLAIN}|[|@])"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_ADDRESS = rf"(?:{_OCTET}(?:\.{_OCTET}){{3}}|\[[a-f0-9:.]+\])"


def _host(letter: str, inner: str) -> str:
    """A domain whose labels begin and end with a letter or digit; subdomains may hold `_`."""
    subdomain = rf"{letter}(?:(?:{inner}|[_-])*{letter})?"
    name = rf"{letter}(?:(?:{inner}|-)*{letter})?"
    end = name.replace("0-9", "", 1)
    return rf"(?:{subdomain}\.)*{name}\.{end}"


def _authority(letter: str) -> re.Pattern[str]:
    host = _host(letter, letter)
    return _whole(rf"(?:{_PLAIN}*@)?(?:{_ADDRESS}|{host})(?::[0-9]{{1,5}})?")


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_PARTS = {
    "path": _whole(rf"(?:/{_SIGN}*)*"),
    "query": _whole(rf"(?:{_SIGN}|[/?])*"),
    "fragment": _whole(rf"(?:{_SIGN}|[/?])*"),
}
_AUTHORITY = _authority("[a-z0-9]")
_ANY_AUTHORITY = _authority(r"(?:[a-z0-9]|[^\x00-\x7f])")


def is_valid_username(text: str) -> bool:
    """`@` and one to twenty letters, digits or underscores."""
    return _is_all(text, list(mentions(text))) and "/" not in text


def is_valid_list(text: str) -> bool:
    """`@user/name`, nothing before or behind it."""
    return _is_all(text, list(mentions(text))) and "/" in text


def is_valid_hashtag(text: str) -> bool:
    """One hashtag and nothing else."""
    return _is_all(text, list(hashtags(text)))


def _is_all(text: str, found: list[Entity]) -> bool:
    return len(found) == 1 and found[0].start == 0 and found[0].end == len(text)


def is_valid_url(text: str, *, any_script: bool = True, needs_scheme: bool = True) -> bool:
    """An address by the grammar of RFC 3986, http or https; its domain need not exist.

    `any_script` takes domains in all scripts, `needs_scheme` False also those without `http://`.
    """
    match = _SPLIT.fullmatch(text) if len(text) <= ADDRESS_MAX else None
    if match is None or not _is_web(match["scheme"], needs_scheme):
        return False
    authority = _ANY_AUTHORITY if any_script else _AUTHORITY
    if not authority.fullmatch(match["authority"]):
        return False
    return all(part.fullmatch(match[name] or "") for name, part in _PARTS.items())


def _is_web(scheme: str | None, needs_scheme: bool) -> bool:
    if scheme is None:
        return not needs_scheme
    return scheme.lower() in ("http", "https")
