"""How the contract suite tries this connector."""

from typing import Any

from skupnost.connectors.wordpress import convert
from skupnost.connectors.wordpress.convert import Uploaded
from skupnost.domain.payload import Payload
from skupnost.kit.testing.case import Case
from skupnost.kit.testing.stages import picture

TEXT = "Fresh **rolls** & croissants from six.\n\n- rye\n- spelt\n\n[All breads](https://bakery.example)"
SLUG = "fresh-rolls-a2b3c4d5"


def write(payload: Payload) -> dict[str, Any]:
    """The JSON of a post whose pictures, categories and tags have the ids 11, 12 … 21 … 31 …"""
    pictures = [
        Uploaded(number, f"https://bakery.example/{number}.png", convert.alt_text_of(item))
        for number, item in enumerate(payload.media, start=11)
    ]
    return convert.post_of(
        payload,
        slug=SLUG,
        pictures=pictures,
        categories=[number for number, _ in enumerate(payload.categories, start=21)],
        tags=[number for number, _ in enumerate(payload.tags, start=31)],
    )


CASE = Case(
    payload=Payload(text=TEXT, title="Fresh rolls & <more>"),
    rich=Payload(
        text=TEXT,
        title="Žemlje 🥖 مرحبا",
        excerpt="From six, & warm",
        slug="Naše žemlje",
        categories=("Bread & Butter", "News"),
        tags=("rolls", "čaj 🫖"),
        media=(picture(alt_text='A "warm" basket'), picture(alt_text="The oven", number=2)),
    ),
    write=write,
    read=convert.own_post,
)
