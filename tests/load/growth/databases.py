"""The database that grows, and what is kept of it at each size: on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Connection, NullPool, create_engine, event, text, update

from quizapp.config import Settings
from quizapp.models import Round
from tests.load.growth.filling import grow
from tests.load.hot_path.server import prepared
from tests.postgres import own_database, temporary_cluster

DATABASES = ("sqlite", "postgresql")
_OPEN_FOR = timedelta(days=15)
_FILLING_CACHE_KIB = 1 << 19


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """The database at one size. `environ`: the product's settings. `seconds`: what was added took so long."""

    attempts: int
    environ: Mapping[str, str]
    round_id: int
    megabytes: float
    seconds: float


class Store(Protocol):
    """Where databases are made, filled and copied."""

    def new(self) -> str:
        """Return the address of an empty database."""
        ...

    def filling(self, url: str) -> Any:
        """Return a context of a connection that fills a database, whose work is stored when it ends."""
        ...

    def copy(self, url: str) -> str:
        """Return the address of a copy."""
        ...

    def megabytes(self, url: str) -> float:
        """Return how large a database is."""
        ...


@contextmanager
def stages(folder: Path, database: str, sizes: Sequence[int]) -> Iterator[list[Stage]]:
    """Yield the database at each of the sizes, which ascend. Raises MissingDatabase."""
    with ExitStack() as stack:
        store: Store = SqliteStore(folder) if database == "sqlite" else stack.enter_context(_postgresql())
        yield list(_grown(folder, store, sizes))


class MissingDatabase(RuntimeError):
    """The server of a database is not installed."""


def _grown(folder: Path, store: Store, sizes: Sequence[int]) -> Iterator[Stage]:
    url, now = store.new(), datetime.now(UTC)
    environ = prepared(folder, url)
    round_id = int(environ.pop("QUIZAPP_BENCH_ROUND"))
    with store.filling(url) as connection:
        connection.execute(update(Round).where(Round.id == round_id).values(opens_at=now - _OPEN_FOR))
    for size in sizes:
        began = perf_counter()
        with store.filling(url) as connection:
            grow(connection, round_id, attempts=size, until=now)
        seconds = round(perf_counter() - began, 1)
        kept = url if size == sizes[-1] else store.copy(url)
        yield Stage(
            attempts=size,
            environ={**environ, "QUIZAPP_DATABASE_URL": kept},
            round_id=round_id,
            megabytes=round(store.megabytes(kept), 1),
            seconds=seconds,
        )


class SqliteStore:
    """Files in a folder, filled in one transaction without a journal: nothing else opens them meanwhile."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def new(self) -> str:
        return f"sqlite:///{self._folder / uuid4().hex}.sqlite3"

    @contextmanager
    def filling(self, url: str) -> Iterator[Connection]:
        engine = create_engine(url, module=sqlite, poolclass=NullPool)
        event.listen(engine, "connect", self._open)
        with engine.begin() as connection:
            yield connection

    @staticmethod
    def _open(connection: Any, _record: object) -> None:
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_FILLING_CACHE_KIB}"):
            connection.execute(f"PRAGMA {setting}")

    def copy(self, url: str) -> str:
        copy = self.new()
        shutil.copyfile(_path(url), _path(copy))
        return copy

    def megabytes(self, url: str) -> float:
        return _path(url).stat().st_size / 2**20


def _path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


class PostgresqlStore:
    """Databases of a cluster. What autovacuum does in its own time is done at once, so that it is not measured."""

    def __init__(self, cluster_url: str) -> None:
        self._cluster_url = cluster_url

    def new(self) -> str:
        return own_database(self._cluster_url)

    @contextmanager
    def filling(self, url: str) -> Iterator[Connection]:
        engine = create_engine(Settings.from_env({"QUIZAPP_DATABASE_URL": url}).database_url, poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # foreign keys are not checked
            yield connection
        with psycopg.connect(url, autocommit=True) as raw:
            raw.execute("VACUUM (ANALYZE)")
            raw.execute("CHECKPOINT")

    def copy(self, url: str) -> str:
        name, copy = url.rsplit("/", 1)[1], f"copy_{uuid4().hex}"
        with psycopg.connect(self._cluster_url, autocommit=True) as raw:
            raw.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(copy), Identifier(name)))
        return url.rsplit("/", 1)[0] + f"/{copy}"

    def megabytes(self, url: str) -> float:
        with psycopg.connect(url) as raw:
            row = raw.execute("SELECT pg_database_size(current_database())").fetchone()
        return row[0] / 2**20 if row else 0.0


@contextmanager
def _postgresql() -> Iterator[PostgresqlStore]:
    with ExitStack() as stack:
        try:
            url = stack.enter_context(temporary_cluster())
        except (pytest.skip.Exception, pytest.fail.Exception) as missing:
            raise MissingDatabase(str(missing)) from None
        yield PostgresqlStore(url)
