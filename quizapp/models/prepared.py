"""A statement compiled once for each database and given to the driver itself.

For the one statement that is executed twenty times a paper: on SQLAlchemy's own way, which asks its cache, builds a
context and a result each time, it took thrice as long as the database takes to write it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Update
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

_Process = Callable[[Any], Any]


class Prepared:
    """A writing statement with named parameters, each of which must be given a value."""

    def __init__(self, statement: Update) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, session: Session, values: Mapping[str, object]) -> int:
        """Execute in the session's transaction and return how many rows were changed. Raises DBAPIError."""
        connection = session.connection()
        compiled = self._compiled.get(connection.dialect.name)
        if compiled is None:
            compiled = self._compiled[connection.dialect.name] = _compile(self._statement, connection.dialect)
        return compiled.run(connection, values)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """SQL for a driver. `fixed`: parameters that the statement itself gives; `places`: names in order, for drivers that
    count parameters, None for those that name them.
    """

    sql: str
    fixed: Mapping[str, object]
    processes: Mapping[str, _Process]
    places: tuple[str, ...] | None

    def run(self, connection: Connection, values: Mapping[str, object]) -> int:
        parameters = self._parameters(values)
        cursor = connection.connection.cursor()
        # Whoever listens to the engine, tests that count statements among them, hears of this one as of any other.
        for listener in connection.engine.dispatch.before_cursor_execute:
            listener(connection, cursor, self.sql, parameters, None, False)
        try:
            cursor.execute(self.sql, parameters)
            return cursor.rowcount
        except Exception as error:
            base = connection.dialect.loaded_dbapi.Error
            if not isinstance(error, base):
                raise
            raise DBAPIError.instance(self.sql, parameters, error, base, dialect=connection.dialect) from error
        finally:
            cursor.close()

    def _parameters(self, values: Mapping[str, object]) -> Any:
        found = {**self.fixed, **values}
        for name, process in self.processes.items():
            found[name] = process(found[name])
        return found if self.places is None else [found[name] for name in self.places]


def _compile(statement: Update, dialect: Dialect) -> _Compiled:
    compiled: Any = statement.compile(dialect=dialect)
    processes = {
        name: process
        for bind, name in compiled.bind_names.items()
        if (process := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
    }
    return _Compiled(
        sql=compiled.string,
        fixed={name: value for name, value in compiled.params.items() if value is not None},
        processes=processes,
        places=tuple(compiled.positiontup) if compiled.positional else None,
    )
