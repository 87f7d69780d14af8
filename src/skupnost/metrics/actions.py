"""Importing histories and saying which posts are no evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from functools import partial
from typing import Any, BinaryIO

from django.utils.translation import get_language

from skupnost.channels.models import Channel
from skupnost.kit.exports import (
    BadExport,
    PostRead,
    Read,
    RowRefused,
    RowSkipped,
    Source,
    Unit,
    UnusedColumns,
)
from skupnost.metrics.formats import chosen
from skupnost.metrics.keeping import BATCH, keep, printable
from skupnost.metrics.models import HistoryImport, LeftOut, PastPost, ResponseChoice
from skupnost.metrics.moving import in_utc, move_posts

MOST_SHOWN = 50
OLDEST = datetime(1995, 1, 1, tzinfo=UTC)
FEW = 3

__all__ = ["BadExport", "import_history", "judge_by", "leave_out"]


def import_history(
    *,
    channel: Channel,
    file: BinaryIO,
    name: str,
    now: datetime,
    zone: tzinfo | None = None,
    mapping: Mapping[str, str] = {},
    units: Mapping[str, Unit] = {},
    is_day_first: bool | None = None,
) -> HistoryImport:
    """What an exported file holds is kept, in pieces that leave the database free for others; a
    file read half is read again without harm. `zone` is that of times which have none: posts whose
    times were taken for those of another zone before are moved. `mapping` says for any table which
    column is what. Raises BadExport before anything is kept where the
    file is of no use: unknown, broken, without zone."""
    source = Source(file, name, expected_languages(channel))
    opened = partial(
        chosen, source, network=channel.network, mapping=mapping, units=units,
        is_day_first=is_day_first,
    )  # fmt: skip
    format_, reads = opened()
    if zone is not None:
        move_posts(channel, lambda: opened()[1], zone)
    intake = _Intake(channel, now, zone)
    with closing(reads):
        intake.take_all(reads)
    return intake.record(name, format_, source.remarks)


@dataclass
class _Intake:
    """One import under way."""

    channel: Channel
    now: datetime
    zone: tzinfo | None
    counts: Counter[str] = field(default_factory=Counter)
    refused: list[dict[str, Any]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    odd: Counter[str] = field(default_factory=Counter)
    waiting: list[PostRead] = field(default_factory=list)
    moments: set[datetime] = field(default_factory=set)

    def take_all(self, reads: Iterator[Read]) -> None:
        for read in reads:
            if isinstance(read, PostRead):
                self._take(read)
            elif isinstance(read, RowRefused):
                self._refuse(read)
            elif isinstance(read, RowSkipped):
                self.counts["skipped"] += 1
                self.odd[f"skipped_{read.why}"] += 1
            elif isinstance(read, UnusedColumns):
                self.columns += read.names
        self._flush()
        if not (self.counts["new"] + self.counts["merged"] + self.counts["same"]):
            self._complain_of_nothing()

    def _take(self, read: PostRead) -> None:
        if read.posted_at.tzinfo is None and self.zone is None:
            raise BadExport("no_zone", {"line": read.line})
        try:
            at = in_utc(read.posted_at, self.zone)
        except (ValueError, OverflowError):
            return self._refuse(RowRefused(read.line, "bad_time"))
        if at > self.now:
            return self._refuse(RowRefused(read.line, "future_time", {"at": at.isoformat()}))
        if at < OLDEST:
            return self._refuse(RowRefused(read.line, "too_old", {"at": at.isoformat()}))
        self.odd.update(f"figure_{code}" for code in read.doubtful)
        self.odd["day_only"] += read.is_day_only
        self.odd["zone_assumed"] += read.posted_at.tzinfo is None
        self.counts["with_figures"] += bool(read.figures)
        if len(self.moments) < 2:
            self.moments.add(at)
        self.waiting.append(_at(read, at))
        if len(self.waiting) >= BATCH:
            self._flush()
        return None

    def _refuse(self, row: RowRefused) -> None:
        self.counts["refused"] += 1
        if len(self.refused) < MOST_SHOWN:
            self.refused.append({"line": row.line, "code": row.code, "params": dict(row.params)})

    def _flush(self) -> None:
        if self.waiting:
            self.counts += keep(self.channel, self.waiting, observed_at=self.now)
            self.waiting = []

    def _complain_of_nothing(self) -> None:
        if self.refused and not self.counts["skipped"]:
            first = self.refused[0]
            raise BadExport("nothing_readable", {"line": first["line"], "reason": first["code"]})
        if not self.counts["skipped"]:
            raise BadExport("nothing_inside")

    def record(
        self, name: str, format_: str, remarks: Mapping[str, Mapping[str, str | int]]
    ) -> HistoryImport:
        notices: list[dict[str, Any]] = [noticed(code, said) for code, said in remarks.items()]
        more = {"zone_assumed": {"zone": f"{self.zone}"}}
        notices += [
            {"code": code, "params": {"n": n, **more.get(code, {})}}
            for code, n in self.odd.items()
            if n
        ]
        n_posts = sum(self.counts[key] for key in ("new", "merged", "same"))
        if n_posts and not self.counts["with_figures"]:
            notices.append({"code": "no_figures", "params": {"n": n_posts}})
        if n_posts >= FEW and len(self.moments) == 1:
            notices.append({"code": "all_at_one_time", "params": {"n": n_posts}})
        return HistoryImport.objects.create(
            channel=self.channel,
            imported_at=self.now,
            file_name=printable(name)[-200:],
            format=format_,
            n_new=self.counts["new"],
            n_merged=self.counts["merged"],
            n_same=self.counts["same"],
            n_skipped=self.counts["skipped"],
            n_refused=self.counts["refused"],
            unknown_columns=[printable(name) for name in self.columns[:200]],
            refused=self.refused,
            notices=notices,
        )


def expected_languages(channel: Channel) -> tuple[str, str]:
    """In which languages a file for this channel is most likely written: the client's, and that in
    which the pages are read."""
    return channel.client.language, get_language() or ""


def noticed(code: str, params: Mapping[str, str | int]) -> dict[str, Any]:
    """A remark as it is kept: what a file says in it is made printable."""
    shown = {name: printable(f"{said}") for name, said in params.items() if name != "n"}
    return {"code": code, "params": dict(params) | shown}


def _at(read: PostRead, at: datetime) -> PostRead:
    return replace(read, posted_at=at)


def judge_by(*, channel: Channel, name: str, unit: str, now: datetime) -> None:
    """What counts as the response of the channel's posts from now on; chosen by what is known
    where there is no name."""
    values = {"name": name, "unit": unit if name else "", "chosen_at": now}
    ResponseChoice.objects.update_or_create(channel=channel, defaults=values)


def leave_out(*, channel: Channel, shown: Collection[int], left_out: Mapping[int, str]) -> None:
    """Of the posts shown, leave out these for their reason and count the others in."""
    for post in PastPost.objects.filter(channel=channel, pk__in=shown):
        reason = left_out.get(post.pk, "")
        if reason in LeftOut.values or not reason:
            post.kept_in = not reason and bool(post.left_out or post.kept_in)
            post.left_out = reason
            post.save(update_fields=["left_out", "kept_in"])
