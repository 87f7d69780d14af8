"""What people type into the strategy document is plain text, in Markdown too."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from skupnost.strategy import exporting
from skupnost.strategy.markdown import as_plain, paragraphs
from skupnost.strategy.versions import save_version

TYPED = (
    "**bold** and *this*", "snake_case, _low_ and __init__", "1. december", "2) drugi", "# no head",
    "- no list", "+ no list", "> no quote", "---", "===", "[a](b) ![c](d)", "`code` ~~gone~~",
    "<b>tag</b> &amp; AT&T", "a | b \\ c \\* d", "https://zora.example/a_b_c?x=1&y=2",
    "+6 % und -3", "* * *", "$x^2$", "#hashtag", "![", "5. ", "10.000 obiskov",
)  # fmt: skip


def shown(markdown: str) -> str:
    """What a reader of the file sees, without tags; a tag that is not a paragraph is a fault."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    assert not re.sub(r"</?p>|<br />", "", html).count("<"), html
    plain = re.sub(r"<br />\n", "\n", html)
    plain = re.sub(r"</?p>", "", plain)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(entity, sign)
    return plain.strip()


@pytest.mark.parametrize("words", TYPED)
def test_a_reader_of_the_file_sees_what_was_typed(words):
    assert shown(as_plain(words)) == words.strip()


def test_all_lines_together_stay_lines_and_paragraphs():
    words = "\n".join(TYPED) + "\n\nNext paragraph.\n---"
    told = [line.strip() for line in words.split("\n") if line.strip()]
    assert [line for line in shown(paragraphs(words)).split("\n") if line] == told


def test_bold_is_typed_as_stars_in_every_export(bakery, alice, now):
    bakery.language = "en"
    bakery.save()
    value = {"voice": "**Warm**", "pillars": [{"name": "1. *Bread*", "share": 100}]}
    version = save_version(client=bakery, value=value, by=alice, now=now, remark="_ok_")
    text = exporting.as_markdown(version)
    assert "\\*\\*Warm\\*\\*" in text
    assert "- 1\\. \\*Bread\\*: 100 %" in text
    assert "\n\\_ok\\_\n" in text
    assert "**Warm**" in exporting.as_html(version)
