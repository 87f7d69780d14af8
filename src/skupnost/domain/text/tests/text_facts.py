"""Small sets of facts to measure by."""

from __future__ import annotations

from datetime import date

from skupnost.domain.facts import Confidence, Fact, Facts, Source

DAY = date(2026, 11, 23)
DOC = Source("doc", "A page", "-", Confidence.OFFICIAL_DOC)


def facts(**values: object) -> dict[str, Fact]:
    """Facts of the table `text`; a pair is a value with its unit."""
    made = {}
    for name, value in values.items():
        plain, unit = value if isinstance(value, tuple) else (value, "")
        made[f"text.{name}"] = Fact(
            f"text.{name}", plain, DOC, DAY, Confidence.OFFICIAL_DOC, unit=unit
        )
    return made


def mastodon(limit: int = 500) -> Facts:
    return facts(
        text_max=(limit, "characters"),
        url_weight=(23, "characters"),
        mention_domain_free=True,
        content_warning_counts=True,
    )


def bluesky(limit: int = 300, n_bytes: int = 3000) -> Facts:
    return facts(text_max=(limit, "graphemes"), text_bytes_max=(n_bytes, "bytes"))
