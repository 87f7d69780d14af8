"""The part of docs/reference/manifest.md that says what reads each number, made from the code.

`python -m skupnost.networks.reference` prints it; a test holds the page to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from skupnost.domain.preflight import LIMITS, Limit
from skupnost.domain.preflight.afterwards import WINDOWS
from skupnost.domain.preflight.figures import BOUNDS, MEASURES, SUBJECTS
from skupnost.domain.preflight.limits import COUNTING
from skupnost.domain.preflight.occasions import COUNTED
from skupnost.networks.unread import SHOWN

BEGIN, END = "<!-- numbers: begin -->", "<!-- numbers: end -->"
_NEEDS = {
    "": "every post",
    "media": "posts with files",
    "details": "posts with further fields",
    "occasion": "the moment it goes out",
}


def page_between_marks(page: Path) -> str:
    """What the page has between its two marks."""
    return page.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip()


def tables() -> str:
    """The tables as Markdown."""
    return "\n".join(_lines()).strip()


def _lines() -> Iterator[str]:
    yield "### Limits by their own row"
    yield from _table(("key", "limits", "concerns", "code", "at most"), map(_limit, LIMITS))
    yield from _families()
    yield "### Limits on changing what is live"
    rows = ((f"`{key}`", row.what, f"`{row.code}`") for key, row in WINDOWS.items())
    yield from _table(("key", "what", "code"), rows)
    yield "### Numbers that change other numbers"
    yield ""
    listed = ", ".join(f"`{key}`" for key in sorted(COUNTING))
    yield f"{listed} change the length of a text. `rate.cost_list`, `rate.cost_comment_insert` and"
    yield "`rate.cost_caption_insert` count against `rate.units_per_day`. `cost_post_usd` and"
    yield "`cost_post_with_url_usd` are told where a program publishes (`post_costs`)."
    yield ""
    yield "### Numbers that are about no post"
    yield ""
    yield "They stand in the list of facts by age and in `skupnost rules show`, with their source."
    yield from _table(
        ("key", "what it is about"), ((f"`{key}`", why) for key, why in SHOWN.items())
    )


def _families() -> Iterator[str]:
    yield "### Limits read off their name"
    yield ""
    yield "`media.SUBJECT_FIGURE_BOUND`, such as `media.reel_seconds_max`; without a bound just so."
    yield from _table(
        ("part", "words"),
        (
            ("subject", _listed(SUBJECTS)),
            ("figure", _listed(MEASURES)),
            ("bound", _listed(filter(None, BOUNDS))),
        ),
    )
    yield "A rate counts the posts of the channel in its `window_seconds` (a day without), by the"
    yield f"beginning of its name: {_listed(COUNTED)}. Any other `text.NAME_max`, `_min`,"
    yield "`_bytes_max` or `_recommended_max` limits the further field of that name; with the unit"
    yield "`count`, how many there are."
    yield ""


def _limit(limit: Limit) -> tuple[str, ...]:
    way = "at least" if limit.is_least else "just so" if limit.is_exact else "at most"
    return (f"`{limit.key}`", way, _NEEDS[limit.needs], f"`{limit.code}`", limit.most.value)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield ""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


if __name__ == "__main__":
    print(tables())
