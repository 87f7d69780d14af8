"""A short self-check on a network: questions made from its facts, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skupnost.domain.facts import Confidence, Fact
from skupnost.kit.manifest import AccountKind, Manifest
from skupnost.networks.kinds import kind_words
from skupnost.networks.names import name_of
from skupnost.networks.tables import fact_words, words_of
from skupnost.ui.words import Words

N_QUESTIONS = 7
N_USUAL = 5
N_OPTIONS = 4

# The rules that everybody should know, each with a question of its own.
QUESTIONS: Mapping[str, Words] = {
    "publish": _("May a program publish to this kind of account?"),
    "comments_read": _("May a program read the comments?"),
    "reply": _("May a program reply to comments?"),
    "metrics": _("May a program read the figures?"),
    "text.text_max": _("How long may a post be?"),
    "text.title_max": _("How long may a title be?"),
    "text.title_required": _("Is a title needed?"),
    "text.url_weight": _("As how much does a link count, however long it is?"),
    "text.content_warning_counts": _("Does the content warning count towards the length?"),
    "text.hashtags_max": _("How many hashtags are taken at most?"),
    "text.links_clickable": _("Can readers click a link in the text?"),
    "text.tags_max": _("How many tags are taken at most?"),
    "text.comment_max": _("How long may a comment be?"),
    "media.images_max": _("How many pictures can one post have?"),
    "media.image_bytes_max": _("How large may the file of a picture be?"),
    "media.images_and_video_together": _("Can pictures and a film stand in one post?"),
    "media.media_required": _("Is a picture or a film needed?"),
    "media.video_seconds_max": _("How long may a film be?"),
    "media.video_bytes_max": _("How large may the file of a film be?"),
    "media.alt_text_max": _("How long may the description of a picture be?"),
    "publishing.native_schedule": _("Can the network itself publish at a later time?"),
    "publishing.edit": _("Can a program edit a live post?"),
    "publishing.delete": _("Can a program remove a live post?"),
    "rate.posts_per_day": _("How many posts are allowed in a day?"),
}
_ABILITIES: Mapping[str, tuple[str, ...]] = {
    "publish": ("api", "assisted", "none"),
    "metrics": ("api", "read_only", "none"),
}
_ANY_ABILITY = ("api", "assisted", "none")
# Words with a plain answer; “perhaps” and conditions make no good question.
_PLAIN = frozenset(("api", "assisted", "none", "read_only", "yes", "no", "unlimited", "required"))


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its field's name, its words, the answers to choose from, which one is right,
    and the fact that says so."""

    name: str
    kind: Words
    words: str
    options: tuple[str, ...]
    right: int
    fact: Fact


def questions_of(
    manifest: Manifest, others: Sequence[Manifest], *, seed: int
) -> tuple[Question, ...]:
    """Five to eight questions; wrong answers are what other networks have, or near misses."""
    dice = random.Random(f"{manifest.slug}:{seed}")  # noqa: S311 - a quiz, no secret
    usual, further = _candidates(manifest, dice)
    chosen: list[Question] = []
    for kind, fact in (*usual[:N_USUAL], *further, *usual[N_USUAL:]):
        if len(chosen) == N_QUESTIONS:
            break
        if question := _question(manifest, kind, fact, others, dice, place=len(chosen)):
            chosen.append(question)
    return tuple(chosen)


Candidate = tuple[AccountKind, Fact]


def _candidates(manifest: Manifest, dice: random.Random) -> tuple[list[Candidate], list[Candidate]]:
    """The facts to ask about, one kind for each rule, shuffled: usual rules and further ones. What
    nobody has verified is asked last."""
    by_key: dict[str, list[Candidate]] = {}
    for kind in manifest.kinds.values():
        for key, fact in kind.facts.items():
            if _is_askable(fact):
                by_key.setdefault(key, []).append((kind, fact))
    drawn = [dice.choice(found) for _key, found in sorted(by_key.items())]
    dice.shuffle(drawn)
    drawn.sort(key=lambda pair: pair[1].confidence is Confidence.MEMORY_UNVERIFIED)
    usual = [pair for pair in drawn if pair[1].key in QUESTIONS]
    return usual, [pair for pair in drawn if pair[1].key not in QUESTIONS]


def _is_askable(fact: Fact) -> bool:
    is_plain = not isinstance(fact.value, str) or fact.value in _PLAIN
    return is_plain and bool(name_of(fact.key) and fact_words(fact))


def _question(
    manifest: Manifest,
    kind: AccountKind,
    fact: Fact,
    others: Sequence[Manifest],
    dice: random.Random,
    *,
    place: int,
) -> Question | None:
    right = fact_words(fact)
    wrong = [words for words in dict.fromkeys(_wrong(fact, others, dice)) if words != right]
    if not wrong:
        return None
    options = [right, *wrong[: N_OPTIONS - 1]]
    dice.shuffle(options)
    words = QUESTIONS.get(fact.key)
    return Question(
        name=f"q{place}",
        kind=kind_words(manifest.slug, kind).label,
        words=str(words)
        if words
        else gettext("%(rule)s: what is right?") % {"rule": name_of(fact.key)},
        options=tuple(options),
        right=options.index(right),
        fact=fact,
    )


def _wrong(fact: Fact, others: Sequence[Manifest], dice: random.Random) -> Iterator[str]:
    """Wrong answers, the most plausible first; some may turn out to be the right one."""
    if isinstance(fact.value, bool):
        yield words_of(not fact.value, "")
    elif isinstance(fact.value, str) and fact.value != "unlimited":
        for word in _ABILITIES.get(fact.key, _ANY_ABILITY):
            yield words_of(word, "")
    else:
        elsewhere = _elsewhere(fact, others)
        dice.shuffle(elsewhere)
        yield from elsewhere[:2]
        yield from _near(fact, dice)
        yield from elsewhere[2:]


def _elsewhere(fact: Fact, others: Sequence[Manifest]) -> list[str]:
    """What the same rule says on other networks."""
    found = {
        fact_words(known): None
        for manifest in others
        for kind in manifest.kinds.values()
        if (known := kind.facts.get(fact.key)) and type(known.value) is type(fact.value)
    }
    return sorted(words for words in found if words)


def _near(fact: Fact, dice: random.Random) -> list[str]:
    """Values beside the right one: twice, half, one more, one less."""
    value = fact.number
    if value is None or value <= 0:
        return []
    small = (value + 1, value + 2, value - 1) if value < 12 else ()
    near = [*small, value * 2, value / 2, value * 5]
    is_whole = float(value).is_integer()
    kept = [n for n in near if n > 0 and (not is_whole or float(n).is_integer())]
    dice.shuffle(kept)
    exact = fact.key.startswith("text.")
    return [words_of(int(n) if is_whole else n, fact.unit, exact=exact) for n in kept]
