"""The way to a new channel: which network, which kind of account, then the form; and back again
after an access ran out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from skupnost.channels import actions
from skupnost.channels.access import channel_or_404
from skupnost.channels.accounts import told_before
from skupnost.channels.actions import NotConnected
from skupnost.channels.forms import AssistedForm, ConnectForm, CredentialsForm
from skupnost.channels.guides import steps_of
from skupnost.channels.models import Channel
from skupnost.channels.opening import kind_of
from skupnost.channels.queries import network_cards, works
from skupnost.channels.sentences import why
from skupnost.clients.access import client_or_404
from skupnost.clients.models import Client
from skupnost.kit.connector import Connector
from skupnost.kit.manifest import AccountKind
from skupnost.kit.registry import UnknownNetwork, connector, find_connector
from skupnost.networks.kinds import kind_words
from skupnost.ui.toasts import say, warn


def choose_network(request: HttpRequest, client: str) -> HttpResponse:
    """The networks, by what works there: by itself, or with our help."""
    found = client_or_404(request.user, client)
    cards = network_cards()
    context = {
        "client": found,
        "by_api": [card for card in cards if card.works == "api"],
        "assisted": [card for card in cards if card.works == "assisted"],
        "can_practise": find_connector("practice") is not None,
    }
    return render(request, "channels/new.html", context)


@require_POST
def practise(request: HttpRequest, client: str) -> HttpResponse:
    """The practice network in one click."""
    found = client_or_404(request.user, client)
    try:
        channel = actions.connect_practice(client=found, now=timezone.now())
    except (NotConnected, UnknownNetwork):
        warn(request, gettext("The practice network does not answer. Try again."))
        return redirect("channels:new", client=client)
    say(request, gettext("The practice network is ready. Nothing of it leaves this computer."))
    return redirect("channels:detail", client=client, pk=channel.pk)


def choose_kind(request: HttpRequest, client: str, network: str) -> HttpResponse:
    """The kinds of account side by side; straight on where there is only one."""
    found, known = client_or_404(request.user, client), known_or_404(network)
    kinds = [kind for kind in known.manifest.kinds.values() if kind.publish != "none"]
    if len(kinds) == 1:
        return redirect("channels:connect", client=client, network=network, kind=kinds[0].slug)
    rows = [(kind, kind_words(network, kind), kind.publish) for kind in kinds]
    context = {"client": found, "network": known.manifest, "kinds": rows}
    return render(request, "channels/kinds.html", context)


@require_http_methods(["GET", "POST"])
def connect(request: HttpRequest, client: str, network: str, kind: str) -> HttpResponse:
    """The form that the network's manifest asks for; its answer in words."""
    found, known = client_or_404(request.user, client), known_or_404(network)
    chosen = kind_or_404(known, kind)
    if chosen.publish == "assisted":
        return _assisted(request, found, known, chosen)
    form = ConnectForm(request.POST or None, network=network, kind=chosen)
    if request.method == "POST" and form.is_valid():
        channel = _try(request, form, found, known, chosen)
        if channel is not None:
            return _welcome(request, channel)
    context = _context(found, known, chosen, form)
    return render(request, "channels/connect.html", context, status=_status(form))


def _try(
    request: HttpRequest, form: ConnectForm, client: Client, known: Connector, kind: AccountKind
) -> Channel | None:
    """The channel, or None with the reason written into the form."""
    try:
        return actions.connect(
            client=client,
            network=known.slug,
            account_kind=kind.slug,
            server=form.server(),
            credentials=form.credentials(),
            now=timezone.now(),
            may_double=bool(form.cleaned_data["may_double"]),
        )
    except NotConnected as error:
        _explain(request, form, error)
        return None


def _explain(request: HttpRequest, form: ConnectForm, error: NotConnected) -> None:
    if error.code == "already_connected":
        form.offer_double()
        form.add_error(None, _already(request, error))
    elif error.code.startswith("address_") and "server" in form.fields:
        form.add_error("server", why(error))
    else:
        form.add_error(None, why(error))


