"""A server at work on a database of its own, with all its processes in view."""

import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.load.hot_path import server
from tests.load.hot_path.server import Target
from tests.load.servers.programs import BARE_VARIABLE, PRODUCT
from tests.load.servers.setups import Setup, Size
from tests.server import free_port, serving

_TICKS = os.sysconf("SC_CLK_TCK")
_numbers = count()


@dataclass(frozen=True, kw_only=True, slots=True)
class Service(Target):
    """A server to drive, and to hurt. Processor and memory are those of all its processes together."""

    setup: Setup
    log: Path

    def pids(self) -> list[int]:
        """Return every process of the server's own session."""
        found = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
        return [pid for pid in found if _session(pid) == self.process.pid]

    def worker_pids(self) -> list[int]:
        """Return the processes that answer requests: the server's only one, or those that it has begun."""
        if not self.setup.has_processes:
            return [self.process.pid] if self.process.poll() is None else []
        children = [pid for pid in self.pids() if pid != self.process.pid]
        if self.setup.worker_in_log is None:
            return children
        named = {int(pid) for pid in self.setup.worker_in_log.findall(self.log.read_text(errors="replace"))}
        return [pid for pid in children if pid in named]

    def cpu_seconds(self) -> float:
        """Return what all processes have used of the processor so far."""
        return sum(_cpu_seconds(pid) for pid in self.pids())

    def worker_megabytes(self) -> list[float]:
        """Return what each process holds of memory, its part of shared pages counted (Pss)."""
        return [_megabytes(pid) for pid in self.pids()]

    def kill_worker(self, number: int) -> bool:
        """Kill a worker, in turn by `number`; return whether there was one."""
        workers = self.worker_pids()
        if workers:
            os.kill(workers[number % len(workers)], signal.SIGKILL)
        return bool(workers)


@dataclass(frozen=True, kw_only=True, slots=True)
class Prepared:
    """A folder with a database that every service gets a copy of, and the environment that goes with it."""

    folder: Path
    environ: Mapping[str, str]

    @property
    def database(self) -> Path:
        """The file to copy."""
        return self.folder / "prepared.sqlite3"

    @classmethod
    def under(cls, folder: Path) -> "Prepared":
        """Make the database with a round open."""
        (folder / "instance").mkdir(parents=True)
        environ = server.prepared(folder / "instance", f"sqlite:///{folder / 'prepared.sqlite3'}")
        return cls(folder=folder, environ=environ)


@contextmanager
def served(setup: Setup, size: Size, prepared: Prepared, program: str = PRODUCT) -> Iterator[Service]:
    """Serve a program on a copy of the prepared database until the block ends."""
    folder = prepared.folder / f"{next(_numbers)}-{setup.name}"
    folder.mkdir()
    database = folder / "quizapp.sqlite3"
    shutil.copyfile(prepared.database, database)
    url = f"sqlite:///{database}"
    environ = {**prepared.environ, "QUIZAPP_DATABASE_URL": url, BARE_VARIABLE: program}
    port, log = free_port(), folder / "server.log"
    with serving(setup.command(port, size), env=environ, port=port, log=log) as process:
        yield Service(
            name=f"{setup.name} {size}",
            port=port,
            round_id=int(environ["QUIZAPP_BENCH_ROUND"]),
            database_url=url,
            process=process,
            environ=environ,
            setup=setup,
            log=log,
        )


def _session(pid: int) -> int:
    fields = _fields(pid)
    return int(fields[3]) if len(fields) > 3 and fields[0] != "Z" else 0


def _cpu_seconds(pid: int) -> float:
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS if fields else 0.0


def _fields(pid: int) -> list[str]:
    """Return what /proc tells of a process from its state on; nothing of one that has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _megabytes(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0) / 1024
