"""A process that writes beside the test: `python -m tests.integration.models.lane_process TASK PATH …`."""

import os
import sys
import threading

from sqlalchemy import Engine, create_engine, text

from quizapp.models.base import configure_engine
from quizapp.models.write_lane import lane_of


def engine_of(path: str) -> Engine:
    """Return an engine on the file `path`, configured as the app's is."""
    from pysqlite3 import dbapi2 as driver  # noqa: PLC0415 - not to be had on every system

    engine = create_engine(f"sqlite:///{path}", module=driver)
    configure_engine(engine)
    return engine


def sign(engine: Engine, name: str) -> None:
    """Write `name` into the book: the order of its rows is that of the writers."""
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO book (name) VALUES (:name)"), {"name": name})


def hold(path: str) -> None:
    """Say that we write, and do so until a line comes."""
    with engine_of(path).begin() as connection:
        connection.execute(text("INSERT INTO book (name) VALUES ('holder')"))
        say("writing")
        sys.stdin.readline()
    say("done")


def sign_once(path: str, name: str) -> None:
    """Sign when it is our turn."""
    sign(engine_of(path), name)
    say("done")


def count(path: str, threads: str, times: str) -> None:
    """Let threads add one each so often, and say how often SQLite refused: without a lane it would, at once."""
    engine, refused = engine_of(path), []

    def run() -> None:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")
            connection.commit()
            for _ in range(int(times)):
                try:
                    connection.execute(text("UPDATE counter SET value = value + 1"))
                    connection.commit()
                except Exception as error:
                    refused.append(repr(error))
                    connection.rollback()

    everybody = [threading.Thread(target=run) for _ in range(int(threads))]
    for thread in everybody:
        thread.start()
    for thread in everybody:
        thread.join()
    say(f"refused: {refused[:3]}")


def fork_after_use(path: str) -> None:
    """Fork one that signs, as servers fork their workers: after use, with all connections closed."""
    engine = engine_of(path)
    sign(engine, "parent")
    engine.dispose()
    child = os.fork()
    sign(engine, "one of both")
    if child == 0:
        os._exit(0)
    say(f"the child ended with {os.waitpid(child, 0)[1]}")


def fork_inside(path: str) -> None:
    """Fork while we have a place: one child tries to leave it for us, another waits until we do."""
    lane = lane_of(path)
    assert lane is not None
    place = lane.enter(1)
    assert place is not None
    meddling = os.fork()
    if meddling == 0:
        lane.leave(place)
        os._exit(0)
    os.waitpid(meddling, 0)
    say("a child has ended")
    sys.stdin.readline()
    waiting = os.fork()
    if waiting == 0:
        assert lane.enter(0.01) is None
        say("a child asks")
        assert lane.enter(10) is not None
        say("a child is in")
        os._exit(0)
    sys.stdin.readline()
    say("the parent leaves")
    lane.leave(place)
    os.waitpid(waiting, 0)


def say(line: str) -> None:
    """Print a line for the test to read."""
    print(line, flush=True)  # noqa: T201 - what a process is to say


TASKS = {task.__name__: task for task in (hold, sign_once, count, fork_after_use, fork_inside)}

if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:])
