"""How the simulated server renders and counts a text: Mastodon's way, told apart from ours."""

from __future__ import annotations

import re
from html import escape

_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_TOKEN = re.compile(
    rf"(?P<link>{_LINK.pattern})|(?P<mention>(?<![\w/@])@(?P<user>\w+)(?:@[\w.-]+\w)?)"
    r"|(?P<tag>(?<![\w&/])#(?P<word>\w*[^\W\d]\w*))"
)
_DOMAIN = re.compile(r"((?<![\w/@])@\w+)@[\w.-]+\w")


def counted_length(text: str, warning: str, *, per_link: int) -> int:
    """Characters by the server's count: a link is `per_link`, a mention's domain nothing."""
    without_links = _LINK.sub("x" * per_link, text)
    return len(_DOMAIN.sub(r"\1", without_links)) + len(warning)


def rendered(text: str) -> str:
    """The HTML of a status."""
    paragraphs = [piece for piece in re.split(r"\n{2,}", text.strip()) if piece]
    return "".join(f"<p>{_inline(piece)}</p>" for piece in paragraphs)


def _inline(text: str) -> str:
    pieces, end = [], 0
    for match in _TOKEN.finditer(text):
        pieces += [escape(text[end : match.start()]), _marked(match)]
        end = match.end()
    return "".join([*pieces, escape(text[end:])]).replace("\n", "<br />")


def _marked(match: re.Match[str]) -> str:
    if match["link"]:
        return _anchor(match["link"])
    if match["tag"]:
        word = escape(match["word"])
        return f'<a href="/tags/{word}" class="mention hashtag" rel="tag">#<span>{word}</span></a>'
    user = escape(match["user"])
    link = f'<a href="/@{user}" class="u-url mention">@<span>{user}</span></a>'
    return f'<span class="h-card">{link}</span>'


def _anchor(link: str) -> str:
    scheme, _, rest = link.partition("://")
    shown, hidden = rest[:30], rest[30:]
    kind = "ellipsis" if hidden else ""
    return (
        f'<a href="{escape(link)}" rel="nofollow noopener" target="_blank">'
        f'<span class="invisible">{scheme}://</span><span class="{kind}">{escape(shown)}</span>'
        f'<span class="invisible">{escape(hidden)}</span></a>'
    )
