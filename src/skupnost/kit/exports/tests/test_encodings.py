"""What Windows wrote in Ljubljana is not read as if it came from Lisbon, nor the reverse."""

from __future__ import annotations

import io

import pytest

from skupnost.kit.exports.encodings import CENTRAL, WESTERN, Encoding, encoding_of

CENTRAL_TEXTS = {
    "Slovenian": "Svež kruh vsako jutro ob sedmih. Pridite zgodaj, hitro poide! Še več na spletu.",
    "č only": "Kruh je pečen, pridite po kolače, več na spletu. Odprto do večera.",
    "upper case": "SVEŽ KRUH ŽE ZJUTRAJ, ČEŠNJEV ZAVITEK",
    "Croatian": "Svježi kruh svaki dan, dođite rano jer brzo nestane. Kolači za Božić.",
    "ć at an end": "Novi kolačić i burekić, dobrodošli",
    "Czech": "Čerstvý chléb každé ráno, přijďte brzy. Dnešní nabídka je veliká.",
    "Slovak": "Čerstvý chlieb každé ráno, príďte skoro. Ľudia ho majú radi.",
    "Polish": "Świeży chleb codziennie rano, przyjdź wcześnie. Ciasto z jabłkami, łąka i źródło.",
    "Hungarian": "Friss kenyér minden reggel, jöjjön korán, hűvös időben is. Őszi sütemény.",
}
WESTERN_TEXTS = {
    "French": "Du pain frais très tôt le matin, la crème brûlée, où êtes-vous ? Noël, cœur, mère.",
    "Italian": "Il pane è fresco perché c'è il forno. Più caffè, così è la città. È tardi!",
    "Spanish": "¿Quién quiere pan? ¡Mañana más! El año del niño, último día, corazón 3ª y 2º",
    "Portuguese": "Pão fresco de manhã, coração, não há mais. Ação às três, português.",
    "German": "Frische Brötchen für alle, außerdem süße Hörnchen und Käse.",
    "Danish": "Friskt brød hver dag, æbler og rødgrød med fløde på gården. Træ.",
    "Swedish": "Färskt bröd på morgonen, gå till ån och ät smörgås.",
    "Estonian": "Värske leib, õun ja šokolaad, žürii ütles jah",
    "Catalan": "Pa fresc, què més? Això és bo, el país i la raó, llençol, vostè.",
    "Dutch": "Vers brood, één stuk, reünie en café, ideeën",
    "signs": "12 m³, 5 m², ¼ l, ½ l, 10 £ and 5¹, 3 €, 20 °C – “good” naïve",
}


def told(data):
    return encoding_of(io.BytesIO(data)).name


@pytest.mark.parametrize("name", CENTRAL_TEXTS)
def test_central_european_texts_are_told_by_their_letters(name):
    assert told(CENTRAL_TEXTS[name].encode(CENTRAL)) == CENTRAL


@pytest.mark.parametrize("name", WESTERN_TEXTS)
def test_western_texts_stay_western(name):
    assert told(WESTERN_TEXTS[name].encode(WESTERN)) == WESTERN


@pytest.mark.parametrize("text", [*CENTRAL_TEXTS.values(), *WESTERN_TEXTS.values()])
def test_utf_8_is_utf_8_whatever_its_language(text):
    assert encoding_of(io.BytesIO(text.encode())) == Encoding("utf-8-sig")


def test_a_central_letter_after_much_plain_text_is_found():
    text = "plain bread\n" * 100_000 + "svež kruh že zjutraj, češnje"
    assert told(text.encode(CENTRAL)) == CENTRAL


@pytest.mark.parametrize("cut", [b"\xc5", b"\xf0\x9f\xa5"])
def test_a_letter_that_a_program_cut_through_does_not_spoil_all_others(cut):
    text = "svež kruh že zjutraj, češnje\n".encode() * 4000
    for data in (text + cut, cut + text, text + cut + b" bread\n" + text):
        assert encoding_of(io.BytesIO(data)) == Encoding("utf-8-sig", "replace")
