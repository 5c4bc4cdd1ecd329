"""What the bench is asked for."""

import tempfile
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.load.hot_path import server

MODES = ("attempts", "burst", "readers", "paced")
_DATABASES = ("sqlite", "postgresql")


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """One run of the bench; see the words of help for each."""

    path: Path
    modes: list[str]
    databases: list[str]
    pairs: int
    seconds: float
    users: int
    burst: int
    readers: int
    rate: int
    open_attempts: int
    mode_seconds: int
    processes: int
    workers: int
    threads: int


def read_options(description: str) -> Options:
    """Return what the command line asks for."""
    parser = ArgumentParser(prog="python -m tests.load.hot_path", description=description)
    default = Path(tempfile.gettempdir()) / "quizapp-hot-path.json"
    parser.add_argument("path", nargs="?", type=Path, default=default, help="where JSON is written (%(default)s)")
    parser.add_argument("--modes", nargs="+", choices=MODES, default=list(MODES), help="what is driven (all)")
    parser.add_argument("--databases", nargs="+", choices=_DATABASES, default=list(_DATABASES))
    parser.add_argument("--seconds", type=float, default=4.0, help="how long attempts are begun (%(default)s)")
    for name, default_count, most, said in (
        ("pairs", 7, 15, "attempts: runs of each program"),
        ("users", 32, 500, "attempts: at once"),
        ("burst", 400, 2000, "burst: participants who press Start within one second"),
        ("readers", 32, 500, "readers: at once"),
        ("rate", 350, 2000, "paced: saves a second"),
        ("open-attempts", 100, 1000, "paced: attempts that are saved to"),
        ("mode-seconds", 6, 60, "readers and paced: how long"),
        ("processes", 2, 8, "of the driver"),
        ("workers", server.WORKERS, 16, "of either server"),
        ("threads", server.THREADS, 64, "in each worker"),
    ):
        parser.add_argument(f"--{name}", type=_count(most), default=default_count, help=f"{said} (%(default)s)")
    return Options(**vars(parser.parse_args()))


def _count(most: int) -> Callable[[str], int]:
    def count(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise ArgumentTypeError(f"a number from 1 to {most}")
        return int(text)

    return count