def _already(request: HttpRequest, error: NotConnected) -> str:
    """Names the other client only to people who work for it."""
    other = Client.objects.filter(
        pk=error.params["client_id"], membership__user__username=request.user.get_username()
    )
    if not other.exists():
        return gettext("This account is already connected for another client.")
    words = gettext("%(handle)s is already connected for %(client)s.")
    return words % {"handle": error.params["handle"], "client": error.params["client"]}


def _assisted(
    request: HttpRequest, client: Client, known: Connector, kind: AccountKind
) -> HttpResponse:
    form = AssistedForm(
        request.POST or None, network=known.slug, name=known.manifest.name, kind=kind.slug
    )
    if request.method == "POST" and form.is_valid():
        channel = actions.connect_assisted(
            client=client,
            network=known.slug,
            account_kind=kind.slug,
            handle=form.cleaned_data["handle"],
            url=form.cleaned_data["url"],
            may_post=form.cleaned_data.get("may_post", ""),
            now=timezone.now(),
        )
        return _welcome(request, channel)
    context = _context(client, known, kind, form)
    return render(request, "channels/connect.html", context, status=_status(form))


def _welcome(request: HttpRequest, channel: Channel) -> HttpResponse:
    if works(channel) == "assisted":
        words = gettext("%(name)s is here. What is due there will wait for you to post it.")
        say(request, words % {"name": channel.name})
    else:
        say(request, gettext("%(name)s is connected.") % {"name": channel.name})
    return redirect("channels:detail", client=channel.client.slug, pk=channel.pk)


def _context(client: Client, known: Connector, kind: AccountKind, form: Any) -> dict[str, Any]:
    return {
        "client": client,
        "network": known.manifest,
        "kind": kind,
        "words": kind_words(known.slug, kind),
        "way": kind.publish,
        "steps": steps_of(known.slug, kind.slug),
        "notes": told_before(client, known.slug, kind, timezone.now()),
        "form": form,
        "may_authorize": "authorizes" in kind.machine.ports and kind.publish == "api",
    }


@require_http_methods(["GET", "POST"])
def reconnect(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """New credentials for the same account; what was held is let go afterwards."""
    channel = channel_or_404(request.user, client, pk)
    known, kind = known_or_404(channel.network), kind_of(channel)
    if works(channel) == "assisted":
        return _change_by_hand(request, channel, known, kind)
    form = CredentialsForm(request.POST or None, network=channel.network, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            credentials = form.credentials()
            actions.reconnect(channel=channel, credentials=credentials, now=timezone.now())
        except NotConnected as error:
            form.add_error(None, why(error))
        else:
            return _welcome(request, channel)
    context: Mapping[str, Any] = {
        **_context(channel.client, known, kind, form),
        "channel": channel,
    }
    return render(request, "channels/connect.html", dict(context), status=_status(form))


def _change_by_hand(
    request: HttpRequest, channel: Channel, known: Connector, kind: AccountKind
) -> HttpResponse:
    """Another name or address for an account on which a person posts, or simply taken up again."""
    form = AssistedForm(
        request.POST or None,
        network=known.slug,
        name=known.manifest.name,
        kind=kind.slug,
        initial={"handle": channel.handle, "url": channel.url, "may_post": channel.may_post},
    )
    if request.method == "POST" and form.is_valid():
        actions.change_by_hand(
            channel=channel,
            handle=form.cleaned_data["handle"],
            url=form.cleaned_data["url"],
            may_post=form.cleaned_data.get("may_post", ""),
        )
        return _welcome(request, channel)
    context = {**_context(channel.client, known, kind, form), "channel": channel}
    return render(request, "channels/connect.html", context, status=_status(form))


def known_or_404(network: str) -> Connector:
    try:
        return connector(network)
    except UnknownNetwork:
        raise Http404 from None


def kind_or_404(known: Connector, kind: str) -> AccountKind:
    found = known.manifest.kinds.get(kind)
    if found is None or found.publish == "none":
        raise Http404
    return found


def _status(form: Any) -> int:
    return 422 if form.is_bound else 200
