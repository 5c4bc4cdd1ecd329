"""A statement compiled once for each database and given to the driver itself, alone or among others.

For the one statement that is executed twenty times a paper: on SQLAlchemy's own way, which asks its cache, builds a
context and a result each time, it took thrice as long as the database takes to write it; and a session with a
transaction around a single statement took as long again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Update
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quizapp.models.alone import alone

_Process = Callable[[Any], Any]


class Prepared:
    """A writing statement with named parameters, each of which must be given a value."""

    def __init__(self, statement: Update) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, session: Session, values: Mapping[str, object]) -> int:
        """Execute in the session's transaction and return how many rows were changed. Raises DBAPIError."""
        connection = session.connection()
        return self._for(connection.dialect).run(connection, connection.connection, values)

    def commit(self, session: Session, values: Mapping[str, object]) -> int:
        """Execute and commit in one step with the database; return how many rows were changed. Raises DBAPIError.

        Where the session is in a transaction already, it becomes a part of that and is committed with it.
        """
        if session.in_transaction():
            return self.run(session, values)
        engine = session.get_bind()
        if isinstance(engine, Engine):
            with alone(engine) as connection:
                return self._for(engine.dialect).run(engine, connection, values)
        changed = self.run(session, values)  # the caller gave the session a connection of its own
        session.commit()
        return changed

    def _for(self, dialect: Dialect) -> "_Compiled":
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _compile(self._statement, dialect)
        return compiled


@dataclass(frozen=True, slots=True)
class _Compiled:
    """SQL for a driver. `fixed`: parameters that the statement itself gives; `places`: names in order, for drivers that
    count parameters, None for those that name them.
    """

    sql: str
    fixed: Mapping[str, object]
    processes: Mapping[str, _Process]
    places: tuple[str, ...] | None

    def run(self, bind: Connection | Engine, connection: Any, values: Mapping[str, object]) -> int:
        """Execute on a connection of the driver, which is one of `bind`."""
        parameters = self._parameters(values)
        cursor = connection.cursor()
        # Whoever listens to the engine, tests that count statements among them, hears of this one as of any other.
        for listener in bind.engine.dispatch.before_cursor_execute:
            listener(bind, cursor, self.sql, parameters, None, False)
        try:
            cursor.execute(self.sql, parameters)
            changed: int = cursor.rowcount
            return changed
        except bind.dialect.loaded_dbapi.Error as error:
            base = bind.dialect.loaded_dbapi.Error
            raise DBAPIError.instance(self.sql, parameters, error, base, dialect=bind.dialect) from error
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
