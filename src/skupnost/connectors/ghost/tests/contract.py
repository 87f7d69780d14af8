"""How the contract suite tries this connector."""

from typing import Any

from skupnost.connectors.ghost import convert
from skupnost.connectors.ghost.convert import Uploaded
from skupnost.domain.payload import Payload
from skupnost.kit.testing.case import Case
from skupnost.kit.testing.stages import picture

TEXT = "Fresh **rolls** & croissants from six.\n\n- rye\n- spelt\n\n[All breads](https://bakery.example)"
SLUG = "fresh-rolls-a2b3c4d5"


def write(payload: Payload) -> dict[str, Any]:
    """The JSON of a post whose pictures are 11.png, 12.png …"""
    pictures = [
        Uploaded(f"https://bakery.example/{number}.png", convert.alt_text_of(item))
        for number, item in enumerate(payload.media, start=11)
    ]
    return convert.post_of(payload, slug=SLUG, pictures=pictures)


CASE = Case(
    payload=Payload(text=TEXT, title="Fresh rolls & <more>"),
    rich=Payload(
        text=TEXT,
        title="Žemlje 🥖 مرحبا",
        excerpt="From six, & warm",
        slug="Naše žemlje",
        tags=("rolls", "#čaj 🫖"),
        media=(picture(alt_text='A "warm" basket'), picture(alt_text="The oven", number=2)),
    ),
    credentials={"key": "bakery:0a1b2c3d4e5f"},
    expired={"key": "expired:0a1b2c3d4e5f"},
    write=write,
    read=convert.own_post,
)
