"""What the style guide shows."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from skupnost.ui.states import MARKS

NETWORKS = (
    *("mastodon", "bluesky", "wordpress", "ghost", "practice", "facebook", "instagram", "threads"),
    *("x", "linkedin", "youtube", "tiktok", "pinterest", "reddit", "telegram", "discord", "tumblr"),
    *("medium", "dev", "vimeo", "pixelfed", "friendica", "google_business_profile"),
    *("blog", "forum", "website"),
)
TONES = ("good", "info", "warn", "bad", "quiet", "accent")


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(
        label=_("Name"), help_text=_("As people know the brand."), initial="Pekarna Kruh"
    )
    address = forms.URLField(label=_("Web site"), required=False, assume_scheme="https")
    kind = forms.ChoiceField(
        label=_("Account kind"), choices=[("page", _("Page")), ("profile", _("Profile"))]
    )
    text = forms.CharField(label=_("Text"), widget=forms.Textarea, required=False)
    is_sample = forms.BooleanField(label=_("Only decoration"), required=False)


def styleguide() -> dict[str, object]:
    """The context of the style guide."""
    wrong = ExampleForm({"name": "", "address": "not an address", "kind": "page"})
    return {
        "form": ExampleForm(),
        "wrong": wrong,
        "marks": list(MARKS.values()),
        "networks": NETWORKS,
        "tones": TONES,
        "levels": range(10),
    }
