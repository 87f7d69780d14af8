"""The form of the page about e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from skupnost.channels import vault
from skupnost.publishing.letters.servers import addresses_of
from skupnost.publishing.models import MailServer

if TYPE_CHECKING:
    ServerForm = forms.ModelForm[MailServer]
else:
    ServerForm = forms.ModelForm


class MailServerForm(ServerForm):
    """Where letters leave. The password is never shown; it has to be typed again for another
    server or user, so that nobody can have it sent elsewhere."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=500,
        help_text=_("Leave it empty to keep the stored one. It is kept encrypted."),
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )

    class Meta:
        model = MailServer
        fields = ("host", "port", "security", "user", "sender", "recipients")
        help_texts = {
            "host": _("For instance smtp.example.org. Empty: no letters."),
            "recipients": _(
                "For clients whose people gave no address of their own; several with commas."
            ),
        }

    field_order = ("host", "port", "security", "user", "password", "sender", "recipients")

    def clean_recipients(self) -> str:
        """The addresses with a comma and a blank between them."""
        found = addresses_of(str(self.cleaned_data["recipients"]))
        for address in found:
            validate_email(address)
        return ", ".join(found)

    def clean(self) -> dict[str, Any]:
        """A server needs an address to write from."""
        values = super().clean() or {}
        if values.get("host") and not (values.get("sender") or "@" in str(values.get("user"))):
            self.add_error("sender", _("Say from which address letters come."))
        return values

    def save(self, commit: bool = True) -> MailServer:
        row = super().save(commit=False)
        with transaction.atomic():
            self._seal_into(row)
            row.save()
        return row

    def _seal_into(self, row: MailServer) -> None:
        """In the transaction that stores it: a key that is being replaced seals nothing more."""
        typed = str(self.cleaned_data["password"])
        if typed:
            row.password_sealed = vault.seal({"password": typed})
        elif {"host", "port", "security", "user"} & set(self.changed_data):
            row.password_sealed = b""
        row.failure, row.failed_at = "", None
