"""The database: naming of constraints, moments in UTC, and how SQLite has to be opened to keep a promise."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, Row, Table, Text, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from quizapp.models.departures import notice_departures
from quizapp.models.write_lane import connection_class, lane_of

# Fixed in 3.51.3, 3.50.7 and 3.44.6; before, two connections that write and checkpoint can corrupt the file
# (sqlite.org/wal.html, "walresetbug").
_FIRST_SAFE_WAL = (3, 51, 3)
_BACKPORTED_WAL = ((3, 50, 7), (3, 44, 6))
_BUSY_TIMEOUT_MS = 15_000
_BEGIN_WRITING = "BEGIN IMMEDIATE"
_LOCKED = "database is locked"  # SQLite's own words for a write that waited in vain
# A report over 100,000 attempts looks up 20,000 participants in no order: with SQLite's own 2 MB most look-ups
# read a page anew. Taken page by page as it is needed, not at the start.
_CACHE_KIB = 16_384

_is_reading: ContextVar[bool] = ContextVar("quizapp_is_reading", default=False)


class Base(DeclarativeBase):
    """Base of every table; constraints get names that a migration can speak of."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# A key of domain/collation.py, compared byte by byte whatever the database's own collation is.
SortKey = Text().with_variant(Text(collation="C"), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Takes and gives aware datetimes in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return what is stored: UTC, naive where the database knows no zones."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


db = SQLAlchemy(model_class=Base)
AnyRow = Row[*tuple[Any, ...]]


def table_of(model: type[DeclarativeBase]) -> Table:
    """Return a model's table, for statements of the hot path that are built once and make no entities."""
    return cast(Table, model.__table__)


# Flask-SQLAlchemy makes the class that tables derive from while running, which a type checker can't see.
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


@contextmanager
def reading() -> Iterator[None]:
    """Let transactions begun inside take no write lock; SQLite readers then never wait for a writer."""
    token = _is_reading.set(True)
    try:
        yield
    finally:
        _is_reading.reset(token)


def set_reading(is_reading: bool) -> None:
    """Say for the rest of this context, a request, whether its transactions only read."""
    _is_reading.set(is_reading)


def restart_for_writing(session: Session) -> None:
    """End the reading transaction so that the next statement begins one that may write."""
    session.rollback()
    set_reading(False)


def end_reading(session: Session) -> None:
    """End a transaction that has only read, by COMMIT: at a ROLLBACK psycopg forgets all statements it has prepared."""
    session.commit()


def one_snapshot(session: Session) -> None:
    """Make all that the session reads from now on come from one state of the database, so that sums agree.

    On SQLite every transaction does so; PostgreSQL would show each statement what was committed before it.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.rollback()
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


class UnsafeSqlite(RuntimeError):
    """The SQLite library at hand can corrupt a database in WAL mode."""


def configure_engine(engine: Engine) -> None:
    """Make an engine durable and fair.

    SQLite: WAL, FULL, foreign keys, and writes that begin immediate. PostgreSQL: connections that it has left, in a
    restart for example, are noticed before they are used.
    """
    if engine.dialect.name != "sqlite":
        notice_departures(engine)
        return
    version: tuple[int, ...] = engine.dialect.dbapi.sqlite_version_info  # type: ignore[union-attr]
    is_safe = version >= _FIRST_SAFE_WAL or any(version[:2] == v[:2] and version >= v for v in _BACKPORTED_WAL)
    if not is_safe:
        found = ".".join(map(str, version))
        raise UnsafeSqlite(f"SQLite {found} can corrupt a database in WAL mode; install pysqlite3 >= 0.6.1")
    event.listen(engine, "do_connect", _choose_class)
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _choose_class(dialect: Dialect, _record: object, _arguments: object, options: dict[str, Any]) -> None:
    driver: Any = dialect.dbapi
    options["factory"] = connection_class(driver)


def _open_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing of its own; _begin_sqlite does
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    _number, _name, path = cursor.execute("PRAGMA database_list").fetchone()
    connection.lane = lane_of(path)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    if _is_reading.get():
        _begin(connection, "BEGIN")
        return
    # A transaction that reads first and writes later fails at once when another wrote in between,
    # whatever the busy timeout; one that begins immediate waits its turn.
    enter_lane(connection.dialect, connection.connection.dbapi_connection)
    _begin(connection, _BEGIN_WRITING)


def enter_lane(dialect: Dialect, driver_connection: Any) -> None:
    """Wait for a connection's turn to write to SQLite. Raises OperationalError where it does not come in time."""
    driver: Any = dialect.dbapi
    if not driver_connection.enter_lane(_BUSY_TIMEOUT_MS / 1000):
        raise OperationalError(_BEGIN_WRITING, None, driver.OperationalError(_LOCKED))


def _begin(connection: Connection, statement: str) -> None:
    """Begin by the driver itself: for a statement without values SQLAlchemy's way takes ten times as long."""
    driver: Any = connection.dialect.dbapi
    driver_connection: Any = connection.connection.dbapi_connection
    try:
        driver_connection.execute(statement)
    except driver.OperationalError as error:
        driver_connection.leave_lane()
        raise OperationalError(statement, None, error) from error
