"""A client's channels: the list, one channel, its check, the practice network's behaviour."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from skupnost.channels import actions
from skupnost.channels.access import channel_or_404
from skupnost.channels.accounts import told_about
from skupnost.channels.actions import NotConnected
from skupnost.channels.forms import MAY_POST, PracticeForm
from skupnost.channels.opening import is_practice, kind_of
from skupnost.channels.queries import channels_of, standing, waiting_posts, works
from skupnost.channels.sentences import reason, why
from skupnost.clients.access import client_or_404
from skupnost.domain.accounts import ROLE_NEEDED
from skupnost.networks.kinds import kind_words
from skupnost.networks.tables import limit_words
from skupnost.ui.toasts import say, warn


def channel_list(request: HttpRequest, client: str) -> HttpResponse:
    found = client_or_404(request.user, client)
    rows = channels_of(found)
    context = {
        "client": found,
        "rows": [(row, standing(row)) for row in rows],
        "has_practice": any(is_practice(row.server) and row.is_connected for row in rows),
    }
    return render(request, "channels/list.html", context)


def detail(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    channel, now = channel_or_404(request.user, client, pk), timezone.now()
    context = {
        "client": channel.client,
        "channel": channel,
        "standing": standing(channel),
        "kind": kind_words(channel.network, kind_of(channel)),
        "limits": limit_words(channel.live_limits),
        "notes": told_about(channel, now),
        "waiting": waiting_posts(channel, now),
        "works": works(channel),
        "asks_role": (channel.network, channel.account_kind) in ROLE_NEEDED
        and works(channel) == "assisted",
        "may_post": MAY_POST,
        "trouble": reason(channel.health_reason),
        "practice_form": PracticeForm(channel=channel) if is_practice(channel.server) else None,
    }
    return render(request, "channels/detail.html", context)


@require_POST
def check(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    channel = channel_or_404(request.user, client, pk)
    try:
        actions.check_channel(channel=channel, now=timezone.now())
    except NotConnected as error:
        warn(request, why(error))
    else:
        say(request, gettext("%(name)s answers and knows us.") % {"name": channel.name})
    return redirect("channels:detail", client=client, pk=pk)


@require_POST
def say_role(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """Whether the person may post there, which nobody else knows."""
    channel = channel_or_404(request.user, client, pk)
    said = request.POST.get("may_post", "")
    if said in dict(MAY_POST):
        actions.say_may_post(channel=channel, may_post=said)
        say(request, gettext("Noted."))
    return redirect("channels:detail", client=client, pk=pk)


@require_POST
def practice_settings(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    channel = channel_or_404(request.user, client, pk)
    if not is_practice(channel.server):
        raise Http404
    form = PracticeForm(request.POST, channel=channel)
    if form.is_valid():
        actions.set_faults(channel=channel, faults=form.cleaned_data)
        say(request, gettext("The practice network behaves as you wish."))
    return redirect("channels:detail", client=client, pk=pk)
