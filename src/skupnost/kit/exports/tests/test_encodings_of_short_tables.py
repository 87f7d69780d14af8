"""Tables with a handful of letters beyond ASCII, as Excel and LibreOffice save them."""

from __future__ import annotations

import io

import pytest

from skupnost.kit.exports.encodings import (
    CENTRAL,
    CYRILLIC,
    LATIN_2,
    WESTERN,
    Encoding,
    encoding_of,
)
from skupnost.kit.exports.sources import Source
from skupnost.kit.exports.values import BadExport

# One row each; the language is that of the client.
CENTRAL_ROWS = {
    "sl": ["Ječmenova kaša", "Nočni pek", "Piškoti", "Žlikrofi", "Čas za malico", "Kruh že hladen"],
    "hr": ["Bučino ulje", "Kuća kruha", "Štrudla", "Božićni kolač", "Đački doručak"],
    "pl": ["Kołacz", "Rano dziś", "Miękka bułka", "Tylko 7 zł", "Żurek", "Świąteczny piernik"],
    "cs": ["Rohlíky za pět", "Tvarožník", "Ořechový", "Už je čas"],
    "hu": ["Fűszerpaprika", "Erdős kenyér", "Öt zsömle, két kifli", "Szőlő"],
    "ro": ["Gogoşi", "Pâine şi sare", "Cozonac de casă"],
}
CYRILLIC_ROWS = {
    "ru": [
        "Хлеб",
        "Ржаной хлеб с тмином",
        "Кофе по 120 ₽".replace("₽", "р."),
        "МЫ ОТКРЫТЫ",
        "ёлка",
    ],
    "sr": ["Лепиња", "Бурек са сиром", "Ћевапи", "Његошева 5"],
    "bg": ["Козунак", "Хлябът е готов"],
    "uk": ["Хлібина", "Є пиріжки"],
}
WESTERN_ROWS = {
    "es": ["Roscón", "¿Tarta?", "Piñones", "Qué rico", "Miércoles, último día"],
    "de": ["Süßes", "Nüsse", "Semmel für 1 €", "Täglich"],
    "fr": ["Baguette à l’ail", "Crêpes", "Œufs", "Maïs"],
    "it": ["C’è pane", "Bontà", "Più buono"],
    "pt": ["Pães", "Padaria aberta às 7", "Maçãs"],
    "da": ["Æblekage", "Brød på vej"],
}
NOTES = [
    *((language, CENTRAL, words) for language, row in CENTRAL_ROWS.items() for words in row),
    *((language, CYRILLIC, words) for language, row in CYRILLIC_ROWS.items() for words in row),
    *((language, WESTERN, words) for language, row in WESTERN_ROWS.items() for words in row),
    *(("sl", LATIN_2, words) for words in ("Piškoti in žemlje", "Kruh že hladen", "Šmarnica")),
    *(("pl", LATIN_2, words) for words in ("Miękka bułka i śliwka", "Gąska na Święta")),
]


def read_back(data, *languages):
    found = encoding_of(io.BytesIO(data), languages)
    return data.decode(found.name, found.errors)


def table(words):
    return f"time;likes;note\r\n2026-11-01;3;{words}\r\n2026-11-02;4;plain\r\n"


@pytest.mark.parametrize(("language", "encoding", "words"), NOTES)
def test_one_row_with_letters_is_enough(language, encoding, words):
    assert read_back(table(words).encode(encoding), language) == table(words)


@pytest.mark.parametrize("words", [row for rows in WESTERN_ROWS.values() for row in rows])
def test_western_letters_that_slovenian_has_not_stay_western_where_it_is_expected(words):
    assert read_back(table(words).encode(WESTERN), "sl") == table(words)


@pytest.mark.parametrize("language", CENTRAL_ROWS)
def test_a_few_rows_are_told_without_knowing_the_language(language):
    text = "".join(map(table, CENTRAL_ROWS[language]))
    assert read_back(text.encode(CENTRAL)) == text


def test_what_letters_leave_open_follows_the_language_that_is_expected():
    data = table("Kolač").encode(CENTRAL)
    assert "Kolač" in read_back(data, "en", "sl-SI")
    assert "Kolaè" in read_back(data, "es")


@pytest.mark.parametrize("words", ["©marko 2026", "«Pan»", "5 £, €€€", "20 µm ±5", "“Brot”"])
def test_signs_are_no_letters(words):
    assert read_back(table(words).encode(WESTERN)) == table(words)


def test_half_a_sign_at_the_end_of_utf_16_loses_nothing_else():
    data = table("Žemlja").encode("utf-16") + b"\x41"
    assert encoding_of(io.BytesIO(data)) == Encoding("utf-16", "replace")
    source = Source(io.BytesIO(data), "posts.csv")
    with source.text() as text:
        assert "Žemlja" in text.read()
    assert source.remarks == {"letters_lost": {}}


def test_what_only_begins_as_utf_16_is_no_text():
    with pytest.raises(BadExport, match="not_text"):
        encoding_of(io.BytesIO(b"\xff\xfe" + b"\x00\xd8" * 40))


def test_a_byte_that_no_encoding_has_does_not_lose_the_file():
    data = table("Žemlja").encode(CENTRAL) * 30_000 + b"2026-11-03;5;\x81\x00\r\n"
    assert read_back(data, "sl").count("Žemlja") == 30_000


def test_the_guess_is_a_remark():
    source = Source(io.BytesIO(table("Ржаной").encode(CYRILLIC)), "posts.csv")
    with source.text() as text:
        assert "Ржаной" in text.read()
    assert source.remarks == {"encoding": {"name": "Windows-1251"}}
