"""The servers that are measured, and how each is started."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

_UWSGI_WORKER = re.compile(r"uWSGI worker \d+ \((?:new )?pid: (\d+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How many processes answer, and by how many threads each."""

    workers: int
    threads: int

    def __str__(self) -> str:
        return f"{self.workers}x{self.threads}"

    @classmethod
    def read(cls, text: str) -> "Size":
        """Return what a text says: 2x8. Raises ValueError."""
        workers, threads = map(int, text.split("x"))
        return cls(workers=workers, threads=threads)


@dataclass(frozen=True, kw_only=True, slots=True)
class Setup:
    """A way to serve. `needs`: the module without which it is skipped; `has_processes`: somebody replaces workers.

    `worker_in_log`: where it has processes beside its workers, how its log names a worker's id; else None.
    """

    name: str
    needs: str
    command: Callable[[int, Size], list[str]]
    has_processes: bool = True
    worker_in_log: re.Pattern[str] | None = None

    @property
    def is_installed(self) -> bool:
        """Tell whether it can be started here."""
        return find_spec(self.needs) is not None


def _started(name: str, needs: str, *, has_processes: bool = True) -> Setup:
    """Return a setup that a module of this package starts: the one that is called by the name's first part."""
    module = f"{__package__}.with_{name.partition('-')[0]}"

    def command(port: int, size: Size) -> list[str]:
        words = [sys.executable, "-m", module, port, size.workers, size.threads, name]
        return [str(word) for word in words]

    return Setup(name=name, needs=needs, command=command, has_processes=has_processes)


def _uwsgi(name: str, *listening: str) -> Setup:
    def command(port: int, size: Size) -> list[str]:
        words = [str(Path(sys.executable).with_name("uwsgi")), "--master", "--enable-threads", "--die-on-term"]
        words += [word.replace("PORT", f"127.0.0.1:{port}") for word in listening]
        words += ["--processes", str(size.workers), "--threads", str(size.threads), "--listen", "2048"]
        words += ["--module", "tests.load.servers.uwsgi_application", "--need-app", "--buffer-size", "32768"]
        words += ["--pythonpath", str(Path.cwd()), "--home", sys.prefix, "--single-interpreter", "--disable-logging"]
        return [*words, "--reload-mercy", "20", "--worker-reload-mercy", "20", "--thunder-lock"]

    return Setup(name=name, needs="pyuwsgi", command=command, worker_in_log=_UWSGI_WORKER)


SETUPS = {
    setup.name: setup
    for setup in (
        _started("gunicorn", "gunicorn"),
        _started("gunicorn-h1c", "gunicorn_h1c"),
        _started("gunicorn-patient", "gunicorn"),
        _started("gunicorn-switching", "gunicorn"),
        _started("granian", "granian"),
        _started("cheroot", "cheroot", has_processes=False),
        _started("cheroot-forked", "cheroot"),
        _started("waitress", "waitress", has_processes=False),
        _started("waitress-forked", "waitress"),
        _uwsgi("uwsgi", "--http", "PORT", "--http-keepalive=15"),
        _uwsgi("uwsgi-direct", "--http11-socket", "PORT"),
    )
}
