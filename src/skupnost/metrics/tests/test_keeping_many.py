"""Posts kept many at a time are those that they would be one by one."""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from skupnost.kit.exports import BadExport, Figure, PostRead, Unit
from skupnost.metrics import keeping
from skupnost.metrics.actions import import_history
from skupnost.metrics.models import FollowerCount, PastPost, Reading

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
READS = st.lists(
    st.builds(
        PostRead,
        posted_at=st.sampled_from([AT, AT + timedelta(hours=1)]),
        remote_id=st.sampled_from(["", "", "1", "2"]),
        url=st.sampled_from(["", "", "https://x.example/1", "https://x.example/2"]),
        text=st.sampled_from(["", "Rye", "Rolls &amp; ž"]),
        type=st.sampled_from(["", "photo"]),
        figures=st.sampled_from([(), (Figure("reach", 5.0, Unit.PEOPLE),)]),
        followers=st.sampled_from([None, 90.0]),
    ),
    max_size=9,
)
# The first post learns its address after another one with that address has come.
LATE_ADDRESS = [
    PostRead(AT),
    PostRead(AT, url="https://x.example/1", text="Rye"),
    PostRead(AT, remote_id="1"),
    PostRead(AT, remote_id="1", url="https://x.example/1"),
    PostRead(AT, url="https://x.example/1", figures=(Figure("reach", 5.0, Unit.PEOPLE),)),
]


def kept(channel):
    """What is known of the channel, whatever its keys, and forgotten again."""
    names = ("identity", "remote_id", "url", "digest", "posted_at", "is_day_only", "type", "text")
    posts = PastPost.objects.filter(channel=channel)
    readings = Reading.objects.filter(post__channel=channel)
    found = (
        sorted(posts.values_list(*names)),
        sorted(readings.values_list("post__identity", "metric", "value")),
        FollowerCount.objects.filter(channel=channel).count(),
    )
    posts.delete()
    FollowerCount.objects.all().delete()
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60,
          deadline=None)  # fmt: skip
@example(reads=LATE_ADDRESS)
@given(reads=READS)
def test_together_they_become_what_they_become_one_by_one(channel, reads):
    together, single = Counter(), Counter()
    together = keeping.keep(channel, reads, observed_at=NOW)
    at_once = kept(channel)
    for read in reads:
        single += keeping.keep(channel, [read], observed_at=NOW)
    assert kept(channel) == at_once
    assert single["new"] == together["new"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60,
          deadline=None)  # fmt: skip
@given(first=READS, second=READS)
def test_what_was_read_before_is_never_new_again(channel, first, second):
    for reads in (first, second):
        keeping.keep(channel, reads, observed_at=NOW)
    again = Counter()
    for reads in (first, second):
        again += keeping.keep(channel, reads, observed_at=NOW)
    assert again["new"] == 0
    kept(channel)


def test_a_post_whose_hour_was_learnt_later_is_known_again_as_it_was_told_first(channel):
    day = PostRead(AT, text="Rye", is_day_only=True)
    told = PostRead(AT, text="Rye", url="https://x.example/1", is_day_only=True)
    exact = PostRead(AT + timedelta(hours=3), url="https://x.example/1")
    for read in (day, told, exact, day):
        keeping.keep(channel, [read], observed_at=NOW)
    assert PastPost.objects.get().posted_at == exact.posted_at


def test_posts_kept_before_digests_began_with_the_moment_are_known_again(channel):
    read = PostRead(AT, text="Rye")
    former = keeping._told(read).former
    PastPost.objects.create(channel=channel, identity=f"at:{former}", digest=former, posted_at=AT)
    keeping.keep(channel, [read], observed_at=NOW)
    assert PastPost.objects.get().text == "Rye"


def test_a_batch_asks_the_database_as_often_for_many_posts_as_for_few(
    channel, django_assert_max_num_queries
):
    reads = [PostRead(AT + timedelta(minutes=n), text=f"{n}") for n in range(60)]
    with django_assert_max_num_queries(8):
        keeping.keep(channel, reads, observed_at=NOW)
    with django_assert_max_num_queries(8):
        assert keeping.keep(channel, reads, observed_at=NOW)["same"] == 60


@pytest.mark.parametrize("n_rows", [keeping.BATCH - 1, keeping.BATCH, keeping.BATCH + 1])
def test_no_row_is_lost_where_one_batch_ends_and_the_next_begins(channel, n_rows):
    rows = "".join(f"2026-10-01T{n // 60:02}:{n % 60:02}Z,{n}\n" for n in range(n_rows))
    table = f"time,likes\n{rows}{rows[:19]}\n".encode()
    done = import_history(channel=channel, file=io.BytesIO(table), name="t.csv", now=NOW)
    assert (done.n_new, done.n_same, PastPost.objects.count()) == (n_rows, 1, n_rows)


def test_what_was_kept_before_a_file_was_given_up_is_kept_once_when_it_is_read_again(channel):
    rows = "".join(f"2026-10-01T{n // 60:02}:{n % 60:02}Z,{n}\n" for n in range(keeping.BATCH + 9))
    table = f"time,likes\n{rows}2026-10-02T10:00,3\n".encode()
    with pytest.raises(BadExport):
        import_history(channel=channel, file=io.BytesIO(table), name="t.csv", now=NOW)
    assert PastPost.objects.count() == keeping.BATCH
    done = import_history(channel=channel, file=io.BytesIO(table), name="t.csv", now=NOW, zone=UTC)
    assert (done.n_new, done.n_same) == (10, keeping.BATCH)
