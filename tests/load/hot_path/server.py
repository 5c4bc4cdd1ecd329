"""The two servers: the product with a database as `quizapp prepare` makes it and a round open, and the reference."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from quizapp.app import create_app
from quizapp.config import Settings
from quizapp.models import Contest, Round, db
from tests.factories import Factory
from tests.load.hot_path import reference
from tests.server import COMMAND, free_port, serving

WORKERS, THREADS = 2, 8  # as `quizapp serve` has them
_ROUND = "thang-6"  # the edition's first official round: 20 questions in 20 minutes
_UNITS = {"agency": 6, "school": 5, "village": 20, "enterprise": 3}
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A server to drive: its name, port, round, and the database behind it as drivers take its address.

    `environ`: of the product, as prepared() returns it.
    """

    name: str
    port: int
    round_id: int
    database_url: str
    process: subprocess.Popen[bytes]
    environ: Mapping[str, str] = field(default_factory=dict)

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
    env = prepared(folder, database_url)
    round_id, port = int(env["QUIZAPP_BENCH_ROUND"]), free_port()
    command = [COMMAND, "serve", "--port", port, "--workers", workers, "--threads", threads]
    with serving([str(word) for word in command], env=env, port=port, log=folder / "server.log") as process:
        yield Target(
            name="quizapp", port=port, round_id=round_id, database_url=database_url, process=process, environ=env
        )


@contextmanager
def bare(folder: Path, database_url: str, *, workers: int, threads: int, sizes: Mapping[str, int]) -> Iterator[Target]:
    """Serve the reference with pages of these sizes until the block ends."""
    folder.mkdir()
    reference.prepare(database_url)
    port = free_port()
    command = [sys.executable, "-m", reference.__name__, port, workers, threads, database_url, json.dumps(sizes)]
    words = [str(word) for word in command]
    with serving(words, env=dict(os.environ), port=port, log=folder / "server.log") as process:
        yield Target(
            name="reference", port=port, round_id=reference.ROUND_ID, database_url=database_url, process=process
        )


def prepared(folder: Path, database_url: str) -> dict[str, str]:
    """Make the product's database with a round open, and return its environment and QUIZAPP_BENCH_ROUND, the round."""
    own = {"QUIZAPP_INSTANCE": str(folder), "QUIZAPP_DATABASE_URL": database_url}
    env = {name: value for name, value in os.environ.items() if not name.startswith("QUIZAPP_")} | own
    subprocess.run([COMMAND, "prepare"], env=env, check=True, stdout=subprocess.DEVNULL)
    return {**env, "QUIZAPP_BENCH_ROUND": str(_open_round(own))}


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


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024
