"""`skupnost check`: one post under one network's rules."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from skupnost.kit.clock import SystemClock
from skupnost.kit.registry import connector
from skupnost.kit.simulation import MemoryStore
from skupnost.kit.testing.serving import serve


@pytest.fixture
def check(skupnost, tmp_path):
    def run(text: str | bytes, *more: str, network: str = "mastodon", kind: str = "account"):
        raw = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "text.txt").write_bytes(raw)
        whose = ("--network", network, "--kind", kind) if kind else ("--network", network)
        return skupnost("check", *whose, "--text-file", "text.txt", "--json", *more)

    return run


def codes(said) -> list[tuple[str, str]]:
    return [(row["code"], row["where"]) for row in said.json["findings"]]


def huge_png(side: int) -> bytes:
    """The head of a picture of that many pixels each way; a few bytes on the disk."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def test_the_answer_has_length_entities_and_findings(check):
    said = check("Rye 🥖 https://example.com/rye #bread", network="x", kind="standard")
    assert said.json["length"] == {"value": 37, "max": 280, "unit": "weighted"}
    assert said.json["entities"] == [
        {"kind": "url", "start": 6, "end": 29, "text": "https://example.com/rye"},
        {"kind": "hashtag", "start": 30, "end": 36, "text": "#bread"},
    ]
    assert (said.code, said.json["ok"]) == (0, True)


def test_a_finding_says_what_where_and_who_says_so(check):
    said = check("a" * 301, network="bluesky")
    (finding,) = said.json["findings"]
    assert (said.code, finding["level"], finding["where"]) == (1, "error", "text")
    assert finding["mend"] == "shorten"
    assert finding["source"]["rule"] == "text.text_max"
    assert finding["source"]["checked_on"] == "2026-11-23"
    assert finding["source"]["confidence"] == "official_contract"
    assert finding["source"]["title"]
    assert finding["source"]["address"]


def test_the_line_end_of_the_file_is_not_part_of_the_post(check):
    assert check("Rye\n").json["length"]["value"] == 3
    assert check("Rye\r\n").json["length"]["value"] == 3
    assert check("Rye\n\n").json["length"]["value"] == 4


@pytest.mark.parametrize(
    ("network", "kind", "nearest"),
    [("facebok", "page", ["facebook"]), ("linkedin", "organisation", ["organization"])],
)
def test_an_unknown_name_is_answered_with_what_there_is(check, network, kind, nearest):
    said = check("Rye", network=network, kind=kind)
    error = said.json["error"]
    assert (said.code, error["nearest"]) == (2, nearest)
    assert nearest[0] in error["known"]
    assert f"Did you mean {nearest[0]}?" in said.err


def test_without_a_kind_it_is_said_which_was_taken(check):
    said = check("Rye", kind="")
    assert said.json["kind"] == "account"
    assert "bot_account" in said.err


def test_the_answer_speaks_the_language_asked_for(check):
    (finding,) = check("", network="bluesky").json["findings"]
    (slovenian,) = check("", "--language", "sl", network="bluesky").json["findings"]
    assert finding["code"] == slovenian["code"] == "post_empty"
    assert finding["message"] != slovenian["message"]
    assert check("Rye", "--language", "xx").code == 2


def test_a_file_that_is_not_text_is_refused_in_words(check):
    said = check(b"Rye \xff\xfe")
    assert (said.code, said.json["error"]["code"]) == (1, "not_text")


def test_a_megabyte_of_text_is_answered(check):
    said = check("kruh 🥖 #rž @zora " * 60_000)
    assert said.code == 1
    assert ("text_too_long", "text") in codes(said)


@pytest.mark.parametrize("text", ["خبز \u200fطازج", "👩\u200d👩\u200d👧\u200d👦", "a\u0301\u200d"])
def test_signs_of_all_scripts_pass(check, text):
    said = check(text)
    assert (said.code, codes(said)) == (0, [])


def test_a_picture_is_measured_by_its_head(check, tmp_path):
    Image.new("RGB", (100, 3000)).save(tmp_path / "tall.png")
    media = ("--media", "tall.png", "--alt", "A baguette")
    assert ("shape_too_tall", "media.0") in codes(
        check("Rye", *media, network="instagram", kind="business")
    )


