"""Letters, through a real mail server on this machine."""

from __future__ import annotations

import socket
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from skupnost.channels import vault
from skupnost.channels.actions import connect_assisted
from skupnost.domain.delivery import State
from skupnost.domain.payload import Payload
from skupnost.publishing import actions
from skupnost.publishing.letters import sending, servers, writing
from skupnost.publishing.letters.forms import MailServerForm
from skupnost.publishing.letters.servers import NotSent
from skupnost.publishing.models import Delivery, Letter, MailServer

SECRET = "correct horse battery"


class Box:
    """A mail server that keeps what it takes; it knows one user, and refuses one address."""

    def __init__(self):
        self.letters = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address == "nobody@zora.example":
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def text(self, n=0):
        return self.letters[n].get_body(("plain",)).get_content()


def _knows(server, session, envelope, mechanism, data):
    is_right = isinstance(data, LoginPassword) and data.password == SECRET.encode()
    return AuthResult(success=is_right, handled=False)


def _free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def box():
    found = Box()
    controller = Controller(
        found,
        hostname="127.0.0.1",
        port=_free_port(),
        authenticator=_knows,
        auth_require_tls=False,
    )
    controller.start()
    found.port = controller.port
    yield found
    controller.stop()


@pytest.fixture
def set_up(db, box):
    """The page was filled in with this server."""

    def make(**values):
        known = {
            "host": "127.0.0.1",
            "port": box.port,
            "security": "none",
            "user": "zora",
            "password_sealed": vault.seal({"password": SECRET}),
            "sender": "plan@zora.example",
            "recipients": "maja@zora.example",
        }
        return MailServer.objects.update_or_create(pk=1, defaults=known | values)[0]

    return make


@pytest.fixture
def waiting(bakery, now):
    """A post for the bakery's Page that waits for a hand since now."""

    def make(text="Fresh bread"):
        channel = connect_assisted(
            client=bakery,
            network="facebook",
            account_kind="page",
            handle="Pekarna Zora",
            url="https://www.facebook.com/pekarnazora",
            now=now,
        )
        payload = Payload(text)
        made = actions.hand_over(
            channel=channel, payload=payload, approved_hash=payload.digest(), due_at=now, now=now
        )
        Delivery.objects.filter(pk=made.pk).update(state=State.TO_DO, next_try_at=None)
        return Delivery.objects.get(pk=made.pk)

    return make


def test_a_to_do_is_told_once_with_text_steps_and_link(box, set_up, waiting, alice, now, settings):
    set_up(recipients="")
    alice.email, alice.language = "maja@zora.example", "en"
    alice.save()
    settings.ADDRESS = type("A", (), {"origin": "https://plan.zora.example"})()
    delivery = waiting()
    assert [sending.send_due(now), sending.send_due(now + timedelta(hours=1))] == [1, 0]
    (letter,) = box.letters
    assert letter["Subject"] == "To post on Facebook: Fresh bread"
    assert letter["To"] == "maja@zora.example"
    text = box.text()
    assert "Fresh bread" in text
    assert "Meta Business Suite" in text
    assert f"https://plan.zora.example/c/bakery/to-do/{delivery.pk}/" in text


@pytest.mark.parametrize(
    ("card", "address"),
    [
        ('{"host": "127.0.0.1", "port": 8123}', "http://127.0.0.1:8123/x/"),
        ('{"host": "::1", "port": "8123"}', "http://[::1]:8123/x/"),
        ('{"host": "::1"}', ""),
        ("half a ca", ""),
        (None, ""),
    ],
)
def test_a_link_leads_to_the_page_that_is_being_served_on_this_machine(
    settings, tmp_path, card, address
):
    settings.ADDRESS, settings.DATA = None, tmp_path
    if card:
        (tmp_path / "running.json").write_text(card)
    assert writing.address_of("/x/") == address


def test_people_of_the_client_are_written_to_in_their_language(box, set_up, waiting, alice, now):
    set_up()
    alice.email, alice.language = "alice@zora.example", "es"
    alice.save()
    waiting()
    sending.send_due(now)
    assert [letter["To"] for letter in box.letters] == ["alice@zora.example"]


