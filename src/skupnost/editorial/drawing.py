"""Small drawings of the calendar, made once per language: a full month asks for hundreds."""

from __future__ import annotations

from functools import lru_cache

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from skupnost.editorial.calendar import Entry
from skupnost.editorial.standing import Standing
from skupnost.editorial.wording import LOOKS
from skupnost.ui.templatetags.ui import icon, network_glyph, network_name

MOST_GLYPHS = 3


def glyphs(networks: tuple[str, ...]) -> SafeString:
    """The glyphs of these networks, each named for those who do not see it."""
    return _glyphs(networks)


@lru_cache(maxsize=512)
def _glyphs(networks: tuple[str, ...]) -> SafeString:
    n_shown = len(networks) if len(networks) <= MOST_GLYPHS else MOST_GLYPHS - 1
    first, rest = networks[:n_shown], networks[n_shown:]
    shown = format_html_join("", "{}", ((network_glyph(slug, "small"),) for slug in first))
    if not rest:
        return shown
    names = ", ".join(network_name(slug) for slug in rest)
    return format_html(
        '{}<span class="plus" title="{}" aria-hidden="true">+{}</span>'
        '<span class="visually-hidden">{}</span>',
        shown,
        names,
        len(rest),
        names,
    )


_CHIP = (
    '<li class="post" data-standing="{standing}"{network} data-post="{post}" data-at="{at}" '
    'data-move="{move_url}"{fixed}><a href="{url}" draggable="false">'
    '<time datetime="{at}">{clock}</time> <span class="glyphs">{glyphs}</span> '
    '<span class="words" dir="auto">{words}</span> {sign}</a></li>'
)


def chip(entry: Entry, *, at: str, clock: str, url: str) -> SafeString:
    """A post in the calendar's grid. Drawn here, since a full month has 170 and a week 500: as a
    template it cost half of the page's time."""
    drawn = _CHIP.format(
        standing=entry.standing.value,
        network=_network(entry.networks[:1]),
        post=entry.id,
        at=at,
        move_url=f"{url}move/",
        fixed="" if entry.standing.may_move else " data-fixed",
        url=url,
        clock=clock,
        glyphs=glyphs(entry.networks),
        words=escape(entry.words),
        sign=standing_sign(entry.standing),
    )
    return mark_safe(drawn)  # noqa: S308 - only the words are not ours, and they are escaped


@lru_cache(maxsize=64)
def _network(first: tuple[str, ...]) -> SafeString:
    """What colours a chip: the network that it goes to first."""
    return format_html(' data-network="{}"', first[0]) if first else SafeString("")


def standing_sign(standing: Standing) -> SafeString:
    """The icon of a standing with its word hidden beside it."""
    return _sign(standing, get_language() or "en", "visually-hidden")


def standing_mark(standing: Standing) -> SafeString:
    """The icon of a standing with its word."""
    return _sign(standing, get_language() or "en", "")


@lru_cache(maxsize=256)
def _sign(standing: Standing, language: str, classes: str) -> SafeString:
    look = LOOKS[standing]
    return format_html(
        '<span class="sign" data-tone="{}">{}<span class="{}">{}</span></span>',
        look.tone,
        icon(look.icon, 14),
        classes,
        look.label,
    )
