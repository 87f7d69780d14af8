"""In which encoding a text was written, told by its bytes."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import IO

from skupnost.kit.exports.values import BadExport

HEAD = 65_536
MOST_LOOKED_AT = 4_000_000
# A text may have a stray zero byte; in UTF-16 every other byte is one.
FEW_ZEROS = 0.01
# A lost letter beside ten that are sound is damage; more of them are another encoding.
FEW_LOST, LOST = 10, "\ufffd"
WESTERN, CENTRAL = "cp1252", "cp1250"
NAMES = {WESTERN: "Windows-1252", CENTRAL: "Windows-1250"}
# The letters beyond ASCII that a text of each language has, as Windows writes them there.
_WRITTEN = {
    WESTERN: (
        "äöüß", "àâæçéèêëîïôœùûüÿ", "àéèìíîòóùú", "áéíóúüñ", "àáâãçéêíóôõúü", "àçèéíïòóúü",
        "áàéèëêïíóòöüú", "æøåéòóôäöü", "åäöéàü", "äõöüšž", "áéíóúýþæðö",
    ),
    CENTRAL: (
        "čšž", "čćđšž", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ",
    ),
}  # fmt: skip
# Signs of Western texts where Central European ones have letters: ³ and ł, ¹ and ą, ¿ and ż …
_SIGNS = frozenset(b"\xa3\xa5\xaa\xaf\xb2\xb3\xb9\xba\xbc\xbd\xbe\xbf")
_LETTER = re.compile(rb"[A-Za-z\x80-\xff]?[\x80-\xff]+[A-Za-z]?")
# What is č or ć there is here è or æ, which stand before no vowel and at no end.
_ONLY_CENTRAL = re.compile(rb"[\xe8\xc8][aeiouAEIOU]|[aeiou]\xe6(?![a-z\x80-\xff])")
_UPPER_TO_LOWER = {
    name: {
        byte: letter.lower()
        for byte in range(0x80, 0x100)
        if (letter := bytes([byte]).decode(name, "replace")).isalpha()
    }
    for name in (WESTERN, CENTRAL)
}


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes are read; `errors` as Python names it."""

    name: str
    errors: str = "strict"


def encoding_of(sample: IO[bytes]) -> Encoding:
    """UTF-16 by its mark or its zero bytes, UTF-8 where nearly all is, else what Windows writes: in
    Central Europe where its letters make words of a language there, else in Western Europe."""
    head = sample.read(HEAD)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16")
    if (n_zeros := head.count(0)) > 1 + FEW_ZEROS * len(head):
        evens = head[::2].count(0)
        if n_zeros * 3 < len(head) or 0 < min(evens, n_zeros - evens) * 20 > n_zeros:
            raise BadExport("not_text")
        return Encoding("utf-16-be" if evens * 2 > n_zeros else "utf-16-le")
    return _by_letters(chain([head], iter(lambda: sample.read(HEAD), b"")))


def _by_letters(pieces: Iterator[bytes]) -> Encoding:
    """UTF-8 where all of it is, or all but a few letters that a program cut through."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    n_good, n_bad, n_looked_at = 0, 0, 0
    letters = _Letters()
    for piece in chain(pieces, [b""]):
        text = decoder.decode(piece, final=not piece)
        n_lost = text.count(LOST)
        n_bad += n_lost
        n_good += len(text) - len(text.encode("ascii", "ignore")) - n_lost
        if n_bad:
            letters.take(piece)
            n_looked_at += len(piece)
        if n_looked_at > MOST_LOOKED_AT:
            break
    if n_bad * FEW_LOST <= n_good:
        return Encoding("utf-8-sig", "replace" if n_bad else "strict")
    return Encoding(letters.encoding, "replace")


@dataclass
class _Letters:
    """The letters beyond ASCII of a text that is not UTF-8."""

    seen: Counter[int] = field(default_factory=Counter)
    n_only_central: int = 0

    def take(self, piece: bytes) -> None:
        self.seen.update(_letters(piece))
        self.n_only_central += len(_ONLY_CENTRAL.findall(piece))

    @property
    def encoding(self) -> str:
        """The one with the language that leaves fewest of them unexplained. Where that is the same,
        the Western one, unless letters stand where only Central European ones do."""
        western, central = (_unexplained(self.seen, name) for name in (WESTERN, CENTRAL))
        if western == central:
            return CENTRAL if self.n_only_central else WESTERN
        return CENTRAL if central < western else WESTERN


def _letters(piece: bytes) -> Iterator[int]:
    """The bytes beyond ASCII that are letters; a sign is one where a letter follows directly."""
    for found in _LETTER.finditer(piece):
        run = found[0]
        for place, byte in enumerate(run):
            before, after = run[place - 1 : place], run[place + 1 : place + 2]
            if byte < 0x80 or (byte in _SIGNS and not _is_inside(byte, before, after)):
                continue
            yield byte


def _is_inside(byte: int, before: bytes, after: bytes) -> bool:
    """Whether a sign stands where only a letter can: ¿ and ¡ begin words, £ and ¥ numbers."""
    return after.isalpha() and (byte != 0xBF or before.isalpha())


def _unexplained(letters: Counter[int], name: str) -> int:
    """How many letters the language that fits best does not have."""
    known = _UPPER_TO_LOWER[name]
    return min(
        sum(n for byte, n in letters.items() if known.get(byte, "?") not in language)
        for language in _WRITTEN[name]
    )
