"""Plain statements for the hot path of the ledger, typed by the models' own fields.

The ORM spends more time on composing a statement than the database on running it; a lane runs the
same few again and again. Values go in and come out through the fields' own conversions, so that
SQLite and PostgreSQL both get what they want.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

Read = Callable[[Sequence[Any]], dict[str, Any]]


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
    if type(value) is UUID:
        return _name(model, name, value)
    if not isinstance(value, datetime):
        return to_db(model, name, value)
    key = (name, value)
    if key not in memo:
        memo[key] = to_db(model, name, value)
    return memo[key]


@lru_cache(maxsize=4096)
def _name(model: type[Model], name: str, value: UUID) -> Any:
    return to_db(model, name, value)


@cache
def reader(model: type[Model], names: tuple[str, ...]) -> Read:
    """Turns a stored row of these columns into Python values by name."""
    steps = [(name, _converter(field_of(model, name))) for name in names]

    def read(row: Sequence[Any]) -> dict[str, Any]:
        return {
            name: value if convert is None or value is None else convert(value)
            for (name, convert), value in zip(steps, row, strict=True)
        }

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


def write_many(statement: str, parameters: Sequence[Sequence[Any]]) -> int:
    """How many rows the same statement changed with all these parameters."""
    with connection.cursor() as cursor:
        cursor.executemany(statement, parameters)
        return int(cursor.rowcount)


def select(model: type[Model], names: tuple[str, ...], rest: str) -> str:
    """`SELECT` these columns `FROM` the model's table, then the rest of the statement."""
    columns = ", ".join(column(model, name) for name in names)
    return f"SELECT {columns} FROM {model._meta.db_table} {rest}"  # noqa: S608
