"""Which format a file has: those of the channel's network first, then all others, then a table."""

from __future__ import annotations

from collections.abc import Generator, Mapping

from skupnost.kit.exports import BadExport, ExportFormat, Read, Source, Unit
from skupnost.kit.exports.mapped import guess, listed, read_mapped
from skupnost.kit.exports.tables import headings
from skupnost.kit.registry import connectors, find_connector

TABLE = "table"


def chosen(
    source: Source,
    *,
    network: str,
    mapping: Mapping[str, str] = {},
    units: Mapping[str, Unit] = {},
    is_day_first: bool | None = None,
) -> tuple[str, Generator[Read, None, None]]:
    """The name of the file's format and what is in it. A file of another network than the
    channel's is BadExport (`other_network`), one that nobody knows `unknown_format`."""
    if source.n_bytes == 0:
        raise BadExport("empty_file")
    if mapping.get("time"):
        source.time_names = frozenset({mapping["time"].strip().casefold()})
    if not mapping:
        known = _recognised(source, network)
        if known is not None:
            return known.name, known.read(source)
    heading = headings(source)
    if not heading and source.kind == "plain":
        with source.text():  # a picture, say, is `not_text`: no column of it could be named
            pass
    if len(heading) < 2:
        raise BadExport("unknown_format")
    if not mapping and "time" not in guess(list(heading)):
        raise BadExport("no_time_column", {"columns": listed(heading)})
    return TABLE, read_mapped(source, mapping, units, is_day_first)


def _recognised(source: Source, network: str) -> ExportFormat | None:
    own = find_connector(network)
    for known in own.exports if own else ():
        if known.recognises(source):
            return known
    for slug, connector in connectors().items():
        if slug != network and any(known.recognises(source) for known in connector.exports):
            if network == "practice":
                return next(known for known in connector.exports if known.recognises(source))
            raise BadExport("other_network", {"network": connector.manifest.name})
    return None
