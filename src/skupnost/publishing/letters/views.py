"""The page about e-mail: where letters leave, and a letter to try it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skupnost.publishing.letters import servers
from skupnost.publishing.letters.forms import MailServerForm
from skupnost.publishing.letters.sending import send_test_letter
from skupnost.publishing.letters.sentences import trouble
from skupnost.publishing.letters.servers import NotSent
from skupnost.ui.toasts import say, warn


@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Which mail server, and how the last letter went."""
    row = servers.stored()
    form = MailServerForm(request.POST or None, instance=row)
    is_fixed = servers.is_from_environment()
    if request.method == "POST" and not is_fixed and form.is_valid():
        form.save()
        say(request, _("The settings are saved. Send a test letter now."))
        return redirect("publishing:letters")
    stored = servers.stored()
    context = {
        "form": form,
        "is_fixed": is_fixed,
        "fixed_host": servers.host_of_environment(),
        "is_set_up": is_fixed or bool(stored.host),
        "trouble": trouble(stored.failure),
        "to": getattr(request.user, "email", "") or stored.recipients.partition(",")[0],
    }
    return render(request, "publishing/letters.html", context, status=422 if form.errors else 200)


@require_POST
def send_test(request: HttpRequest) -> HttpResponse:
    """Send a letter that says that letters arrive, and tell how it went."""
    to = request.POST.get("to", "").strip()
    try:
        send_test_letter(to, now=timezone.now())
    except NotSent as error:
        warn(request, trouble(error.code))
    else:
        say(
            request,
            _("The mail server took the letter to %(to)s. Look whether it arrives.") % {"to": to},
        )
    return redirect("publishing:letters")
