"""What the frame of every page shows: who is signed in, for whom they work, where they can go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from skupnost.ui.words import Words


@dataclass(frozen=True, slots=True)
class NavItem:
    """One place to go. `key` is its shortcut; `count` shows as a badge when it is not zero."""

    label: Words
    url: str
    icon: str
    key: str = ""
    count: int = 0
    is_current: bool = False
    tone: str = "accent"
    short: Words = ""


@dataclass(frozen=True, slots=True)
class ClientLink:
    """A client in the switcher."""

    slug: str
    name: str
    colour: str
    url: str
    is_sample: bool = False
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame. `client` is the current client, None before there is one."""

    client: ClientLink | None = None
    is_paused: bool = False
    clients: Sequence[ClientLink] = ()
    top_nav: Sequence[NavItem] = ()
    client_nav: Sequence[NavItem] = ()
    house_nav: Sequence[NavItem] = ()
    phone_nav: Sequence[NavItem] = ()
    new_post_url: str = ""
    resume_url: str = ""
    theme: str = "system"
    font_ready: bool = False
    shortcuts: bool = True
    languages: Sequence[tuple[str, str, str]] = field(default_factory=tuple)
