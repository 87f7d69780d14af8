"""What happened, said once on the next page or in the answer to an htmx request."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest


def say(request: HttpRequest, text: str, *, undo_url: str = "") -> None:
    """Tell the person; with `undo_url` the toast has an Undo button that posts there.

    In an htmx answer include `ui/_toasts.html` with `oob=True`, and it shows at once.
    """
    messages.success(request, text, extra_tags=undo_url)


def warn(request: HttpRequest, text: str, *, undo_url: str = "") -> None:
    """Tell the person that something did not work; the toast stays until it is closed."""
    messages.error(request, text, extra_tags=undo_url)
