"""Emoji in running text: what a reader sees as one, by Unicode's list of sequences."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from skupnost.domain.text.emoji_sequences import FLAGS, JOINED, REGIONS, TONED, VARIED

_JOINERS_MAX = max(sequence.count("\u200d") for sequence in JOINED)
_TONES = "\U0001f3fb-\U0001f3ff"
_TOUCHED = r"[\p{Emoji_Modifier_Base}]"
_ONE = rf"(?:{_TOUCHED}[{_TONES}]|[\p{{Emoji}}--[0-9#*]]\ufe0f?+)"
_CANDIDATE = regex.compile(
    rf"(?P<joined>{_ONE}(?:\u200d{_ONE}){{1,{_JOINERS_MAX}}}+)"
    r"|(?P<flag>[\U0001F1E6-\U0001F1FF]{2})"
    r"|\U0001F3F4(?P<region>[\U000E0030-\U000E007A]++)\U000E007F"
    r"|[0-9#*]\ufe0f?+\u20e3"
    rf"|{_TOUCHED}[{_TONES}]"
    r"|(?P<varied>\p{Emoji})\ufe0f",
    regex.V1,
)
_MAY_HOLD = re.compile(r"[\u200d\u20e3\ufe0f\U0001F1E6-\U0001F1FF\U0001F3FB-\U0001F3FF\U000E007F]")
_LONE = regex.compile(r"[\p{Emoji}--[\0-\u10ff]]", regex.V1)
_TONE = regex.compile(rf"[{_TONES}]")
_REGION_SHIFT = 0xE0000
_FLAG_SHIFT = 0x1F1E6 - ord("A")


def find_sequences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every emoji made of more than one code point, in order."""
    if not _MAY_HOLD.search(text):
        return
    at = 0
    while match := _CANDIDATE.search(text, at):
        end = _joined_end(match) if match["joined"] else _end(match)
        if end:
            yield match.start(), end
        at = end or match.start() + 1


def find_emoji(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every emoji, those of one code point too; letter-like signs are none."""
    at = 0
    for start, end in (*find_sequences(text), (len(text), len(text))):
        for match in _LONE.finditer(text, at, start):
            yield match.span()
        yield from [(start, end)] * (start < end)
        at = end


def _end(match: regex.Match[str]) -> int:
    if match["flag"]:
        known = "".join(chr(ord(sign) - _FLAG_SHIFT) for sign in match["flag"]) in FLAGS
    elif match["region"]:
        known = "".join(chr(ord(sign) - _REGION_SHIFT) for sign in match["region"]) in REGIONS
    else:
        known = not match["varied"] or match["varied"] in VARIED
    return int(match.end()) if known else 0


def _joined_end(match: regex.Match[str]) -> int:
    """The end of the longest known sequence that begins here; 0 where there is none."""
    links = match["joined"].split("\u200d")
    for n_links in range(len(links), 0, -1):
        written = "\u200d".join(links[:n_links])
        for piece in (written, written[:-1]):
            if _is_known(piece):
                return int(match.start()) + len(piece)
    return 0


def _is_known(piece: str) -> bool:
    bare = _TONE.sub("", piece)
    if "\u200d" in bare:
        return bare in (JOINED if bare == piece else TONED)
    return len(piece) > 1 and (piece[1] != "\ufe0f" or piece[0] in VARIED)
