"""Write the table of emoji made of several code points: `python tests/contract/make_emoji.py`.

Reads the Unicode data of Debian's package `unicode-data` (15.0); writes
`src/skupnost/domain/text/emoji_sequences.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

DATA = Path("/usr/share/unicode/emoji")
TARGET = Path(__file__).parents[2] / "src/skupnost/domain/text/emoji_sequences.py"
TONES = range(0x1F3FB, 0x1F400)
HEAD = '''"""Emoji of several code points, by Unicode 15.0; written by `make_emoji.py`, not by hand.

`JOINED` are the sequences with zero-width joiners, `TONED` those in which people may have a skin
tone, the tones left out; `FLAGS` the codes of countries that have one; `REGIONS` the tags behind a
black flag; `VARIED` what the variation selector 16 may follow.
"""

from __future__ import annotations


def _sequences(table: str) -> frozenset[str]:
    return frozenset(
        "".join(chr(int(code, 16)) for code in row.split("+")) for row in table.split()
    )


'''


def rows(file: str) -> Iterator[tuple[list[int], str]]:
    """The code points and the kind of every sequence in a file; ranges are left out."""
    for line in (DATA / file).read_text("utf-8").splitlines():
        fields = line.partition("#")[0].split(";")
        if len(fields) > 1 and ".." not in fields[0]:
            yield [int(code, 16) for code in fields[0].split()], fields[1].strip()


def table(name: str, words: list[str], *, call: str = "_sequences") -> str:
    lines = "\n".join(wrap(" ".join(words), 98, break_on_hyphens=False))
    if call == "_sequences":
        return f'{name} = _sequences(\n    """\n{lines}\n"""\n)\n'
    return f'_{name} = """\n{lines}\n"""\n{name} = frozenset(_{name}.split())\n'


def spelled(codes: list[int]) -> str:
    return "+".join(f"{code:X}" for code in codes if code not in TONES)


def main() -> None:
    simple = list(rows("emoji-sequences.txt"))
    rows_joined = [codes for codes, _kind in rows("emoji-zwj-sequences.txt")]
    joined = {spelled(codes) for codes in rows_joined if not set(codes) & set(TONES)}
    toned = {spelled(codes) for codes in rows_joined if set(codes) & set(TONES)}
    flags = ["".join(chr(c - 0x1F1A5) for c in codes) for codes, kind in simple if "Flag" in kind]
    tags = [
        "".join(chr(c - 0xE0000) for c in codes[1:-1]) for codes, kind in simple if "Tag" in kind
    ]
    varied = {codes[0] for codes, _kind in rows("emoji-variation-sequences.txt")}
    parts = [
        table("JOINED", sorted(joined)),
        table("TONED", sorted(toned)),
        table("FLAGS", sorted(flags), call="frozenset"),
        table("REGIONS", sorted(tags), call="frozenset"),
        table("VARIED", [f"{code:X}" for code in sorted(varied)]),
    ]
    TARGET.write_text(HEAD + "".join(parts), "utf-8")
    print(len(joined), len(flags), len(tags), len(varied))


if __name__ == "__main__":
    main()
