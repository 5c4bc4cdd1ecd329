"""Measure the hot path of the product beside the reference: `python -m tests.load.hot_path [PATH.json]`.

On SQLite, and on PostgreSQL where its server is installed, both programs are served by the same gunicorn settings and
driven in turn: whole attempts, the one program after the other and then the other way round; then an opening, readers,
and saves at a fixed rate. Exits with 1 where an answer was wrong, a request failed, or something acknowledged is not
stored. Under 5 minutes by default.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.load.hot_path.comparing import compare
from tests.load.hot_path.measuring import machine
from tests.load.hot_path.options import read_options
from tests.load.hot_path.tables import table
from tests.postgres import own_database, temporary_cluster


def main() -> int:
    """Measure, print a table, write JSON, and return the exit status."""
    options = read_options(__doc__)
    report: dict[str, object] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "settings": {**asdict(options), "path": str(options.path)},
        "machine": machine(),
    }
    sys.stdout.write(f"{report['machine']}\n")
    found = {}
    with tempfile.TemporaryDirectory(prefix="quizapp-bench-") as name:
        for folder, urls in _databases(Path(name), options.databases):
            found[folder.name] = compare(folder, urls, options)
            sys.stdout.write(table(found[folder.name]))
            sys.stdout.flush()
    report["databases"] = {database: comparison.as_json() for database, comparison in found.items()}
    options.path.parent.mkdir(parents=True, exist_ok=True)
    options.path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    sys.stdout.write(f"\n{options.path}\n")
    return 0 if all(comparison.is_right for comparison in found.values()) else 1


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


if __name__ == "__main__":
    sys.exit(main())
