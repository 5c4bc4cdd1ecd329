"""Statements compiled once for each database and given to the driver itself, in a transaction or alone.

For the few that are executed with every paper: on SQLAlchemy's own way, which asks its cache and builds a context each
time, one takes thrice as long as the database does; and a session with a transaction around a single statement takes as
long again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Insert, Result, Select, Update
from sqlalchemy.engine import Connection, Dialect, IteratorResult
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quizapp.models.alone import alone

_Process = Callable[[Any], Any]
Rows = Result[*tuple[Any, ...]]


class Prepared:
    """A statement with named parameters, each of which must be given a value. No parameter is a list of values.

    Raises DBAPIError where the database refuses it. Whoever listens to the engine hears of it as of any other.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]] | Update | Insert) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, session: Session, values: Mapping[str, object]) -> Rows:
        """Execute in the session's transaction and return the rows of a query or of RETURNING."""
        connection = session.connection()
        return self._for(connection.dialect).rows(connection, connection.connection, values)

    def read(self, session: Session, values: Mapping[str, object]) -> Rows:
        """Return the rows of a query, which sees what is committed.

        Where the session is in a transaction already, it sees what that does.
        """
        engine = free_engine(session)
        if engine is None:
            return self.rows(session, values)
        with alone(engine, is_writing=False) as connection:
            return self._for(engine.dialect).rows(engine, connection, values)

    def change(self, session: Session, values: Mapping[str, object]) -> int:
        """Execute in the session's transaction and return how many rows were changed."""
        connection = session.connection()
        return self._for(connection.dialect).change(connection, connection.connection, values)

    def commit(self, session: Session, values: Mapping[str, object]) -> int:
        """Execute and commit in one step with the database; return how many rows were changed.

        Where the session is in a transaction already, it becomes a part of that and is committed with it.
        """
        engine = free_engine(session)
        if engine is not None:
            with alone(engine, is_writing=True) as connection:
                return self._for(engine.dialect).change(engine, connection, values)
        is_part = session.in_transaction()
        changed = self.change(session, values)
        if not is_part:
            session.commit()
        return changed

    def change_at(self, engine: Engine, connection: Any, values: Mapping[str, object]) -> int:
        """Execute on a connection of the driver, one of the engine's, and return how many rows were changed."""
        return self._for(engine.dialect).change(engine, connection, values)

    def change_each_at(self, engine: Engine, connection: Any, given: Iterable[Mapping[str, object]]) -> int:
        """Execute for each of the values on a connection of the driver; return how many rows were changed in all."""
        return self._for(engine.dialect).change_each(engine, connection, given)

    def _for(self, dialect: Dialect) -> "_Compiled":
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = _compile(self._statement, dialect)
        return compiled


def free_engine(session: Session) -> Engine | None:
    """Return the session's engine; None where it is in a transaction, or on a connection that its owner gave it."""
    bind = None if session.in_transaction() else session.get_bind()
    return bind if isinstance(bind, Engine) else None


@dataclass(frozen=True, slots=True)
class _Compiled:
    """SQL for a driver.

    `fixed`: parameters that the statement itself gives. `places`: names in order, for drivers that count parameters,
    None for those that name them. `columns`: of its rows, `readers`: what turns some of them into Python's values.
    """

    sql: str
    fixed: Mapping[str, object]
    processes: Mapping[str, _Process]
    places: tuple[str, ...] | None
    columns: SimpleResultMetaData
    readers: tuple[tuple[int, _Process], ...]

    def rows(self, bind: Connection | Engine, connection: Any, values: Mapping[str, object]) -> Rows:
        """Execute on a connection of the driver, one of `bind`, and return the rows."""
        cursor = self._executed(bind, connection, self._parameters(values))
        found = cursor.fetchall()
        cursor.close()
        return IteratorResult(self.columns, map(self._read, found) if self.readers else iter(found))

    def change(self, bind: Connection | Engine, connection: Any, values: Mapping[str, object]) -> int:
        """Execute on a connection of the driver, one of `bind`, and return how many rows were changed."""
        cursor = self._executed(bind, connection, self._parameters(values))
        changed: int = cursor.rowcount
        cursor.close()
        return changed

    def change_each(self, bind: Engine, connection: Any, given: Iterable[Mapping[str, object]]) -> int:
        """Execute for each of the values on a connection of the driver; return how many rows were changed in all."""
        cursor = self._executed(bind, connection, [self._parameters(values) for values in given], is_many=True)
        changed: int = cursor.rowcount
        cursor.close()
        return changed

    def _executed(self, bind: Connection | Engine, connection: Any, parameters: Any, *, is_many: bool = False) -> Any:
        cursor = connection.cursor()
        for listener in bind.engine.dispatch.before_cursor_execute:
            listener(bind, cursor, self.sql, parameters, None, is_many)
        try:
            (cursor.executemany if is_many else cursor.execute)(self.sql, parameters)
        except bind.dialect.loaded_dbapi.Error as error:
            cursor.close()
            base = bind.dialect.loaded_dbapi.Error
            raise DBAPIError.instance(self.sql, parameters, error, base, dialect=bind.dialect) from error
        return cursor

    def _parameters(self, values: Mapping[str, object]) -> Any:
        found = {**self.fixed, **values}
        for name, process in self.processes.items():
            found[name] = process(found[name])
        return found if self.places is None else [found[name] for name in self.places]

    def _read(self, row: Sequence[Any]) -> tuple[Any, ...]:
        values = list(row)
        for place, process in self.readers:
            values[place] = process(values[place])
        return tuple(values)


def _compile(statement: Select[*tuple[Any, ...]] | Update | Insert, dialect: Dialect) -> _Compiled:
    compiled: Any = statement.compile(dialect=dialect)
    processes = {
        name: process
        for bind, name in compiled.bind_names.items()
        if (process := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
    }
    columns = list(statement.exported_columns)
    readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
    return _Compiled(
        sql=compiled.string,
        fixed={name: value for name, value in compiled.params.items() if value is not None},
        processes=processes,
        places=tuple(compiled.positiontup) if compiled.positional else None,
        columns=SimpleResultMetaData([str(column.key) for column in columns]),
        readers=tuple((place, reader) for place, reader in enumerate(readers) if reader is not None),
    )
