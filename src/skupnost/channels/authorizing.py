"""Connecting by permission: the person goes to the network, says yes, and comes back.

What has to be kept meanwhile (the application's secret, the verifier of PKCE) lies sealed in the
session. The address of return is one for all clients; `state` tells which journey ends.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from skupnost.channels import actions, vault
from skupnost.channels.access import channel_or_404
from skupnost.channels.actions import NotConnected
from skupnost.channels.asking import begin_authorization, finish_authorization
from skupnost.channels.connecting import kind_or_404, known_or_404
from skupnost.channels.models import Channel
from skupnost.channels.opening import kind_of
from skupnost.channels.sentences import why
from skupnost.clients.access import client_or_404
from skupnost.clients.models import Client
from skupnost.ui.toasts import say, warn

KEY = "authorizing"


@require_POST
def begin(request: HttpRequest, client: str, network: str, kind: str) -> HttpResponse:
    """Ask the server for the address to which the person goes, and remember the journey."""
    found, known = client_or_404(request.user, client), known_or_404(network)
    if "authorizes" not in kind_or_404(known, kind).machine.ports:
        raise Http404
    journey = {"client": client, "network": network, "kind": kind}
    try:
        return _set_out(request, found, {**journey, "server": request.POST.get("server", "")})
    except NotConnected as error:
        warn(request, why(error))
        return redirect("channels:connect", client=client, network=network, kind=kind)


@require_POST
def begin_again(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """The same journey for a channel that has lost its access."""
    channel = channel_or_404(request.user, client, pk)
    if "authorizes" not in kind_of(channel).machine.ports:
        raise Http404
    journey = {"network": channel.network, "kind": channel.account_kind, "channel": pk}
    try:
        return _set_out(
            request, channel.client, {**journey, "client": client, "server": channel.server}
        )
    except NotConnected as error:
        warn(request, why(error))
        return redirect("channels:reconnect", client=client, pk=pk)


def _set_out(request: HttpRequest, client: Client, journey: Mapping[str, Any]) -> HttpResponse:
    state = secrets.token_urlsafe(24)
    draft = _draft(client, journey)
    start = begin_authorization(draft, redirect_uri=_return_address(request), state=state)
    kept = {"state": state, "url": start.url, "keep": _seal(start.keep)}
    request.session[KEY] = {**journey, "server": draft.server, **kept}
    return redirect("channels:leave")


def _draft(client: Client, journey: Mapping[str, Any]) -> Channel:
    return actions.draft_channel(
        client=client,
        network=journey["network"],
        account_kind=journey["kind"],
        server=journey["server"],
        credentials={},
        now=timezone.now(),
    )


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
        return _where_it_began(client, journey)
    say(request, gettext("%(name)s is connected.") % {"name": channel.name})
    return redirect("channels:detail", client=client.slug, pk=channel.pk)


def _where_it_began(client: Client, journey: Mapping[str, Any]) -> HttpResponse:
    if "channel" in journey:
        return redirect("channels:reconnect", client=client.slug, pk=journey["channel"])
    return redirect("channels:new", client=client.slug)


def _finish(request: HttpRequest, journey: Mapping[str, Any]) -> Channel:
    client, now = client_or_404(request.user, journey["client"]), timezone.now()
    credentials = finish_authorization(
        _draft(client, journey),
        code=request.GET["code"],
        redirect_uri=_return_address(request),
        keep=_unseal(journey["keep"]),
    )
    if "channel" in journey:
        channel = channel_or_404(request.user, client.slug, journey["channel"])
        actions.reconnect(channel=channel, credentials=credentials, now=now)
        return channel
    return actions.connect(
        client=client,
        network=journey["network"],
        account_kind=journey["kind"],
        server=journey["server"],
        credentials=credentials,
        now=now,
    )


def _journey(request: HttpRequest) -> dict[str, Any]:
    journey = request.session.get(KEY)
    if not isinstance(journey, dict):
        raise Http404
    return journey


def _return_address(request: HttpRequest) -> str:
    path = reverse("channels:authorized")
    return settings.ADDRESS.origin + path if settings.ADDRESS else request.build_absolute_uri(path)


def _seal(keep: Mapping[str, str]) -> str:
    return base64.b64encode(vault.seal(keep)).decode("ascii")


def _unseal(sealed: str) -> Mapping[str, str]:
    raw = Channel(credentials_sealed=base64.b64decode(sealed))
    try:
        return vault.unseal(raw)
    except vault.KeyLost as error:
        raise NotConnected("authorization_lost") from error
