"""Text as networks see it: how long it is, what in it is a link, where to cut it."""

from skupnost.domain.text.entities import Entity, Kind, byte_range, byte_ranges, find_entities
from skupnost.domain.text.measuring import Length, entities_by, measure, over_limit, ruler, rulers
from skupnost.domain.text.threads import split_into_thread
from skupnost.domain.text.units import UNITS, UnknownUnit, count

__all__ = [
    "UNITS",
    "Entity",
    "Kind",
    "Length",
    "UnknownUnit",
    "byte_range",
    "byte_ranges",
    "count",
    "entities_by",
    "find_entities",
    "measure",
    "over_limit",
    "ruler",
    "rulers",
    "split_into_thread",
]
