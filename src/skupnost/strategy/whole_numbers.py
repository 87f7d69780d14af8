"""Numbers in forms as people typed them: 3, not 3.0."""

from __future__ import annotations

from typing import Any

from django import forms


def as_typed(value: Any) -> Any:
    """A whole number without a decimal that nobody typed; anything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class WholeInput(forms.NumberInput):
    """A field for a number that may have decimals, of which a whole one shows none."""

    def format_value(self, value: Any) -> str | None:
        found: str | None = super().format_value(as_typed(value))
        return found
