"""Every number of every manifest moves what the product says, limits at exactly that unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from skupnost.domain.facts import Fact, Facts
from skupnost.domain.preflight import LIMITS, After, Finding, check, check_change, limit_for
from skupnost.domain.preflight.afterwards import WINDOWS
from skupnost.domain.preflight.limits import COUNTING
from skupnost.domain.text import measure
from skupnost.kit.manifest import AccountKind
from skupnost.kit.registry import connectors
from skupnost.networks.ages import dated
from skupnost.networks.tests.limit_posts import POST, SUBTITLES, Recipe, Try, recipe
from skupnost.networks.unread import SHOWN, why_unread

# What a post costs is said in dollars, and in units of the day's quota.
PRICES = frozenset(("cost_post_usd", "cost_post_with_url_usd"))
UNITS = frozenset(("rate.cost_list", "rate.cost_caption_insert", "rate.cost_comment_insert"))


def numbers() -> Iterator[tuple[str, Facts, Fact]]:
    """Every number of every account kind of every network."""
    for known in connectors().values():
        for kind in known.manifest.kinds.values():
            for fact in kind.facts.values():
                if fact.number is not None:
                    yield f"{known.slug}-{kind.slug}-{fact.key}", kind.facts, fact


def of(wanted: object) -> list[object]:
    return [pytest.param(facts, fact, id=name) for name, facts, fact in numbers() if wanted(fact)]


def is_limit(fact: Fact) -> bool:
    return limit_for(fact.key, fact.unit) is not None


def alone(fact: Fact, facts: Facts) -> Facts:
    """The fact among all that is no limit: words, and numbers that change the counting."""
    kept = COUNTING | UNITS
    others = {key: one for key, one in facts.items() if one.number is None or key in kept}
    return {**others, fact.key: fact}


def spoken(attempt: Try, fact: Fact, facts: Facts) -> list[Finding]:
    """What preflight says of this very fact."""
    found = check(attempt.payload, facts, occasion=attempt.occasion)
    return [finding for finding in found if finding.fact is fact]


def start(fact: Fact, how: Recipe) -> float:
    """The manifest's own number, or the nearest that a post can be made for."""
    number = min(float(fact.number), how.most)
    return number if how.step < 1 else number - (number % how.step)


def assert_speaks_from(fact: Fact, facts: Facts, how: Recipe) -> None:
    limit = limit_for(fact.key, fact.unit)
    number = start(fact, how)
    step = -how.step if limit.is_least else how.step
    here = replace(fact, value=number)
    among = alone(here, facts)
    assert not spoken(how.make(number), here, among)
    (finding,) = spoken(how.make(number + step), here, among)
    assert finding.code == limit.code
    moved = replace(fact, value=number + how.step)
    assert not spoken(how.make(number + how.step), moved, alone(moved, facts))
    assert spoken(how.make(number + how.step + step), moved, alone(moved, facts))


@pytest.mark.parametrize(("facts", "fact"), of(is_limit))
def test_a_limit_of_a_manifest_speaks_at_exactly_one_unit_more(facts, fact):
    assert_speaks_from(fact, facts, recipe(fact))


@pytest.mark.parametrize(("facts", "fact"), of(is_limit))
def test_among_all_facts_something_is_said_of_that_place_too(facts, fact):
    how, limit = recipe(fact), limit_for(fact.key, fact.unit)
    number = start(fact, how)
    attempt = how.make(number + (-how.step if limit.is_least else how.step))
    here = {**facts, fact.key: replace(fact, value=number)}
    (ours,) = spoken(attempt, here[fact.key], alone(here[fact.key], facts))
    found = check(attempt.payload, here, occasion=attempt.occasion)
    assert ours.where in {finding.where for finding in found}


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.key)
def test_every_row_of_the_table_speaks_at_exactly_one_unit_more(limit):
    (_, _, any_fact) = next(numbers())
    span = re.search(r"poll_(seconds|minutes|hours|days)_", limit.key)
    unit = span[1] if span else "count" if limit.code.endswith("of_field") else "graphemes"
    fact = replace(any_fact, key=limit.key, value=30, unit=unit, scope="", window_seconds=None)
    assert_speaks_from(fact, {}, recipe(fact))


