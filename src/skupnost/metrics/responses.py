"""What counts as the response of posts: what a person chose, or what is known of most of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

PARTS = ("reactions", "comments", "shares", "quotes")
USUAL = 0.8
UNITS = ("counts", "people")
SINGLES = (("engaged", "people"), ("views", "counts"), ("impressions", "counts"))
REACHED = ("reach", "people")
OFFERED = ("reach", "engaged", "impressions", "views", "clicks", "reactions", "comments", "shares",
           "quotes", "saves", "follows", "watch_hours")  # fmt: skip
ENOUGH = 0.5

Key = tuple[str, str]
Figures = Mapping[Key, float]


@dataclass(frozen=True, slots=True)
class Response:
    """What counts as the response of a channel's posts: the metrics added up, in one unit. None
    of the posts that lack one of them has a response. `n_known` of `n_posts` have it;
    `is_chosen` by a person."""

    name: str
    metrics: tuple[str, ...]
    unit: str
    n_known: int
    n_posts: int
    is_chosen: bool = False

    @property
    def key(self) -> Key:
        return self.name, self.unit


def choose_response(posts: Sequence[Figures], wanted: Key | None = None) -> Response:
    """What a person wanted; else the interactions of most posts: the network's own total, or the
    sum of the parts that four of five posts with any have; where neither is known people engaged,
    views, impressions; and where only that is known, people reached. People and counts are never
    mixed."""
    known = _known(posts)
    if wanted is not None:
        return replace(_widest(known, wanted, len(posts)), is_chosen=True)
    best = Response("none", (), "", 0, len(posts))
    for found in known:
        is_usual = found.name == "interactions" or found.key in SINGLES
        if is_usual and found.n_known * USUAL > best.n_known:
            best = found
    reached = _widest(known, REACHED, len(posts))
    return best if best.n_known or not reached.n_known else reached


def _widest(known: Sequence[Response], wanted: Key, n_posts: int) -> Response:
    """Of those with this name and unit the one known of most posts."""
    name, unit = wanted
    nothing = Response(name, (name,), unit, 0, n_posts)
    return max((row for row in known if row.key == wanted), key=_n_known, default=nothing)


def _n_known(response: Response) -> int:
    return response.n_known


def choosable(posts: Sequence[Figures], chosen: Response) -> list[Response]:
    """What a person may choose from: all that is known of half of the posts, each once, and what
    was chosen already."""
    known = _known(posts)
    keys = dict.fromkeys(row.key for row in known if row.n_known >= max(1, ENOUGH * len(posts)))
    if chosen.is_chosen:
        keys[chosen.key] = None
    return [_widest(known, key, len(posts)) for key in keys]


def _known(posts: Sequence[Figures]) -> list[Response]:
    """Everything that could be the response, whether or not any post has it."""
    tally = Counter(key for figures in posts for key in figures)
    return [
        Response(name, metrics, unit, _having(posts, metrics, unit, tally), len(posts))
        for name, metrics, unit in _candidates(posts, tally)
    ]


def _having(
    posts: Sequence[Figures], metrics: Sequence[str], unit: str, tally: Counter[Key]
) -> int:
    """How many posts have all of these figures."""
    if len(metrics) == 1:
        return tally[metrics[0], unit]
    return sum(all((metric, unit) in figures for metric in metrics) for figures in posts)


def _candidates(
    posts: Sequence[Figures], tally: Counter[Key]
) -> Iterable[tuple[str, tuple[str, ...], str]]:
    for unit in UNITS:
        yield "interactions", ("interactions",), unit
        if parts := _usual_parts(posts, unit, tally):
            yield "interactions", parts, unit
    for metric, unit in SINGLES:
        yield metric, (metric,), unit
    for metric in OFFERED:
        yield from ((metric, (metric,), unit) for unit in UNITS if (metric, unit) not in SINGLES)


def _usual_parts(posts: Sequence[Figures], unit: str, tally: Counter[Key]) -> tuple[str, ...]:
    if not any(tally[part, unit] for part in PARTS):
        return ()
    n_any = sum(any((part, unit) in figures for part in PARTS) for figures in posts)
    return tuple(part for part in PARTS if tally[part, unit] >= USUAL * n_any)


def response_of(figures: Figures, chosen: Response) -> float | None:
    values = [figures.get((metric, chosen.unit)) for metric in chosen.metrics]
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None
