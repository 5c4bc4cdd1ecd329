"""What reports cost at 100,000 attempts: `python -m tests.load.reports [PATH.json]`.

The dashboard and every file of results, of one round, on SQLite and on PostgreSQL where its server is installed. For
each: seconds by the clock and of processors (the database's own process included), statements, bytes, and the most
memory that a process of its own held.
"""

import json
import multiprocessing
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from quizapp.app import create_app
from quizapp.config import Settings
from quizapp.domain.roles import Role
from tests.load.growth.costs import Meter, megabytes
from tests.load.growth.databases import DATABASES, MissingDatabase, stages
from tests.load.growth.visits import look, signed_in
from tests.load.hot_path import measuring

ATTEMPTS = 100_000
_TIMES = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Something that the staff ask for. `role`: whose; an analyst gets no names."""

    title: str
    path: str
    role: Role = Role.ORGANISER


REPORTS = (
    Report(title="dashboard", path="/reports/"),
    Report(title="dashboard, all rounds", path="/reports/?round="),
    Report(title="dashboard, one group", path="/reports/?group=students"),
    Report(title="xlsx", path="/reports/export.xlsx"),
    Report(title="xlsx, one group", path="/reports/export.xlsx?group=students"),
    Report(title="xlsx without names", path="/reports/export.xlsx", role=Role.ANALYST),
    Report(title="csv", path="/reports/export.csv"),
    Report(title="csv without names", path="/reports/export.csv", role=Role.ANALYST),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """What a report cost the second time in a process, and `first_seconds` the first time.

    `base_megabytes`: held before; `peak_megabytes`: the most.
    """

    title: str
    first_seconds: float
    seconds: float
    processor_seconds: float
    statements: int
    size: int
    base_megabytes: float
    peak_megabytes: float


def main() -> None:
    """Print a table and write JSON."""
    options = _options()
    figures: dict[str, object] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "attempts": options.attempts,
        "machine": measuring.machine(),
    }
    for database in options.databases:
        try:
            lines = _measure(database, options.attempts)
        except MissingDatabase as missing:
            sys.stdout.write(f"{missing}\n")
            continue
        figures[database] = [asdict(line) for line in lines]
        sys.stdout.write(_table(f"{database}, {options.attempts:,} attempts", lines))
        sys.stdout.flush()
    options.path.parent.mkdir(parents=True, exist_ok=True)
    options.path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    sys.stdout.write(f"{options.path}\n")


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.load.reports", description=__doc__)
    default = Path(tempfile.gettempdir()) / "quizapp-reports.json"
    parser.add_argument("path", nargs="?", type=Path, default=default, help="where JSON is written (%(default)s)")
    parser.add_argument("--attempts", type=int, default=ATTEMPTS)
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=list(DATABASES))
    return parser.parse_args()


def _measure(database: str, attempts: int) -> list[Line]:
    with (
        tempfile.TemporaryDirectory(prefix="quizapp-reports-") as name,
        stages(Path(name), database, [attempts]) as (stage,),
    ):
        return [_apart(stage.environ, report) for report in REPORTS]


def _apart(environ: Mapping[str, str], report: Report) -> Line:
    """Return what a report costs in a process that has done nothing else."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(_line, environ, report).result()


def _line(environ: Mapping[str, str], report: Report) -> Line:
    app = create_app(Settings.from_env(environ))
    meter, client = Meter(app), signed_in(app, report.role)
    base = megabytes("VmRSS")
    for _ in range(_TIMES):
        look(client, report.path)
    first, last = meter.costs[""][0], meter.costs[""][-1]
    return Line(
        title=report.title,
        first_seconds=round(first.seconds, 2),
        seconds=round(last.seconds, 2),
        processor_seconds=round(last.processor, 2),
        statements=last.statements,
        size=last.size,
        base_megabytes=base,
        peak_megabytes=megabytes("VmHWM"),
    )


def _table(title: str, lines: Sequence[Line]) -> str:
    head = f"{'report':<24}{'first s':>9}{'again s':>9}{'CPU s':>8}{'SQL':>6}{'kB':>9}{'base MB':>9}{'peak MB':>9}"
    rows = [
        f"{line.title:<24}{line.first_seconds:>9.2f}{line.seconds:>9.2f}{line.processor_seconds:>8.2f}"
        f"{line.statements:>6}{line.size / 1000:>9.0f}{line.base_megabytes:>9.0f}{line.peak_megabytes:>9.0f}"
        for line in lines
    ]
    return "\n".join(["", title, head, *rows]) + "\n"


if __name__ == "__main__":
    main()
