"""What YouTube Studio hands out of a channel: advanced mode, tab Content (columns read
2026-11-23). It tells the day of a film, not its hour.

The same table by date has `Date`, `Subscribers gained`, `Subscribers lost` and `Subscribers`, which
is the difference of the two (`Table data.csv` in journohindi/Test-HND: 17706 - 2572 = 15134; read
2026-11-30); it tells no total.

Where the Studio is read in German, Spanish or Italian its files and columns have names in that
language; the days are written in English all the same. The names are those that programs which read
such files ask for, the names of title, day and views by two or more in each language: German in an
admin page `YouTubeVideoAnalyticsExtraAdmin` and a reader of `Tabellendaten.csv`, Spanish in several
readers of `Datos de la tabla.csv`, Italian in a `BRAWL ANALYTICS` reader and one of `Dati della
tabella.csv` (public repositories, read 2026-11-30). German names may have soft hyphens in them.
"""

from __future__ import annotations

from collections.abc import Generator

from skupnost.kit.exports import ExportFormat, Read, Source, UnfollowColumns
from skupnost.kit.exports.columns import Column, figure_column, read_columns
from skupnost.kit.exports.tables import headings

_NOTHING = Column("nothing")
STUDIO = {
    "content": Column("remote_id"),
    "video": Column("remote_id"),
    "video title": Column("text"),
    "video publish time": Column("time"),
    "duration": _NOTHING,
    "views": figure_column("views"),
    "watch time (hours)": figure_column("watch_hours"),
    "impressions": figure_column("impressions"),
    "likes": figure_column("reactions"),
    "comments added": figure_column("comments"),
    "comments": figure_column("comments"),
    "shares": figure_column("shares"),
    "subscribers": _NOTHING,
}
GERMAN = {
    "videos": "content",
    "videotitel": "video title",
    "veröffentlichungszeitpunkt des videos": "video publish time",
    "dauer": "duration",
    "aufrufe": "views",
    "wiedergabezeit (stunden)": "watch time (hours)",
    "abonnenten": "subscribers",
    "impressionen": "impressions",
}
SPANISH = {
    "contenido": "content",
    "título del vídeo": "video title",
    "hora de publicación del vídeo": "video publish time",
    "duración": "duration",
    "visualizaciones": "views",
    "tiempo de visualización (horas)": "watch time (hours)",
    "suscriptores": "subscribers",
    "impresiones": "impressions",
}
ITALIAN = {
    "contenuti": "content",
    "titolo video": "video title",
    "ora pubblicazione video": "video publish time",
    "durata": "duration",
    "visualizzazioni": "views",
    "tempo di visualizzazione (ore)": "watch time (hours)",
    "iscritti": "subscribers",
}
_ENGLISH = {name: name for name in STUDIO}
_MARKS = ("video title", "video publish time")
_TOTALS = frozenset({"total", "gesamt", "totale"})
_MEANING = {
    name: STUDIO[meant]
    for names in (_ENGLISH, GERMAN, SPANISH, ITALIAN)
    for name, meant in names.items()
}


def _is_it(source: Source) -> bool:
    found = set(headings(source))
    return any(
        set(_MARKS) <= {names.get(name) for name in found}
        for names in (_ENGLISH, GERMAN, SPANISH, ITALIAN)
    )


def _read(source: Source) -> Generator[Read, None, None]:
    return read_columns(source, _MEANING, is_day_first=False, skips=_TOTALS)


FORMATS = (ExportFormat("youtube_studio", _is_it, _read),)
UNFOLLOWS = (
    UnfollowColumns(
        marks=frozenset({"subscribers gained", "subscribers lost"}),
        unfollows="subscribers lost",
        gained="subscribers gained",
    ),
)
