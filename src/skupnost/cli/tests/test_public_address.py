"""The address under which people come, on a server behind HTTPS."""

from __future__ import annotations

import subprocess
import sys

import pytest

from skupnost.domain.public_address import NoAddress, read_address

# Signs in behind HTTPS by a password, as a browser does: the form names the public origin.
SIGN_IN = """
import django; django.setup()
from django.test import Client
from skupnost.people.models import User
User.objects.create_user("ana", password="korenje 7 in pol")
browser = Client(enforce_csrf_checks=True, headers={"host": "plan.example.org"})
browser.get("/login/")
secret = browser.cookies["csrftoken"].value
answer = browser.post("/login/",
    {"username": "ana", "password": "korenje 7 in pol", "csrfmiddlewaretoken": secret},
    headers={"origin": "https://plan.example.org"})
print(answer.status_code, [cookie["secure"] for cookie in browser.cookies.values()])
"""


def test_links_begin_with_it(installed):
    assert installed("client", "add", "Bakery").code == 0
    said = installed("user", "login-link", SKUPNOST_ADDRESS="https://Plan.example.org/")
    assert said.out.startswith("https://plan.example.org/login/")


def test_a_form_behind_https_is_taken_and_its_cookies_are_secure(installed, environment):
    installed("client", "add", "Bakery")
    behind = {
        **environment,
        "SKUPNOST_ADDRESS": "https://plan.example.org",
        "DJANGO_SETTINGS_MODULE": "skupnost.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", SIGN_IN],
        check=False,
        env=behind,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout == "302 [True, True]\n", done.stderr


def test_a_wrong_one_is_told_and_nothing_starts(installed):
    said = installed("client", "list", SKUPNOST_ADDRESS="plan.example.org")
    assert said.code == 1
    assert "for instance https://plan.example.org" in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "typed",
    [
        "ftp://a.example",
        "https://",
        "https://a.example/path",
        "https://u:p@a.example",
        "https://a.example:0",
        "https://[::1",
        "https://a.example:many",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(NoAddress, match="without a path"):
        read_address(typed)


def test_nothing_typed_is_nothing():
    assert read_address("") is None
