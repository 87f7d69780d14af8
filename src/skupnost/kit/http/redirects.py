"""Where a redirect leads, for connectors that look for a site's API."""

from __future__ import annotations

from urllib.parse import urljoin

from skupnost.kit.http.messages import Answer


def redirected(answer: Answer, asked: str) -> str | None:
    """The address that a redirect leads to; None where there is none or it would leave HTTPS."""
    location = answer.headers.get("location", "")
    if answer.status not in (301, 302, 307, 308) or not location:
        return None
    target = urljoin(asked, location)
    if asked.startswith("https:") and not target.startswith("https:"):
        return None
    return target
