"""Markdown as blogs need it: sanitised HTML, the same for every preview and every connector."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from skupnost.domain.text.linkify import Found, find_links


def _link_addresses(state: StateCore) -> None:
    """A rule of the parser: web addresses in running text become links, as readers expect."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = list(_with_links(token.children))


def _with_links(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens of a paragraph; what stands in a link already stays as it is."""
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type in ("link_open", "link_close") else 0
        if token.type == "text" and not depth:
            yield from _linked(token.content)
        else:
            yield token


def _linked(text: str) -> Iterator[Token]:
    at = 0
    for found in find_links(text, bare=False):
        if found.target[:4].lower() == "http":
            yield _text(text[at : found.start])
            yield from _link(text, found)
            at = found.end
    yield _text(text[at:])


def _link(text: str, found: Found) -> tuple[Token, ...]:
    begin = Token("link_open", "a", 1, attrs={"href": found.target}, markup="linkify")
    words = _text(text[found.start : found.end])
    return begin, words, Token("link_close", "a", -1, markup="linkify")


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


# Raw HTML is shown as text, never passed on; what Markdown makes is cleaned once more.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_PARSER.core.ruler.after("text_join", "link_addresses", _link_addresses)
# fmt: off
_TAGS = {
    "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img",
    "li", "ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}
# fmt: on
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "code": {"class"},
    "td": {"style"},
    "th": {"style"},
}


def to_html(text: str) -> str:
    """HTML of a Markdown text (CommonMark with tables and strikethrough), safe to publish.

    Web addresses in running text become links. HTML in the source is escaped; links and pictures
    keep http, https and mailto only. Lone surrogates, which no encoder accepts, become U+FFFD.
    """
    readable = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return nh3.clean(
        _PARSER.render(readable),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        filter_style_properties={"text-align"},
        link_rel=None,
    )
