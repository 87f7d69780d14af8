"""The authorization-code login of the Mastodon API, walked as an app and a person would."""

import secrets
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field

from . import asking

REDIRECT = "http://127.0.0.1/callback"
SCOPES = "read write follow"


@dataclass(frozen=True)
class Login:
    """What the authorization page passes on to the form that the person sends."""

    base_url: str
    client_id: str
    state: str


@dataclass(frozen=True)
class MastodonUser:
    """A person on a server that speaks the Mastodon API."""

    name: str
    handle: str
    password: str = field(repr=False)
    access_token: str = field(repr=False)


def new_token(base_url: str, send_form: Callable[[Login], asking.Answer]) -> str:
    """An access token: register an app, let `send_form` log the person in, trade the code in."""
    app = asking.post_form(
        f"{base_url}/api/v1/apps",
        {"client_name": "Skupnost tests", "redirect_uris": REDIRECT, "scopes": SCOPES},
    ).expect(200)
    login = Login(base_url, app.json["client_id"], secrets.token_hex(8))
    redirect = send_form(login).expect(302, 303)
    answer = urllib.parse.urlsplit(redirect.headers["Location"])
    given = dict(urllib.parse.parse_qsl(answer.query))
    if given.get("state") != login.state:
        raise asking.UnexpectedAnswer(f"{base_url}: the login came back with another state")
    token = asking.post_form(
        f"{base_url}/oauth/token",
        {
            "grant_type": "authorization_code",
            "code": given["code"],
            "client_id": login.client_id,
            "client_secret": app.json["client_secret"],
            "redirect_uri": REDIRECT,
            "scope": SCOPES,
        },
    ).expect(200)
    return str(token.json["access_token"])
