"""Template tags of the design system: icons, network glyphs, state marks."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from skupnost.kit.registry import find_connector
from skupnost.ui.icons import drawn_icon
from skupnost.ui.states import StateMark, mark_of
from skupnost.ui.words import Words

register = template.Library()
# Networks whose name says what they are; the others have one name in all languages.
NETWORKS: Mapping[str, Words] = {
    "practice": _("Practice network"),
    "website": _("Web site"),
    "x": _("X (formerly Twitter)"),
}


@register.simple_tag
def icon(name: str, size: int = 18, classes: str = "") -> SafeString:
    """A Lucide icon drawn into the page; hidden from screen readers, so name it in words beside."""
    return mark_safe(drawn_icon(str(name), size, f"icon {classes}".strip()))  # noqa: S308 - own icons


@register.filter
@stringfilter
def network_name(slug: str) -> str:
    """How a network calls itself; its slug, made readable, where it is not installed."""
    if slug in NETWORKS:
        return str(NETWORKS[slug])
    known = find_connector(slug)
    return known.manifest.name if known else slug.replace("_", " ").capitalize()


@register.simple_tag
def network_glyph(slug: str, size: str = "", named: bool = True) -> SafeString:
    """The network's own glyph. `named=False` where its name stands beside it in words;
    `size` is `small`, `large` or nothing."""
    classes = f"glyph {size}".strip()
    if not named:
        return format_html(
            '<span class="{}" data-network="{}" aria-hidden="true"></span>', classes, slug
        )
    return format_html(
        '<span class="{}" data-network="{}" role="img" aria-label="{}" title="{}"></span>',
        classes,
        slug,
        network_name(slug),
        network_name(slug),
    )


@register.filter
@stringfilter
def unbroken(text: str) -> str:
    """A sentence in which no line ends between a figure and its per cent sign."""
    return text.replace(" %", "\u00a0%")


@register.filter
@stringfilter
def state(code: str) -> StateMark:
    """Words, icon and tone of a state, for `{% with mark=delivery.state|state %}`."""
    return mark_of(code)


@register.inclusion_tag("ui/mark.html")
def state_mark(code: str, plain: bool = False) -> dict[str, object]:
    """A state as glyph and words, never as colour alone."""
    return {"mark": mark_of(str(code)), "plain": plain}


@register.simple_tag
def badge(label: str, icon: str, tone: str = "quiet", plain: bool = False) -> SafeString:
    """A mark with words of your own: `{% badge _("Sample") "flask-conical" "info" %}`."""
    classes = "mark plain" if plain else "mark"
    drawn = mark_safe(drawn_icon(str(icon), 15, "icon"))  # noqa: S308 - own icons
    return format_html(
        '<span class="{}" data-tone="{}">{}<span>{}</span></span>', classes, tone, drawn, label
    )
