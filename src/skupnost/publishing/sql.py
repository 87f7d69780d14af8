"""Plain statements for the hot path of the ledger, typed by the models' own fields.

The ORM spends more time on composing a statement than the database on running it; a lane runs the
same few again and again. Values go in and come out through the fields' own conversions, so that
SQLite and PostgreSQL both get what they want.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

Read = Callable[[Sequence[Any]], list[Any]]


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


def to_db(model: type[Model], name: str, value: Any) -> Any:
    """A value as this database stores it."""
    return field_of(model, name).get_db_prep_save(value, connection)


Memo = dict[tuple[str, datetime], Any]
_PLAIN = (int, str, float, type(None))


def prepared(model: type[Model], name: str, value: Any, memo: Memo) -> Any:
    """As `to_db`, but quick: plain values are the same in every database, and a moment that
    recurs in one transaction is turned into text once."""
    if type(value) in _PLAIN:
        return value
    if value == {}:
        return _nothing(model, name)
    if type(value) is UUID:
        return _name(model, name, value)
    if not isinstance(value, datetime):
        return to_db(model, name, value)
    key = (name, value)
    if key not in memo:
        memo[key] = to_db(model, name, value)
    return memo[key]


@cache
def _nothing(model: type[Model], name: str) -> Any:
    return to_db(model, name, {})


@lru_cache(maxsize=4096)
def _name(model: type[Model], name: str, value: UUID) -> Any:
    return to_db(model, name, value)


@cache
def reader(model: type[Model], names: tuple[str, ...]) -> Read:
    """Turns a stored row of these columns into Python values, in their order."""
    steps = [_converter(field_of(model, name)) for name in names]

    def read(row: Sequence[Any]) -> list[Any]:
        return [
            value if convert is None or value is None else convert(value)
            for convert, value in zip(steps, row, strict=True)
        ]

    return read


def _converter(field: Field[Any, Any]) -> Callable[[Any], Any] | None:
    expression = field.get_col(field.model._meta.db_table)
    steps = [
        *connection.ops.get_db_converters(expression),
        *expression.get_db_converters(connection),
    ]
    if not steps:
        return None

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, expression, connection)
        return value

    return convert


def rows(statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a query."""
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
    or a column of the list `source`. `places` has one piece of SQL for each name."""

    places: list[str]
    common: list[tuple[int, Any]]
    source: str
    listed: list[Any]


def cells(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Cells:
    """Splits the values of many rows into what is the same in all of them and what is not. One
    statement then writes them all: the database steps through the rows by itself, without coming
    back to Python, and to its lock, for each. The last name always counts as varying."""
    first, last = rows[0], len(names) - 1
    varying = [
        position
        for position, value in enumerate(first)
        if position == last or any(row[position] != value for row in rows)
    ]
    marks = [mark(model, name) for name in names]
    places = list(marks)
    for number, position in enumerate(varying, start=1):
        places[position] = f"v.column{number}"
    memo: Memo = {}
    line = f"({', '.join(marks[position] for position in varying)})"
    return Cells(
        places,
        [
            (position, prepared(model, name, first[position], memo))
            for position, name in enumerate(names)
            if position not in varying
        ],
        f"(VALUES {', '.join([line] * len(rows))}) AS v",
        [
            prepared(model, names[position], row[position], memo)
            for row in rows
            for position in varying
        ],
    )


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
    rows: Sequence[Sequence[Any]],
    tests: str = "",
    parameters: Sequence[Any] = (),
) -> int:
    """How many rows were updated: those where the keys hold, and the tests too. Each of `rows` has
    the values of `sets`, then those of `keys`."""
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
    before = [value for position, value in known.common if position < n_sets]
    after = [value for position, value in known.common if position >= n_sets]
    statement = f"UPDATE {table} SET {assigned} FROM {known.source} WHERE {held}{tests}"  # noqa: S608
    return write(statement, [*before, *known.listed, *after, *parameters])


def insert_many(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert these rows."""
    known = cells(model, names, rows)
    columns = ", ".join(column(model, name) for name in names)
    statement = (
        f"INSERT INTO {model._meta.db_table} ({columns})"  # noqa: S608
        f" SELECT {', '.join(known.places)} FROM {known.source}"
    )
    write(statement, [*(value for _, value in known.common), *known.listed])


def select(model: type[Model], names: tuple[str, ...], rest: str) -> str:
    """`SELECT` these columns `FROM` the model's table, then the rest of the statement."""
    columns = ", ".join(column(model, name) for name in names)
    return f"SELECT {columns} FROM {model._meta.db_table} {rest}"  # noqa: S608
