"""How long one preflight takes: `python -m tests.benchmarks.checks` prints microseconds a check."""

from __future__ import annotations

import timeit

from skupnost.domain.payload import MediaItem, Payload
from skupnost.domain.preflight import check
from skupnost.kit.registry import connectors

N = 3000
PICTURE = MediaItem("a" * 64, "image/jpeg", 90_000, width=900, height=900, alt_text="A loaf of rye")
POSTS = {
    "words alone": Payload("Fresh rye bread at seven. Come early, it goes fast."),
    "link, hashtag": Payload("Fresh rye bread at seven. https://example.com/rye-bread #bread"),
    "two pictures": Payload("Fresh rye bread at seven.", media=(PICTURE, PICTURE)),
}


def main() -> None:
    for slug, found in connectors().items():
        for kind in found.manifest.kinds.values():
            figures = [f"{_microseconds(post, kind.facts):7.1f}" for post in POSTS.values()]
            print(f"{slug + ' ' + kind.slug:40}", *figures)
    print(f"{'µs a check, best of 3':40}", ", ".join(POSTS))


def _microseconds(post: Payload, facts: object) -> float:
    best = min(timeit.repeat(lambda: check(post, facts), number=N, repeat=3))  # type: ignore[arg-type]
    return best / N * 1e6


if __name__ == "__main__":
    main()
