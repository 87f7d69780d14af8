"""For every numeric limit a post that has exactly so much of what it limits.

Families of names, not names: a fact that comes later is built by its family, or fails loudly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from skupnost.domain.facts import Fact
from skupnost.domain.payload import MediaItem, Part, Payload
from skupnost.domain.preflight import Occasion, Other

POST = Payload(text="Rye", title="Bread", language="sl")
PICTURE = MediaItem("a" * 64, "image/png", 90, width=900, height=900, alt_text="A loaf")
FILM = replace(PICTURE, mime="video/mp4", seconds=9.0)
SOUND = replace(PICTURE, mime="audio/ogg", seconds=9.0)
GIF = replace(PICTURE, mime="image/gif", n_frames=9)
PAGES = replace(PICTURE, mime="application/pdf")
SUBTITLES = replace(PICTURE, mime="text/vtt")
LINK = "https://example.com/rye"
AT_ONCE = Occasion()
MOST_LETTERS = 70_000
MOST_THINGS = 300


@dataclass(frozen=True)
class Try:
    """A payload on its occasion."""

    payload: Payload
    occasion: Occasion = AT_ONCE


@dataclass(frozen=True)
class Recipe:
    """How to make a post with exactly n of it; `most` is what can be made, `step` how finely."""

    make: Callable[[float], Try]
    most: float = float("inf")
    step: float = 1


class NoRecipe(LookupError):
    """Nobody knows how to make a post for this limit: write a recipe for its family."""


def recipe(fact: Fact) -> Recipe:
    """The recipe for a limit, by the family of its name; NoRecipe where there is none."""
    for pattern, cook in _FAMILIES:
        if match := pattern.fullmatch(fact.key):
            return cook(match, fact)
    raise NoRecipe(fact.key)


def _post(make: Callable[[int], Payload], most: float = MOST_THINGS) -> Recipe:
    return Recipe(lambda n: Try(make(int(n))), most)


def _letters(make: Callable[[str], Payload]) -> Recipe:
    return _post(lambda n: make("a" * n), MOST_LETTERS)


def _with(**details: str) -> Payload:
    named = {name.replace("__", "."): text for name, text in details.items()}
    return replace(POST, details=tuple(sorted(named.items())))


# Files ------------------------------------------------------------------------------------------

_FILES: Mapping[str, tuple[MediaItem, str]] = {
    **dict.fromkeys(("image", "photo", "blob", "attachment", "upload", "file"), (PICTURE, "")),
    "og_image": (PICTURE, ""),
    "video": (FILM, ""),
    "audio": (SOUND, ""),
    "gif": (GIF, ""),
    "document": (PAGES, ""),
    "reel": (FILM, "reel"),
    "short": (FILM, "short"),
    "story": (PICTURE, "story"),
    "story_video": (FILM, "story"),
    "thumbnail": (PICTURE, "@cover"),
    "cover": (PICTURE, "@cover"),
    "caption": (SUBTITLES, "@subtitles"),
    "link_card_thumb": (PICTURE, "@card"),
}
_PLACES: Mapping[str, Callable[[MediaItem], Payload]] = {
    "": lambda item: replace(POST, media=(item,)),
    "@cover": lambda item: replace(POST, cover=item),
    "@subtitles": lambda item: replace(POST, subtitles=(item,)),
    "@card": lambda item: replace(POST, media=(item,), link_url=LINK),
}
_FIGURES: Mapping[str, tuple[Callable[[MediaItem, float], MediaItem], float]] = {
    "bytes": (lambda item, n: replace(item, n_bytes=int(n)), 1),
    "width": (lambda item, n: replace(item, width=int(n)), 1),
    "height": (lambda item, n: replace(item, height=int(n)), 1),
    "side": (lambda item, n: replace(item, width=int(n), height=int(n)), 1),
    "side_sum": (lambda item, n: replace(item, width=int(n) - 1, height=1), 1),
    "pixels": (lambda item, n: replace(item, width=int(n), height=1), 1),
    "ratio": (lambda item, n: replace(item, width=round(n * 10_000), height=10_000), 0.0001),
    "seconds": (lambda item, n: replace(item, seconds=n), 1),
    "fps": (lambda item, n: replace(item, frames_per_second=n), 1),
    "frames": (lambda item, n: replace(item, n_frames=int(n)), 1),
    "pages": (lambda item, n: replace(item, n_pages=int(n)), 1),
}
_EXACT_STEP = 0.0101


def _file(match: re.Match[str], fact: Fact) -> Recipe:
    item, place = _FILES[match["subject"]]
    change, step = _FIGURES[match["figure"]]
    is_shape = match["figure"] == "ratio" and match["bound"] in (None, "_recommended")
    if not float(fact.number or 0).is_integer() and step == 1:
        step = 0.25

    def make(n: float) -> Try:
        payload = _PLACES.get(place, _PLACES[""])(change(item, n))
        chosen = "" if place.startswith("@") else place
        return Try(replace(payload, details=(("format", chosen),)) if chosen else payload)

    return Recipe(make, step=_EXACT_STEP if is_shape else step)


def _long_shape(_match: re.Match[str], _fact: Fact) -> Recipe:
    return Recipe(
        lambda n: Try(replace(POST, media=(replace(PICTURE, width=round(n * 100), height=100),))),
        step=0.01,
    )


def _n_of(item: MediaItem, chosen: str = "") -> Callable[[re.Match[str], Fact], Recipe]:
    details = (("format", chosen),) if chosen else ()
    return lambda _m, _f: _post(lambda n: replace(POST, media=(item,) * n, details=details))


def _n_subtitles(_match: re.Match[str], _fact: Fact) -> Recipe:
    return _post(lambda n: replace(POST, subtitles=(SUBTITLES,) * n))


def _beside_card(_match: re.Match[str], _fact: Fact) -> Recipe:
    return _post(lambda n: replace(POST, media=(PICTURE,) * n, link_url=LINK))


def _request(_match: re.Match[str], _fact: Fact) -> Recipe:
    words = len(POST.text + POST.title)
    return _post(lambda n: replace(POST, media=(replace(PICTURE, n_bytes=n - words),)), 1e12)


# Words ------------------------------------------------------------------------------------------


def _field(name: str) -> Callable[[re.Match[str], Fact], Recipe]:
    return lambda _m, _f: _letters(lambda text: replace(POST, **{name: text}))


def _detail(name: str) -> Callable[[re.Match[str], Fact], Recipe]:
    return lambda _m, _f: _letters(lambda text: _with(**{name: text}))


def _details(front: str, back: str = "") -> Callable[[re.Match[str], Fact], Recipe]:
    return lambda _m, _f: _post(
        lambda n: _with(**{f"{front}__{at}{back}": "Rye" for at in range(n)})
    )


def _answers(_match: re.Match[str], _fact: Fact) -> Recipe:
    return _post(
        lambda n: _with(
            poll__question="When?", **{f"poll__options__{at}": "Rye" for at in range(n)}
        )
    )


def _under(item: MediaItem, name: str) -> Callable[[re.Match[str], Fact], Recipe]:
    """A field of a post with a medium, or of the medium itself."""

    def make(text: str) -> Payload:
        if name in ("alt_text", "caption", "name"):
            return replace(POST, media=(replace(item, **{name: text}),))
        return replace(POST, media=(item,), **{name: text})

    return lambda _m, _f: _letters(make)


def _words(sign: str) -> Callable[[re.Match[str], Fact], Recipe]:
    return lambda _m, _f: _post(lambda n: replace(POST, text=" ".join([f"{sign}a"] * n) or "Rye"))


def _pieces(piece: str) -> Callable[[re.Match[str], Fact], Recipe]:
    return lambda _m, _f: _post(lambda n: replace(POST, text="\n\n".join([piece] * n)), 1500)


def _quotes(_match: re.Match[str], _fact: Fact) -> Recipe:
    return _post(lambda n: replace(POST, text="[quote]" * n + "Rye" + "[/quote]" * n))


def _tag(_match: re.Match[str], _fact: Fact) -> Recipe:
    return _letters(lambda text: replace(POST, tags=(text,)))


def _tags(_match: re.Match[str], _fact: Fact) -> Recipe:
    return _post(lambda n: replace(POST, tags=("rye",) * n))


def _languages(_match: re.Match[str], _fact: Fact) -> Recipe:
    return _post(lambda n: replace(POST, language=",".join(["sl"] * n)))


def _all_words(_match: re.Match[str], _fact: Fact) -> Recipe:
    return _letters(lambda text: replace(POST, title="", text=text))


def _link(_match: re.Match[str], _fact: Fact) -> Recipe:
    return _post(lambda n: replace(POST, link_url=LINK.ljust(n, "a")), MOST_LETTERS)


def _poll_time(match: re.Match[str], _fact: Fact) -> Recipe:
    seconds = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}[match["unit"]]
    return _post(lambda n: _with(poll__seconds=str(n * seconds)), float("inf"))


def _any_field(match: re.Match[str], fact: Fact) -> Recipe:
    """A field that no row names: it is a further field of that very name."""
    name = match["name"]
    return (_details if fact.unit == "count" else _detail)(name)(match, fact)


# Moments ----------------------------------------------------------------------------------------

_COUNTED: Mapping[str, tuple[Payload, int]] = {
    "reels": (replace(POST, details=(("format", "reel"),)), 1),
    "stories": (replace(POST, details=(("format", "story"),)), 1),
    "videos": (replace(POST, media=(FILM,)), 1),
    "uploads": (replace(POST, media=(FILM,)), 1),
    "video_minutes": (replace(POST, media=(replace(FILM, seconds=60.0),)), 1),
    "images": (replace(POST, media=(PICTURE,)), 1),
    "media": (replace(POST, media=(PICTURE,)), 1),
    "points": (POST, 3),
}


def _rate(match: re.Match[str], fact: Fact) -> Recipe:
    payload, each = _COUNTED.get(match["what"], (POST, 1))
    before = Other((fact.window_seconds or 86_400) - 1, payload)
    too_old = Other((fact.window_seconds or 86_400) + 1, payload)

    def make(n: float) -> Try:
        others = (before,) * (int(n) // each - 1)
        return Try(payload, Occasion(others=(*others, too_old, Other(-1, payload))))

    return Recipe(make, MOST_THINGS, each)


def _replies(_match: re.Match[str], _fact: Fact) -> Recipe:
    return _post(lambda n: replace(POST, thread=(Part("more"),) * n))


def _gap(_match: re.Match[str], _fact: Fact) -> Recipe:
    return Recipe(lambda n: Try(POST, Occasion(others=(Other(n, POST), Other(n + 9, POST)))))


def _moment(name: str) -> Callable[[re.Match[str], Fact], Recipe]:
    return lambda _m, _f: Recipe(lambda n: Try(POST, Occasion(**{name: n})))


def _stored(_match: re.Match[str], _fact: Fact) -> Recipe:
    post = replace(POST, media=(PICTURE,))
    return Recipe(lambda n: Try(post, Occasion(stored_bytes=int(n) - PICTURE.n_bytes)))


Cook = Callable[[re.Match[str], Fact], Recipe]
_ROWS: tuple[tuple[str, Cook], ...] = (
    (r"text\.text_(max|bytes_max|min|safe_max|recommended_max|max_old_tools)", _field("text")),
    (r"text\.(text_block_max)", _field("text")),
    (r"text\.(text_blocks_max|blocks_max)", _pieces("Rye")),
    (r"text\.link_blocks_max", _pieces(LINK)),
    (r"text\.post_bytes_max", _all_words),
    (r"text\.(caption_max|photo_description_max)", _under(PICTURE, "text")),
    (r"text\.photo_title_max", _under(PICTURE, "title")),
    (r"text\.article_title_max", _field("title")),
    (r"text\.((seo|html|og)_)?title_(max|min|recommended_max)", _field("title")),
    (r"text\.excerpt_max|text\.(seo|og|meta)_description_recommended_max", _field("excerpt")),
    (r"text\.(?P<name>content_warning|slug)_max",
     lambda m, f: _field(m["name"])(m, f)),
    (r"text\.quote_depth_max", _quotes),
    (r"text\.links?_(inline_|new_user_)?max(?<!link_max)", _words("https://example.com/")),
    (r"text\.link_max", _link),
    (r"text\.langs_max", _languages),
    (r"text\.mentions_(new_user_)?max", _words("@")),
    (r"text\.hashtags_(recommended_)?max|text\.entities_max", _words("#")),
    (r"text\.cashtags_max", _words("$")),
    (r"text\.(tags_max|topic_tag_max)", _tags),
    (r"text\.(tag_max|tag_bytes_max|tags_total_max|topic_tag_length_max)", _tag),
    (r"text\.link_card_with_media", _beside_card),
    (r"(text|media)\.alt_text_max", _under(PICTURE, "alt_text")),
    (r"media\.file_name_max", _under(PICTURE, "name")),
    (r"media\.caption_max", _under(PICTURE, "caption")),
    (r"text\.comment_max", _detail("first_comment")),
    (r"text\.poll_question_max", _detail("poll__question")),
    (r"text\.poll_(option|answer)_max", _detail("poll__options__0")),
    (r"(text|media)\.poll_(options|answers)_(max|min)", _answers),
    (r"(text|media)\.poll_(?P<unit>seconds|minutes|hours|days)_(max|min)", _poll_time),
    (r"media\.tagged_users_max", _details("tagged_users")),
    (r"text\.embeds_max", _details("embeds", "__title")),
    (r"text\.embed_fields_max", _details("embeds__0__fields", "__name")),
    (r"text\.embed_total_max", _detail("embeds__0__title")),
    (r"text\.embed_field_(?P<name>name|value)_max",
     lambda m, f: _detail(f"embeds__0__fields__0__{m['name']}")(m, f)),
    (r"text\.embed_(?P<name>author|description|footer|title)_max",
     lambda m, f: _detail(f"embeds__0__{m['name']}")(m, f)),
    (r"media\.(images_max|photos_max|gallery_max|images_new_user_max)", _n_of(PICTURE)),
    (r"media\.(attachments_max|media_count_min|carousel_max|album_max)", _n_of(PICTURE)),
    (r"media\.(carousel_min|album_min|images_min_multi)", _n_of(PICTURE, "carousel")),
    (r"media\.story_media_count", _n_of(PICTURE, "story")),
    (r"media\.gif_max", _n_of(GIF)),
    (r"media\.video_(count_max|count_min|blocks_max|upload_max)", _n_of(FILM)),
    (r"media\.audio_(count_max|blocks_max)", _n_of(SOUND)),
    (r"media\.captions_max", _n_subtitles),
    (r"media\.request_bytes_max", _request),
    (r"media\.account_bytes_max", _stored),
    (r"media\.photo_ratio_max", _long_shape),
    (rf"media\.(?P<subject>{'|'.join(sorted(_FILES, key=len, reverse=True))})"
     rf"_(?P<figure>{'|'.join(sorted(_FIGURES, key=len, reverse=True))})(?P<bound>_\w+)?", _file),
    (r"publishing\.schedule_\w+_seconds", _moment("seconds_ahead")),
    (r"publishing\.(queue|schedules_total)_max", _moment("n_waiting")),
    (r"publishing\.schedules_per_day_max", _moment("n_that_day")),
    (r"rate\.(seconds_between_posts(_new_user)?|new_account_post_gap_seconds)", _gap),
    (r"rate\.replies_\w+", _replies),
    (r"rate\.(?P<what>video_minutes|[a-z]+)(_\w+)?", _rate),
    (r"text\.(?P<name>\w+?)_(recommended_max|bytes_max|max|min)", _any_field),
)  # fmt: skip
_FAMILIES = tuple((re.compile(pattern), cook) for pattern, cook in _ROWS)
