"""`skupnost seed`: the sample client and the bakery of the tests, to look at."""

from __future__ import annotations

from datetime import UTC, datetime

from skupnost.cli.answers import answer
from skupnost.cli.options import AsJson
from skupnost.cli.site import open_site


def seed(as_json: AsJson = False) -> None:
    """Make the sample client and the bakery; what is there already stays as it is."""
    folder = open_site()
    from skupnost.cli.databases import bring_up_to_date
    from skupnost.cli.lookups import owner
    from skupnost.clients.models import Client
    from skupnost.desk.sample import make_sample
    from skupnost.desk.seeds import seed_world

    bring_up_to_date(folder)
    now, by = datetime.now(UTC), owner()
    made = seed_world(by=by, now=now)
    if not Client.objects.filter(is_sample=True).exists():
        made.append(make_sample(by=by, now=now).client)
    lines = [f"✓ {client.name} ({client.slug})" for client in made] or ["All of it was there."]
    answer([client.slug for client in made], as_json=as_json, lines=lines)
