"""How the contract suite tries this connector."""

from typing import Any

from skupnost.connectors.mastodon import convert, feeding
from skupnost.domain.payload import Payload
from skupnost.kit.testing.case import Case

TEXT = (
    "Fresh rolls & croissants from six, @ana@bakers.example! #bread_time\n\n"
    "Where? https://bakery.example/rolls?day=wednesday&from=six <- here, (2 €)."
)


def write(payload: Payload) -> dict[str, Any]:
    """The JSON of the first part; media have the ids 1, 2 …"""
    ids = [str(number) for number, _ in enumerate(payload.media, start=1)]
    return convert.status_of(payload, payload.parts[0], media_ids=ids)


def text_of(n_characters: int) -> str:
    """A text with a link (23 whatever its length) and a mention (its domain is free)."""
    head = "@ana@bakers.example https://bakery.example/a/very/long/address/of/a/page "
    return head + "a" * (n_characters - len("@ana ") - 24)


CASE = Case(
    payload=Payload(text=TEXT, language="en"),
    rich=Payload(text=TEXT, content_warning="Food, butter", visibility="unlisted", language="sl"),
    text_of=text_of,
    write=write,
    read=convert.own_post,
    read_place=feeding.place_of,
)
