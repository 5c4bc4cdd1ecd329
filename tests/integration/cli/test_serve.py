"""`quizapp serve`: the real server in a process of its own, and the sweeper inside it."""

import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select

from quizapp.cli import sweeper
from quizapp.models import Attempt, db
from tests.integration.cli.conftest import Run, on_rehearsal
from tests.server import free_port

QUIZAPP = Path(sys.executable).with_name("quizapp")
SECONDS_TO_START = 60  # on a machine with much else to do


@contextmanager
def _server(installation: Path, port: int, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Yield a running server and the line that it printed."""
    command = [QUIZAPP, "serve", "--port", str(port), *options]
    environment = {**os.environ, "QUIZAPP_INSTANCE": str(installation)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline()
        finally:
            if process.poll() is None:
                process.kill()


def _status(port: int, path: str = "/", host: str = "127.0.0.1") -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status
    finally:
        connection.close()


def _workers(master: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def _wait_until_answered(port: int) -> None:
    for _try in range(SECONDS_TO_START * 10):
        try:
            if _status(port) == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server did not answer")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="workers are found under /proc")
def test_server_says_where_it_is_outlives_a_worker_and_ends_clean(installation: Path) -> None:
    port = free_port()
    with _server(installation, port) as (process, line):
        assert line == f"Đang chạy tại http://127.0.0.1:{port} (Ctrl-C để dừng)\n"
        assert _status(port) == 200
        assert _status(port, host="evil.example") == 400
        os.kill(_workers(process.pid)[0], signal.SIGKILL)
        _wait_until_answered(port)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=SECONDS_TO_START) == 0


def test_server_for_phones_answers_under_its_own_addresses(installation: Path) -> None:
    port = free_port()
    with _server(installation, port, "--host", "0.0.0.0", "--workers", "1") as (process, line):
        assert line.startswith(f"Đang chạy tại http://127.0.0.1:{port}; ")
        assert _status(port, host=socket.gethostname()) == 200
        assert _status(port, host="evil.example") == 400
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=SECONDS_TO_START) == 0


def test_port_in_use_is_a_sentence(installation: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        with _server(installation, port) as (process, line):
            assert line.startswith(f"Lỗi: cổng {port} tại 127.0.0.1 đang có chương trình khác dùng.")
            assert process.wait(timeout=SECONDS_TO_START) == 1


def test_database_that_was_not_prepared_is_a_sentence(tmp_path: Path) -> None:
    with _server(tmp_path, free_port()) as (process, line):
        assert line == "Lỗi: cơ sở dữ liệu chưa được tạo hoặc chưa nâng cấp. Hãy chạy: quizapp prepare\n"
        assert process.wait(timeout=SECONDS_TO_START) == 1


@on_rehearsal
def test_sweeper_closes_what_is_overdue(app: Flask) -> None:
    with app.app_context():
        attempt = db.session.scalars(select(Attempt).limit(1)).one()
        attempt_id = attempt.id
        attempt.submitted_at = attempt.score = None
        db.session.commit()
    assert sweeper.close_overdue(app) >= 1
    with app.app_context():
        attempt = db.session.get_one(Attempt, attempt_id)
        assert (attempt.submitted_at, attempt.is_timed_out) == (attempt.closes_at, True)
    assert sweeper.close_overdue(app) == 0


def test_sweeper_takes_no_write_lock_where_nothing_is_overdue(app: Flask) -> None:
    statements: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: statements.append(args[2].split()[0]))
        with db.engine.connect() as other:  # holds the write lock all the while
            other.exec_driver_sql("SELECT 1")
            statements.clear()
            assert sweeper.close_overdue(app) == 0
    assert statements == ["SELECT"]


def test_sweeper_goes_on_after_a_failure(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    naps = iter([None, None])

    def nap(_seconds: float) -> None:
        if next(naps, StopIteration) is StopIteration:
            raise KeyboardInterrupt  # ends the endless loop

    monkeypatch.setattr(time, "sleep", nap)
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE attempt RENAME TO lost")
    with pytest.raises(KeyboardInterrupt), caplog.at_level(logging.ERROR):
        sweeper._sweep_forever(app)
    assert [r.message for r in caplog.records] == ["overdue attempts could not be closed; trying again"] * 2


def test_close_overdue_command_says_how_many(run: Run) -> None:
    result = run("attempts", "close-overdue")
    assert (result.exit_code, result.stdout) == (0, "Đã nộp 0 lượt thi hết giờ.\n")
