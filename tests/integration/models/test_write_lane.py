"""Who writes to SQLite waits in order, is woken at once, and for no one who is dead: real threads, real processes."""

import gc
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError

from quizapp.models import base, write_lane
from quizapp.models.base import reading
from quizapp.models.write_lane import WriteLane, connection_class, lane_of
from tests.integration.models.lane_process import engine_of, sign

pytest.importorskip("fcntl", reason="no lane on this system")
PATIENCE_SECONDS = 20
LOOK = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, int(sys.argv[3]), int(sys.argv[2]))
    except BlockingIOError:
        sys.exit(3)
"""


@pytest.fixture(autouse=True)
def writing() -> None:
    """A request of a test before this one may have said that this context only reads."""
    base.set_reading(False)


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A database with a book that writers sign, a counter, and a reference that is checked at commit only."""
    path = str(tmp_path / "lane.sqlite3")
    engine = engine_of(path)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE book (number INTEGER PRIMARY KEY, name TEXT)"))
        connection.execute(text("CREATE TABLE counter (value INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
        connection.execute(
            text("CREATE TABLE page (book INTEGER REFERENCES book (number) DEFERRABLE INITIALLY DEFERRED)")
        )
    engine.dispose()
    return path


@pytest.fixture
def engine(path: str) -> Iterator[Engine]:
    """An engine as the app has it."""
    engine = engine_of(path)
    yield engine
    engine.dispose()


@pytest.fixture
def lane(path: str) -> WriteLane:
    """This process's lane to the database."""
    lane = lane_of(path)
    assert lane is not None
    return lane


@pytest.fixture
def start(path: str) -> Iterator[Callable[..., "Process"]]:
    """Begins processes that end with the test."""
    begun: list[Process] = []

    def start(task: str, *arguments: object) -> Process:
        begun.append(Process(task, path, *arguments))
        return begun[-1]

    yield start
    for process in begun:
        process.end()


class Process:
    """A process that does a task of lane_process.py."""

    def __init__(self, task: str, *arguments: object) -> None:
        command = [sys.executable, "-m", "tests.integration.models.lane_process", task, *map(str, arguments)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def line(self) -> str:
        """Return the next line it says."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().rstrip("\n")

    def go_on(self) -> None:
        """Send it the line it waits for."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def signal(self, number: int) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.communicate()


def is_locked(path: str, *, first: int, length: int) -> bool:
    """Return whether another process finds bytes of the lane's file locked. It knows nothing of ours, to be quick."""
    return subprocess.run([sys.executable, "-ISc", LOOK, f"{path}-lane", str(first), str(length)]).returncode == 3


def is_free(path: str) -> bool:
    """Return whether a process that came now would be let in."""
    return not is_locked(path, first=0, length=2)


def is_awaited(path: str) -> bool:
    """Return whether a process waits for the one that writes, to be the next."""
    return is_locked(path, first=0, length=1)


def until(condition: Callable[[], bool]) -> None:
    """Wait until it holds."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def names(engine: Engine) -> list[str]:
    """Return who signed, in order."""
    with reading(), engine.connect() as connection:
        return list(connection.scalars(text("SELECT name FROM book ORDER BY number")))


def write(connection: Connection, name: str = "me") -> None:
    """Begin to write."""
    connection.execute(text("INSERT INTO book (name) VALUES (:name)"), {"name": name})


def signing(engine: Engine, name: str) -> threading.Thread:
    """Return a thread that signs, begun."""
    thread = threading.Thread(target=sign, args=(engine, name))
    thread.start()
    return thread


def test_threads_write_in_the_order_in_which_they_came(engine, lane):
    with engine.begin() as connection:
        write(connection, "first")
        threads = []
        for number in range(8):
            threads.append(signing(engine, f"thread {number}"))
            until(lambda number=number: lane.waiting == number + 1)
    for thread in threads:
        thread.join()

    assert names(engine) == ["first", *(f"thread {number}" for number in range(8))]
    assert lane.waiting == 0


def test_a_process_that_waits_comes_before_the_next_thread_of_the_one_that_writes(engine, lane, path, start):
    with engine.begin() as connection:
        write(connection, "first")
        other = start("sign_once", "other process")
        until(lambda: is_awaited(path))
        thread = signing(engine, "next thread")
        until(lambda: lane.waiting == 1)
    thread.join()

    assert other.line() == "done"
    assert names(engine) == ["first", "other process", "next thread"]


def test_short_writers_go_together_behind_a_long_one_of_another_process(engine, lane, start, monkeypatch):
    monkeypatch.setattr(write_lane, "_LONGEST_TURN_SECONDS", PATIENCE_SECONDS)
    holder = start("hold")
    assert holder.line() == "writing"
    threads = []
    for number in range(3):
        threads.append(signing(engine, f"thread {number}"))
        until(lambda number=number: lane.waiting == number + 1)
    other = start("sign_once", "other process")
    time.sleep(1.5)  # what the holder's turn takes; half of it is the threads'
    holder.go_on()
    for thread in threads:
        thread.join()

    assert other.line() == "done"
    assert names(engine) == ["holder", "thread 0", "thread 1", "thread 2", "other process"]


def test_processes_and_threads_never_meet_at_sqlite_s_own_lock(engine, start):
    counting = [start("count", 4, 50) for _ in range(3)]

    assert [process.line() for process in counting] == ["refused: []"] * 3
    with reading(), engine.connect() as connection:
        assert connection.scalar(text("SELECT value FROM counter")) == 3 * 4 * 50


def test_a_writer_that_is_killed_is_not_waited_for(engine, lane, path, start):
    holder = start("hold")
    assert holder.line() == "writing"

    def kill() -> None:
        until(lambda: lane.waiting == 1)
        holder.signal(signal.SIGKILL)

    killing = threading.Thread(target=kill)
    killing.start()
    with engine.begin() as connection:
        write(connection, "me")
        assert not is_free(path)
        assert not is_awaited(path)
    killing.join()

    assert names(engine) == ["me"]
    assert is_free(path)


def test_a_process_that_is_killed_while_it_waits_is_passed_over(engine, path, start):
    with engine.begin() as connection:
        write(connection, "first")
        waiting = start("sign_once", "killed")
        until(lambda: is_awaited(path))
        waiting.signal(signal.SIGKILL)
        until(lambda: not is_awaited(path))
    sign(engine, "second")

    assert names(engine) == ["first", "second"]
    assert is_free(path)


def test_a_writer_that_stands_still_is_waited_for_no_longer_than_sqlite_would(engine, path, start, monkeypatch):
    monkeypatch.setattr(base, "_BUSY_TIMEOUT_MS", 300)
    holder = start("hold")
    assert holder.line() == "writing"
    holder.signal(signal.SIGSTOP)
    began_at = time.monotonic()
    with pytest.raises(OperationalError, match=r"^\(.*OperationalError\) database is locked\n\[SQL: BEGIN IMMEDIATE\]"):
        sign(engine, "me")

    assert 0.3 <= time.monotonic() - began_at < 5
    holder.signal(signal.SIGCONT)
    holder.go_on()
    assert holder.line() == "done"
    until(lambda: is_free(path))  # the turn that was waited for, and came late, is given up
    sign(engine, "me")
    assert names(engine) == ["holder", "me"]


def test_a_second_writing_connection_of_the_same_thread_ends_in_a_refusal(engine, monkeypatch):
    monkeypatch.setattr(base, "_BUSY_TIMEOUT_MS", 100)
    with engine.begin() as connection:
        write(connection, "first")
        with pytest.raises(OperationalError, match="database is locked"):
            sign(engine, "second")
    sign(engine, "third")

    assert names(engine) == ["first", "third"]


def test_who_gave_up_is_passed_over(lane):
    first = lane.enter(1)
    assert first is not None
    assert lane.enter(0.05) is None
    entered: list[bool] = []
    thread = threading.Thread(target=lambda: entered.append(lane.enter(PATIENCE_SECONDS) is not None))
    thread.start()
    until(lambda: lane.waiting == 1)
    lane.leave(first)
    thread.join()

    assert entered == [True]


def test_a_reader_waits_for_nobody_and_leaves_no_file(tmp_path):
    path = tmp_path / "read.sqlite3"
    engine = engine_of(str(path))
    with reading(), engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1
    assert not Path(f"{path}-lane").exists()
    with engine.connect() as writing:
        writing.execute(text("CREATE TABLE t (n INTEGER)"))
        with reading(), engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
        writing.commit()
    assert Path(f"{path}-lane").exists()
    engine.dispose()


def test_every_end_of_a_transaction_gives_up_the_place(engine, path):
    def commit(connection: Connection) -> None:
        connection.commit()

    def roll_back(connection: Connection) -> None:
        connection.rollback()

    def return_to_the_pool(connection: Connection) -> None:
        connection.close()

    def close_for_good(connection: Connection) -> None:
        connection.invalidate()

    for end in (commit, roll_back, return_to_the_pool, close_for_good):
        connection = engine.connect()
        driver_connection = connection.connection.dbapi_connection  # closed, but not yet forgotten
        write(connection)
        assert not is_free(path)
        end(connection)
        assert is_free(path), end.__name__
        connection.close()
        del driver_connection


def test_a_connection_that_is_forgotten_gives_up_its_place(engine, lane, path):
    connection = raw(engine, path)
    connection.lane = lane
    assert connection.enter_lane(1)
    assert not is_free(path)
    del connection
    gc.collect()

    assert is_free(path)


def test_a_connection_never_waits_behind_itself(engine, lane, path):
    connection = raw(engine, path)
    connection.lane = lane

    assert [connection.enter_lane(0.1), connection.enter_lane(0.1)] == [True, True]
    connection.close()
    assert is_free(path)


def raw(engine: Engine, path: str) -> Any:
    """Return a connection of the engine's class that SQLAlchemy knows nothing of."""
    return connection_class(engine.dialect.dbapi)(path)


def test_a_commit_that_fails_ends_the_transaction_too(engine, path):
    with engine.connect() as connection:
        connection.execute(text("INSERT INTO page VALUES (404)"))
        with pytest.raises(IntegrityError):
            connection.commit()
        assert not connection.connection.dbapi_connection.in_transaction
        assert is_free(path)
    sign(engine, "me")  # on the same connection, from the pool

    assert names(engine) == ["me"]


def test_a_writer_that_sqlite_refuses_gives_up_its_place(engine, path):
    stranger = raw(engine, path)  # of a program that knows no lane
    stranger.execute("BEGIN IMMEDIATE")
    with engine.connect() as connection:
        connection.connection.dbapi_connection.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(OperationalError, match="database is locked"):
            write(connection)
        assert is_free(path)
    stranger.close()
    sign(engine, "me")
    assert names(engine) == ["me"]


def test_a_place_stays_the_parent_s_when_it_forks_and_its_children_wait_for_it(path, start):
    parent = start("fork_inside")

    assert parent.line() == "a child has ended"
    assert not is_free(path)
    parent.go_on()
    assert parent.line() == "a child asks"
    parent.go_on()
    assert [parent.line(), parent.line()] == ["the parent leaves", "a child is in"]


def test_workers_forked_from_a_process_that_has_written_write_in_order(engine, start):
    parent = start("fork_after_use")

    assert parent.line() == "the child ended with 0"
    assert names(engine) == ["parent", "one of both", "one of both"]


def test_where_the_file_can_t_be_opened_sqlite_s_own_waiting_stays(tmp_path, caplog):
    path = tmp_path / "blocked.sqlite3"
    Path(f"{path}-lane").mkdir()
    engine = engine_of(str(path))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE book (number INTEGER PRIMARY KEY, name TEXT)"))
        write(connection, "first")
        thread = signing(engine, "second")
        time.sleep(0.1)
    thread.join()

    assert names(engine) == ["first", "second"]
    assert [record.getMessage() for record in caplog.records] == [
        f"writers of other processes are not waited for in order: [Errno 21] Is a directory: '{path}-lane'"
    ]
    engine.dispose()


def test_a_database_in_memory_has_no_lane():
    engine = engine_of(":memory:")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
        assert connection.connection.dbapi_connection.lane is None
    engine.dispose()


def test_the_file_may_be_used_by_whom_the_database_may(tmp_path):
    path = tmp_path / "shared.sqlite3"
    path.touch(0o660)
    path.chmod(0o660)
    if os.geteuid() == 0:
        os.chown(path, 1, 1)
    engine = engine_of(str(path))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
    engine.dispose()

    database, lane = os.stat(path), os.stat(f"{path}-lane")
    assert stat.S_IMODE(lane.st_mode) == 0o660
    assert (lane.st_uid, lane.st_gid, lane.st_size) == (database.st_uid, database.st_gid, 0)
