"""Statements that are given rows as one parameter, a JSON array: one statement, however many rows there are.

To execute one row after another takes a journey to PostgreSQL for each, and on SQLite as many moments at which a thread
that holds the write lane may lose the interpreter to another.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import JSON, ColumnElement, Dialect, Engine, Insert, Text, Update, bindparam, cast, column, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from quizapp.models.prepared import Prepared

Columns = Mapping[str, ColumnElement[Any]]
Types = Mapping[str, TypeEngine[Any]]
Row = Mapping[str, Any]
_PARAMETER = "rows"


class ForRows:
    """An insertion or update that reads the rows it is given as a table. Raises DBAPIError.

    `build`: makes it of that table's columns. `types`: of the columns, by name.
    """

    def __init__(self, build: Callable[[Columns], Update | Insert], types: Types) -> None:
        self._build, self._types = build, types
        self._prepared: dict[str, tuple[Prepared, _Writer]] = {}

    def change(self, session: Session, rows: Iterable[Row], **values: object) -> int:
        """Execute in the session's transaction and return how many rows were changed. `values`: further parameters."""
        statement, writer = self._for(session.get_bind().dialect)
        return statement.change(session, {**values, _PARAMETER: writer.written(rows)})

    def change_at(self, engine: Engine, connection: Any, rows: Iterable[Row]) -> int:
        """Execute on a connection of the driver, one of the engine's, and return how many rows were changed."""
        statement, writer = self._for(engine.dialect)
        return statement.change_at(engine, connection, {_PARAMETER: writer.written(rows)})

    def _for(self, dialect: Dialect) -> "tuple[Prepared, _Writer]":
        found = self._prepared.get(dialect.name)
        if found is None:
            statement = self._build(_COLUMNS[dialect.name](self._types))
            found = self._prepared[dialect.name] = (Prepared(statement), _Writer(self._types, dialect))
        return found


# Moments as text, for a database that has a type for them.
_encode = json.JSONEncoder(default=str, ensure_ascii=False).encode


class _Writer:
    """Writes rows as JSON, each value as the database stores it."""

    def __init__(self, types: Types, dialect: Dialect) -> None:
        stored = ((name, type_.dialect_impl(dialect)) for name, type_ in types.items())
        self._processes = [(name, type_.bind_processor(dialect)) for name, type_ in stored]

    def written(self, rows: Iterable[Row]) -> str:
        processes = self._processes
        stored = [{name: process(row[name]) if process else row[name] for name, process in processes} for row in rows]
        return _encode(stored)


def _on_sqlite(types: Types) -> Columns:
    each = func.json_each(bindparam(_PARAMETER)).table_valued("value", name="each_row")
    columns = (func.json_extract(each.c.value, f"$.{name}", type_=type_).label(name) for name, type_ in types.items())
    given = select(*columns).subquery("given")
    return {name: given.c[name] for name in types}


def _on_postgresql(types: Types) -> Columns:
    records = func.json_to_recordset(cast(bindparam(_PARAMETER, type_=Text()), JSON))
    columns = (column(name, type_) for name, type_ in types.items())
    given = records.table_valued(*columns).render_derived(name="given", with_types=True)
    return {name: given.c[name] for name in types}


_COLUMNS: Mapping[str, Callable[[Types], Columns]] = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}
