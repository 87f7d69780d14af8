"""`skupnost post …`: write one, import many, list them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from skupnost.cli.answers import Problem, answer, table
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_data

if TYPE_CHECKING:
    from skupnost.editorial.models import Post

app = typer.Typer(help="Posts: written once, sent to any number of channels.", no_args_is_help=True)
MAX_TEXT_BYTES = 1_000_000
Media = Annotated[list[Path], typer.Option("--media", help="A picture; may be repeated.")]
Alt = Annotated[list[str], typer.Option("--alt", help="Its description, in the same order.")]


@app.command("add")
def add(
    *,
    channel: Annotated[str, typer.Option(help="Number of a channel, or several with commas.")],
    text_file: Annotated[
        Path, typer.Option("--text-file", help="File with the text, UTF-8; - reads stdin.")
    ],
    at: Annotated[
        str, typer.Option(help="When, ISO 8601; without an offset in the client's zone.")
    ],
    title: Annotated[str, typer.Option(help="Title, where the network knows one.")] = "",
    media: Media = [],
    alt: Alt = [],
    approved: Annotated[
        bool, typer.Option("--approved", help="You approve it: it is handed over to be sent.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write a post and, with --approved, schedule it."""
    text = read_text(text_file)
    if len(alt) > len(media):
        raise Problem("alt_without_media", "There are more descriptions than pictures.")
    open_data()
    from skupnost.cli.lookups import channels_of
    from skupnost.cli.values import post_value
    from skupnost.cli.writing import Plan, moment_in, pictures_of, store, try_out, with_assets

    channels = tuple(channels_of(channel))
    client = channels[0].client
    plan = Plan(
        channels=channels,
        text=text,
        at=moment_in(at, client),
        title=title,
        pictures=pictures_of(media, alt),
    )
    now = datetime.now(UTC)
    plan = with_assets(plan, now)
    try_out(plan, is_approved=approved, now=now)
    value = post_value(store(plan, is_approved=approved, now=now))
    lines = [f"✓ Post {value['id']}"]
    lines += [f"  delivery {row['id']} {row['state']}" for row in value["deliveries"]]
    answer(value, as_json=as_json, lines=lines)


def read_text(file: Path, *, most: int = MAX_TEXT_BYTES) -> str:
    """The text of a file in UTF-8, with or without a byte-order mark, of at most so many bytes."""
    import sys

    try:
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        if len(raw) > most:
            size = f"{most // 1_000_000} MB" if most > MAX_TEXT_BYTES else "a megabyte"
            raise Problem("text_too_large", f"{file} is larger than {size}; it is no post.")
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise Problem("no_such_file", f"Cannot read {file}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Problem("not_text", f"{file} is not text in UTF-8. Save it as UTF-8.") from error


@app.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(help="CSV or XLSX: channel, text, at, title, media, alt; - is piped in."),
    ],
    approved: Annotated[
        bool, typer.Option("--approved", help="You approve them: they are handed over.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Import posts from a table: all of its rows, or none and what is wrong with which."""
    open_data()
    from skupnost.cli.importing import import_rows

    done = import_rows(file, is_approved=approved, now=datetime.now(UTC))
    lines = [f"✓ {done.n_new} posts imported"]
    lines += [f"  {done.n_known} were there already"] if done.n_known else []
    lines += [f"  {odd['message']}" for odd in done.notices]
    value = {
        "n_new": done.n_new,
        "n_known": done.n_known,
        "notices": done.notices,
        "posts": done.posts,
    }
    answer(value, as_json=as_json, lines=lines)


@app.command("list")
def list_(
    client: Annotated[str, typer.Option(help="Only of this client (slug).")] = "",
    as_json: AsJson = False,
) -> None:
    """List posts by the time they are planned for."""
    open_data()
    from skupnost.cli.values import post_value

    values = [post_value(row) for row in _posts(client)]
    lines = table([_line(value) for value in values]) or ["No posts yet."]
    answer(values, as_json=as_json, lines=lines)


def _posts(slug: str) -> list[Post]:
    from skupnost.cli.lookups import client_of
    from skupnost.editorial.models import Post

    rows = Post.objects.filter(deleted_at=None).select_related("client")
    if slug:
        rows = rows.filter(client=client_of(slug))
    rows = rows.prefetch_related("variants__delivery")
    return list(rows.order_by("planned_at", "pk"))


def _line(value: dict[str, object]) -> tuple[str, ...]:
    deliveries = value["deliveries"]
    assert isinstance(deliveries, list)
    states = ", ".join(row["state"] for row in deliveries) or "draft"
    first = str(value["title"] or value["text"]).partition("\n")[0][:60]
    return (str(value["id"]), str(value["planned_at"] or "")[:16], states, first)
