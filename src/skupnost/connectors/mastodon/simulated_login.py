"""Logging in to the simulated server: apps, codes with PKCE, tokens."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from skupnost.connectors.mastodon.simulated_answers import error_answer, json_answer
from skupnost.kit.http.messages import Answer
from skupnost.kit.simulation import Store, admit


class Logins:
    """The apps and codes of a server."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def register(self, fields: Mapping[str, Any]) -> Answer:
        """A new app."""
        id = str(self._store.next_number("app"))
        app = {
            "id": id,
            "name": str(fields.get("client_name") or ""),
            "redirect_uri": str(fields.get("redirect_uris") or ""),
            "client_id": f"app-{id}",
            "client_secret": f"app-secret-{id}",
        }
        self._store.put("apps", app["client_id"], app)
        return json_answer(app)

    def say_yes(self, query: Mapping[str, str]) -> Answer:
        """Sends the person straight back with a code, as if they had said yes."""
        app = self._store.get("apps", query.get("client_id", ""))
        if app is None or query.get("redirect_uri") != app["redirect_uri"]:
            return error_answer(400, "The redirect uri included is not valid.")
        code = f"code-{self._store.next_number('code')}"
        grant = {"client_id": app["client_id"], "challenge": query.get("code_challenge", "")}
        self._store.put("codes", code, grant)
        back = urlencode({"code": code, "state": query.get("state", "")})
        return Answer(302, {"location": f"{query['redirect_uri']}?{back}"}, b"")

    def trade(self, fields: Mapping[str, Any]) -> Answer:
        """A token for a code that was not used yet."""
        code = str(fields.get("code") or "")
        grant = self._store.get("codes", code)
        app = self._store.get("apps", str(fields.get("client_id") or ""))
        if app is None or fields.get("client_secret") != app["client_secret"]:
            return error_answer(401, "invalid_client")
        if grant is None or grant["client_id"] != app["client_id"]:
            return error_answer(400, "invalid_grant")
        if grant["challenge"] not in ("", _challenge(str(fields.get("code_verifier") or ""))):
            return error_answer(400, "invalid_grant")
        self._store.drop("codes", code)
        token = f"token-{self._store.next_number('token')}"
        admit(self._store, token)
        scope = fields.get("scope")
        return json_answer({"access_token": token, "token_type": "Bearer", "scope": scope})


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
