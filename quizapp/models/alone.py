"""A statement that is a transaction of its own: the driver begins, executes and commits in one step.

Around a single statement BEGIN and COMMIT are two more journeys to PostgreSQL, and on SQLite two more moments at which
a thread that holds the write lane may lose the interpreter to another.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from sqlalchemy import Engine

from quizapp.models.base import enter_lane


@contextmanager
def alone(engine: Engine, *, is_writing: bool) -> Iterator[Any]:
    """Yield a pooled connection of the driver on which each statement is committed when it returns.

    Who writes to SQLite does so in the write lane. A connection on which something failed is closed.
    """
    connection: Any = engine.raw_connection()
    try:
        with _as_usual(engine, connection, is_writing=is_writing):
            yield connection
    except Exception as error:
        connection.invalidate(error)
        raise
    finally:
        connection.close()


def _as_usual(engine: Engine, connection: Any, *, is_writing: bool) -> AbstractContextManager[None]:
    if engine.dialect.name != "sqlite":
        return _autocommit(connection)
    return _in_lane(engine, connection) if is_writing else nullcontext()  # the driver begins nothing by itself


@contextmanager
def _in_lane(engine: Engine, connection: Any) -> Iterator[None]:
    enter_lane(engine.dialect, connection.dbapi_connection)
    try:
        yield
    finally:
        connection.dbapi_connection.leave_lane()


@contextmanager
def _autocommit(connection: Any) -> Iterator[None]:
    connection.dbapi_connection.autocommit = True
    try:
        yield
    finally:
        if not connection.dbapi_connection.closed:
            connection.dbapi_connection.autocommit = False
