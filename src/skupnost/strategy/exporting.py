"""The document to take along: Markdown, PDF, HTML and JSON, in the client's language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from skupnost.clients.models import Client
from skupnost.strategy import curves
from skupnost.strategy.charts import Chart
from skupnost.strategy.document import Section, author, edition, sections
from skupnost.strategy.markdown import as_plain, paragraphs
from skupnost.strategy.models import StrategyVersion
from skupnost.ui.typesetting import typeset

PAPER = Path(__file__).with_name("document.typ")


def language_of(client: Client) -> str:
    """The client's language where we have it, else English."""
    known = dict(settings.LANGUAGES)
    wanted = client.language.split("-")[0]
    return wanted if wanted in known else "en"


def title(client: Client) -> str:
    return _("Strategy: %(name)s") % {"name": client.name}


def as_markdown(version: StrategyVersion) -> str:
    """The document as Markdown; charts by their sentence and their table. What people wrote is
    plain text in every export, so here its signs are escaped."""
    with translation.override(language_of(version.client)):
        parts = [f"# {as_plain(title(version.client))}", edition(version)]
        if version.remark:
            parts.append(as_plain(version.remark))
        for section in sections(version.value):
            parts += [f"## {as_plain(section.heading)}", *_markdown(section)]
    return "\n\n".join(parts) + "\n"


def _markdown(section: Section) -> Iterator[str]:
    if section.lines:
        yield "\n".join(f"- {_cell(line)}" for line in section.lines)
        if section.code == "cadence":
            return
    if section.words:
        yield paragraphs(section.words)
    if section.rows and not section.lines:
        yield _markdown_table(section.heads, section.rows)
    for chart in () if section.lines else section.charts:
        yield f"### {chart.title}"
        yield as_plain(chart.sentence)
        yield _markdown_table(chart.heads, chart.rows)


def _markdown_table(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> str:
    head, *body = [f"| {' | '.join(map(_cell, line))} |" for line in (heads, *rows)]
    return "\n".join((head, f"|{' --- |' * len(heads)}", *body))


def _cell(text: str) -> str:
    return as_plain(" ".join(text.split()))


def as_html(version: StrategyVersion) -> str:
    """The document as one file that needs no other."""
    with translation.override(language_of(version.client)):
        return render_to_string("strategy/paper.html", _paper(version))


def as_pdf(version: StrategyVersion) -> bytes:
    """The document as a tagged PDF; `ui.typesetting.NotInstalled` without the extra."""
    with translation.override(language_of(version.client)):
        return typeset(PAPER, _paper(version), at=version.saved_at)


def _paper(version: StrategyVersion) -> dict[str, Any]:
    """The whole document without any sheet: for PDF and for a file of HTML."""
    who, colour = author(version), version.client.colour
    return {
        "language": translation.get_language() or "en",
        "title": title(version.client),
        "kind": _("Strategy"),
        "client": version.client.name,
        "edition": edition(version),
        "author": _("Written by %(name)s") % {"name": who} if who else "",
        "remark": version.remark,
        "colour": colour,
        "sections": [_plain(section, colour) for section in sections(version.value)],
    }


def _plain(section: Section, colour: str) -> dict[str, Any]:
    return {
        "code": section.code,
        "heading": section.heading,
        "lines": section.shown_lines,
        "words": section.words,
        "heads": section.heads,
        "rows": section.rows,
        "labelled": section.labelled,
        "charts": [_plain_chart(chart, colour) for chart in section.charts],
    }


def _plain_chart(chart: Chart, colour: str) -> dict[str, Any]:
    return {
        "code": chart.code,
        "title": chart.title,
        "svg": curves.on_paper(chart.svg, colour),
        "alt": f"{chart.title}. {chart.sentence}",
        "sentence": chart.sentence,
        "legend": chart.legend,
        "heads": chart.heads,
        "rows": chart.rows,
        "labelled": chart.labelled,
    }


def as_value(version: StrategyVersion) -> dict[str, Any]:
    """The version for programs: what was written, chosen and advised."""
    return {
        "client": version.client.slug,
        "version": version.number,
        "saved_at": version.saved_at,
        "saved_by": author(version),
        "remark": version.remark,
        **version.value,
    }
