"""Times without a zone: which one was assumed is said, and a better word moves the posts."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from skupnost.metrics.models import PastPost
from skupnost.metrics.sentences import notice

NEW_YORK = ZoneInfo("America/New_York")
PLAIN = "time,likes\n2026-10-01 10:00,3\n2026-10-01 16:00,4\n2026-10-02 10:00,5\n"
NAMED = "time,likes,id\n2026-10-01 10:00,3,a\n2026-10-01 16:00,4,b\n"


def assumed(done):
    return [notice(row) for row in done.notices if row["code"] == "zone_assumed"]


def known():
    rows = PastPost.objects.order_by("posted_at")
    return [(f"{row.posted_at:%d %H}", row.readings.get().value) for row in rows]


def test_an_import_says_which_zone_was_assumed_for_how_many_rows_and_what_to_do(take):
    (said,) = assumed(take(PLAIN))
    assert said.startswith("3 times have no zone and were taken as those of Europe/Ljubljana.")
    assert said.endswith("the posts move.")
    assert not assumed(take(PLAIN.replace("0,", "0Z,")))


@pytest.mark.parametrize("content", [PLAIN, NAMED])
def test_the_same_file_with_another_zone_moves_the_posts_and_doubles_none(take, content):
    take(content)
    before = known()
    assert before[:2] == [("01 08", 3), ("01 14", 4)]
    done = take(content, zone=NEW_YORK)  # the first comes to stand where the second was
    assert (done.n_new, done.n_same) == (0, len(before))
    assert known()[:2] == [("01 14", 3), ("01 20", 4)]
    take(content)
    assert known() == before


def test_a_post_whose_time_another_source_told_stays_where_it_is(take):
    take(NAMED)
    PastPost.objects.filter(remote_id="a").update(posted_at=datetime(2026, 10, 1, 9, tzinfo=UTC))
    take(NAMED, zone=NEW_YORK)
    assert [at for at, _likes in known()] == ["01 09", "01 20"]


def test_a_post_that_stands_where_it_would_go_is_the_same_post(take):
    take(PLAIN)
    take("time,likes\n2026-10-02T14:00Z,5\n")
    assert len(known()) == 4
    take(PLAIN, zone=NEW_YORK)
    assert [at for at, _likes in known()] == ["01 14", "01 20", "02 14"]


def test_the_notice_after_an_import_names_the_zone(client, alice, bakery, channel):
    client.force_login(alice)
    file = SimpleUploadedFile("posts.csv", PLAIN.encode())
    address = f"/c/bakery/channels/{channel.pk}/history/"
    answer = client.post(address, {"file": file, "zone": "America/New_York"}, follow=True)
    (said,) = answer.context["messages"]
    assert "3 times have no zone and were taken as those of America/New_York." in str(said)
