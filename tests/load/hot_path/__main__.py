"""Measure the hot path of the product beside the reference: `python -m tests.load.hot_path [PATH.json]`.

On SQLite, and on PostgreSQL where its server is installed, both programs are served by the same gunicorn settings and
driven in turn, the one after the other and then the other way round. Exits with 1 where an answer was wrong or an
acknowledged save is not stored. Under 5 minutes by default.
"""

import json
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.load.hot_path import measuring, oracle, server
from tests.load.hot_path.connections import Connections
from tests.load.hot_path.driver import Load, Measured, drive, drive_once
from tests.load.hot_path.flow import Sitting
from tests.load.hot_path.people import GROUPS
from tests.load.hot_path.server import Target
from tests.postgres import own_database, temporary_cluster

_WARM_UP_SECONDS = 2.0
_PROBE_RUN, _WARM_UP_RUN, _FIRST_RUN = 0, 1, 2


def main() -> int:
    """Measure, print a table, write JSON, and return the exit status."""
    options = _options()
    report: dict[str, object] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "settings": {**vars(options), "path": str(options.path)},
        "machine": measuring.machine(),
    }
    sys.stdout.write(f"{report['machine']}\n")
    databases: dict[str, object] = {}
    is_right = True
    with tempfile.TemporaryDirectory(prefix="quizapp-bench-") as name:
        for folder, urls in _databases(Path(name), options.databases):
            databases[folder.name], is_kept = _compare(folder, urls, options)
            is_right = is_right and is_kept
    options.path.parent.mkdir(parents=True, exist_ok=True)
    options.path.write_text(json.dumps({**report, "databases": databases}, indent=1, ensure_ascii=False) + "\n")
    sys.stdout.write(f"\n{options.path}\n")
    return 0 if is_right else 1


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.load.hot_path", description=__doc__)
    default = Path(tempfile.gettempdir()) / "quizapp-hot-path.json"
    parser.add_argument("path", nargs="?", type=Path, default=default, help="where JSON is written (%(default)s)")
    parser.add_argument("--pairs", type=int, default=3, help="runs of each program (%(default)s)")
    parser.add_argument("--seconds", type=float, default=12.0, help="how long attempts are begun (%(default)s)")
    parser.add_argument("--users", type=int, default=32, help="attempts at once (%(default)s)")
    parser.add_argument("--processes", type=int, default=2, help="processes of the driver (%(default)s)")
    parser.add_argument("--workers", type=int, default=server.WORKERS, help="of either server (%(default)s)")
    parser.add_argument("--threads", type=int, default=server.THREADS, help="in each worker (%(default)s)")
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgresql"), default=["sqlite", "postgresql"])
    return parser.parse_args()


def _databases(folder: Path, wanted: list[str]) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """Yield for each database a new folder and the addresses of an empty database for either program."""
    if "sqlite" in wanted:
        own = folder / "sqlite"
        own.mkdir()
        yield own, {name: f"sqlite:///{own / name}.sqlite3" for name in ("quizapp", "reference")}
    if "postgresql" in wanted:
        with _cluster() as url:
            if url is not None:
                own = folder / "postgresql"
                own.mkdir()
                yield own, {name: own_database(url) for name in ("quizapp", "reference")}


@contextmanager
def _cluster() -> Iterator[str | None]:
    """Yield the address of a temporary cluster, None where no PostgreSQL is installed."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(temporary_cluster())
        except (pytest.skip.Exception, pytest.fail.Exception) as missing:
            sys.stdout.write(f"\n{missing}\n")
            url = None
        yield url


def _compare(folder: Path, urls: Mapping[str, str], options: Namespace) -> tuple[dict[str, object], bool]:
    """Return the figures of one database, and whether every answer was right and every promise kept."""
    serving = {"workers": options.workers, "threads": options.threads}
    with ExitStack() as stack:
        ours = stack.enter_context(server.product(folder / "product", urls["quizapp"], **serving))
        totals = {"quizapp": _probe(ours, options), "reference": Measured()}
        sizes = {name: step.page_bytes for name, step in measuring.steps_of(totals["quizapp"]).items()}
        theirs = stack.enter_context(server.bare(folder / "bare", urls["reference"], sizes=sizes, **serving))
        kept = {"quizapp": list(totals["quizapp"].sittings), "reference": []}
        runs, figures = _measure((theirs, ours), options, kept)
    violations = {name: oracle.violations(urls[name], sittings) for name, sittings in kept.items()}
    steps = {name: measuring.steps_of(measured) for name, measured in figures.items()}
    connections = Connections(urls["quizapp"])
    title = f"{connections.version()}, {connections.durability()}"
    connections.close()
    sys.stdout.write(measuring.table(title, runs, steps, violations=violations))
    sys.stdout.flush()
    is_kept = not any(violations.values()) and not any(run.errors for run in runs)
    return {"database": title, **measuring.as_json(runs, steps), "violations": violations}, is_kept


def _probe(target: Target, options: Namespace) -> Measured:
    """Return one attempt of each group, from which the reference learns how large pages are."""
    measured = drive_once(_load(target, options, run=_PROBE_RUN), attempts=len(GROUPS))
    if measured.errors:
        raise SystemExit(f"{target.name} does not answer as it should: {dict(measured.errors)}")
    return measured


def _measure(
    pair: tuple[Target, Target], options: Namespace, kept: Mapping[str, list[Sitting]]
) -> tuple[list[measuring.Run], dict[str, Measured]]:
    """Drive both in turn, every second pair the other way round; what was acknowledged is added to `kept`."""
    runs, figures = [], {target.name: Measured() for target in pair}
    for target in pair:
        warm_up = replace(_load(target, options, run=_WARM_UP_RUN), seconds=_WARM_UP_SECONDS)
        kept[target.name] += drive(warm_up).sittings
    for number in range(options.pairs):
        for target in pair if number % 2 == 0 else reversed(pair):
            run, measured = measuring.measured_run(target, _load(target, options, run=_FIRST_RUN + number))
            runs.append(run)
            figures[target.name].add(measured)
            kept[target.name] += measured.sittings
            sys.stdout.write(f"{target.name} {run.attempts_per_second}/s\n")
            sys.stdout.flush()
    return runs, figures


def _load(target: Target, options: Namespace, *, run: int) -> Load:
    return Load(
        port=target.port,
        round_id=target.round_id,
        seconds=options.seconds,
        users=options.users,
        processes=options.processes,
        run=run,
    )


if __name__ == "__main__":
    sys.exit(main())
