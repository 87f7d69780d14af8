"""Sending letters: noted first, then handed to the mail server, then marked as sent."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, F, OuterRef

from skupnost.channels.vault import KeyLost
from skupnost.domain.delivery import State
from skupnost.publishing.letters import servers, writing
from skupnost.publishing.letters.servers import NotSent, Post
from skupnost.publishing.models import Delivery, Letter

FIRST_WAIT = timedelta(minutes=1)
MOST_TRIES = 8
AT_ONCE = 20
# A to-do that is older than this when letters begin was seen on the page long ago.
YOUNG = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Bundle:
    """The letters about one to-do, ready to go, and the row that remembers them."""

    letter_id: int
    post: Post
    messages: tuple[EmailMessage, ...]


def due(now: datetime) -> list[Bundle]:
    """What is to be sent now; each is noted as tried before it is given out, so that whatever
    dies afterwards, the next try waits."""
    try:
        post = servers.post_office()
    except KeyLost:
        servers.note("mail_password_lost", now)
        return []
    if post is None:
        return []
    _write_new(now)
    waiting = Letter.objects.filter(
        sent_at=None,
        next_try_at__lte=now,
        delivery__state=State.TO_DO,
        due_at=F("delivery__due_at"),
    )
    rows = list(waiting.select_related("delivery__channel__client").order_by("id")[:AT_ONCE])
    return [_tried(row, post, now) for row in rows]


def _write_new(now: datetime) -> None:
    """A row for every to-do that has none for its minute."""
    known = Letter.objects.filter(delivery=OuterRef("pk"), due_at=OuterRef("due_at"))
    young = Delivery.objects.filter(state=State.TO_DO, due_at__gt=now - YOUNG)
    fresh = young.filter(~Exists(known))
    rows = [
        Letter(delivery_id=pk, due_at=due_at, next_try_at=now)
        for pk, due_at in fresh.values_list("pk", "due_at")[:AT_ONCE]
    ]
    Letter.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def _tried(row: Letter, post: Post, now: datetime) -> Bundle:
    row.n_tries += 1
    is_last = row.n_tries >= MOST_TRIES
    row.next_try_at = None if is_last else now + FIRST_WAIT * 2 ** (row.n_tries - 1)
    row.save(update_fields=("n_tries", "next_try_at"))
    return Bundle(row.pk, post, tuple(writing.letters_about(row.delivery, post, now)))


def send(post: Post, messages: Sequence[EmailMessage]) -> str:
    """Hand letters to the mail server, each for itself: the code of what went wrong with some of
    them, empty where it took all; NotSent where it took none."""
    if not messages:
        raise NotSent("mail_nobody")
    failures: list[str] = []
    try:
        with post.open() as connection:
            for message in messages:
                failures += _refusal(connection, message)
    except OSError as error:
        raise NotSent(servers.trouble_of(error)) from error
    if len(failures) == len(messages):
        raise NotSent(failures[0])
    return failures[0] if failures else ""


def _refusal(connection: EmailBackend, message: EmailMessage) -> list[str]:
    """Why this one letter was not taken, as a list of one code or none."""
    try:
        connection.send_messages([message])
    except smtplib.SMTPResponseException as error:
        return [servers.trouble_of(error)]
    except smtplib.SMTPRecipientsRefused as error:
        return [servers.trouble_of(error)]
    except ValueError:
        return ["mail_address_malformed"]
    return []


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether somebody was told, and the code of what went wrong, empty where nothing did."""

    is_sent: bool
    failure: str = ""


def attempt(bundle: Bundle) -> Outcome:
    """Send one bundle. Uses no database."""
    try:
        return Outcome(True, send(bundle.post, bundle.messages))
    except NotSent as error:
        return Outcome(False, error.code)


def settle(bundle: Bundle, outcome: Outcome, now: datetime) -> None:
    """Remember how it went."""
    sent = {"sent_at": now, "next_try_at": None} if outcome.is_sent else {}
    Letter.objects.filter(pk=bundle.letter_id).update(failure=outcome.failure, **sent)
    servers.note(outcome.failure, now)


def send_due(now: datetime) -> int:
    """Send what is due, one after the other; how many to-dos were told of."""
    n_sent = 0
    for bundle in due(now):
        outcome = attempt(bundle)
        settle(bundle, outcome, now)
        n_sent += outcome.is_sent
    return n_sent


def send_test_letter(to: str, *, now: datetime) -> None:
    """Send the test letter; NotSent says why it did not leave."""
    try:
        validate_email(to)
        post = servers.post_office()
        if post is None:
            raise NotSent("mail_not_set_up")
        send(post, [writing.test_letter(post, [to])])
    except ValidationError:
        raise NotSent("mail_address_malformed") from None
    except KeyLost:
        raise NotSent("mail_password_lost") from None
    except NotSent as error:
        if error.code != "mail_not_set_up":
            servers.note(error.code, now)
        raise
    servers.note("", now)
