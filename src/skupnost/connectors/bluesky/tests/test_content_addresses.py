"""Content addresses agree with the network's own examples."""

import base64
import json

import pytest

from skupnost.connectors.bluesky.cid import cid_of_blob, cid_of_record, dag_cbor


def test_the_networks_own_records_have_the_bytes_and_names_it_gives_them(shared_folder):
    file = shared_folder / "conformance/atproto-interop/data-model/data-model-fixtures.json"
    cases = json.loads(file.read_text(encoding="utf-8"))
    for case in cases:
        padded = case["cbor_base64"] + "=" * (-len(case["cbor_base64"]) % 4)
        assert dag_cbor(case["json"]) == base64.b64decode(padded)
        assert cid_of_record(case["json"]) == case["cid"]
    assert len(cases) >= 2


def test_a_published_post_has_the_name_that_its_server_gave_it():
    record = {"$type": "app.bsky.feed.post", "text": "hi", "createdAt": "2026-11-23T10:00:00.000Z"}
    assert cid_of_record(record) == "bafyreiebdl6c7ti7jpbikegv6lnedlv7j7ith2jkmjoro7flbhy2xpurde"


def test_the_order_of_keys_does_not_matter():
    assert cid_of_record({"a": 1, "bb": 2}) == cid_of_record({"bb": 2, "a": 1})


def test_a_file_is_named_by_its_bytes():
    name = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
    assert cid_of_blob(b"") == name


@pytest.mark.parametrize("number", [0, 23, 24, 255, 256, 65_536, 2**32, 2**63 - 1, -1, -257])
def test_whole_numbers_of_every_size_are_encoded(number):
    assert dag_cbor(number)


@pytest.mark.parametrize("value", [1.5, 2**64, object()])
def test_what_the_data_model_lacks_is_an_error(value):
    with pytest.raises(TypeError):
        dag_cbor({"a": value})
