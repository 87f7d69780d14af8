"""Markdown as blogs need it: sanitised HTML, the same for every preview and every connector."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

# Raw HTML is shown as text, never passed on; what Markdown makes is cleaned once more.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
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

    HTML in the source is escaped; links and pictures keep http, https and mailto only. Lone
    surrogates, which no encoder accepts, become U+FFFD.
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
