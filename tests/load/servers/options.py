"""What is asked for."""

import tempfile
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path

from tests.load.servers.setups import SETUPS, Size
from tests.load.servers.trials import ACTS

PARTS = ("attempts", "bare", *ACTS, "end")


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """One run; see the words of help for each."""

    path: Path
    servers: list[str]
    parts: list[str]
    sizes: list[Size]
    users: int
    rounds: int
    seconds: float


def read_options(description: str) -> Options:
    """Return what the command line asks for."""
    parser = ArgumentParser(prog="python -m tests.load.servers", description=description)
    default = Path(tempfile.gettempdir()) / "quizapp-servers.json"
    parser.add_argument("path", nargs="?", type=Path, default=default, help="where JSON is written (%(default)s)")
    parser.add_argument("--servers", nargs="+", choices=list(SETUPS), default=list(SETUPS))
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="what is measured (all)")
    sizes = [Size(workers=2, threads=8)]
    parser.add_argument("--sizes", nargs="+", type=Size.read, default=sizes, metavar="WxT", help="workers x threads")
    parser.add_argument("--users", type=int, default=32, help="at once (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each server (%(default)s)")
    parser.add_argument("--seconds", type=float, default=8.0, help="how long attempts are begun (%(default)s)")
    return Options(**vars(parser.parse_args()))
