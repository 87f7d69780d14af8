"""The whole walk on real servers: connected, written, checked, scheduled, live at its minute, once,
taken away again; and every post once though the worker is killed among them."""

from __future__ import annotations

import csv
import io
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from .pictures import png
from .readers import (
    Place,
    Seen,
    bluesky_place,
    ghost_place,
    mastodon_place,
    wordpress_place,
)
from .running import asking
from .walking import Desk, Skupnost, in_seconds, kill, new_skupnost, running_desk, waited_for

LINK = "https://bakery.example/rolls?day=1&from=6"
ALT_TEXT = "Košara svežih žemelj 🥖"
COLOUR = (205, 92, 60)
AHEAD_SECONDS = 12
LIVE_WITHIN_SECONDS = 10
SERVERS = ["snac", "mastodon_mock", "bluesky", "wordpress", "ghost"]
N_POSTS = 20
WORKER_START_SECONDS = 6
APART_SECONDS = 1.5
SETTLED_WITHIN_SECONDS = 120

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(params=SERVERS)
def place(request: pytest.FixtureRequest) -> Place:
    """Each real server in its turn."""
    server: Any = request.getfixturevalue(request.param)
    makers = {"bluesky": bluesky_place, "wordpress": wordpress_place, "ghost": ghost_place}
    if request.param in makers:
        return makers[request.param](server)
    is_snac = request.param == "snac"
    return mastodon_place(server, can_remove=not is_snac, has_pages=is_snac)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One running Skupnost for all the walks."""
    with running_desk(tmp_path_factory.mktemp("walk")) as desk:
        yield desk


def seen(place: Place, mark: str) -> list[Seen]:
    """The live posts with this mark in their words."""
    return [post for post in place.posts() if mark in post.text]


def write(folder: Path, mark: str) -> list[str]:
    """Text and picture as files; how the command line is told of the text."""
    text = f"Sveže žemlje 🥐 {mark}: {LINK} #bread"
    (folder / "text.txt").write_text(text, encoding="utf-8")
    (folder / "rolls.png").write_bytes(png(colour=COLOUR))
    return ["--text-file", str(folder / "text.txt")]


def went_live_at(place: Place, mark: str, due: float) -> float:
    """When the post was first seen; nothing may be there before its minute."""
    while not seen(place, mark):
        assert time.time() < due + LIVE_WITHIN_SECONDS, "it never went live"
        time.sleep(0.2)
    return time.time()


def published(skupnost: Skupnost, channel: str) -> dict[str, Any]:
    """The one delivery of the channel, published."""
    (delivery,) = skupnost.wait_until_sent(channel, seconds=60)
    assert (delivery["state"], delivery["attempts"]) == ("published", 1), delivery
    return delivery


def check_what_readers_see(place: Place, mark: str, title: str) -> None:
    """One copy, with words, link, tag and picture as they were written."""
    (post,) = seen(place, mark)
    assert "Sveže žemlje 🥐" in post.text
    assert "#bread" in post.text.replace("# ", "#")
    assert LINK in post.links
    assert post.tags is None or "bread" in post.tags
    assert post.title == title
    (picture,) = post.pictures
    assert picture.alt_text == ALT_TEXT
    with Image.open(io.BytesIO(picture.fetch())) as image:
        assert image.convert("RGB").getpixel((5, 5)) == COLOUR


def check_removal(desk: Desk, place: Place, delivery: dict[str, Any], mark: str) -> None:
    """Removed by the page and gone, or, where the server offers no removal, told so."""
    page = desk.remove(delivery)
    if not place.can_remove:
        assert page.status == 422
        assert "It was not removed" in page.text
        assert len(seen(place, mark)) == 1
        return
    assert page.status == 200, page.text
    assert seen(place, mark) == []
    if place.has_pages:
        assert asking.get(delivery["remote_url"]).status in (404, 410)


def test_a_post_goes_live_at_its_minute_once_and_is_taken_away(
    desk: Desk, place: Place, tmp_path: Path
) -> None:
    mark = f"walk{secrets.token_hex(4)}"
    title = "Žemlje & rolls" if place.has_titles else ""
    channel = desk.skupnost.connect(place)
    words = [*write(tmp_path, mark), "--channel", channel, "--title", title]
    checked = desk.skupnost.run("check", *words)
    assert (checked["ok"], checked["findings"]) == (True, [])
    picture = ["--media", str(tmp_path / "rolls.png"), "--alt", ALT_TEXT]
    at = in_seconds(AHEAD_SECONDS)
    due = datetime.fromisoformat(at).timestamp()
    post = desk.skupnost.run("post", "add", *words, *picture, "--at", at, "--approved")
    assert [row["state"] for row in post["deliveries"]] == ["scheduled"]
    assert went_live_at(place, mark, due) >= due
    delivery = published(desk.skupnost, channel)
    check_what_readers_see(place, mark, title)
    if place.has_pages:
        assert mark in asking.get(delivery["remote_url"]).expect(200).text
    check_removal(desk, place, delivery, mark)


def import_posts(skupnost: Skupnost, place: Place, channel: str, marks: list[str]) -> None:
    """Half of the posts due at one moment, the others one after the other behind it, so that no
    worker can be through before it is killed."""
    sheet = io.StringIO()
    rows = csv.writer(sheet)
    rows.writerow(["channel", "text", "at", "title"])
    n_together = len(marks) // 2
    for number, mark in enumerate(marks):
        at = in_seconds(WORKER_START_SECONDS + APART_SECONDS * max(0, number - n_together))
        title = f"Rolls {mark}" if place.has_titles else ""
        rows.writerow([channel, f"Fresh rolls {mark}end", at, title])
    file = skupnost.folder / "posts.csv"
    file.write_text(sheet.getvalue(), encoding="utf-8")
    assert skupnost.run("post", "import", str(file), "--approved")["n_new"] == len(marks)


def copies(place: Place, marks: list[str]) -> Counter[str]:
    """How often readers see each of the posts."""
    texts = [post.text for post in place.posts()]
    return Counter({mark: sum(f"{mark}end" in text for text in texts) for mark in marks})


def kill_at_work(skupnost: Skupnost, *, is_at_work: Callable[[], bool]) -> str:
    """Run a worker and kill it in the midst; where the deliveries stood when it died."""
    with skupnost.process("worker") as worker:
        waited_for(is_at_work, seconds=SETTLED_WITHIN_SECONDS, every=0.002)
        kill(worker)
    n_sending, n_done = skupnost.n_in_state("sending"), skupnost.n_in_state("published")
    assert n_done < N_POSTS, "the worker was killed too late to prove anything"
    return f"{n_sending} sending, {n_done} published"


def test_every_post_is_there_once_though_the_worker_is_killed(place: Place, tmp_path: Path) -> None:
    skupnost = new_skupnost(tmp_path)
    channel = skupnost.connect(place)
    run = secrets.token_hex(4)
    marks = [f"kill{run}n{number}" for number in range(N_POSTS)]
    import_posts(skupnost, place, channel, marks)
    n_now = skupnost.n_in_state
    first = kill_at_work(skupnost, is_at_work=lambda: n_now("sending") + n_now("published") > 0)
    before = n_now("published")
    second = kill_at_work(skupnost, is_at_work=lambda: n_now("published") > before)
    with skupnost.process("worker"):
        rows = skupnost.wait_until_sent(channel, seconds=SETTLED_WITHIN_SECONDS)
    print(f"{place.name}: killed at {first}; {second}")
    assert Counter(row["state"] for row in rows) == {"published": N_POSTS}
    assert copies(place, marks) == dict.fromkeys(marks, 1)
    assert all(row["remote_url"] for row in rows)
