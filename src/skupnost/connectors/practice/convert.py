"""The practice network's JSON to neutral values and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

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
from skupnost.kit.values import Account, OwnPost, Receipt

Document = Mapping[str, Any]


def post_of(
    payload: Payload,
    part: Part,
    *,
    client_id: str,
    media_ids: Sequence[str] = (),
    in_reply_to: str = "",
) -> dict[str, Any]:
    """The JSON that publishes one part; empty fields are left out."""
    post = {
        "client_id": client_id,
        "text": part.text,
        "content_warning": payload.content_warning,
        "language": payload.language,
        "media": list(media_ids),
        "in_reply_to": in_reply_to,
    }
    return {name: value for name, value in post.items() if value}


def receipt(post: Document) -> Receipt:
    """The receipt of a post; OutcomeUnknown where the answer is none."""
    try:
        return Receipt(str(post["id"]), str(post["url"]), datetime.fromisoformat(post["at"]))
    except (KeyError, TypeError, ValueError) as error:
        raise OutcomeUnknown("answer_unreadable") from error


def own_post(post: Document) -> OwnPost:
    """A post as the account's own list shows it; Refused where this is not the practice API."""
    try:
        return OwnPost(
            remote_id=str(post["id"]),
            remote_url=str(post["url"]),
            text=str(post["text"]),
            published_at=datetime.fromisoformat(post["at"]),
            n_media=len(post.get("media", ())),
            in_reply_to=str(post.get("in_reply_to", "")),
            content_warning=str(post.get("content_warning", "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("not_the_api") from error


def account(document: Document) -> Account:
    """The account; Refused where this is not the practice API."""
    try:
        return Account(
            remote_id=str(document["id"]),
            handle=f"@{document['handle']}",
            display_name=str(document["name"]),
            url=str(document["url"]),
            kind="account",
        )
    except KeyError as error:
        raise Refused("not_the_api") from error


def check(answer: Answer, *, now: datetime) -> None:
    """Returns for a success; raises what any other status means."""
    if not answer.is_success:
        raise _error(answer, now)


def _error(answer: Answer, now: datetime) -> ConnectorError:
    status = answer.status
    params: dict[str, str | int] = {"status": status}
    if status == 429 or (status == 503 and tells_when(answer.headers)):
        return RateLimited(retry_at(answer.headers, now=now), params=params)
    if status == 401:
        return NeedsReconnect("token_expired", params)
    if status >= 500:
        return (Unreachable if answer.reads else OutcomeUnknown)("server_error", params)
    code = "content_refused" if status == 422 else "refused_for_good"
    return Refused(code, params)
