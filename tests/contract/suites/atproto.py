"""atproto interop: strings of the protocol, its data model, its lexicons."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from skupnost.connectors.bluesky.cid import cid_of_record, dag_cbor
from skupnost.kit.dialects.atproto.data_model import is_record
from skupnost.kit.dialects.atproto.lexicons import Shapes, is_key, record_faults, shapes_of
from skupnost.kit.dialects.atproto.schemas import is_document
from skupnost.kit.dialects.atproto.syntax import FORMATS
from tests.contract.conformance import Outcome

SUITE = "atproto-interop"
NAMES = {"atidentifier": "at-identifier", "aturi": "at-uri", "recordkey": "record-key"}


def outcomes(folder: Path) -> Iterator[Outcome]:
    yield from _strings(folder / SUITE / "syntax")
    yield from _values(folder / SUITE / "data-model")
    yield from _lexicons(folder / SUITE / "lexicon")


def _strings(folder: Path) -> Iterator[Outcome]:
    for file in sorted(folder.glob("*.txt")):
        name = file.stem.partition("_")[0]
        is_valid = FORMATS[NAMES.get(name, name)]
        for line in file.read_text("utf-8").split("\n"):
            if line.strip() and not line.startswith("#"):
                wanted = file.stem.endswith("_valid")
                yield Outcome(SUITE, file.stem, line[:200], wanted, is_valid(line))


def _read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def _values(folder: Path) -> Iterator[Outcome]:
    """The data model: what may be kept, and the bytes and names of what is."""
    for state in ("valid", "invalid"):
        for case in _read(folder / f"data-model-{state}.json"):
            got = is_record(case["json"])
            yield Outcome(SUITE, f"data-model-{state}", case["note"], state == "valid", got)
    for case in _read(folder / "data-model-fixtures.json"):
        record, name = case["json"], case["cid"]
        got = (b64encode(dag_cbor(record)).decode().rstrip("="), cid_of_record(record))
        yield Outcome(
            SUITE, "data-model-fixtures", name, (case["cbor_base64"].rstrip("="), name), got
        )


def _fits(record: Any, key: str, shapes: Shapes) -> bool:
    if not is_record(record) or record.get("$type") not in shapes:
        return False
    shape = shapes[record["$type"]]
    if shape["type"] != "record" or not is_key(key, shape["key"]):
        return False
    return not list(record_faults(record, record["$type"], shapes))


def _lexicons(folder: Path) -> Iterator[Outcome]:
    for state in ("valid", "invalid"):
        for case in _read(folder / f"lexicon-{state}.json"):
            got = is_document(case["lexicon"])
            yield Outcome(SUITE, f"lexicon-{state}", case["name"], state == "valid", got)
    documents = [_read(file) for file in sorted((folder / "catalog").glob("*.json"))]
    for document in documents:
        yield Outcome(SUITE, "lexicon catalog", document["id"], True, is_document(document))
    shapes = shapes_of(documents)
    for state in ("valid", "invalid"):
        for case in _read(folder / f"record-data-{state}.json"):
            got = _fits(case["data"], case.get("rkey", "demo"), shapes)
            yield Outcome(SUITE, f"record-data-{state}", case["name"], state == "valid", got)
