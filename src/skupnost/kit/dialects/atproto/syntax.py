"""The strings of the AT Protocol: each function says whether a text is well formed.

Sources: the protocol's specifications of handles, DIDs, NSIDs, TIDs, record keys, AT-URIs and the
string formats of Lexicon, read on 2026-11-23.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping

_LABEL = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?")
_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9]{0,62}")
_DID = re.compile(r"did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]")
_TID = re.compile(r"[2-7a-j][2-7a-z]{12}")
_RECORD_KEY = re.compile(r"[a-zA-Z0-9_~.:-]{1,512}")
_CID = re.compile(r"[a-zA-Z0-9+=]{8,256}")
_URI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{0,80}:[!-~\x80-\U0010FFFF]+")
_BLANK = re.compile(r"\s")
_DATETIME = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,20})?"
    r"(?:Z|([+-])([0-9]{2}):([0-9]{2}))"
)
_LANGUAGE = re.compile(r"(?:i|[xX]|[a-z]{2,3})(?:-[a-zA-Z0-9]{1,8})*")

HANDLE_MAX = 253
DID_MAX = 2048
NSID_MAX = 317
URI_MAX = 8192
DATETIME_MAX = 64
LANGUAGE_MAX = 128


def _are_labels(labels: Iterable[str]) -> bool:
    return all(_LABEL.fullmatch(label) for label in labels)


def is_handle(text: str) -> bool:
    """A domain of two labels or more whose last one begins with a letter."""
    labels = text.split(".")
    fits = len(text) <= HANDLE_MAX and len(labels) > 1 and not labels[-1][:1].isdecimal()
    return fits and _are_labels(labels)


def is_did(text: str) -> bool:
    """`did:`, a method of small letters, and what the method says."""
    return len(text) <= DID_MAX and _DID.fullmatch(text) is not None


def is_at_identifier(text: str) -> bool:
    """A DID or a handle."""
    return is_did(text) or is_handle(text)


def is_nsid(text: str) -> bool:
    """A reversed domain and a name of letters and digits: `app.bsky.feed.post`."""
    *domain, name = text.split(".")
    fits = len(text) <= NSID_MAX and len(domain) > 1
    named = fits and not domain[0][:1].isdecimal() and _NAME.fullmatch(name) is not None
    return named and _are_labels(domain)


def is_tid(text: str) -> bool:
    """Thirteen signs of the sortable base 32, the first of them without its highest bit."""
    return _TID.fullmatch(text) is not None


def is_record_key(text: str) -> bool:
    """One to 512 signs that need no escaping in a path; neither `.` nor `..`."""
    return _RECORD_KEY.fullmatch(text) is not None and text not in (".", "..")


def is_at_uri(text: str) -> bool:
    """`at://` and who, then possibly a collection and a record key; no query, no fragment."""
    if not text.startswith("at://") or len(text) > URI_MAX:
        return False
    who, *path = text.removeprefix("at://").split("/")
    if len(path) > 2 or not is_at_identifier(who):
        return False
    return all(check(part) for check, part in zip((is_nsid, is_record_key), path, strict=False))


def is_cid(text: str) -> bool:
    """A content address in a text form with its base named first; the oldest form is refused."""
    return _CID.fullmatch(text) is not None and not text.startswith("Qm")


def is_uri(text: str) -> bool:
    """A scheme, a colon and something after it, without blanks."""
    fits = len(text) <= URI_MAX and _URI.fullmatch(text) is not None
    return fits and not _BLANK.search(text)


def is_datetime(text: str) -> bool:
    """A moment both RFC 3339 and ISO 8601 know, zone included, that the calendar has."""
    match = _DATETIME.fullmatch(text) if len(text) <= DATETIME_MAX else None
    if match is None or text.endswith("-00:00"):
        return False
    year, month, day, hour, minute, second = (int(match[at]) for at in range(1, 7))
    ahead = (int(match[8] or 0) * 60 + int(match[9] or 0)) * (-1 if match[7] == "-" else 1)
    if not 1 <= month <= 12 or hour > 23 or minute > 59 or second > 59 or abs(ahead) >= 24 * 60:
        return False
    begins_before_year_nought = (year, month, day) == (0, 1, 1) and hour * 60 + minute < ahead
    return 1 <= day <= _days(year, month) and not begins_before_year_nought


def _days(year: int, month: int) -> int:
    # The calendar module knows no year nought; it was a leap year, as 400 years later.
    return monthrange(year or 400, month)[1]


def is_language(text: str) -> bool:
    """A language tag of BCP 47 in which no variant and no extension stands twice."""
    if len(text) > LANGUAGE_MAX or not _LANGUAGE.fullmatch(text):
        return False
    first, *rest = text.lower().split("-")
    if first == "x":
        return bool(rest)
    private = rest.index("x") if "x" in rest else len(rest)
    public = rest[:private]
    singles = [part for part in public if len(part) == 1]
    before = public[: public.index(singles[0])] if singles else public
    variants = [part for part in before if len(part) > 4 or (len(part) == 4 and part[0].isdigit())]
    return _are_all_different(singles) and _are_all_different(variants)


def _are_all_different(words: list[str]) -> bool:
    return len(set(words)) == len(words)


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "at-identifier": is_at_identifier,
    "at-uri": is_at_uri,
    "cid": is_cid,
    "datetime": is_datetime,
    "did": is_did,
    "handle": is_handle,
    "language": is_language,
    "nsid": is_nsid,
    "record-key": is_record_key,
    "tid": is_tid,
    "uri": is_uri,
}
"""The string formats of Lexicon by name."""
