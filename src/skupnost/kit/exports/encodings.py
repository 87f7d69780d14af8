"""In which encoding a text was written, told by its bytes.

The rule, in this order: a mark of UTF-16 or the zero bytes of one without; UTF-8 where all of it
is, or all but a few damaged letters; else one of four encodings of single bytes, told by letters:

1. Windows-1251 where most letters beyond ASCII stand in words that are wholly Cyrillic letters of
   it. Words of Latin languages mix them with ASCII.
2. ISO-8859-2 where no byte is one that it does not have, and one of its languages has two letters
   more than any of 1250 or 1252, or an expected one has them all there and in neither of those.
3. Windows-1250 or 1252, whichever has the language that leaves fewer letters unexplained.
4. Where both leave the same, more letters that stand where only one of them can have them: a č
   before a vowel, a ñ. Without any, 1250 if a language expected of the file has them all there.

KOI8-R and the Windows encodings for Greek, Turkish and Baltic languages are not known.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Collection, Iterator
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
WESTERN, CENTRAL, CYRILLIC, LATIN_2 = "cp1252", "cp1250", "cp1251", "iso8859_2"
NAMES = {
    WESTERN: "Windows-1252",
    CENTRAL: "Windows-1250",
    CYRILLIC: "Windows-1251",
    LATIN_2: "ISO-8859-2",
}
# The letters beyond ASCII that a text of each language has; those of Central Europe by ISO 639-1.
_WESTERN_WRITTEN = (
    "äöüß", "àâæçéèêëîïôœùûüÿ", "àéèìíîòóùú", "áéíóúüñ", "àáâãçéêíóôõúü", "àçèéíïòóúü",
    "áàéèëêïíóòöüú", "æøåéòóôäöü", "åäöéàü", "äõöüšž", "áéíóúýþæðö",
)  # fmt: skip
_CENTRAL_WRITTEN = {
    "sl": "čšž", "hr": "čćđšž", "cs": "áčďéěíňóřšťúůýž", "sk": "áäčďéíĺľňóôŕšťúýž",
    "pl": "ąćęłńóśźż", "hu": "áéíóöőúüű", "ro": "ăâîşţ",
}  # fmt: skip
_CENTRAL_WRITTEN |= dict.fromkeys(("bs", "sr"), _CENTRAL_WRITTEN["hr"])
_WRITTEN = {
    WESTERN: _WESTERN_WRITTEN,
    CENTRAL: tuple(_CENTRAL_WRITTEN.values()),
    LATIN_2: tuple(_CENTRAL_WRITTEN.values()),
}
# Signs of one encoding where another has letters: ³ and ł, ¹ and ą or š, ¿ and ż, © and Š …
_SIGNS = frozenset(
    b"\xa1\xa3\xa5\xa6\xa9\xaa\xab\xae\xaf\xb1\xb2\xb3\xb5\xb6\xb9\xba\xbb\xbc\xbd\xbe\xbf"
)
# Of these, the ones that stand before words or numbers where they are signs: ¡ ¿ « » ± µ.
_BEGIN = frozenset(b"\xa1\xab\xb1\xb5\xbb\xbf")
# ©, ® and ¶ stand before names and sentences: they are letters before small ones only.
_BEFORE_NAMES = frozenset(b"\xa9\xae\xb6")
_LETTER = re.compile(rb"[A-Za-z\x80-\xff]?[\x80-\xff]+[A-Za-z]?")
# What is č or ć in Central Europe is è or æ in the West, which stand before no vowel, after none
# and at no end; likewise ś and œ, ě and ì, ă and ã.
_ONLY_CENTRAL = re.compile(
    rb"[\xe8\xc8][aeiouAEIOU]|[aeiou]\xe6|\xc6[aeiou]|[aeiouy]\x9c|\xec[a-z]"
    rb"|\xe3[bcdfghjklmnpqrtvxz]|\bz\xb3(?![A-Za-z\x80-\xff])"
)
# ñ before a vowel, ão and ãe, ões, ¡ before a word, and è alone.
_ONLY_WESTERN = re.compile(
    rb"[\xf1\xd1][aeiouAEIOU]|\xe3[oe]|\xf5es|(?<![A-Za-z\x80-\xff])\xa1[A-Za-z]"
    rb"|(?<![A-Za-z\x80-\xff])\xe8(?![A-Za-z\x80-\xff])"
)
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
# Of Latin letters no word is made that has none of ASCII; Љ and its like lie where € and “ do.
_CYRILLIC_WORD = re.compile(rb"(?=.{2})[\x80-\xff]*[\xc0-\xff][\x80-\xff]*", re.DOTALL)
# Quotation marks, dashes and the like, which the encodings of Windows have in common.
_SHARED_SIGNS = bytes(
    [0x82, *range(0x84, 0x8A), 0x8B, *range(0x91, 0x9A), 0x9B, 0xA0, 0xA6, 0xA7, 0xA9,
     *range(0xAB, 0xAF), 0xB0, 0xB1, 0xB5, 0xB6, 0xB7, 0xBB]
)  # fmt: skip
_WITHOUT_SIGNS = bytes.maketrans(_SHARED_SIGNS, b" " * len(_SHARED_SIGNS))
_CONTROLS = re.compile(rb"[\x80-\x9f]")
_UPPER_TO_LOWER = {
    name: {
        byte: letter.lower()
        for byte in range(0x80, 0x100)
        if (letter := bytes([byte]).decode(name, "replace")).isalpha()
    }
    for name in _WRITTEN
}


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes are read; `errors` as Python names it."""

    name: str
    errors: str = "strict"


