"""How the contract suite tries this connector."""

from typing import Any

from skupnost.connectors.practice import convert
from skupnost.domain.payload import Payload
from skupnost.kit.testing.case import Case


def write(payload: Payload) -> dict[str, Any]:
    """The JSON of the first part; media have the ids 1, 2 …"""
    ids = [str(number) for number, _ in enumerate(payload.media, start=1)]
    return convert.post_of(payload, payload.parts[0], client_id="a-delivery", media_ids=ids)


CASE = Case(
    rich=Payload(text="Sveže žemlje od šestih. 🥐", content_warning="Maslo", language="sl"),
    write=write,
    read=convert.own_post,
)
