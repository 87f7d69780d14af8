"""Classes of characters that the rules of twitter-text speak of, as bodies of `[…]` in patterns.

Read from its documentation and the behaviour of release 3.1, on 2026-11-23.
"""

from __future__ import annotations

SPACES = r"\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
DIRECTION_MARKS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
NEVER_IN_TEXT = r"\ufffe\uffff\ufeff"
"""A byte order mark and two code points that are no characters make a post invalid."""
ACCENTED_LATIN = (
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268"
    r"\u026f\u0272\u0289\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
CYRILLIC = r"\u0400-\u04ff"
ENDS_DOMAIN = (
    r"\x00-!#-,./:-@\[-^{-\x7f" + SPACES.replace(r"\t-\r ", "") + DIRECTION_MARKS + NEVER_IN_TEXT
)
"""What no domain contains; with `_` and `-`, which stand only inside a label, none begins there."""
