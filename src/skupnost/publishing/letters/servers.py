"""Which mail server letters go through: what the environment says, else what the page says."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail.backends.smtp import EmailBackend

from skupnost.channels import vault
from skupnost.publishing.models import MailServer

SECONDS = 20
PORTS = {"tls": 465, "starttls": 587, "none": 25}


class NotSent(Exception):
    """A letter did not leave; `code` is a key of `sentences.TROUBLES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Post:
    """A mail server that can be used. The password never shows in its repr."""

    host: str
    port: int
    security: str
    user: str
    password: Password
    sender: str
    recipients: tuple[str, ...]

    def open(self) -> EmailBackend:
        """A connection that waits at most 20 seconds for the server."""
        return EmailBackend(
            host=self.host,
            port=self.port,
            username=self.user,
            password=self.password.clear if self.user else "",
            use_tls=self.security == "starttls",
            use_ssl=self.security == "tls",
            timeout=SECONDS,
        )


@dataclass(frozen=True, slots=True)
class Password:
    """A secret that prints as nothing."""

    clear: str

    def __repr__(self) -> str:
        return "Password(…)"


def stored() -> MailServer:
    """The one row; not saved where nobody has filled it in."""
    return MailServer.objects.filter(pk=1).first() or MailServer(pk=1)


def host_of_environment() -> str:
    """The mail server that the environment names; empty where the page decides."""
    return str(settings.EMAIL["host"])


def is_from_environment() -> bool:
    """Whether the page only shows what the environment decides."""
    return bool(host_of_environment())


def post_office() -> Post | None:
    """The mail server to use; None where none is set up. Raises `vault.KeyLost`."""
    if is_from_environment():
        return _from_environment(settings.EMAIL)
    row = stored()
    if not row.host:
        return None
    opened = vault.open_sealed(bytes(row.password_sealed))
    return Post(
        host=row.host,
        port=row.port,
        security=row.security,
        user=row.user,
        password=Password(opened.get("password", "")),
        sender=row.sender or row.user,
        recipients=addresses_of(row.recipients),
    )


def _from_environment(said: Mapping[str, str]) -> Post:
    security = said["security"] if said["security"] in PORTS else "starttls"
    port = int(said["port"]) if said["port"].isdecimal() else PORTS[security]
    return Post(
        host=said["host"],
        port=port,
        security=security,
        user=said["user"],
        password=Password(said["password"]),
        sender=said["from"] or said["user"],
        recipients=addresses_of(said["to"]),
    )


def addresses_of(text: str) -> tuple[str, ...]:
    """Addresses from a line with commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def trouble_of(error: OSError) -> str:
    """The code of what a mail server did, or failed to do."""
    for kind, code in _TROUBLES:
        if isinstance(error, kind):
            return code
    return "mail_unreachable"


_TROUBLES: tuple[tuple[type[OSError], str], ...] = (
    (smtplib.SMTPAuthenticationError, "mail_login_refused"),
    (smtplib.SMTPRecipientsRefused, "mail_recipient_refused"),
    (smtplib.SMTPSenderRefused, "mail_sender_refused"),
    (smtplib.SMTPNotSupportedError, "mail_no_encryption"),
    (smtplib.SMTPServerDisconnected, "mail_unreachable"),
    (smtplib.SMTPException, "mail_refused"),
    (ssl.SSLError, "mail_no_encryption"),
)


def note(code: str, now: datetime) -> None:
    """Remember how the last letter went; an empty code means well."""
    row = stored()
    if row.failure == code:
        return
    values = {"failure": code, "failed_at": now if code else None}
    MailServer.objects.update_or_create(pk=1, defaults=values)
