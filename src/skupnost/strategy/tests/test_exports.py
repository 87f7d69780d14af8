"""The strategy as the client receives it: PDF, HTML, Markdown and JSON, whatever was written."""

from __future__ import annotations

import io
import json
import re
import sys
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from pypdf import PdfReader
from pypdf.generic import ArrayObject

from skupnost.strategy import curves, exporting
from skupnost.strategy.counsel import counsel
from skupnost.strategy.figures import as_value, figures_of_client, from_value
from skupnost.strategy.models import ChannelLimits
from skupnost.strategy.tests.conftest import ORDER
from skupnost.strategy.versions import save_version

NASTY = r'#panic("x") *bold* _it_ @ref $x^2$ \ `code` <label> #{1+1} // gone /* gone */ ~ = [x] "q"'
LONG = "Donaudampfschifffahrtsgesellschaft" * 6


@pytest.fixture
def written(past, alice, now):
    """The bakery's strategy in English, with a channel that has a past."""
    past.client.language = "en"
    past.client.save()
    value = {
        "goals": [{"what": NASTY, "number": "2000", "by": "2027-06-01"}],
        "pillars": [{"name": LONG, "share": 60}, {"name": "אבגד محمد", "share": 40}],
        "voice": "Warm.\nShort.\n\nNever loud.",
        "crisis_name": "Alenka",
    }
    at = now.replace(microsecond=408824)
    return save_version(client=past.client, value=value, by=alice, now=at)


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def figures_in(part):
    """The words of every picture in the tree of tags."""
    part = part.get_object()
    if isinstance(part, list):
        for inner in part:
            yield from figures_in(inner)
    elif hasattr(part, "get"):
        if "/Alt" in part:
            yield str(part["/Alt"])
        yield from figures_in(part.get("/K", ArrayObject()))


def flat(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\u200b", "").replace("\u00ad", ""))


def test_the_pdf_has_every_section_and_every_table(written):
    text = text_of(exporting.as_pdf(written))
    for words in ("Pekarna Zora", "Version 1, 25 November 2026", "Written by alice", "Goals"):
        assert words in text
    for words in ("Never loud.", "Advised:", "What the hour is worth", "No posts at", "11:00"):
        assert words in text


@pytest.mark.parametrize("order", [ORDER, ORDER * 2])
def test_the_weeks_of_an_experiment_stand_on_paper_a_row_each(tried, alice, now, order):
    tried.order = order
    tried.save()
    tried.channel.client.language = "en"
    tried.channel.client.save()
    version = save_version(client=tried.channel.client, value={}, by=alice, now=now)
    page = PdfReader(io.BytesIO(exporting.as_pdf(version))).pages[-1]
    rows = page.extract_text(extraction_mode="layout").splitlines()
    assert any(re.search(r"\b1 +Mon 26 Oct +3, few +3 +\d+ +yes", row) for row in rows)
    assert any(re.search(rf"\b{len(order)} +Mon", row) for row in rows)


def test_the_pdf_is_tagged_says_its_language_and_title_and_is_dated(written, now):
    reader = PdfReader(io.BytesIO(exporting.as_pdf(written)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_data()
    assert reader.metadata.title == "Strategy: Pekarna Zora"
    assert reader.metadata.creation_date == now
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


def test_pages_of_the_pdf_are_numbered(written):
    pages = PdfReader(io.BytesIO(exporting.as_pdf(written))).pages
    assert len(pages) > 1
    assert all(f"{n} / {len(pages)}" in page.extract_text() for n, page in enumerate(pages, 1))


def test_what_people_write_is_text_and_never_markup(written):
    text = flat(text_of(exporting.as_pdf(written)))
    assert flat(NASTY) in text
    assert flat(LONG) in text


def test_every_chart_of_the_pdf_says_what_it_shows(written):
    reader = PdfReader(io.BytesIO(exporting.as_pdf(written)))
    told = list(figures_in(reader.trailer["/Root"]["/StructTreeRoot"]))
    assert len(told) == 4
    assert any(line.startswith("The week. ") for line in told)


def test_a_character_that_no_font_has_makes_a_file_all_the_same(written):
    written.value["voice"] = "\U000f1234 \x07 \ue000"
    content = exporting.as_pdf(written)
    assert content.startswith(b"%PDF")
    assert b"pdfuaid" not in PdfReader(io.BytesIO(content)).trailer["/Root"]["/Metadata"].get_data()


def test_without_the_extra_the_page_says_what_brings_it(client, alice, written, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    client.force_login(alice)
    place = reverse("strategy:document_pdf", args=[written.client.slug])
    text = client.get(place, follow=True).content.decode()
    assert "PDFs need the extra: “pip install skupnost[pdf]”." in text
    assert "or print this page or the HTML file" in text


def test_the_pdf_comes_as_a_file_of_its_version(client, alice, written):
    client.force_login(alice)
    answer = client.get(reverse("strategy:document_pdf", args=[written.client.slug]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="bakery-strategy-1.pdf"'


def test_exports_are_in_the_language_of_the_client(written):
    written.client.language = "sl"
    assert exporting.as_markdown(written).startswith(
        "# Strategija: Pekarna Zora\n\nRazličica 1, 25."
    )
    assert "Cilji" in text_of(exporting.as_pdf(written))
    assert '<html lang="sl">' in exporting.as_html(written)
    written.client.language = "xx"
    assert exporting.as_markdown(written).startswith("# Strategy")


def test_the_html_is_one_file_in_plain_colours(written):
    text = exporting.as_html(written)
    assert "var(--accent" not in text
    assert "<script" not in text
    assert not re.search(r"(src|href)=", text)
    assert "&lt;label&gt;" in text
    assert written.client.colour in text


def test_markdown_has_the_sentence_and_the_table_of_every_chart(written):
    text = exporting.as_markdown(written)
    assert "### The week\n\n" in text
    assert "| Hour | Against the average hour | 80 % range | Posts behind it |" in text
    assert text.count("\n| --- |") == 4


def test_every_drawing_is_sound_with_and_without_a_sheet(written):
    found = exporting._paper(written)
    drawn = [chart["svg"] for section in found["sections"] for chart in section["charts"]]
    assert len(drawn) == 4
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        assert root.get("aria-label")
        assert "var(" not in svg
    assert curves.on_paper('<p fill="var(--line)">', "#123456") == '<p fill="#e4e4ec">'


def test_figures_come_back_as_they_were_kept(past, now):
    for kept in figures_of_client(past.client, now):
        assert as_value(from_value(json.loads(json.dumps(kept)))) == kept
        assert len(json.dumps(kept)) < 8_000


def test_every_export_says_that_the_limits_set_the_pace(past, alice, now, client):
    past.client.language = "en"
    past.client.save()
    ChannelLimits.objects.create(channel=past, most=2)
    free = counsel(past, now=now).advice.free_per_week
    version = save_version(client=past.client, value={"voice": "Warm."}, by=alice, now=now)
    client.force_login(alice)
    page = client.get(reverse("strategy:document", args=[past.client.slug])).content.decode()
    words = f"The limits set this pace; without them it would be {free} a week."
    exports = [page, exporting.as_html(version), exporting.as_markdown(version)]
    for text in [*exports, text_of(exporting.as_pdf(version))]:
        assert flat(f"Advised: 2 posts a week. {words}") in flat(text)
        assert flat("set by limits") in flat(text)
        assert "80%:2" not in flat(text)


def test_figures_that_were_kept_without_the_free_pace_know_of_no_limits(past, now):
    value = figures_of_client(past.client, now)[0]
    del value["free_per_week"]
    assert not from_value(value).is_held
