"""Native and neutral forms are kept side by side."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from skupnost.domain.payload import Payload
from skupnost.kit.testing.case import corpus_of
from skupnost.kit.testing.contract.tools import has
from skupnost.kit.testing.stages import (
    Subject,
)
from skupnost.kit.values import FeedPost, OwnPost


def test_the_corpus_is_read_and_written_as_it_stands(subject: Subject):
    folder, case = subject.connector.folder, subject.case
    names = corpus_of(folder)
    assert names, f"{subject.connector.slug} has no corpus"
    for name in names:
        neutral = corpus_file(folder, name, "neutral")
        native, sent = corpus_file(folder, name, "native"), corpus_file(folder, name, "sent")
        assert native is not None or sent is not None, name
        if native is not None:
            assert case.read is not None
            assert as_json(case.read(native)) == neutral["post"], name
        if sent is not None:
            assert case.write is not None
            payload = Payload.from_json(json.dumps(neutral["payload"]))
            assert case.write(payload) == sent, name


@has("reads_feed")
def test_rows_of_a_feed_are_read_as_the_corpus_has_them(subject: Subject):
    case, paths = (
        subject.case,
        sorted((subject.connector.folder / "tests/corpus").glob("*.feed.json")),
    )
    assert paths, f"{subject.connector.slug} has no rows of a feed in its corpus"
    assert case.read_place is not None
    for path in paths:
        row = json.loads(path.read_text(encoding="utf-8"))
        place = case.read_place(row["native"], row["me"])
        assert (place and place_as_json(place)) == row["place"], path.name


def place_as_json(place: FeedPost) -> dict[str, Any]:
    return {**asdict(place), "published_at": place.published_at.isoformat()}


def corpus_file(folder: Path, name: str, kind: str) -> Any:
    path = folder / "tests" / "corpus" / f"{name}.{kind}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def as_json(post: OwnPost) -> dict[str, Any]:
    """A post as the corpus writes it down: empty fields left out, moments in ISO 8601."""
    fields = {name: getattr(post, name) for name in OwnPost.__dataclass_fields__}
    fields["published_at"] = post.published_at.isoformat()
    return {name: value for name, value in fields.items() if value}