def test_nobody_else_is_written_to(box, set_up, waiting, alice, bob, charlie, florist, now):
    set_up()
    for person in (alice, bob, charlie):
        person.email = f"{person.username}@zora.example"
        person.is_active = person != bob
        person.save()
    waiting()
    sending.send_due(now)
    assert [letter["To"] for letter in box.letters] == ["alice@zora.example"]


def test_of_two_at_the_same_minute_both_are_told_once(box, set_up, waiting, now):
    set_up()
    waiting("Fresh bread")
    assert sending.send_due(now) == 1
    waiting("Fresh rolls")
    assert [sending.send_due(now), sending.send_due(now)] == [1, 0]
    assert "Fresh rolls" in box.text(1)


def test_what_came_of_one_letter_is_noted_on_that_one(box, set_up, waiting, now):
    set_up()
    waiting("Fresh bread")
    waiting("Fresh rolls")
    first, second = sending.due(now)
    sending.settle(first, sending.attempt(first), now)
    assert Letter.objects.get(pk=second.letter_id).sent_at is None


def test_nobody_is_told_of_what_goes_out_by_itself(box, set_up, waiting, now):
    set_up()
    waiting()
    Delivery.objects.update(state=State.SCHEDULED)
    assert sending.send_due(now) == 0
    assert not Letter.objects.exists()


def test_moved_to_another_minute_it_is_told_again(box, set_up, waiting, now):
    set_up()
    delivery = waiting()
    sending.send_due(now)
    later = now + timedelta(hours=2)
    Delivery.objects.filter(pk=delivery.pk).update(due_at=later)
    assert sending.send_due(later) == 1
    assert len(box.letters) == 2


def test_without_a_mail_server_nothing_is_noted(waiting, now):
    waiting()
    assert sending.send_due(now) == 0
    assert not Letter.objects.exists()


def test_what_was_due_long_before_letters_began_is_not_told(box, set_up, waiting, now):
    set_up()
    waiting()
    assert sending.send_due(now + timedelta(days=2)) == 0


def test_a_dead_mail_server_is_tried_again_later_and_named(set_up, waiting, now):
    set_up(port=_free_port())
    waiting()
    assert sending.send_due(now) == 0
    letter = Letter.objects.get()
    assert (letter.failure, letter.sent_at) == ("mail_unreachable", None)
    assert letter.next_try_at == now + timedelta(minutes=1)
    assert servers.stored().failure == "mail_unreachable"
    assert sending.due(now + timedelta(seconds=30)) == []


def test_it_gives_up_after_eight_tries(set_up, waiting, now):
    set_up(port=_free_port())
    waiting()
    for hour in range(12):
        sending.send_due(now + timedelta(hours=3 * hour))
    assert Letter.objects.get().n_tries == sending.MOST_TRIES


def test_once_it_works_again_the_trouble_is_gone(box, set_up, waiting, now):
    set_up(failure="mail_unreachable")
    waiting()
    sending.send_due(now)
    assert servers.stored().failure == ""


def test_what_was_posted_meanwhile_is_not_told_any_more(box, set_up, waiting, now):
    set_up(port=_free_port())
    delivery = waiting()
    sending.send_due(now)
    set_up()
    actions.paste_address(delivery=delivery, address="https://www.facebook.com/a/posts/1", now=now)
    assert sending.send_due(now + timedelta(hours=1)) == 0
    assert box.letters == []


def test_one_address_that_is_refused_keeps_nobody_else_waiting(box, set_up, waiting, now):
    set_up(recipients="nobody@zora.example, maja@zora.example")
    waiting()
    assert sending.send_due(now) == 1
    assert [letter["To"] for letter in box.letters] == ["maja@zora.example"]
    assert servers.stored().failure == "mail_recipient_refused"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"security": "starttls"}, "mail_no_encryption"),
        ({"recipients": "nobody@zora.example"}, "mail_recipient_refused"),
        ({"recipients": ""}, "mail_nobody"),
    ],
)
def test_every_trouble_has_its_name(box, set_up, waiting, now, values, code):
    set_up(**values)
    waiting()
    sending.send_due(now)
    assert Letter.objects.get().failure == code


def test_a_wrong_password_has_its_name(box, set_up, waiting, now):
    set_up(password_sealed=vault.seal({"password": "wrong"}))
    waiting()
    sending.send_due(now)
    assert servers.stored().failure == "mail_login_refused"


