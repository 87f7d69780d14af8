"""Telegram: our manifest against the page of the Bot API, in the form of data.

The Bot API says its limits in the sentences about its methods and fields; each of them is a
quotation here, with our number in it.
"""

from __future__ import annotations

import pytest

from tests.contract.official import fact_of, read_json, value_of, version_of
from tests.contract.prose import filled, missing, unsaid

SENT = ("sendMessage", "sendPhoto", "sendVideo", "sendAudio", "sendDocument", "sendMediaGroup",
        "sendPoll")  # fmt: skip
CAPTION = {"0-{} characters": "channel.text.caption_max"}
PAID = {"up to {} messages per second": "channel.rate.paid_broadcast_per_second"}
THUMBNAIL = {
    "less than {} kB": "channel.media.thumbnail_bytes_max",
    "not exceed {}": "channel.media.thumbnail_side_max",
}
FILE = {"of up to {} MB": "channel.media.file_bytes_max"}
QUOTES = {
    "sendMessage text": {"1-{} characters after entities parsing": "channel.text.text_max"},
    "editMessageText text": {"1-{} characters": "channel.text.text_max"},
    "sendPhoto photo": {
        "at most {} MB": "channel.media.photo_bytes_max",
        "not exceed {} in total": "channel.media.photo_side_sum_max",
        "ratio must be at most {}": "channel.media.photo_ratio_max",
    },
    "sendVideo": {"of up to {} MB": "channel.media.video_bytes_max", "MPEG4": ()},
    "sendAudio": {"of up to {} MB": "channel.media.audio_bytes_max", ".MP3 or .M4A": ()},
    "sendDocument": FILE,
    "sendMediaGroup media": {
        "must include {}-{} items": ("channel.media.album_min", "channel.media.album_max")
    },
    "sendPoll question": {"1-{} characters": "channel.text.poll_question_max"},
    "sendPoll options": {
        "list of {}-{} answer options": (
            "channel.text.poll_options_min",
            "channel.text.poll_options_max",
        )
    },
    "sendPoll explanation": {
        "0-{} characters with at most {} line feeds": (
            "channel.text.poll_explanation_max",
            "channel.text.poll_explanation_lines_max",
        )
    },
    "sendPoll description": {"0-{} characters": "channel.text.poll_description_max"},
    "sendPoll open_period": {
        "{}-{}": ("channel.text.poll_seconds_min", "channel.text.poll_seconds_max")
    },
    "sendPoll close_date": {
        "at least {} and no more than {} seconds": (
            "channel.text.poll_seconds_min",
            "channel.text.poll_seconds_max",
        )
    },
    "InputPollOption text": {"1-{} characters": "channel.text.poll_option_max"},
    "deleteMessage": {"less than {} hours ago": "channel.publishing.delete_window_seconds"},
    **{f"{method} caption": CAPTION for method in SENT[1:5]},
    **{f"{method} thumbnail": THUMBNAIL for method in SENT[2:5]},
    **{f"{method} allow_paid_broadcast": PAID for method in SENT},
}
LEFT = {
    "0.1 Telegram Stars": "the price of a paid broadcast",
    "more than 24 hours": "who may vote, not what is posted",
    "0-12 two-letter ISO 3166-1 alpha-2": "which countries may vote",
    "0-based": "how answers are numbered",
    "MPEG4": "the name of a format, held as media.video_types",
    ".MP3 or .M4A": "names of formats, held as media.audio_types",
}


@pytest.fixture(scope="module")
def page(shared_folder):
    return read_json(shared_folder / "conformance/telegram-bot-api/api.json")


@pytest.fixture(scope="module")
def texts(page):
    found = {name: " ".join(row["description"]) for name, row in page["methods"].items()}
    for table in ("methods", "types"):
        for name, row in page[table].items():
            for field in row.get("fields", ()):
                found[f"{name} {field['name']}"] = field["description"]
    return found


@pytest.fixture(scope="module")
def fields(page):
    return {
        name: {field["name"] for field in row.get("fields", ())}
        for name, row in page["methods"].items()
    }


def test_our_limits_are_those_of_the_page(texts):
    assert missing("telegram", texts, QUOTES) == []


def test_every_number_about_sending_is_held_or_left_out_with_a_reason(texts):
    places = [at for at in texts if at.split(" ")[0] in SENT]
    for place in places:
        quotes = filled("telegram", QUOTES.get(place, {}))
        assert unsaid(texts[place], quotes, list(LEFT)) == [], place
    everything = " ".join(texts[place] for place in places)
    assert [words for words in LEFT if words not in everything] == []


@pytest.mark.parametrize(
    ("key", "methods"),
    [
        ("publish", SENT),
        ("comments_read", ["getUpdates"]),
        ("reply", ["sendMessage"]),
        ("metrics", ["getChatMemberCount"]),
        ("publishing.edit", ["editMessageText", "editMessageCaption", "editMessageMedia"]),
        ("publishing.delete", ["deleteMessage"]),
        ("publishing.polls", ["sendPoll"]),
    ],
)
def test_what_we_call_possible_is_a_method(fields, key, methods):
    assert value_of("telegram", f"channel.{key}") not in ("none", "assisted")
    assert [method for method in methods if method not in fields] == []


@pytest.mark.parametrize("key", ["publishing.silent", "publishing.threads"])
def test_what_we_rely_on_is_a_field(fields, key):
    assert value_of("telegram", f"channel.{key}") in fields["sendMessage"]


@pytest.mark.parametrize(
    ("key", "word"),
    [("publishing.native_schedule", "schedul"), ("media.alt_text", "alt_text"),
     ("exactly_once.handle", "idempot")],
)  # fmt: skip
def test_what_we_miss_is_no_field_of_any_message(fields, key, word):
    assert value_of("telegram", f"channel.{key}") in (False, "none")
    assert [name for method in SENT for name in fields[method] if word in name] == []


def test_a_group_can_be_moderated(fields):
    assert value_of("telegram", "group.moderate") == "api"
    assert {"banChatMember", "restrictChatMember", "deleteMessages"} <= set(fields)


def test_the_right_to_post_is_one_of_an_administrator(page):
    rights = {field["name"] for field in page["types"]["ChatAdministratorRights"]["fields"]}
    assert set(value_of("telegram", "channel.oauth.scopes_publish")) <= rights


def test_characters_are_utf16_units(texts):
    assert "UTF-16 code units" in texts["MessageEntity offset"]
    assert fact_of("telegram", "channel.text.text_max").unit == "utf16_units"
    assert fact_of("telegram", "channel.text.caption_max").unit == "utf16_units"


def test_the_version_is_the_one_we_read(page):
    assert page["version"] == f"Bot API {version_of('telegram')}"
