"""Plain statements for the hot path of the ledger, typed by the models' own fields.

The ORM spends more time on composing a statement than the database on running it; a lane runs the
same few again and again. Values go in and come out through the fields' own conversions, so that
SQLite and PostgreSQL both get what they want.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.db.models import (
    CharField,
    DateTimeField,
    Field,
    FloatField,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)

Row = tuple[Any, ...]


@cache
def field_of(model: type[Model], name: str) -> Field[Any, Any]:
    """The field of that name; TypeError where it is no column."""
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is not a column of {model.__name__}")
    return field


@cache
def column(model: type[Model], name: str) -> str:
    """The quoted name of a field's column. Names come from the model, never from outside."""
    return connection.ops.quote_name(str(field_of(model, name).column))


Column = Sequence[Any]
Convert = Callable[[Any], Any]
_AS_THEY_ARE = (IntegerField, CharField, TextField, FloatField)


def stored(model: type[Model], name: str, values: Column) -> Column:
    """The values of one column as this database stores them. Moments and documents that recur are
    turned into text once."""
    convert = _to_db(model, name)
    if convert is None:
        return values
    if isinstance(_kind(model, name), DateTimeField):
        convert = _remembering(convert)
    return [None if value is None else convert(value) for value in values]


@cache
def _to_db(model: type[Model], name: str) -> Convert | None:
    """How a value gets stored; None where every database takes it as it is."""
    kind = _kind(model, name)
    if isinstance(kind, _AS_THEY_ARE):
        return None
    if isinstance(kind, UUIDField) and not connection.features.has_native_uuid_field:
        return attrgetter("hex")
    return partial(_prepared, kind)


def _kind(model: type[Model], name: str) -> Field[Any, Any]:
    """The field that says what a column holds: for a foreign key the one it leads to."""
    field = field_of(model, name)
    return field.target_field if isinstance(field, ForeignKey) else field


def _prepared(field: Field[Any, Any], value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def read(model: type[Model], names: tuple[str, ...], found: Sequence[Row]) -> Iterator[Row]:
    """Stored rows of these columns as Python values."""
    converts = _from_db(model, names)
    columns = zip(*found, strict=True)
    return zip(*map(_converted, columns, converts), strict=True)


def _converted(values: Column, convert: Convert | None) -> Column:
    """Values that recur are converted once, and shared: nobody may change them."""
    return values if convert is None else list(map(_remembering(convert), values))


@cache
def _from_db(model: type[Model], names: tuple[str, ...]) -> tuple[Convert | None, ...]:
    return tuple(_converter(field_of(model, name)) for name in names)


def _converter(field: Field[Any, Any]) -> Convert | None:
    expression = field.get_col(field.model._meta.db_table)
    steps = [
        *connection.ops.get_db_converters(expression),
        *expression.get_db_converters(connection),
    ]
    if not steps:
        return None

    def convert(value: Any) -> Any:
        if value is None:
            return None
        for step in steps:
            value = step(value, expression, connection)
        return value

    return convert


def _remembering(convert: Convert) -> Convert:
    known: dict[Any, Any] = {}

    def remembered(value: Any) -> Any:
        if value not in known:
            known[value] = convert(value)
        return known[value]

    return remembered


def found(statement: str, parameters: Sequence[Any]) -> list[Row]:
    """All rows of a query, as they are stored."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def write(statement: str, parameters: Sequence[Any]) -> int:
    """How many rows a statement changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


class Cells(NamedTuple):
    """Where each value of a statement for many rows comes from: the same parameter for all rows,
    or a column of the list `source`. `places` has one piece of SQL for each name, `common` the
    parameters by the position of their name, `listed` those of the list, row by row."""

    places: list[str]
    common: dict[int, Any]
    source: str
    listed: list[Row]


def cells(model: type[Model], names: Sequence[str], rows: Sequence[Row]) -> Cells:
    """Splits the values of many rows into what is the same in all of them and what is not. One
    statement then writes them all: the database steps through the rows by itself, without coming
    back to Python, and to its lock, for each. The last name always counts as varying."""
    columns = list(zip(*rows, strict=True))
    marks = [mark(model, name) for name in names]
    places = list(marks)
    common: dict[int, Any] = {}
    varying: list[Column] = []
    line: list[str] = []
    for position, (name, values) in enumerate(zip(names, columns, strict=True)):
        if position < len(names) - 1 and values.count(values[0]) == len(values):
            common[position] = stored(model, name, values[:1])[0]
        else:
            varying.append(stored(model, name, values))
            line.append(marks[position])
            places[position] = f"v.column{len(varying)}"
    source = ", ".join([f"({', '.join(line)})"] * len(rows))
    return Cells(places, common, f"(VALUES {source}) AS v", list(zip(*varying, strict=True)))


@cache
def mark(model: type[Model], name: str) -> str:
    """The place of a value; PostgreSQL has to be told its type, SQLite has none."""
    if connection.vendor == "sqlite":
        return "%s"
    return f"CAST(%s AS {field_of(model, name).db_type(connection)})"


def update_many(
    model: type[Model],
    *,
    sets: Sequence[str],
    keys: Sequence[str],
    rows: Sequence[Row],
    tests: str = "",
    parameters: Sequence[Any] = (),
) -> list[bool]:
    """For each row whether it was updated: where the keys hold, and the tests too. Each of `rows`
    has the values of `sets`, then those of `keys`, the last of which tells the rows apart."""
    table = model._meta.db_table
    known = cells(model, [*sets, *keys], rows)
    n_sets = len(sets)
    assigned = ", ".join(
        f"{column(model, name)} = {place}"
        for name, place in zip(sets, known.places[:n_sets], strict=True)
    )
    held = " AND ".join(
        f"{table}.{column(model, name)} = {place}"
        for name, place in zip(keys, known.places[n_sets:], strict=True)
    )
    before = [value for position, value in known.common.items() if position < n_sets]
    after = [value for position, value in known.common.items() if position >= n_sets]
    statement = (
        f"UPDATE {table} SET {assigned} FROM {known.source} WHERE {held}{tests}"  # noqa: S608
        f" RETURNING {column(model, keys[-1])}"
    )
    named = found(statement, [*before, *chain(*known.listed), *after, *parameters])
    updated = {name for (name,) in named}
    return [row[-1] in updated for row in known.listed]


def insert_many(model: type[Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert these rows."""
    known = cells(model, names, rows)
    columns = ", ".join(column(model, name) for name in names)
    statement = (
        f"INSERT INTO {model._meta.db_table} ({columns})"  # noqa: S608
        f" SELECT {', '.join(known.places)} FROM {known.source}"
    )
    write(statement, [*known.common.values(), *chain(*known.listed)])


def select(model: type[Model], names: tuple[str, ...], rest: str) -> str:
    """`SELECT` these columns `FROM` the model's table, then the rest of the statement."""
    columns = ", ".join(column(model, name) for name in names)
    return f"SELECT {columns} FROM {model._meta.db_table} {rest}"  # noqa: S608


M = TypeVar("M", bound=Model)


def instance(model: type[M], pk: int) -> M:
    """The row of that key as an object; ObjectDoesNotExist where there is none."""
    names = tuple(field.attname for field in model._meta.concrete_fields)
    stored_rows = found(select(model, names, f"WHERE {_key(model)} = %s"), [pk])
    for values in read(model, names, stored_rows):
        return model.from_db(connection.alias, names, values)
    raise ObjectDoesNotExist(f"{model.__name__} {pk}")


def _key(model: type[Model]) -> str:
    return column(model, model._meta.pk.attname)