def test_a_password_that_cannot_be_opened_is_noted_and_nothing_is_tried(set_up, waiting, now):
    set_up(password_sealed=b"sealed with a lost key")
    waiting()
    assert sending.send_due(now) == 0
    assert servers.stored().failure == "mail_password_lost"
    assert not Letter.objects.exists()


def test_a_test_letter_arrives(box, set_up, now):
    set_up()
    sending.send_test_letter("maja@zora.example", now=now)
    assert "letters from Skupnost arrive" in box.text()


def test_a_test_letter_that_does_not_leave_says_why_until_one_arrives(box, set_up, now):
    set_up(security="starttls")
    with pytest.raises(NotSent, match="mail_no_encryption"):
        sending.send_test_letter("maja@zora.example", now=now)
    assert servers.stored().failure == "mail_no_encryption"
    set_up()
    sending.send_test_letter("maja@zora.example", now=now)
    assert servers.stored().failure == ""


@pytest.mark.parametrize("to", ["", "maja", "maja@zora.example\nBcc: all@zora.example"])
def test_a_test_letter_needs_an_address(box, set_up, now, to):
    set_up()
    with pytest.raises(NotSent, match="mail_address_malformed"):
        sending.send_test_letter(to, now=now)


def test_the_environment_goes_before_the_page(box, set_up, now, settings):
    set_up(host="elsewhere.example")
    settings.EMAIL = {
        "host": "127.0.0.1",
        "port": str(box.port),
        "security": "none",
        "user": "zora",
        "password": SECRET,
        "from": "plan@zora.example",
        "to": "maja@zora.example",
    }
    sending.send_test_letter("maja@zora.example", now=now)
    assert len(box.letters) == 1
    assert SECRET not in repr(servers.post_office())


def test_the_password_is_sealed_and_a_new_key_opens_it(set_up):
    row = set_up()
    assert SECRET.encode() not in bytes(row.password_sealed)
    assert vault.rotate() == 1
    row.refresh_from_db()
    assert vault.open_sealed(bytes(row.password_sealed)) == {"password": SECRET}


@pytest.mark.parametrize(("change", "is_kept"), [({}, True), ({"host": "evil.example"}, False)])
def test_another_server_never_gets_the_stored_password(set_up, box, change, is_kept):
    row = set_up()
    typed = {
        "host": row.host,
        "port": row.port,
        "security": row.security,
        "user": row.user,
        "sender": row.sender,
        "recipients": row.recipients,
    }
    form = MailServerForm(typed | change, instance=row)
    assert form.is_valid(), form.errors
    form.save()
    assert bool(MailServer.objects.get().password_sealed) == is_kept


def test_what_is_typed_into_the_page_is_kept_and_said(client, alice):
    client.force_login(alice)
    typed = {"host": "smtp.zora.example", "port": "587", "security": "starttls",
             "user": "", "sender": "plan@zora.example", "recipients": ""}  # fmt: skip
    assert "The settings are saved." in client.post("/letters/", typed, follow=True).text
    assert servers.stored().host == "smtp.zora.example"
    assert client.post("/letters/", typed | {"sender": ""}).status_code == 422


def test_what_the_environment_says_cannot_be_changed_on_the_page(client, alice, settings):
    settings.EMAIL = settings.EMAIL | {"host": "smtp.environment.example"}
    client.force_login(alice)
    typed = {"host": "smtp.zora.example", "port": "587", "security": "starttls",
             "sender": "plan@zora.example"}  # fmt: skip
    assert "smtp.environment.example" in client.post("/letters/", typed).text
    assert servers.stored().host == ""


def test_the_page_tries_and_tells(client, alice, box, set_up):
    set_up()
    client.force_login(alice)
    assert SECRET not in client.get("/letters/").text
    answer = client.post("/letters/test/", {"to": "maja@zora.example"}, follow=True)
    assert "took the letter" in answer.text
    set_up(port=_free_port())
    answer = client.post("/letters/test/", {"to": "maja@zora.example"}, follow=True)
    assert "does not answer" in answer.text


def test_the_desk_says_that_letters_do_not_leave(client, alice, bakery, set_up, box):
    set_up(failure="mail_unreachable")
    client.force_login(alice)
    assert "Letters do not leave" in client.get("/").text
