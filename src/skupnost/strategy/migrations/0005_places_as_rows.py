"""What the text of places held becomes rows: one a line, its kind guessed from its words."""

import re

from django.db import migrations

ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
BULLETS = " \t-*•–,;"
KINDS = (
    ("newsletter", ("newsletter", "mailchimp", "novič", "novice", "boletín", "boletin", "substack")),
    ("blog", ("blog",)),
    ("video", ("youtube", "vimeo", "video", "tiktok", "peertube", "vídeo")),
    ("forum", ("forum", "foro", "discourse", "reddit")),
    ("site", ("site", "splet", "stran", "web", "sitio", "www", "http")),
)


def kind_of(line):
    low = line.casefold()
    guessed = next((kind for kind, words in KINDS if any(word in low for word in words)), None)
    return guessed or ("site" if ADDRESS.search(line) else "other")


def row_of(line):
    """Kind, name and address of one line; the name is the line without its address."""
    found = ADDRESS.search(line)
    address = found.group(0) if found else ""
    name = " ".join(line.replace(address, " ").split()).strip(BULLETS + ":(") if address else line
    return {"kind": kind_of(line), "name": (name or address)[:120], "address": address[:300]}


def lines_of(text):
    """One piece a place: lines, or what commas part where there is one line only."""
    lines = [line for line in re.split(r"[\n;]", text) if line.strip(BULLETS + "\r")]
    pieces = lines[0].split(",") if len(lines) == 1 else lines
    return [piece.strip(BULLETS + "\r") for piece in pieces if piece.strip(BULLETS + "\r")]


def to_rows(apps, schema_editor):
    OwnPlace = apps.get_model("strategy", "OwnPlace")
    for kept in apps.get_model("strategy", "Resources").objects.exclude(places=""):
        rows = [OwnPlace(client_id=kept.pk, **row_of(line)) for line in lines_of(kept.places)]
        OwnPlace.objects.bulk_create(rows)


def back(apps, schema_editor):
    """The text is still there; the rows go with their table."""


class Migration(migrations.Migration):

    dependencies = [
        ('strategy', '0004_limits'),
    ]

    operations = [migrations.RunPython(to_rows, back)]
