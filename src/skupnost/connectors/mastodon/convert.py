"""The Mastodon API's JSON to neutral values and back. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from skupnost.connectors.mastodon.plain_text import plain_text
from skupnost.domain.payload import Part, Payload
from skupnost.kit.errors import (
    ConnectorError,
    NeedsReconnect,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unreachable,
)
from skupnost.kit.http.messages import Answer
from skupnost.kit.http.rates import retry_at, tells_when
from skupnost.kit.values import Account, LiveLimits, OwnPost, Receipt

Document = Mapping[str, Any]

_REALLY = re.compile(r"\((?:compatible; |[^)]*really )([A-Za-z]+)[ /]([^)\s]+)\)")


def status_of(
    payload: Payload, part: Part, *, media_ids: Sequence[str], in_reply_to: str = ""
) -> dict[str, Any]:
    """The JSON that posts one part of a payload; what is empty is left to the server."""
    status: dict[str, Any] = {"status": part.text}
    if media_ids:
        status["media_ids"] = list(media_ids)
    if in_reply_to:
        status["in_reply_to_id"] = in_reply_to
    if payload.content_warning:
        status["spoiler_text"] = payload.content_warning
        status["sensitive"] = True
    if payload.visibility:
        status["visibility"] = payload.visibility
    if payload.language:
        status["language"] = payload.language
    return status


def receipt(status: Document) -> Receipt:
    """The receipt of a status; OutcomeUnknown where the answer is no status."""
    remote_id, url = status.get("id"), status.get("url") or status.get("uri")
    if not remote_id or not url:
        raise OutcomeUnknown("answer_unreadable")
    return Receipt(str(remote_id), str(url), moment(status.get("created_at")))


def own_post(status: Document) -> OwnPost:
    """A status as a post of the account."""
    return OwnPost(
        remote_id=required(status, "id"),
        remote_url=str(status.get("url") or status.get("uri") or ""),
        text=plain_text(str(status.get("content") or "")),
        published_at=moment(status.get("created_at")) or datetime.fromtimestamp(0, UTC),
        content_warning=str(status.get("spoiler_text") or ""),
        n_media=len(status.get("media_attachments") or ()),
        in_reply_to=str(status.get("in_reply_to_id") or ""),
    )


def author_of(status: Document) -> str:
    """The id of the account that wrote a status; empty where it is not told."""
    return str(_table(status, "account").get("id") or "")


def account(document: Document) -> Account:
    """The account that `verify_credentials` describes."""
    url = str(document.get("url") or "")
    name = str(document.get("username") or document.get("acct") or "")
    return Account(
        remote_id=required(document, "id"),
        handle=f"@{name}@{urlsplit(url).netloc}" if urlsplit(url).netloc else f"@{name}",
        display_name=str(document.get("display_name") or name),
        url=url,
        avatar_url=str(document.get("avatar") or ""),
        kind="bot_account" if document.get("bot") else "account",
    )


def scopes(application: Document) -> tuple[str, ...]:
    """The rights of the application behind a token; none where the server is older than 4.3."""
    told = application.get("scopes")
    return tuple(str(scope) for scope in told) if isinstance(told, list) else ()


_LIMITS = (
    ("text.text_max", "statuses", "max_characters"),
    ("text.url_weight", "statuses", "characters_reserved_per_url"),
    ("media.images_max", "statuses", "max_media_attachments"),
    ("media.image_bytes_max", "media_attachments", "image_size_limit"),
    ("media.image_pixels_max", "media_attachments", "image_matrix_limit"),
    ("media.video_bytes_max", "media_attachments", "video_size_limit"),
    ("media.alt_text_max", "media_attachments", "description_limit"),
    ("text.poll_options_max", "polls", "max_options"),
    ("text.poll_option_max", "polls", "max_characters_per_option"),
)


def limits(instance: Document) -> LiveLimits:
    """The limits an instance tells, of either version of its description."""
    told = _table(instance, "configuration")
    values: dict[str, int | tuple[str, ...]] = {}
    for key, group, name in _LIMITS:
        value = _table(told, group).get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            values[key] = value
    if "text.text_max" not in values and isinstance(instance.get("max_toot_chars"), int):
        values["text.text_max"] = int(instance["max_toot_chars"])
    mimes = _table(told, "media_attachments").get("supported_mime_types") or ()
    for key, family in (("media.image_types", "image/"), ("media.video_types", "video/")):
        if chosen := tuple(str(mime) for mime in mimes if str(mime).startswith(family)):
            values[key] = chosen
    software, version = software_of(str(instance.get("version") or ""))
    return LiveLimits(values, software, version)


def required(document: Document, name: str) -> str:
    """A field that every server must tell; Refused where it is missing: this is not the API."""
    value = document.get(name)
    if not value:
        raise Refused("not_the_api", {"field": name})
    return str(value)


def _table(document: Document, name: str) -> Document:
    value = document.get(name)
    return value if isinstance(value, Mapping) else {}


def software_of(version: str) -> tuple[str, str]:
    """Name and version of the software, through the Mastodon version that others pretend to be."""
    found = _REALLY.search(version)
    return (found[1], found[2]) if found else ("Mastodon", version)


def moment(text: object) -> datetime | None:
    """A time of the API, in UTC; None where there is none."""
    if not isinstance(text, str):
        return None
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def check(answer: Answer, *, now: datetime) -> None:
    """Returns for a success; raises what the API means by any other status.

    Statuses 401, 403, 422, 429 and 503: OpenAPI generated from the documentation, 2026-08-19.
    """
    if not answer.is_success:
        raise _error(answer, now)


def _error(answer: Answer, now: datetime) -> ConnectorError:
    status = answer.status
    params: dict[str, str | int] = {"status": status}
    if status == 429 or (status == 503 and tells_when(answer.headers)):
        return RateLimited(retry_at(answer.headers, now=now), params=params)
    if status == 401:
        return NeedsReconnect("token_expired", params)
    if status == 403:
        return NeedsReconnect("permission_missing", params)
    if status >= 500:
        unknown = Unreachable if answer.reads else OutcomeUnknown
        return unknown("server_error", params)
    if status < 400:
        return Refused("server_moved", params)
    return Refused(_REFUSALS.get(status, "refused_for_good"), params | _said(answer))


_REFUSALS = {404: "not_found", 410: "not_found", 413: "media_refused", 422: "content_refused"}


def _said(answer: Answer) -> dict[str, str | int]:
    """The first words of the server's own explanation, where it gave one."""
    try:
        said = answer.document().get("error")
    except ConnectorError:
        return {}
    return {"said": said[:200]} if isinstance(said, str) else {}
