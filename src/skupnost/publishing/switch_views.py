"""The buttons that stop and let go."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from skupnost.channels.access import channel_or_404
from skupnost.clients.access import client_or_404
from skupnost.domain.delivery import CLAIMABLE, State
from skupnost.publishing import switches
from skupnost.publishing.models import Delivery
from skupnost.ui.toasts import say


@require_POST
def pause_client(request: HttpRequest, client: str) -> HttpResponse:
    found = client_or_404(request.user, client)
    n_held = switches.pause_client(client=found, now=timezone.now())
    say(request, _held(n_held))
    return redirect("clients:settings", client=found.slug)


@require_http_methods(["GET", "POST"])
def resume_client(request: HttpRequest, client: str) -> HttpResponse:
    """Says what waited and what becomes of it before anything goes out."""
    found = client_or_404(request.user, client)
    if request.method == "POST":
        say(request, _released(*switches.resume_client(client=found, now=timezone.now())))
        return redirect("clients:settings", client=found.slug)
    if not found.is_paused:
        return redirect("clients:settings", client=found.slug)
    held = Delivery.objects.filter(channel__client=found, state=State.HELD)
    rows = held.select_related("channel").order_by("due_at")[:100]
    context = {"client": found, "rows": rows, "n_held": held.count(), "now": timezone.now()}
    return render(request, "publishing/resume.html", context)


@require_POST
def pause_channel(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    channel = channel_or_404(request.user, client, pk)
    say(request, _held(switches.pause_channel(channel=channel, now=timezone.now())))
    return redirect("channels:detail", client=client, pk=pk)


@require_POST
def resume_channel(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    channel = channel_or_404(request.user, client, pk)
    say(request, _released(*switches.unpause_channel(channel=channel, now=timezone.now())))
    return redirect("channels:detail", client=client, pk=pk)


@require_http_methods(["GET", "POST"])
def disconnect(request: HttpRequest, client: str, pk: int) -> HttpResponse:
    """Asks first: what waits will be held, what is live stays live."""
    channel = channel_or_404(request.user, client, pk)
    if request.method == "POST":
        say(request, _held(switches.disconnect_channel(channel=channel, now=timezone.now())))
        return redirect("channels:list", client=client)
    waiting = Delivery.objects.filter(channel=channel, state__in=sorted(CLAIMABLE))
    context = {"client": channel.client, "channel": channel, "n_waiting": waiting.count()}
    return render(request, "publishing/disconnect.html", context)


def _held(n_held: int) -> str:
    if not n_held:
        return gettext("Stopped. Nothing was waiting.")
    words = ngettext(
        "Stopped. %(n)s post that was waiting is held.",
        "Stopped. %(n)s posts that were waiting are held.",
        n_held,
    )
    return words % {"n": n_held}


def _released(n_scheduled: int, n_missed: int) -> str:
    if not n_missed:
        words = ngettext(
            "Running again. %(n)s held post is scheduled.",
            "Running again. %(n)s held posts are scheduled.",
            n_scheduled,
        )
        return words % {"n": n_scheduled} if n_scheduled else gettext("Running again.")
    words = ngettext(
        "Running again. %(n)s post is too late and was marked as missed.",
        "Running again. %(n)s posts are too late and were marked as missed.",
        n_missed,
    )
    return words % {"n": n_missed}
