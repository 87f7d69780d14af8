"""Connecting by permission: the person goes to the network, says yes, and comes back.

What has to be kept meanwhile (the application's secret, the verifier of PKCE) lies sealed in the
session. The address of return is one for all clients; `state` tells which journey ends.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from skupnost.channels import actions, vault
from skupnost.channels.actions import NotConnected
from skupnost.channels.asking import begin_authorization, finish_authorization
from skupnost.channels.connecting import kind_or_404, known_or_404
from skupnost.channels.models import Channel
from skupnost.channels.sentences import why
from skupnost.clients.access import client_or_404
from skupnost.ui.toasts import say, warn

KEY = "authorizing"


@require_POST
def begin(request: HttpRequest, client: str, network: str, kind: str) -> HttpResponse:
    """Ask the server for the address to which the person goes, and remember the journey."""
    found, known = client_or_404(request.user, client), known_or_404(network)
    if "authorizes" not in kind_or_404(known, kind).machine.ports:
        raise Http404
    state = secrets.token_urlsafe(24)
    try:
        channel = actions.draft_channel(
            client=found,
            network=network,
            account_kind=kind,
            server=request.POST.get("server", ""),
            credentials={},
            now=timezone.now(),
        )
        start = begin_authorization(channel, redirect_uri=_return_address(request), state=state)
    except NotConnected as error:
        warn(request, why(error))
        return redirect("channels:connect", client=client, network=network, kind=kind)
    journey = {"client": client, "network": network, "kind": kind, "server": channel.server}
    request.session[KEY] = {**journey, "state": state, "url": start.url, "keep": _seal(start.keep)}
    return redirect("channels:leave")


@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Says where the link leads: a form may not lead outside, a link may."""
    journey = _journey(request)
    client = client_or_404(request.user, journey["client"])
    network = known_or_404(journey["network"]).manifest
    context = {"client": client, "network": network, "journey": journey}
    return render(request, "channels/leave.html", context)


@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """The network sent the person back, with a code or with a no."""
    journey = _journey(request)
    client = client_or_404(request.user, journey["client"])
    given = request.GET.get("state", "")
    try:
        if not secrets.compare_digest(given.encode(), str(journey["state"]).encode()):
            raise NotConnected("authorization_lost")
        del request.session[KEY]
        if not request.GET.get("code"):
            raise NotConnected("authorization_refused")
        channel = _finish(request, journey)
    except NotConnected as error:
        warn(request, why(error))
        return redirect("channels:new", client=client.slug)
    say(request, gettext("%(name)s is connected.") % {"name": channel.name})
    return redirect("channels:detail", client=client.slug, pk=channel.pk)


def _finish(request: HttpRequest, journey: Mapping[str, Any]) -> Channel:
    client = client_or_404(request.user, journey["client"])
    asked = {"network": journey["network"], "account_kind": journey["kind"]}
    now = timezone.now()
    draft = actions.draft_channel(
        client=client, **asked, server=journey["server"], credentials={}, now=now
    )
    credentials = finish_authorization(
        draft,
        code=request.GET["code"],
        redirect_uri=_return_address(request),
        keep=_unseal(journey["keep"]),
    )
    return actions.connect(
        client=client, **asked, server=journey["server"], credentials=credentials, now=now
    )


def _journey(request: HttpRequest) -> dict[str, Any]:
    journey = request.session.get(KEY)
    if not isinstance(journey, dict):
        raise Http404
    return journey


def _return_address(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("channels:authorized"))


def _seal(keep: Mapping[str, str]) -> str:
    return base64.b64encode(vault.seal(keep)).decode("ascii")


def _unseal(sealed: str) -> Mapping[str, str]:
    raw = Channel(credentials_sealed=base64.b64decode(sealed))
    try:
        return vault.unseal(raw)
    except vault.KeyLost as error:
        raise NotConnected("authorization_lost") from error
