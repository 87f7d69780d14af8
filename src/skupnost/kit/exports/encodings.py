"""In which encoding a text was written, told by its bytes."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO

from skupnost.kit.exports.values import BadExport

HEAD = 65_536
MOST_LOOKED_AT = 4_000_000
# A text may have a stray zero byte; in UTF-16 every other byte is one.
FEW_ZEROS = 0.01
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


def encoding_of(sample: IO[bytes]) -> str:
    """UTF-16 by its mark or its zero bytes, UTF-8 where everything is, else what Windows writes:
    in Central Europe where its letters make words of a language there, else in Western Europe."""
    head = sample.read(HEAD)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if (n_zeros := head.count(0)) > 1 + FEW_ZEROS * len(head):
        evens = head[::2].count(0)
        if n_zeros * 3 < len(head) or 0 < min(evens, n_zeros - evens) * 20 > n_zeros:
            raise BadExport("not_text")
        return "utf-16-be" if evens * 2 > n_zeros else "utf-16-le"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while head:
            decoder.decode(head)
            head = sample.read(HEAD)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return of_windows(_pieces(head, sample))
    return "utf-8-sig"


def _pieces(head: bytes, sample: IO[bytes]) -> Iterator[bytes]:
    """What follows, from the piece that is no UTF-8; not for ever."""
    n_left = MOST_LOOKED_AT
    while head and n_left > 0:
        yield head
        n_left -= len(head)
        head = sample.read(HEAD)


def of_windows(pieces: Iterable[bytes]) -> str:
    """Which of the two encodings the letters beyond ASCII are of: the one with the language that
    leaves fewest of them unexplained. Where that is the same, the Western one, unless letters
    stand where only Central European ones do."""
    letters: Counter[int] = Counter()
    n_only_central = 0
    for piece in pieces:
        letters.update(_letters(piece))
        n_only_central += len(_ONLY_CENTRAL.findall(piece))
    western, central = (_unexplained(letters, name) for name in (WESTERN, CENTRAL))
    if western == central:
        return CENTRAL if n_only_central else WESTERN
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
