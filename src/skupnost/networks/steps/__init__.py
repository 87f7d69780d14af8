"""How a person posts by hand: the steps for each network and kind of account, in words.

A step may stand under a condition: `media`, `image`, `video`, `title`, `tags`, `thread`, `link`,
`alt`, and the same with `no ` before it; `comment` brings a last step of its own. Menu names are
those of the networks' English pages, as known in November 2026; networks move their buttons, so
each step also says what is wanted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from skupnost.networks.steps.films import FILMS
from skupnost.networks.steps.meta import META
from skupnost.networks.steps.own_sites import ANYWHERE, OWN_SITES
from skupnost.networks.steps.rooms import ROOMS
from skupnost.networks.steps.short import SHORT
from skupnost.networks.steps.words import Step
from skupnost.ui.words import Words

FIRST_COMMENT: Words = _("Paste the first comment below your post.")

STEPS: Mapping[tuple[str, str], tuple[Step, ...]] = {
    **META,
    **FILMS,
    **SHORT,
    **ROOMS,
    **OWN_SITES,
}


def steps_for(network: str, kind: str, has: Collection[str]) -> tuple[Words, ...]:
    """The steps in their order; `has` names what the post has (see above)."""
    known = STEPS.get((network, kind)) or STEPS.get((network, "")) or ANYWHERE
    steps = tuple(step.words for step in known if _applies(step.when, has))
    return (*steps, FIRST_COMMENT) if "comment" in has else steps


def _applies(when: str, has: Collection[str]) -> bool:
    if when.startswith("no "):
        return when.removeprefix("no ") not in has
    return not when or when in has