def test_a_huge_picture_is_refused_without_being_decoded(check, tmp_path):
    (tmp_path / "huge.png").write_bytes(huge_png(30_000))
    said = check("Rye", "--media", "huge.png")
    assert (said.code, codes(said)) == (1, [("too_many_pixels", "media.0")])


def test_a_file_that_is_not_what_its_name_says_is_told(check, tmp_path):
    Image.new("RGB", (9, 9)).save(tmp_path / "rye.png")
    (tmp_path / "rye.png").rename(tmp_path / "rye.jpg")
    said = check("Rye", "--media", "rye.jpg", "--alt", "Rye")
    assert codes(said) == [("named_otherwise", "media.0")]
    (tmp_path / "words.jpg").write_bytes(b"no picture at all")
    said = check("Rye", "--media", "words.jpg", "--alt", "Rye")
    assert (said.code, codes(said)) == (1, [("not_a_picture", "media.0")])


def test_a_file_that_is_not_there_is_a_mistake_of_the_command(check):
    assert check("Rye", "--media", "gone.png").json["error"]["code"] == "no_such_file"


@pytest.fixture
def server(settings):
    settings.ALLOW_PRIVATE_HOSTS = True
    store = MemoryStore()
    make = connector("mastodon").simulator
    assert make is not None
    with serve(make(store, SystemClock()), store=store) as network:
        yield network


def test_a_server_is_asked_for_its_own_limits(check, server):
    said = check("Rye", "--server", server.url)
    assert said.json["live"]["server"] == server.url
    assert said.json["live"]["from_cache"] is False


def test_pixelfed_is_asked_in_the_same_words(check, server):
    said = check("Rye", "--server", server.url, network="pixelfed")
    assert said.json["live"]["from_cache"] is False


def test_what_a_server_told_is_used_when_it_is_gone(check, settings, tmp_path):
    settings.ALLOW_PRIVATE_HOSTS = True
    settings.DATA = Path(tmp_path)
    store = MemoryStore()
    make = connector("mastodon").simulator
    assert make is not None
    with serve(make(store, SystemClock()), store=store) as network:
        first = check("Rye", "--server", network.url).json["live"]
    said = check("a" * 501, "--server", network.url)
    assert said.json["live"] == {**first, "from_cache": True}
    assert said.json["findings"][0]["source"]["live"] is True
    assert first["read_at"][:16].replace("T", " ") in said.err


def test_a_server_that_never_told_anything_is_named(check, settings):
    settings.ALLOW_PRIVATE_HOSTS = True
    said = check("Rye", "--server", "http://127.0.0.1:9")
    assert (said.code, said.json["error"]["code"]) == (1, "connection_failed")


def test_where_servers_tell_nothing_it_is_said(check):
    said = check("Rye", "--server", "https://example.com", network="x", kind="standard")
    assert said.json["error"]["code"] == "no_live_limits"


def test_a_photo_in_heic_is_measured_and_its_mend_is_offered(check, tmp_path):
    pytest.importorskip("pillow_heif").register_heif_opener()
    Image.new("RGB", (64, 48), "teal").save(tmp_path / "photo.heic", "HEIF")
    said = check("Rye", "--media", "photo.heic", "--alt", "A loaf", network="x", kind="standard")
    (row,) = [one for one in said.json["findings"] if one["where"] == "media.0"]
    assert (said.code, row["level"], row["mend"]) == (1, "error", "convert")


def test_words_under_a_picture_are_counted_by_their_own_limit(check, tmp_path):
    Image.new("RGB", (640, 480), "teal").save(tmp_path / "loaf.png")
    more = ("--media", "loaf.png", "--alt", "A loaf")
    said = check("a" * 1025, *more, network="telegram", kind="channel")
    assert said.json["length"] == {"value": 1025, "max": 1024, "unit": "utf16_units"}
    assert ("text_too_long", "text") in codes(said)
    assert check("a" * 1025, network="telegram", kind="channel").json["length"]["max"] == 4096
