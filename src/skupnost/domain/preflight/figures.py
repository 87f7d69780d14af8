"""Limits on files, read off the name of the fact: `media.SUBJECT_FIGURE_BOUND`.

`reel_seconds_max` is a limit on the seconds of reels, at most. The three lists below are all there
is to know; a fact of a new network that is named by them counts without another line of code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from skupnost.domain.facts import Fact
from skupnost.domain.media import Family, Measured, measured
from skupnost.domain.payload import MediaItem
from skupnost.domain.preflight.amounts import Amount, Amounts
from skupnost.domain.preflight.case import Case, Placed
from skupnost.domain.preflight.codes import Code
from skupnost.domain.preflight.finding import Level

Files = Callable[[Case], Iterable[Placed]]
Figure = Callable[[MediaItem, Measured], float | None]

_DOCUMENT = re.compile(r"application/(?:pdf|msword|vnd\.)|text/plain")


def _of(family: Family) -> Files:
    return lambda case: [one for one in case.media if one.figures.family is family]


def _all(case: Case) -> Iterable[Placed]:
    return case.media


def _gifs(case: Case) -> Iterable[Placed]:
    return [one for one in case.media if one.item.mime == "image/gif"]


def _documents(case: Case) -> Iterable[Placed]:
    return [one for one in case.media if _DOCUMENT.match(one.item.mime)]


def _in_format(name: str, *families: Family) -> Files:
    """The media of a post in this format."""

    def files(case: Case) -> Iterable[Placed]:
        if case.format != name:
            return ()
        return [one for one in case.media if one.figures.family in families]

    return files


def _reels(case: Case) -> Iterable[Placed]:
    """Films of a reel; of any post where the network knows no other films."""
    if case.format != "reel" and (case.format or _knows_films(case)):
        return ()
    return [one for one in case.media if one.figures.family is Family.VIDEO]


def _knows_films(case: Case) -> bool:
    numbers = (fact for key, fact in case.facts.items() if key.startswith("media.video_"))
    return any(fact.number is not None for fact in numbers)


def _cover(case: Case) -> Iterable[Placed]:
    cover = case.payload.cover
    return (Placed("cover", cover, measured(cover)),) if cover else ()


def _preview(case: Case) -> Iterable[Placed]:
    """The picture that stands for a page where its address is passed on."""
    return [*_cover(case), *_of(Family.IMAGE)(case)][:1]


def _thumb(case: Case) -> Iterable[Placed]:
    """The one picture that becomes the link card's own, where there is a card."""
    return case.media[:1] if case.payload.link_url and len(case.media) == 1 else ()


def _subtitles(case: Case) -> Iterable[Placed]:
    rows = enumerate(case.payload.subtitles)
    return [Placed(f"subtitles.{number}", item, measured(item)) for number, item in rows]


