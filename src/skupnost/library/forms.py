"""The forms of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

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
