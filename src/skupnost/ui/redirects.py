"""Where to go next, never outside."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, default: str) -> str:
    """The path asked for by `next=`, if it is one of this site; otherwise `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_path = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    if is_path and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return default
