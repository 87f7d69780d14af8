"""Files of past posts come in once, whatever happens to them."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from skupnost.kit.exports import BadExport
from skupnost.metrics.actions import import_history
from skupnost.metrics.models import PastPost, Reading
from skupnost.metrics.queries import history
from skupnost.metrics.sentences import file_problem

LJUBLJANA = ZoneInfo("Europe/Ljubljana")
SUITE = """Post ID,Page ID,Publish time,Title,Reach,Reactions,Comments,Shares,Mood
1,9,10/25/2026 14:30,Rolls,100,5,1,0,fine
2,9,10/26/2026 08:00,Bread,,7,0,2,fine
"""


@pytest.fixture
def take(new_channel, bakery, now):
    """Imports a text or bytes into the channel of a network."""
    channels = {}

    def do(content, name="posts.csv", network="facebook", kind="page", **more):
        if network not in channels:
            channels[network] = new_channel(bakery, network, kind)
        data = content.encode() if isinstance(content, str) else content
        return import_history(
            channel=channels[network], file=io.BytesIO(data), name=name, **({"now": now} | more)
        )

    return do


def zipped(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_js", ".js"), content)
    return packed.getvalue()


def code_of(call, *args, **more):
    with pytest.raises(BadExport) as caught:
        call(*args, **more)
    return caught.value.code


def test_a_business_suite_file_says_what_it_is_and_what_it_does_not_use(take):
    done = take(SUITE, zone=LJUBLJANA)
    assert (done.format, done.n_new, done.unknown_columns) == (
        "facebook_business_suite",
        2,
        ["Mood"],
    )
    first = PastPost.objects.get(remote_id="1")
    assert first.posted_at == datetime(2026, 10, 25, 13, 30, tzinfo=UTC)


def test_what_is_not_known_is_absent_and_not_zero(take):
    done = take(SUITE, zone=LJUBLJANA)
    rows = history(done.channel).rows
    assert [row.reach for row in rows] == [100, None]
    assert not Reading.objects.filter(post__remote_id="2", metric="reach").exists()


def test_the_response_is_the_sum_of_the_parts_and_says_so(take):
    found = history(take(SUITE, zone=LJUBLJANA).channel)
    assert found.response.metrics == ("reactions", "comments", "shares")
    assert [row.response for row in found.rows] == [6, 9]


def test_importing_again_changes_nothing(take):
    take(SUITE, zone=LJUBLJANA)
    again = take(SUITE, zone=LJUBLJANA)
    assert (again.n_new, again.n_merged, again.n_same) == (0, 0, 2)
    assert PastPost.objects.count() == 2


def test_an_old_file_read_after_a_newer_one_does_not_turn_figures_back(take, now):
    old, new = SUITE, SUITE.replace("100,5,1", "120,9,1")
    for day, content in enumerate((old, new, old)):
        done = take(content, zone=LJUBLJANA, now=now + timedelta(days=day))
    assert history(done.channel).rows[0].reach == 120
    assert Reading.objects.filter(post__remote_id="1", metric="reactions").count() == 2


def test_a_file_without_zone_is_asked_for_one_and_nothing_is_kept(take):
    assert code_of(take, SUITE) == "no_zone"
    assert not PastPost.objects.exists()


def test_future_and_impossible_rows_are_refused_with_their_lines(take):
    rows = "3,9,12/31/2026 10:00,Later,1,1,1,1,\n4,9,31/31/2026 10:00,Never,1,1,1,1,\n"
    done = take(SUITE + rows, zone=LJUBLJANA)
    assert [(row["line"], row["code"]) for row in done.refused] == [
        (4, "future_time"),
        (5, "bad_time"),
    ]


def test_a_row_with_more_cells_than_columns_is_refused_rather_than_misread(take):
    done = take("time,likes,text\n2026-11-01T10:00Z,3,Rolls, fresh\n2026-11-02T10:00Z,3,Bread\n")
    assert (done.n_new, done.refused[0]["code"]) == (1, "too_many_cells")


def test_negative_figures_are_left_away_and_counted(take):
    done = take(SUITE.replace("100,5", "-100,5"), zone=LJUBLJANA)
    assert {"code": "figure_negative", "params": {"n": 1}} in done.notices
    assert history(done.channel).rows[0].reach is None


def test_posts_that_are_all_at_one_time_are_named(take):
    rows = "".join(f"2026-11-01T10:00+01:00,{n},{n}\n" for n in range(5))
    done = take(f"time,likes,id\n{rows}")
    assert "all_at_one_time" in [notice["code"] for notice in done.notices]


def test_people_and_counts_are_never_added_up(take):
    table = "time,likes,comments\n2026-11-01T10:00Z,3,4\n2026-11-02T10:00Z,3,4\n"
    done = take(table, mapping={"reactions": "likes"}, units={"reactions": "people"})
    found = history(done.channel).response
    assert found.metrics in (("reactions",), ("comments",))


def test_any_table_is_read_by_the_columns_that_are_named(take):
    done = take("Kdaj;Odzivi\n1. 11. 2026 10:00;1.234\n", mapping={"time": "Kdaj",
                "response": "Odzivi"}, zone=LJUBLJANA)  # fmt: skip
    row = history(done.channel).rows[0]
    assert (row.at.hour, row.response) == (10, 1234)


def test_dates_that_can_be_read_both_ways_are_asked_about(take):
    table = "time,likes\n3/4/2026 10:00,5\n"
    assert code_of(take, table, zone=LJUBLJANA) == "date_order_unknown"
    done = take(table, zone=LJUBLJANA, is_day_first=True)
    assert history(done.channel).rows[0].at.month == 4


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "posts.csv", "empty_file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture.png", "not_text"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "photo.csv", "not_text"),
        (b"Dear reader", "letter.txt", "unknown_format"),
        (b"Ven;Srca\n1;2\n", "odd.csv", "no_time_column"),
        (b"PK\x03\x04broken", "archive.zip", "broken_file"),
        (b"\x1f\x8b\x08broken", "posts.csv.gz", "broken_file"),
        (b"window.YTD.tweets.part0 = [ {", "tweets.js", "other_network"),
    ],
)
def test_a_wrong_or_broken_file_is_named_for_what_it_is(take, content, name, code):
    assert code_of(take, content, name, zone=LJUBLJANA) == code


def test_a_column_that_is_not_there_is_answered_with_those_that_are(take):
    with pytest.raises(BadExport) as caught:
        take("Ven;Srca\n1;2\n", "odd.csv", zone=LJUBLJANA, mapping={"time": "Kdaj"})
    assert "Ven, Srca" in file_problem(caught.value)


def test_a_zip_that_grows_beyond_measure_is_stopped(take):
    bomb = zipped(data__tweets_js="window.YTD.tweets.part0 = [" + " " * 80_000_000)
    assert len(bomb) < 400_000
    assert code_of(take, bomb, "x.zip", network="x", kind="account") == "too_much_inside"


def test_an_archive_of_x_is_read_part_by_part_without_reposts_and_replies(take, shared_folder):
    folder = shared_folder / "data" / "fixtures_twitter_archive"
    text = (folder / "synthetic" / "tweets.js").read_text()
    part = text.replace("tweets.part0", "tweets.part1").replace("444444444444", "777777777777")
    packed = zipped(data__tweets_js=text, **{"data__tweets-part1_js": part})
    done = take(packed, "x.zip", network="x", kind="account")
    assert (done.n_new, done.n_skipped) == (2, 4)
    assert [row.response for row in history(done.channel).rows] == [15, 15]


def test_a_real_archive_of_x_is_read(take, shared_folder):
    folder = shared_folder / "data" / "fixtures_twitter_archive"
    content = (folder / "masked_2026" / "data" / "tweets.js").read_bytes()
    done = take(content, "tweets.js", network="x", kind="account")
    n_posts = done.n_new + done.n_same + done.n_merged
    assert (n_posts + done.n_skipped, done.n_refused) == (60, 0)


OUTBOX = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "type": "OrderedCollection",
    "totalItems": 3,
    "orderedItems": [
        {"type": "Announce", "object": "https://elsewhere.example/1"},
        {
            "type": "Create",
            "object": {
                "id": "https://m.example/users/zora/statuses/11",
                "published": "2026-11-01T06:00:00Z",
                "to": ["https://www.w3.org/ns/activitystreams#Public"],
                "content": '<p>Rolls "orderedItems": [</p>',
                "likes": {"totalItems": 4},
            },
        },
        {"type": "Create", "object": {"id": "https://m.example/12", "to": ["https://m.example/u"]}},
    ],
}


def tar_gz(name, content):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


@pytest.mark.parametrize("wrap", ["plain", "zip", "tar.gz", "gz"])
def test_an_outbox_of_mastodon_is_read_in_any_wrapping_and_private_posts_stay_out(take, wrap):
    content = json.dumps(OUTBOX).encode()
    packed = {
        "plain": lambda: (content, "outbox.json"),
        "zip": lambda: (zipped(**{"outbox.json": content}), "archive.zip"),
        "tar.gz": lambda: (tar_gz("outbox.json", content), "archive.tar.gz"),
        "gz": lambda: (gzip.compress(content), "outbox.json.gz"),
    }[wrap]()
    done = take(*packed, network="mastodon", kind="account")
    assert (done.n_new, done.n_skipped) == (1, 2)
    assert history(done.channel).rows[0].response == 4


def test_a_table_of_youtube_studio_has_days_without_hours(take):
    table = (
        "Content,Video title,Video publish time,Duration,Views\n"
        'Total,,,,100\nabc,Bread,"Nov 3, 2024",60,90\n'
    )
    done = take(table, "Table data.csv", network="youtube", kind="channel", zone=LJUBLJANA)
    row = history(done.channel).rows[0]
    assert row.is_day_only
    assert (row.response, done.n_skipped) == (90, 1)


STUDIO = {
    "Tabellendaten.csv": (
        "Videos,Videotitel,Veröffentlichungs\u00adzeitpunkt des Videos,Dauer,Aufrufe,"
        "Wiedergabezeit (Stunden),Abonnenten,Impressionen",
        "Gesamt",
    ),
    "Datos de la tabla.csv": (
        "Contenido,Título del vídeo,Hora de publicación del vídeo,Duración,Visualizaciones,"
        "Tiempo de visualización (horas),Suscriptores,Impresiones",
        "Total",
    ),
    "Dati della tabella.csv": (
        "Contenuti,Titolo video,Ora pubblicazione video,Durata,Visualizzazioni,"
        "Tempo di visualizzazione (ore),Iscritti",
        "Totale",
    ),
}


@pytest.mark.parametrize("name", STUDIO)
def test_a_table_of_youtube_studio_is_known_in_other_languages(take, name):
    heading, total = STUDIO[name]
    table = f'{heading}\n{total},,,,100,2.5\nabc,Brot,"Nov 3, 2024",60,90,1.5\n'
    packed = zipped(**{name: table, "Totals.csv": "Date,Views\n2024-11-03,90\n"})
    done = take(packed, "Videos.zip", network="youtube", kind="channel", zone=LJUBLJANA)
    row = history(done.channel).rows[0]
    assert (done.format, done.n_new, done.n_skipped) == ("youtube_studio", 1, 1)
    assert (row.text, row.response, row.at.day) == ("Brot", 90, 3)
    assert done.unknown_columns == []


def test_a_workbook_is_read_like_a_table(take):
    book, kept = Workbook(), io.BytesIO()
    book.active.append(["Post ID", "Posted", "Lifetime Post Total Reach"])
    book.active.append(["", "", "Lifetime: The number of people"])
    book.active.append(["1", "11/01/26 9:00", 50])
    book.save(kept)
    done = take(kept.getvalue(), "insights.xlsx", zone=LJUBLJANA)
    assert (done.format, done.n_new, done.n_refused) == ("facebook_insights", 1, 0)


def test_insights_of_a_real_page_are_read_whole(take, shared_folder):
    path = shared_folder / "data" / "fb_insights_ibmwatson" / "posts.csv.gz"
    done = take(path.read_bytes(), "posts.csv.gz", zone=ZoneInfo("America/New_York"))
    found = history(done.channel)
    assert (done.format, done.n_new, done.n_refused) == ("facebook_insights", 247, 0)
    assert found.response.metrics == ("reactions", "comments", "shares")
    assert found.response.n_known > 240


def test_the_same_post_with_and_without_id_is_one_post(take):
    take("time,url,likes\n2026-11-01T10:00Z,https://x.example/1,5\n")
    done = take("time,url,id,likes,reach\n2026-11-01T10:00Z,https://x.example/1,77,5,90\n")
    assert (done.n_merged, PastPost.objects.count()) == (1, 1)
    assert PastPost.objects.get().remote_id == "77"


def test_an_id_learnt_later_finds_the_post_under_another_address_and_text(take):
    take("time,url,likes\n2026-11-01T10:00Z,https://x.example/1,5\n")
    take("time,url,id,likes\n2026-11-01T10:00Z,https://x.example/1,77,5\n")
    take("time,url,id,likes,text\n2026-11-01T11:00Z,https://x.example/one,77,6,Rolls\n")
    post = PastPost.objects.get()
    assert (post.identity, post.text) == ("id:77", "Rolls")


def test_the_same_address_is_the_same_post_whatever_its_moment_and_words(take):
    take("time,url,text,likes\n2026-11-01T10:00Z,https://x.example/1,Rolls,5\n")
    done = take("time,url,text,likes\n2026-11-01T10:07Z,https://x.example/1,Rolls!,5\n")
    assert (done.n_same, PastPost.objects.count()) == (1, 1)


def test_a_new_figure_of_a_known_post_counts_as_merged(take):
    take("time,id,likes\n2026-11-01T10:00Z,1,5\n2026-11-02T10:00Z,2,5\n")
    done = take("time,id,likes\n2026-11-01T10:00Z,1,8\n2026-11-02T10:00Z,2,5\n")
    assert (done.n_new, done.n_merged, done.n_same) == (0, 1, 1)


def test_a_file_of_refused_rows_only_names_the_first_and_one_good_row_is_enough(take):
    bad = "2099-01-01T10:00Z,1\n2026-11-01T10:00Z,1,2,3\n"
    assert code_of(take, "time,likes\n" + bad) == "nothing_readable"
    assert code_of(take, "time,likes\n") == "nothing_inside"
    done = take("time,likes\n" + bad + "2026-11-01T10:00Z,1\n")
    assert (done.n_new, done.n_refused) == (1, 2)


def test_words_that_an_export_escaped_are_read_as_they_were_written(take):
    table = "time,text,likes\n2026-11-01T10:00Z,Bread &amp; butter &quot;fresh&quot;,5\n"
    assert (take(table).n_new, take(table).n_same) == (1, 1)
    assert PastPost.objects.get().text == 'Bread & butter "fresh"'
