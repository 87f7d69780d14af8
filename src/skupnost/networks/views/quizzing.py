"""The self-check: a form of questions, then the same form with answers and sources."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from skupnost.networks.labels import CONFIDENCE
from skupnost.networks.queries import networks
from skupnost.networks.quizzes import Question, questions_of
from skupnost.networks.tables import rule_id
from skupnost.networks.views.pages import SCORES, manifest_or_404
from skupnost.ui.words import Words

MOST_SEEDS = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page shows it; `answer` is the place of what was chosen, -1 for nothing."""

    question: Question
    answer: int

    @property
    def is_right(self) -> bool:
        return self.answer == self.question.right

    @property
    def right_words(self) -> str:
        return self.question.options[self.question.right]

    @property
    def trust(self) -> Words:
        return CONFIDENCE[self.question.fact.confidence.value][0]

    @property
    def rule_id(self) -> str:
        return rule_id(self.question.fact.key)


@require_http_methods(["GET", "POST"])
def quiz(request: HttpRequest, slug: str) -> HttpResponse:
    """Questions on one network; the score is kept for this session only."""
    manifest = manifest_or_404(slug)
    is_answered = request.method == "POST"
    data = request.POST if is_answered else request.GET
    seed = _number(data.get("seed", ""), 1) % MOST_SEEDS
    others = [known for known in networks() if known.slug != slug]
    questions = questions_of(manifest, others, seed=seed)
    asked = [Asked(one, _number(data.get(one.name, ""), -1)) for one in questions]
    n_right = sum(one.is_right for one in asked)
    if is_answered:
        _remember(request, slug, n_right, len(asked))
    context = {
        "network": manifest,
        "asked": asked,
        "seed": seed,
        "next_seed": seed + 1,
        "is_answered": is_answered,
        "n_right": n_right,
        "best": request.session.get(SCORES, {}).get(slug),
    }
    return render(request, "networks/quiz.html", context)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else otherwise


def _remember(request: HttpRequest, slug: str, n_right: int, n_all: int) -> None:
    """The best score of each network, as (right, all)."""
    scores = request.session.get(SCORES, {})
    if n_right >= scores.get(slug, (0, 0))[0]:
        request.session[SCORES] = {**scores, slug: (n_right, n_all)}
