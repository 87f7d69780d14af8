"""Contracts that are sentences: a fact is held against the words in which the network says it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from skupnost.domain.facts import Fact
from tests.contract.official import fact_of

# What a fact in bytes or seconds is divided by, by the word after the number in the sentence.
FACTORS = {"MB": 1_000_000, "kB": 1_000, "minutes": 60, "hours": 3_600}
Quote = str | tuple[str, ...]


def said(quote: str, facts: Sequence[Fact]) -> str:
    """The quotation with our values in it: `at most {} MB` and 10000000 give `at most 10 MB`."""
    for fact in facts:
        unit = "".join(quote.partition("{}")[2].split(" ")[1:2]).rstrip(".,")
        factor = FACTORS.get(unit, 1) if fact.unit in ("bytes", "seconds") else 1
        exact = (fact.number or 0) / factor
        word = f"{int(exact):,}" if exact == int(exact) else f"{exact:g}"
        quote = quote.replace("{}", word, 1)
    return quote


def plain(text: str) -> str:
    """A text without marks of emphasis and with one space between words."""
    return re.sub(r"\s+", " ", text.replace("*", ""))


def missing(network: str, texts: Mapping[str, str], quotes: Mapping[str, Mapping[str, Quote]]):
    """Quotations that a text does not hold with our numbers in them."""
    return [
        f"{place}: {words}"
        for place, row in quotes.items()
        for words in filled(network, row)
        if words not in plain(texts[place]) and words.replace(",", "") not in plain(texts[place])
    ]


def filled(network: str, row: Mapping[str, Quote]) -> list[str]:
    """The quotations about one place, with our numbers."""
    return [
        said(quote, [fact_of(network, key) for key in ([keys] if isinstance(keys, str) else keys)])
        for quote, keys in row.items()
    ]


def unsaid(text: str, quotes: Sequence[str], left: Sequence[str]) -> list[str]:
    """Numbers in a text that stand in no quotation and in no passage left out."""
    rest = plain(text)
    for words in (*quotes, *[one.replace(",", "") for one in quotes], *left):
        rest = rest.replace(words, " ")
    return re.findall(r"\d[\d,.]*", rest)
