"""The records and files of a simulated data server, and what may be written to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from skupnost.connectors.bluesky import tid
from skupnost.connectors.bluesky.cid import cid_of_blob, cid_of_record
from skupnost.connectors.bluesky.lexicon import InvalidRecord, check_record
from skupnost.kit.simulation import Row, Store

Document = dict[str, Any]

_MAGIC = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}


class Refusal(Exception):
    """An answer that is no success."""

    def __init__(
        self, status: int, error: str, message: str, headers: Mapping[str, str] = {}
    ) -> None:
        super().__init__(error)
        self.status = status
        self.document = {"error": error, "message": message}
        self.headers = dict(headers)


def invalid(message: str, error: str = "InvalidRequest") -> Refusal:
    """The commonest refusal."""
    return Refusal(400, error, message)


def broken() -> Refusal:
    """What the server answers where its own code stumbles."""
    return Refusal(500, "InternalServerError", "Internal Server Error")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands."""

    did: str
    collection: str
    key: str

    @property
    def uri(self) -> str:
        return f"at://{self.did}/{self.collection}/{self.key}"


class Repo:
    """Every account's records and files, kept in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, place: Place) -> Row | None:
        """The record there: cid, value, at (when it was written)."""
        return self._store.get("records", place.uri)

    def rows(self, did: str, collection: str) -> list[tuple[str, Row]]:
        """Keys and records of a collection, by key."""
        start = Place(did, collection, "").uri
        found = (
            (name.removeprefix(start), row)
            for name, row in self._store.rows("records")
            if name.startswith(start)
        )
        return sorted(found, key=lambda pair: pair[0])

    def put(self, place: Place, record: Document, body: Document, now: datetime) -> Document:
        """Write or replace a record; the same bytes change nothing."""
        record = self._checked(place, record, "$.record")
        cid = cid_of_record(record)
        current = self.get(place)
        if current is not None and current["cid"] == cid:
            return self._written(place, cid)
        self._check_swap(body, current)
        self._check_files(place.did, record)
        row = {"cid": cid, "value": record, "at": now.isoformat()}
        if current is not None:
            self._store.put("records", place.uri, row)
        elif not self._store.add("records", place.uri, row):
            return self.put(place, record, body, now)
        return self._written(place, cid) | {"commit": self._commit(now)}

    def create(self, places: Sequence[tuple[Place, Document]], now: datetime) -> Document:
        """Write all or nothing; a key in use breaks the server (seen: 500)."""
        checked = [
            (place, self._checked(place, record, f"$.writes[{index}].record"))
            for index, (place, record) in enumerate(places)
        ]
        if any(self.get(place) is not None for place, _ in checked):
            raise broken()
        for place, record in checked:
            self._check_files(place.did, record)
        self._add_all(checked, now)
        kind = "com.atproto.repo.applyWrites#createResult"
        results = [
            {"$type": kind} | self._written(place, cid_of_record(record))
            for place, record in checked
        ]
        return {"commit": self._commit(now), "results": results}

    def delete(self, place: Place, now: datetime) -> Document:
        """Delete a record; nothing happens where there is none."""
        if self.get(place) is None:
            return {}
        self._store.drop("records", place.uri)
        return {"commit": self._commit(now)}

    def keep_file(self, did: str, content: bytes, mime: str) -> Document:
        """Keep a file's facts; its type is read from its bytes where they tell."""
        told = next((name for start, name in _MAGIC.items() if content.startswith(start)), mime)
        cid = cid_of_blob(content)
        self._store.put("blobs", f"{did}/{cid}", {"mime": told, "size": len(content)})
        return {"$type": "blob", "ref": {"$link": cid}, "mimeType": told, "size": len(content)}

    def _add_all(self, records: Sequence[tuple[Place, Document]], now: datetime) -> None:
        added: list[Place] = []
        for place, record in records:
            row = {"cid": cid_of_record(record), "value": record, "at": now.isoformat()}
            if not self._store.add("records", place.uri, row):
                for other in added:
                    self._store.drop("records", other.uri)
                raise broken()
            added.append(place)

    def _checked(self, place: Place, record: Document, path: str) -> Document:
        try:
            check_record(place.collection, place.key, record, path)
            return {"$type": place.collection, **record}
        except InvalidRecord as error:
            raise invalid(str(error)) from error

    def _check_swap(self, body: Document, current: Row | None) -> None:
        """`swapRecord` names the CID that must be there; null asks that nothing is."""
        if "swapRecord" not in body:
            return
        there = current["cid"] if current else None
        if body["swapRecord"] != there:
            raise invalid(f"Record was at {there}", "InvalidSwap")

    def _check_files(self, did: str, record: Document) -> None:
        for cid in _files(record):
            if self._store.get("blobs", f"{did}/{cid}") is None:
                raise invalid(f"Could not find blob: {cid}", "BlobNotFound")

    def _written(self, place: Place, cid: str) -> Document:
        return {"uri": place.uri, "cid": cid, "validationStatus": "valid"}

    def _commit(self, now: datetime) -> Document:
        microseconds = int(now.timestamp() * 1_000_000)
        rev = tid.encode((microseconds << 10) + self._store.next_number("commits") % 1024)
        return {"cid": cid_of_record({"rev": rev}), "rev": rev}


def _files(value: Any) -> Iterator[str]:
    """The CIDs of the files that a record names."""
    match value:
        case {"$type": "blob", "ref": {"$link": str(cid)}}:
            yield cid
        case Mapping():
            for inner in value.values():
                yield from _files(inner)
        case list():
            for inner in value:
                yield from _files(inner)