# Longer names first: `story_video` before `story`. Films larger than a blob go through the
# network's own film service, so a blob is a picture.
SUBJECTS: Mapping[str, Files] = {
    "link_card_thumb": _thumb,
    "story_video": _in_format("story", Family.VIDEO),
    "story": _in_format("story", Family.IMAGE, Family.VIDEO),
    "og_image": _preview,
    "thumbnail": _cover,
    "cover": _cover,
    "attachment": _all,
    "upload": _all,
    "file": _all,
    "document": _documents,
    "caption": _subtitles,
    "reel": _reels,
    "short": _in_format("short", Family.VIDEO),
    "image": _of(Family.IMAGE),
    "photo": _of(Family.IMAGE),
    "blob": _of(Family.IMAGE),
    "gif": _gifs,
    "video": _of(Family.VIDEO),
    "audio": _of(Family.AUDIO),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of a file and what is said of it: beyond the most, under the least, off the
    mark; an empty code where nothing can be said. `mend` helps against too much."""

    figure: Figure
    over: Code | None = None
    under: Code | None = None
    off: Code | None = None
    safe: Code | None = None
    advised: Code | None = None
    mend: str = "shrink"


def _short_side(item: MediaItem, figures: Measured) -> float:
    return figures.shorter_side


_WEIGHT = Measure(
    lambda item, m: m.n_bytes,
    over="file_too_heavy",
    under="file_too_small",
    safe="file_heavy_for_some",
    advised="file_heavy",
)
_SECONDS = Measure(
    lambda item, m: m.seconds, over="video_too_long", under="video_too_short", mend="cut"
)
_RATIO = Measure(
    lambda item, m: m.ratio or None,
    over="shape_too_wide",
    under="shape_too_tall",
    off="shape_wrong",
    advised="shape_unusual",
    mend="crop",
)
MEASURES: Mapping[str, Measure] = {
    "bytes": _WEIGHT,
    "width": Measure(
        lambda item, m: m.width or None, over="too_wide", under="too_narrow", advised="narrow"
    ),
    "height": Measure(
        lambda item, m: m.height or None, over="too_high", under="too_low", advised="low"
    ),
    "side": Measure(
        lambda item, m: m.longer_side or None,
        over="side_too_long",
        under="side_too_short",
        safe="side_long",
        advised="side_long",
    ),
    "side_sum": Measure(
        lambda item, m: m.width + m.height or None, over="sides_too_long", mend="shrink"
    ),
    "pixels": Measure(lambda item, m: m.n_pixels or None, over="too_many_pixels"),
    "ratio": _RATIO,
    "seconds": _SECONDS,
    "fps": Measure(
        lambda item, m: item.frames_per_second or None,
        over="frame_rate_too_high",
        under="frame_rate_too_low",
        mend="convert",
    ),
    "frames": Measure(lambda item, m: item.n_frames or None, over="too_many_frames", mend="cut"),
    "pages": Measure(lambda item, m: item.n_pages or None, over="too_many_pages", mend="cut"),
}


@dataclass(frozen=True, slots=True)
class Bound:
    """Which way a limit of this name bounds: at most, at least, or just so; how loud it may be."""

    way: str
    code: Callable[[Measure], Code | None]
    most: Level = Level.ERROR


BOUNDS: Mapping[str, Bound] = {
    "max": Bound("most", lambda m: m.over),
    "max_claimed": Bound("most", lambda m: m.over),
    "max_unverified": Bound("most", lambda m: m.over, Level.HINT),
    "max_new_user": Bound("most", lambda m: m.over, Level.HINT),
    "min": Bound("least", lambda m: m.under),
    "safe": Bound("most", lambda m: m.safe, Level.WARNING),
    "recommended_max": Bound("most", lambda m: m.advised, Level.HINT),
    "recommended_min": Bound("least", lambda m: m.under, Level.HINT),
    "recommended": Bound("advised", lambda m: m.advised, Level.HINT),
    "": Bound("exact", lambda m: m.off),
}
# A page's preview is shown whatever its picture is like.
_ADVICE = frozenset({"og_image"})
# A recommended size is the least that looks well; a recommended shape is met or not.
_ADVISED_WAY = {"ratio": "exact"}


def _names(words: Iterable[str]) -> str:
    return "|".join(sorted(filter(None, words), key=len, reverse=True))


_NAME = re.compile(
    rf"media\.(?P<subject>{_names(SUBJECTS)})_(?P<figure>{_names(MEASURES)})"
    rf"(?:_(?P<bound>{_names(BOUNDS)}))?\Z"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the name of a fact means: whose figure, bounded which way, and what is said."""

    code: Code
    amounts: Amounts
    way: str
    most: Level
    mend: str


def read_name(key: str) -> Reading | None:
    """The limit that a name such as `media.reel_seconds_max` states; None where it is none."""
    match = _NAME.match(key)
    if match is None:
        return None
    name, measure = match["figure"], MEASURES[match["figure"]]
    bound = BOUNDS[match["bound"] or ""]
    if match["subject"] in _ADVICE:
        bound = replace(bound, code=lambda m: m.advised, most=Level.HINT)
    code = bound.code(measure)
    if code is None:
        return None
    way = _ADVISED_WAY.get(name, "least") if bound.way == "advised" else bound.way
    figure = _short_side if (name, way) == ("side", "least") else measure.figure
    is_too_little = way == "least"
    mend = "" if is_too_little and name != "ratio" else measure.mend
    return Reading(code, _amounts(SUBJECTS[match["subject"]], figure), way, bound.most, mend)


def _amounts(files: Files, figure: Figure) -> Amounts:
    def amounts(case: Case, _fact: Fact) -> Iterator[Amount]:
        for one in files(case):
            value = figure(one.item, one.figures)
            if value is not None:
                yield Amount(one.where, value)

    return amounts


def bytes_of(subject: str) -> Amounts:
    """The bytes of every file of that subject."""
    return _amounts(SUBJECTS[subject], MEASURES["bytes"].figure)


def long_over_short(case: Case, _fact: Fact) -> Iterator[Amount]:
    """How many times the longer side of each picture is the shorter."""
    for one in SUBJECTS["image"](case):
        if one.figures.shorter_side:
            yield Amount(one.where, one.figures.longer_side / one.figures.shorter_side)
