"""`skupnost check`: what preflight finds in a post, before anything is stored."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skupnost.cli.answers import Problem, answer, note
from skupnost.cli.options import AsJson
from skupnost.cli.posts import read_text
from skupnost.cli.site import open_data, open_site

if TYPE_CHECKING:
    from skupnost.channels.live import Told
    from skupnost.cli.checks import Post, Value
    from skupnost.domain.facts import Facts

MAX_TEXT_BYTES = 16_000_000
Media = Annotated[list[Path], typer.Option("--media", help="A picture or film; may be repeated.")]
Alt = Annotated[list[str], typer.Option("--alt", help="Its description, in the same order.")]


def check(
    *,
    text_file: Annotated[
        Path | None, typer.Option("--text-file", help="File with the text, UTF-8; - reads stdin.")
    ] = None,
    network: Annotated[str, typer.Option(help="Such as mastodon.")] = "",
    kind: Annotated[str, typer.Option(help="Account kind; else the network's first.")] = "",
    channel: Annotated[str, typer.Option(help="Instead: the number of a channel.")] = "",
    title: Annotated[str, typer.Option(help="Title, where the network knows one.")] = "",
    media: Media = [],
    alt: Alt = [],
    server: Annotated[str, typer.Option(help="Ask this server for its own limits.")] = "",
    batch: Annotated[
        Path | None, typer.Option("--batch", help="Many posts: JSON objects, one a line.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the answer: en, sl, es.")] = "en",
    as_json: AsJson = False,
) -> None:
    """Check a post by a network's rules; exit code 1 where it would be refused."""
    open_site()
    from django.utils import translation

    from skupnost.cli.checks import with_files
    from skupnost.domain.payload import Payload

    with translation.override(known_language(language)):
        if batch is not None:
            is_ok = _batch(batch, network, kind, server)
        else:
            payload = Payload(_text(text_file, has_media=bool(media)), title=title)
            post = with_files(payload, _described(media, alt))
            is_ok = _single(post, (network, kind, channel, server), as_json=as_json)
    if not is_ok:
        raise SystemExit(1)


def known_language(wanted: str) -> str:
    """The code of a language that the product speaks; a Problem names them."""
    from django.conf import settings

    known = [code for code, _name in settings.LANGUAGES]
    if wanted not in known:
        words = f"Skupnost does not speak {wanted!r}. Known: {', '.join(known)}."
        raise Problem("no_such_language", words, exit_code=2, known=known)
    return wanted


def _batch(file: Path, network: str, kind: str, server: str) -> bool:
    from skupnost.cli.check_batch import check_batch
    from skupnost.cli.checks import rules

    if not server:
        return check_batch(file, network=network, kind=kind)
    if not network:
        raise Problem("say_which", "With --server say whose server it is: --network NAME.")
    chosen, _ = rules(network, kind)
    facts, _told = _live(network, chosen, server)
    own = {(network, kind): (chosen, facts), (network, chosen): (chosen, facts)}
    return check_batch(
        file, network=network, kind=kind, found=lambda n, k: own.get((n, k)) or rules(n, k)
    )


def _single(post: Post, whose: tuple[str, ...], *, as_json: bool) -> bool:
    from skupnost.cli.checks import answer_of

    network, kind, channel, server = whose
    network, kind, facts, live = _rules(network, kind, channel, server)
    value = answer_of(post, facts)
    whole: dict[str, Any] = {"network": network, "kind": kind, **value, "live": _live_value(live)}
    answer(whole, as_json=as_json, lines=_lines(value, live))
    return value["ok"] is True


def _rules(
    network: str, kind: str, channel: str, server: str
) -> tuple[str, str, Facts, Told | None]:
    from skupnost.cli.checks import rules

    if bool(network) == bool(channel):
        raise Problem(
            "say_which", "Say by whose rules: --network NAME or --channel NUMBER.", exit_code=2
        )
    if channel:
        return _of_channel(channel)
    chosen, facts = rules(network, kind)
    _mention_kind(network, kind, chosen)
    if not server:
        return network, chosen, facts, None
    facts, told = _live(network, chosen, server)
    return network, chosen, facts, told


def _of_channel(number: str) -> tuple[str, str, Facts, Told | None]:
    from skupnost.channels.live import Told
    from skupnost.cli.lookups import channel_of
    from skupnost.networks.queries import facts_for

    open_data()
    row = channel_of(number)
    facts = facts_for(row.network, row.account_kind, row.live_limits or None)
    read_at = row.limits_read_at
    told = Told(row.server, row.live_limits, read_at, is_kept=True) if read_at else None
    return row.network, row.account_kind, facts, told


def _mention_kind(network: str, typed: str, chosen: str) -> None:
    from skupnost.networks.queries import network as manifest_of

    others = [slug for slug in manifest_of(network).kinds if slug != chosen]
    if not typed and others:
        note(f"By the rules of {chosen}; with --kind also: {', '.join(others)}.")


def _live(network: str, kind: str, server: str) -> tuple[Facts, Told]:
    from skupnost.channels.actions import NotConnected
    from skupnost.channels.live import NoLiveLimits, limits_of
    from skupnost.channels.sentences import why
    from skupnost.networks.queries import facts_for

    try:
        told = limits_of(network=network, kind=kind, server=server, now=datetime.now(UTC))
    except NoLiveLimits as error:
        words = f"Servers of {network} do not tell their limits; leave --server out."
        raise Problem("no_live_limits", words) from error
    except NotConnected as error:
        words = f"{server} did not tell its limits, nor did it before: {why(error)}"
        raise Problem(error.code, words) from error
    if told.is_kept:
        note(f"{told.server} does not answer; its limits of {told.read_at:%Y-%m-%d %H:%M} UTC.")
    return facts_for(network, kind, told.values), told


def _text(file: Path | None, *, has_media: bool) -> str:
    """The text of the file, less the line end with which editors end a file."""
    if file is None:
        if not has_media:
            raise Problem("say_what", "Say what to check: --text-file, --media or --batch.",
                          exit_code=2)  # fmt: skip
        return ""
    return read_text(file, most=MAX_TEXT_BYTES).removesuffix("\n").removesuffix("\r")


def _described(media: list[Path], alt: list[str]) -> list[tuple[Path, str]]:
    if len(alt) > len(media):
        raise Problem("alt_without_media", "There are more descriptions than files.", exit_code=2)
    return list(zip(media, [*alt, *[""] * (len(media) - len(alt))], strict=True))


def _live_value(told: Told | None) -> Value | None:
    if told is None:
        return None
    read_at = told.read_at.astimezone(UTC).isoformat()
    return {"server": told.server, "read_at": read_at, "from_cache": told.is_kept}


def _lines(value: Value, told: Told | None) -> list[str]:
    lines = [f"{row['level']}: {row['message']}" for row in value["findings"]]
    length = value["length"]
    most = "any number" if length["max"] is None else length["max"]
    lines.append(f"{length['value']} of {most} {length['unit']}")
    if told is not None:
        lines.append(f"Limits of {told.server}, read {told.read_at:%Y-%m-%d %H:%M} UTC")
    return lines
