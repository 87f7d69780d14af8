"""The forms of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skupnost.library.models import Asset

if TYPE_CHECKING:
    AssetForm = forms.ModelForm[Asset]
else:
    AssetForm = forms.ModelForm


class DescribeForm(AssetForm):
    """A picture's description, or that it needs none."""

    class Meta:
        model = Asset
        fields = ("alt_text", "is_decorative")
        widgets = {"alt_text": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alt_text"].required = False


SHAPES = (
    ("1.0", "1:1"),
    ("0.8", "4:5"),
    ("0.75", "3:4"),
    ("0.666667", "2:3"),
    ("0.5625", "9:16"),
    ("1.777778", "16:9"),
    ("1.91", "1.91:1"),
)
POINTS = (
    ("0,0", _("top left")),
    ("0.5,0", _("top")),
    ("1,0", _("top right")),
    ("0,0.5", _("left")),
    ("0.5,0.5", _("middle")),
    ("1,0.5", _("right")),
    ("0,1", _("bottom left")),
    ("0.5,1", _("bottom")),
    ("1,1", _("bottom right")),
)


class CropForm(forms.Form):
    """The shape of a new version, and the point that stays in sight."""

    focus = forms.ChoiceField(choices=POINTS, widget=forms.RadioSelect)
    shape = forms.ChoiceField(choices=SHAPES)

    @property
    def point(self) -> tuple[float, float]:
        x, _comma, y = str(self.cleaned_data["focus"]).partition(",")
        return float(x), float(y)

    @property
    def ratio(self) -> float:
        return float(self.cleaned_data["shape"])


class CoverForm(forms.Form):
    """The second of a film that becomes its cover."""

    second = forms.FloatField(min_value=0, max_value=86_400)