@pytest.mark.parametrize(("facts", "fact"), of(lambda fact: fact.key in COUNTING))
def test_what_changes_the_counting_changes_the_length(facts, fact):
    text = "Rye 👩‍🍳 漢 at https://example.com/rye-bread, today"
    heavier = {**facts, fact.key: replace(fact, value=fact.number + 1)}
    assert measure(text, heavier).value > measure(text, facts).value


@pytest.mark.parametrize(("facts", "fact"), of(lambda fact: fact.key in WINDOWS))
def test_a_limit_on_changing_live_posts_speaks_at_exactly_one_unit_more(facts, fact):
    what, number = WINDOWS[fact.key].what, int(fact.number)
    is_age = "window_seconds" in fact.key

    def said(n: int) -> list[Finding]:
        after = After(n) if is_age else After(0, n_edits=n - 1, earlier=(0.0,) * (n - 1))
        return [one for one in check_change(what, after, {fact.key: fact}) if one.fact is fact]

    assert not said(number)
    assert said(number + 1)


@pytest.mark.parametrize(("facts", "fact"), of(lambda fact: fact.key in PRICES))
def test_a_price_is_said_as_it_stands(facts, fact):
    link = "https://example.com/rye" if "url" in fact.key else ""
    post = replace(POST, text=f"Rye {link}".strip())
    by_program = {key: one for key, one in facts.items() if key != "machine.publish"}
    for value in (fact.number, fact.number + 0.001):
        here = {**by_program, fact.key: replace(fact, value=value)}
        (finding,) = [one for one in check(post, here) if one.code == "post_costs"]
        assert finding.params["usd"] == pytest.approx(value)


@pytest.mark.parametrize(("facts", "fact"), of(lambda fact: fact.key in UNITS))
def test_what_a_call_costs_is_counted_against_the_quota(facts, fact):
    post = Try(replace(POST, details=(("first_comment", "Early"),), subtitles=(SUBTITLES,)))
    quota = replace(facts["rate.units_per_day"], value=0)
    used = []
    for value in (fact.number, fact.number + 7):
        here = {**facts, quota.key: quota, fact.key: replace(fact, value=value)}
        (finding,) = spoken(post, quota, here)
        used.append(finding.params["value"])
    assert used[1] - used[0] == 7


def is_unread(fact: Fact) -> bool:
    return not is_limit(fact) and fact.key not in COUNTING | WINDOWS.keys() | PRICES | UNITS


def test_a_number_that_nothing_reads_is_listed_with_what_becomes_of_it():
    unread = {fact.key for _, _, fact in numbers() if is_unread(fact)}
    assert sorted(key for key in unread if not why_unread(key)) == []


def test_nothing_is_listed_as_unread_that_is_read():
    unread = {fact.key for _, _, fact in numbers() if is_unread(fact)}
    assert set(SHOWN) - unread == set()


@pytest.mark.parametrize("known", connectors().values(), ids=lambda known: known.slug)
def test_what_no_post_can_meet_is_shown_as_it_stands(known):
    def moved(kind: AccountKind) -> AccountKind:
        changed = {
            key: replace(fact, value=fact.number + 1) if key in SHOWN and fact.number else fact
            for key, fact in kind.facts.items()
        }
        return replace(kind, facts=changed)

    kinds = {slug: moved(kind) for slug, kind in known.manifest.kinds.items()}
    before = {(row.kind, row.key): row.value for row in dated(known.manifest)}
    after = dated(replace(known.manifest, kinds=kinds))
    differing = {row.key for row in after if before[row.kind, row.key] != row.value}
    numbers = {
        fact.key
        for kind in known.manifest.kinds.values()
        for fact in kind.facts.values()
        if fact.key in SHOWN and fact.number
    }
    assert differing == numbers


def test_an_invented_limit_that_nothing_reads_would_fail():
    (_, _, fact) = next(numbers())
    assert is_unread(replace(fact, key="media.weather_max"))
    assert not why_unread("media.weather_max")
