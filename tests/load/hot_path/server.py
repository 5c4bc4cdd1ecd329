"""The two servers: the product with a database as `quizapp prepare` makes it and a round open, and the reference."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from sqlalchemy import select

from quizapp.app import create_app
from quizapp.config import Settings
from quizapp.models import Contest, Round, db
from tests.factories import Factory
from tests.load.hot_path import reference

WORKERS, THREADS = 2, 8  # as `quizapp serve` has them
_COMMAND = Path(sys.executable).with_name("quizapp")
_ROUND = "thang-6"  # the edition's first official round: 20 questions in 20 minutes
_UNITS = {"agency": 6, "school": 5, "village": 20, "enterprise": 3}
_READY_WITHIN_SECONDS = 40
_STOPPED_WITHIN_SECONDS = 25
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A server to drive: its name, port, round, and the database behind it as drivers take its address."""

    name: str
    port: int
    round_id: int
    database_url: str
    process: subprocess.Popen[bytes]

    def worker_pids(self) -> list[int]:
        """Return the processes that answer requests: children of the server's own."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def cpu_seconds(self) -> float:
        """Return what the workers have used of the processor so far."""
        return sum(_cpu_seconds(pid) for pid in self.worker_pids())

    def worker_megabytes(self) -> list[float]:
        """Return what each worker holds of memory (VmRSS; pages shared between workers count in each)."""
        return [_megabytes(pid) for pid in self.worker_pids()]


@contextmanager
def product(folder: Path, database_url: str, *, workers: int, threads: int) -> Iterator[Target]:
    """Prepare the product's database, open a round, and serve it until the block ends."""
    folder.mkdir()
    own = {"QUIZAPP_INSTANCE": str(folder), "QUIZAPP_DATABASE_URL": database_url}
    env = {name: value for name, value in os.environ.items() if not name.startswith("QUIZAPP_")} | own
    subprocess.run([_COMMAND, "prepare"], env=env, check=True, stdout=subprocess.DEVNULL)
    round_id, port = _open_round(own), _free_port()
    command = [_COMMAND, "serve", "--port", port, "--workers", workers, "--threads", threads]
    with _serving([str(word) for word in command], env=env, port=port, log=folder / "server.log") as process:
        yield Target(name="quizapp", port=port, round_id=round_id, database_url=database_url, process=process)


@contextmanager
def bare(folder: Path, database_url: str, *, workers: int, threads: int, sizes: Mapping[str, int]) -> Iterator[Target]:
    """Serve the reference with pages of these sizes until the block ends."""
    folder.mkdir()
    reference.prepare(database_url)
    port = _free_port()
    command = [sys.executable, "-m", reference.__name__, port, workers, threads, database_url, json.dumps(sizes)]
    words = [str(word) for word in command]
    with _serving(words, env=dict(os.environ), port=port, log=folder / "server.log") as process:
        yield Target(
            name="reference", port=port, round_id=reference.ROUND_ID, database_url=database_url, process=process
        )


def _open_round(environ: Mapping[str, str]) -> int:
    """Open the edition's first round, with units to choose from, and return its id."""
    now = datetime.now(UTC)
    app = create_app(Settings.from_env(environ))
    with app.app_context():
        factory = Factory(session=db.session, clock=lambda: now)
        for kind, count in _UNITS.items():
            for number in range(count):
                factory.unit(kind=kind, name=f"Đơn vị {kind} {number + 1}")
        found = db.session.scalars(select(Round).join(Contest).where(Contest.is_current, Round.slug == _ROUND)).one()
        found.opens_at = now - timedelta(hours=1)
        found.closes_at = now + timedelta(days=30)
        round_id = found.id
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return round_id


@contextmanager
def _serving(command: list[str], *, env: dict[str, str], port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a group of its own: ended as a whole, and nothing else with it
        )
    try:
        _wait_until_ready(process, port, log)
        yield process
    finally:
        _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _READY_WITHIN_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                return
        except HTTPError as error:
            error.close()
            break
        except OSError:  # nobody listens yet
            time.sleep(0.1)
    raise RuntimeError(log.read_text(errors="replace")[-4000:])


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server's own group: gently, and if that does not help, at once."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, sign)
        try:
            process.wait(_STOPPED_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            continue
        return


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
