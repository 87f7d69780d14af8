"""From the HTML of a status back to the text that was sent, and whether two texts are the same."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

_MENTION = re.compile(r"(@[\w.-]*\w)@[\w.-]+\w(?::\d+)?")
_EMOTICON = re.compile(r":\w+:|[:;8BX%][-_][()D*/|o]|<3")
_MARKUP = re.compile(r"[\[\]*_`~<>|^]|:\w+:|^[-#>]", re.MULTILINE)
_SPACE = re.compile(r"\s+")


class _Reader(HTMLParser):
    """Collects text; paragraphs and breaks become line ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "blockquote", "pre", "li", "h1", "h2", "h3"):
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def plain_text(html: str) -> str:
    """The text of a status: links whole (their hidden parts too), line ends kept."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.pieces)).strip()


def exact_form(text: str) -> str:
    """A text as it survives rendering: mentions without their domain, any space as one."""
    composed = unicodedata.normalize("NFC", text)
    return _SPACE.sub(" ", _MENTION.sub(r"\1", composed)).strip()


def loose_form(text: str) -> str:
    """Only letters and digits, emoticons left out: what stays where a server reads markup into a
    text and turns `:-)`, `<3` or `:beer:` into pictures, as snac 2.75 does (seen 2026-11-23)."""
    without = _EMOTICON.sub("", exact_form(text))
    return "".join(character for character in without if character.isalnum()).casefold()


def may_be_rewritten(text: str) -> bool:
    """Whether a server that reads Markdown might show this text with other words or links."""
    return _MARKUP.search(text) is not None
