"""What blogs share: slugs that are unique and readable, bodies in HTML, words out of it."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable

import nh3

from skupnost.domain.payload import MediaItem
from skupnost.domain.text.markdown import to_html

READABLE_MAX = 60
COPIES_LOOKED_FOR = 5

_LETTERS = str.maketrans(
    {
        **dict(zip("абвгдезијклмнопрстуфхцчшыэіѕѵ", "abvgdezijklmnoprstufhccsyeizi", strict=True)),
        **dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True)),
        **dict(zip("ıłøđðħŧŋ", "iloddhtn", strict=True)),
        **{"ж": "z", "љ": "lj", "њ": "nj", "џ": "dz", "ђ": "d", "ћ": "c", "щ": "sc"},
        **{"ю": "ju", "я": "ja", "є": "je", "ъ": "", "ь": "", "θ": "th", "χ": "ch", "ψ": "ps"},
        **{"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "&": " ", "'": "", "’": ""},
    }
)
_SUFFIXES = {"image/jpeg": "jpg", "image/svg+xml": "svg"}
_BLOCK_END = re.compile(r"</(p|h[1-6]|li|blockquote|pre|figure|tr|div)>|<br\s*/?>", re.IGNORECASE)


def slugified(text: str) -> str:
    """The text as lower-case ASCII letters, digits and hyphens; empty where nothing is left.

    Cyrillic and Greek become Latin in the South Slavic way, other scripts are dropped.
    """
    decomposed = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", bare.translate(_LETTERS)).strip("-")


def unique_slug(*, delivery_id: str, title: str) -> str:
    """A slug of at most 69 characters: the title's words, then eight characters that stand for the
    delivery, so that no other delivery ever has the same."""
    words = slugified(title)
    if len(words) > READABLE_MAX:
        words = words[: READABLE_MAX + 1].rpartition("-")[0] or words[:READABLE_MAX]
    return f"{words or 'post'}-{_mark(delivery_id)}"


def wished_slug(wish: str, *, client_id: str) -> str:
    """The slug a person wished for, with the delivery's own ending: looking it up must never find
    somebody else's article. Without a wish the client id itself."""
    words = slugified(wish)[:READABLE_MAX].strip("-")
    return f"{words}-{client_id.rpartition('-')[2]}" if words else client_id


def copies_of(slug: str) -> tuple[str, ...]:
    """The slug and those that a blog gives to further posts sent with the same slug."""
    return (slug, *(f"{slug}-{number}" for number in range(2, COPIES_LOOKED_FOR + 1)))


def clean_names(names: Iterable[str]) -> list[str]:
    """The names of tags or categories without `#`, blanks and repetitions, first spelling kept."""
    kept: dict[str, str] = {}
    for name in names:
        bare = " ".join(name.strip().lstrip("#").split())
        if bare:
            kept.setdefault(bare.casefold(), bare)
    return list(kept.values())


def file_name(item: MediaItem) -> str:
    """An ASCII file name for an upload, with the ending of its type."""
    name = item.name.replace("\\", "/").rpartition("/")[2]
    stem = slugified(name.rpartition(".")[0] or name)[:READABLE_MAX].strip("-")
    ending = _SUFFIXES.get(item.mime, item.mime.rpartition("/")[2])
    return f"{stem or item.sha256[:12]}.{ending}"


def body_html(markdown: str, figures: Iterable[str] = ()) -> str:
    """The article's HTML: Markdown without scripts or styles, then the figures."""
    return "\n".join((to_html(markdown).strip(), *figures)).strip()


def as_words(text: str) -> str:
    """Plain text made safe where a blog expects HTML: `<` and `&` stay what they are."""
    return html.escape(text, quote=False)


def plain_text(markup: str) -> str:
    """The words of some HTML, one line a block."""
    words = nh3.clean(_BLOCK_END.sub("\n", markup), tags=set())
    return re.sub(r"\s*\n\s*", "\n", html.unescape(words)).strip()


def n_pictures(markup: str) -> int:
    return len(re.findall(r"<img\b", markup, re.IGNORECASE))


def _mark(delivery_id: str) -> str:
    digest = hashlib.sha256(delivery_id.encode()).digest()
    return base64.b32encode(digest[:5]).decode().lower()
