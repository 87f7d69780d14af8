"""A walk over every page in a language that is none: each text of ours comes in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import django
import pytest
from babel.dates import get_day_names, get_month_names
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from django.test import Client as Browser

import skupnost
from skupnost.channels.models import Channel, Health
from skupnost.cli.addresses import addresses
from skupnost.cli.messages import po_file, read_catalogue
from skupnost.clients.models import Client
from skupnost.editorial import actions
from skupnost.kit.registry import connectors
from skupnost.people.models import User

OPEN, CLOSE = "⟦", "⟧"
PSEUDO = "eo"  # Django words its own texts in Esperanto, so they are no English either
WORD = re.compile(r"[A-Za-z]{3,}")
SILENT = ("script", "style", "code", "kbd", "pre", "template", "textarea", "option", "time")
SPOKEN = ("aria-label", "title", "placeholder", "alt")
NAMES = (
    *("Skupnost", "English", "Slovenščina", "Slovenian", "Español", "Esperanto"),
    *("Europe/Ljubljana", "GIF", "JPEG", "PNG", "WEBP"),
    *("Studio Vida", "Pekarna Kruh"),
)
PACKAGE = Path(skupnost.__file__).parent
GLYPHS = PACKAGE / "ui" / "static" / "ui" / "glyphs"
DJANGO = Path(django.__file__).parent / "conf" / "locale" / PSEUDO / "LC_MESSAGES" / "django.po"


def _bracketed(message: object) -> object:
    if isinstance(message, str):
        return f"{OPEN}{message}{CLOSE}"
    return tuple(f"{OPEN}{form}{CLOSE}" for form in message)  # type: ignore[attr-defined]


@pytest.fixture
def pseudo(tmp_path: Path, settings: object) -> str:
    """A catalogue in which every text is its English source in brackets."""
    source = read_catalogue(po_file(PACKAGE, "es"))
    catalogue = Catalog(locale=PSEUDO)
    for message in source:
        if message.id:
            catalogue.add(message.id, _bracketed(message.id), context=message.context)
    folder = tmp_path / PSEUDO / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "django.mo").open("wb") as file:
        write_mo(file, catalogue)
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [("en", "English"), (PSEUDO, "Esperanto")]
    return PSEUDO


class Texts(HTMLParser):
    """The texts of a page that stand outside of all brackets. What says of itself that it is in
    another language (a quotation of a manifest, `lang="en"`) is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.outside: list[str] = []
        self.depth = 0
        self.silent = 0
        self.quoting: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "html" and (self.quoting[:1] == [tag] or dict(attrs).get("lang") == "en"):
            self.quoting.append(tag)
        if self.quoting:
            return
        if tag in SILENT:
            self.silent += 1
        for name, value in attrs:
            if name in SPOKEN and value:
                self.outside.append(re.sub(f"{OPEN}.*{CLOSE}", " ", value, flags=re.DOTALL))

    def handle_endtag(self, tag: str) -> None:
        if self.quoting:
            if self.quoting[-1] == tag:
                self.quoting.pop()
            return
        if tag in SILENT:
            self.silent -= 1

    def handle_data(self, data: str) -> None:
        kept = ""
        for sign in data:
            self.depth += (sign == OPEN) - (sign == CLOSE)
            kept += sign if self.depth == 0 and sign != CLOSE else " "
        if not (self.silent or self.quoting):
            self.outside.append(kept)


def _allowed() -> set[str]:
    """Names and dates: what is no language of ours."""
    glyphs = [path.stem.replace("_", " ").capitalize() for path in GLYPHS.glob("*.svg")]
    words = {
        word
        for text in (*NAMES, *glyphs, *_date_names(), *_esperanto())
        for word in WORD.findall(text)
    }
    for connector in connectors().values():
        known = connector.manifest
        sourced = [text for source in known.sources.values() for text in (source.title,)]
        for text in (known.name, known.owner, *sourced, *_values(known)):
            words |= set(WORD.findall(text))
    return words


