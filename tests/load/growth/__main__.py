"""Measure what steps and pages cost as attempts add up: `python -m tests.load.growth [PATH.json]`.

One round is filled to each size, on SQLite and on PostgreSQL where its server is installed. At every size new
participants go through whole attempts inside the program, sizes in turn; then the pages that read all attempts are
looked at, first with nothing kept in the process and then again. Exits with 1 where a start, a paper, a save or a
submission is not flat within 20 % in processor time. A million attempts take some minutes a database and 3 GB of disk.
"""

import json
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path

from tests.load.growth import figures
from tests.load.growth.databases import DATABASES, MissingDatabase, stages
from tests.load.growth.worker import measure
from tests.load.hot_path import measuring


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
    is_flat = True
    for database in options.databases:
        try:
            databases[database], is_kept = _measure(database, options)
            is_flat = is_flat and is_kept
        except MissingDatabase as missing:
            sys.stdout.write(f"\n{missing}\n")
    options.path.parent.mkdir(parents=True, exist_ok=True)
    options.path.write_text(json.dumps({**report, "databases": databases}, indent=1, ensure_ascii=False) + "\n")
    sys.stdout.write(f"\n{options.path}\n")
    return 0 if is_flat else 1


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.load.growth", description=__doc__)
    default = Path(tempfile.gettempdir()) / "quizapp-growth.json"
    parser.add_argument("path", nargs="?", type=Path, default=default, help="where JSON is written (%(default)s)")
    parser.add_argument("--attempts", nargs="+", type=int, default=[1_000, 100_000, 1_000_000], help="the sizes")
    parser.add_argument("--sittings", type=int, default=250, help="measured at each size (%(default)s)")
    parser.add_argument("--databases", nargs="+", choices=DATABASES, default=list(DATABASES))
    return parser.parse_args()


def _measure(database: str, options: Namespace) -> tuple[dict[str, object], bool]:
    """Return the figures of one database, and whether its hot steps are flat."""
    with (
        tempfile.TemporaryDirectory(prefix="quizapp-growth-") as name,
        stages(Path(name), database, sorted(options.attempts)) as found,
    ):
        measured = measure(found, sittings=options.sittings)
    lines = figures.lines_of(measured)
    sys.stdout.write(figures.table(database, measured, lines))
    sys.stdout.flush()
    return figures.as_json(measured, lines), not figures.steep(lines)


if __name__ == "__main__":
    sys.exit(main())
