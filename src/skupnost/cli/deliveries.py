"""`skupnost delivery …`: where each delivery stands, and a person's decisions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skupnost.cli.answers import Problem, answer, moment, table
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_data

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from skupnost.publishing.models import Delivery

app = typer.Typer(help="Deliveries: one post on its way to one channel.", no_args_is_help=True)


@app.command("list")
def list_(
    client: Annotated[str, typer.Option(help="Only of this client (slug).")] = "",
    channel: Annotated[str, typer.Option(help="Only to this channel (number).")] = "",
    state: Annotated[str, typer.Option(help="Only in this state.")] = "",
    post: Annotated[str, typer.Option(help="Only of this post (id).")] = "",
    as_json: AsJson = False,
) -> None:
    """List deliveries by the time they are due; all of them unless filtered."""
    open_data()
    rows = list(_values(_filtered(client=client, channel=channel, state=state), post))
    lines = table([_line(row) for row in rows]) or ["No deliveries."]
    answer(rows, as_json=as_json, lines=lines)


def _filtered(*, client: str, channel: str, state: str) -> QuerySet[Delivery]:
    from skupnost.cli.lookups import channel_of, client_of, state_of
    from skupnost.publishing.models import Delivery

    rows = Delivery.objects.select_related("variant").order_by("due_at", "pk")
    if client:
        rows = rows.filter(channel__client=client_of(client))
    if channel:
        rows = rows.filter(channel=channel_of(channel))
    if state:
        rows = rows.filter(state=state_of(state))
    return rows


def _values(rows: QuerySet[Delivery], post: str) -> Iterator[dict[str, Any]]:
    from skupnost.cli.lookups import uuid_of
    from skupnost.cli.values import delivery_value

    wanted = uuid_of(post) if post else None
    posts = _posts_of_the_past()
    for row in rows.iterator(chunk_size=2000):
        owner = row.variant.post_id if hasattr(row, "variant") else posts.get(row.pk)
        if wanted is None or owner == wanted:
            yield delivery_value(row, owner)


def _posts_of_the_past() -> dict[Any, Any]:
    """The posts of deliveries that were replaced or taken off, by delivery."""
    from skupnost.editorial.models import PastDelivery

    return dict(PastDelivery.objects.values_list("delivery_id", "post_id"))


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    told = row["remote_url"] or row["why"] or ""
    return (row["id"], row["state"], row["due_at"][:16], f"channel {row['channel']}", told)


@app.command("show")
def show(delivery: Annotated[str, typer.Argument(help="Its id.")], as_json: AsJson = False) -> None:
    """Tell one delivery's story: every attempt, its cause, the next try, the link."""
    open_data()
    from skupnost.cli.lookups import delivery_of
    from skupnost.cli.values import delivery_value
    from skupnost.domain.payload import Payload
    from skupnost.publishing.queries import story

    row = delivery_of(delivery)
    post = row.variant.post_id if hasattr(row, "variant") else _posts_of_the_past().get(row.pk)
    told = [
        {
            "at": moment(line.at),
            "kind": line.kind,
            "outcome": line.outcome,
            "what": line.what,
            "cause": line.cause,
            "next_try_at": moment(line.next_try_at),
            "link": line.link or None,
        }
        for line in story(row)
    ]
    value = delivery_value(row, post)
    value |= {"story": told, "text": Payload.from_json(row.payload).text}
    lines = [f"{row.state}: {value['why'] or value['remote_url'] or ''}".rstrip(": ")]
    lines += [f"  {line['at']}  {line['what']} {line['cause']}".rstrip() for line in told]
    answer(value, as_json=as_json, lines=lines)


@app.command("decide")
def decide(
    *,
    delivery: Annotated[str, typer.Argument(help="Its id.")],
    there: Annotated[str, typer.Option(help="It is there, at this address.")] = "",
    again: Annotated[bool, typer.Option("--again", help="It is not there: send again.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Let it rest.")] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="The address is right though it looks wrong.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Decide about a delivery of which only a person can tell whether it is live, or that a person
    had to post."""
    if [bool(there), again, drop].count(True) != 1:
        raise Problem("say_which", "Say one of: --there ADDRESS, --again, --drop.")
    open_data()
    from skupnost.cli.lookups import delivery_of
    from skupnost.cli.values import delivery_value
    from skupnost.publishing.actions import TooLate

    row = delivery_of(delivery)
    try:
        row = _decided(row, there=there, again=again, anyway=anyway)
    except TooLate as late:
        raise Problem(
            "too_late",
            f"Nothing was changed: this delivery is {late.delivery.state}, so there is nothing to "
            "decide any more.",
            state=late.delivery.state,
        ) from late
    post = row.variant.post_id if hasattr(row, "variant") else None
    answer(delivery_value(row, post), as_json=as_json, lines=[f"✓ {row.state}"])


def _decided(row: Delivery, *, there: str, again: bool, anyway: bool) -> Delivery:
    from skupnost.domain.delivery import State
    from skupnost.publishing import actions

    now = datetime.now(UTC)
    if not there:
        act = actions.send_again if again else actions.drop
        return act(delivery=row, now=now)
    if not there.startswith(("https://", "http://")):
        raise Problem("bad_address", f"{there!r} is no address; it begins with https://")
    if row.status is State.TO_DO:
        address = there if anyway else _posted_at(row, there)
        return actions.paste_address(delivery=row, address=address, now=now)
    return actions.say_there(delivery=row, address=there, now=now)


def _posted_at(row: Delivery, typed: str) -> str:
    """The address of a post on the delivery's network; a Problem where it cannot be one."""
    from skupnost.networks.addresses import BadForm
    from skupnost.publishing.to_dos import checked_address

    try:
        return checked_address(row, typed)
    except BadForm as problem:
        raise Problem("bad_address", f"{problem.words} (--anyway takes it all the same.)") from None