def encoding_of(sample: IO[bytes], languages: Collection[str] = ()) -> Encoding:
    """How a text is read, by the rule above; it is looked at in pieces, all of it as long as it is
    UTF-8, then 4 MB. `languages` are those that are expected of it (`sl`, `pl-PL`), which settle
    what its letters leave open. Whatever it cannot have is replaced, so that no odd byte loses the
    file. BadExport (`not_text`) for a picture or the like."""
    head = sample.read(HEAD)
    pieces = chain([head], iter(lambda: sample.read(HEAD), b""))
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf_16("utf-16", pieces)
    if (n_zeros := head.count(0)) > 1 + FEW_ZEROS * len(head):
        evens = head[::2].count(0)
        if n_zeros * 3 < len(head) or 0 < min(evens, n_zeros - evens) * 20 > n_zeros:
            raise BadExport("not_text")
        return _utf_16("utf-16-be" if evens * 2 > n_zeros else "utf-16-le", pieces)
    known = (_CENTRAL_WRITTEN.get(told[:2].lower(), "") for told in languages)
    return _by_letters(pieces, tuple(filter(None, known)))


def _utf_16(name: str, pieces: Iterator[bytes]) -> Encoding:
    """UTF-16 where nearly all of it is; half a sign at its end, say, is lost by itself."""
    decoder = codecs.getincrementaldecoder(name)(errors="replace")
    n_signs, n_lost = 0, 0
    for piece in chain(pieces, [b""]):
        text = decoder.decode(piece, final=not piece)
        n_signs, n_lost = n_signs + len(text), n_lost + text.count(LOST)
    if n_lost * FEW_LOST > n_signs:
        raise BadExport("not_text")
    return Encoding(name, "replace" if n_lost else "strict")


def _by_letters(pieces: Iterator[bytes], expected: Collection[str]) -> Encoding:
    """UTF-8 where all of it is, or all but a few letters that a program cut through."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    n_good, n_bad, n_looked_at = 0, 0, 0
    letters = _Letters(expected)
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
    """The letters beyond ASCII of a text that is not UTF-8; `expected` has those of the languages
    of Central Europe that are expected of it."""

    expected: Collection[str] = ()
    seen: Counter[int] = field(default_factory=Counter)
    n_only_central: int = 0
    n_only_western: int = 0
    n_cyrillic: int = 0
    n_mixed: int = 0
    has_controls: bool = False

    def take(self, piece: bytes) -> None:
        self.seen.update(_letters(piece))
        self.n_only_central += len(_ONLY_CENTRAL.findall(piece))
        self.n_only_western += len(_ONLY_WESTERN.findall(piece))
        self.has_controls = self.has_controls or bool(_CONTROLS.search(piece))
        for word in _WORD.findall(piece.translate(_WITHOUT_SIGNS)):
            if _CYRILLIC_WORD.fullmatch(word):
                self.n_cyrillic += len(word)
            elif len(word) > 1:
                self.n_mixed += len(word)

    @property
    def encoding(self) -> str:
        if self.n_cyrillic > self.n_mixed:
            return CYRILLIC
        western, central, latin_2 = (
            self._unexplained(name) for name in (WESTERN, CENTRAL, LATIN_2)
        )
        if not self.has_controls and self._is_latin_2(western, central, latin_2):
            return LATIN_2
        if western == central:
            western, central = self.n_only_central, self.n_only_western
        if western == central:
            return CENTRAL if self.seen and self._is_expected(CENTRAL) else WESTERN
        return CENTRAL if central < western else WESTERN

    def _is_latin_2(self, western: int, central: int, latin_2: int) -> bool:
        if western and self._is_expected(LATIN_2) and not self._is_expected(CENTRAL):
            return True
        return min(western, central) - latin_2 >= 2

    def _is_expected(self, name: str) -> bool:
        """Whether a language that is expected has all the letters."""
        return bool(self.expected) and not self._unexplained(name, self.expected)

    def _unexplained(self, name: str, languages: Collection[str] = ()) -> int:
        """How many letters the language that fits best does not have."""
        known = _UPPER_TO_LOWER[name]
        return min(
            sum(n for byte, n in self.seen.items() if known.get(byte, "?") not in letters)
            for letters in languages or _WRITTEN[name]
        )


def _letters(piece: bytes) -> Iterator[int]:
    """The bytes beyond ASCII that are letters; a sign is one where only a letter can stand."""
    for found in _LETTER.finditer(piece):
        run = found[0]
        for place, byte in enumerate(run):
            before, after = run[place - 1 : place], run[place + 1 : place + 2]
            if byte < 0x80 or (byte in _SIGNS and not _is_inside(byte, before, after)):
                continue
            yield byte


def _is_inside(byte: int, before: bytes, after: bytes) -> bool:
    """Whether a sign stands where only a letter can: ¿ and ¡ begin words, £ and ¥ numbers."""
    if byte in _BEGIN:
        return after.isalpha() and before.isalpha()
    return after.islower() if byte in _BEFORE_NAMES else after.isalpha()
