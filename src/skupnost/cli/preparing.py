"""What has to be there before the first page: database, owner, sample client, a way in."""

from __future__ import annotations

import locale
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from skupnost.cli.answers import note
from skupnost.cli.site import open_site

if TYPE_CHECKING:
    from skupnost.people.models import User


def prepare(*, with_sample: bool) -> str:
    """Bring everything up to date and say so; the path of a link that signs the owner in once."""
    folder = open_site()
    from skupnost.cli.databases import bring_up_to_date
    from skupnost.people.models import User

    if copy := bring_up_to_date(folder):
        note(f"✓ Database brought up to date; a copy from before is {copy}")
    note(f"✓ Database ready ({folder}; nothing leaves this computer)")
    _announce_worker(folder)
    if not User.objects.exists():
        owner = _first_person()
        if with_sample:
            _make_sample(owner)
    return _way_in()


def _way_in() -> str:
    from skupnost.people.actions import ensure_owner, make_login_link

    return make_login_link(user=ensure_owner(), now=datetime.now(UTC))


def _announce_worker(folder: Path) -> None:
    """The worker is on its way: the first page shall not say that there is none."""
    from skupnost.jobs import heartbeats
    from skupnost.jobs.slots import Slot

    heartbeats.begin(Slot(folder).executor, datetime.now(UTC))


def _first_person() -> User:
    from skupnost.people.actions import choose_language, ensure_owner

    owner = ensure_owner()
    choose_language(user=owner, language=_guess_language())
    return owner


def _make_sample(owner: User) -> None:
    from skupnost.desk.sample import make_sample

    made = make_sample(by=owner, now=datetime.now(UTC))
    note(f"✓ Sample client “{made.client.name}”: {made.n_posts} posts, removable in one click")


def _guess_language() -> str:
    """The first of our languages that the machine speaks, English otherwise. Windows tells it as
    a word: `Slovenian_Slovenia`."""
    from django.conf import settings

    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    spoken = (spoken or locale.getlocale()[0] or "").lower()
    language = "es" if spoken.startswith("spanish") else spoken[:2]
    return language if language in dict(settings.LANGUAGES) else "en"