def _date_names() -> Iterator[str]:
    """Months and days, worded by Babel in the languages we have and in English elsewhere."""
    for width in ("wide", "abbreviated"):
        yield from map(str, get_month_names(width, locale="en_GB").values())
        yield from map(str, get_day_names(width, locale="en_GB").values())


def _esperanto() -> Iterator[str]:
    """What Django itself says in the pseudo-language."""
    for message in read_catalogue(DJANGO):
        yield from (message.string,) if isinstance(message.string, str) else message.string


def _values(manifest: object) -> Iterator[str]:
    """Types of files and the like, quoted from the network as they are."""
    for kind in manifest.kinds.values():  # type: ignore[attr-defined]
        for fact in kind.facts.values():
            values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
            yield from (str(value) for value in values if "/" in str(value))


@pytest.fixture
def world(alice: User, bakery: Client, channel: Channel, pseudo: str) -> User:
    """The bakery with one post of each kind of fate, all user content outside of Latin letters."""
    now = datetime.now(UTC)
    Client.objects.filter(pk=bakery.pk).update(name="Пекарна")
    Channel.objects.filter(pk=channel.pk).update(display_name="Пекарна", handle="@зора")
    channel.refresh_from_db()
    for text, days in (("Хлеб", 1), ("Кекс", 2), ("Пита", None)):
        post = actions.write_post(
            client=bakery,
            by=alice,
            now=now,
            text=text,
            title="",
            channels=[channel],
            planned_at=now + timedelta(days=days) if days else None,
            assets=(),
        )
        if days == 1:
            actions.approve(post=post, by=alice, now=now)
            actions.schedule(post=post, at=post.planned_at, by=alice, now=now)
    Channel.objects.filter(pk=channel.pk).update(health=Health.NEEDS_RECONNECT)
    User.objects.filter(pk=alice.pk).update(language=pseudo, first_name="Алиса", username="алиса")
    alice.refresh_from_db()
    return alice


def _english(html: str, allowed: set[str]) -> list[str]:
    texts = Texts()
    texts.feed(html)
    found = [word for text in texts.outside for word in WORD.findall(text)]
    return sorted({word for word in found if word not in allowed})


def test_no_page_holds_plain_english(client: Browser, world: User) -> None:
    client.force_login(world)
    allowed = _allowed() | {"bakery"}
    walked, faults = 0, {}
    for address in addresses():
        if address.name in ("people:logout", "static") or "login" in address.pattern:
            continue
        answer = client.get(address.example)
        if "text/html" not in answer.get("Content-Type", "") or answer.streaming:
            continue
        walked += 1
        if words := _english(answer.content.decode(), allowed):
            faults[address.pattern] = words
    assert walked > 20
    assert faults == {}


@pytest.mark.parametrize("address", ["/login/", "/login/not-a-link/", "/nowhere/"])
def test_no_page_before_signing_in_holds_plain_english(
    client: Browser, pseudo: str, address: str, db: None
) -> None:
    answer = client.get(address, headers={"accept-language": pseudo})
    assert _english(answer.content.decode(), _allowed()) == []


def test_only_what_is_quoted_calls_itself_english() -> None:
    quoted = re.compile(r'lang="en"[^>]*>(.*?)</', re.DOTALL)
    tags = re.compile(r"{[{%].*?[}%]}|<[^>]*>", re.DOTALL)
    own = {
        path.name: words
        for path in PACKAGE.glob("*/templates/**/*.html")
        for inside in quoted.findall(path.read_text(encoding="utf-8"))
        if (words := WORD.findall(tags.sub("", inside)))
    }
    assert own == {}


def test_the_walk_would_see_an_english_word() -> None:
    page = f"<p>{OPEN}Good <b>morning</b>{CLOSE} <i>dear</i></p><p title='friend'></p>"
    assert _english(page, set()) == ["dear", "friend"]
    quoted = "<p><span lang='en'>a <span>note</span> <br>here</span> dear</p>"
    assert _english(quoted, set()) == ["dear"]
