"""Which words may end a domain: what tells `example.com` from `file.txt` in running text."""

from __future__ import annotations

from skupnost.domain.text.tld_names import LATIN, OTHERS

# Country codes that ISO 3166 has and IANA lists no more or not yet, the name of the Tor network
# (RFC 7686), and names that ended before the oldest list we read: networks still link them.
_KEPT = frozenset(
    (
        *("an", "bl", "bq", "eh", "mf", "tp", "um", "onion"),
        *("chloe", "doosan", "flsmidth", "htc", "iinet", "mcd", "mcdonalds", "montblanc"),
        *("mtpc", "mutuelle", "orientexpress", "pamperedchef"),
    )
)
ASCII_TLDS = LATIN | _KEPT
# The names of RFC 2606, which documents and tests use in links with a scheme.
RESERVED = frozenset(("example", "invalid", "localhost", "test"))


def _by_first_letter() -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for name in OTHERS:
        lengths.setdefault(name[0], set()).add(len(name))
    return {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()}


OTHER_LENGTHS = _by_first_letter()
"""By first letter, how long the names in other scripts may be, longest first."""
