"""Measure WSGI servers with the product, and hurt them: `python -m tests.load.servers [PATH.json]`.

Whole attempts are driven on every server that is installed, in turn and every second round the other way; then each
goes through the trials of trials.py, in the first of the sizes. Processor time is that of all processes of a server.
Only gunicorn comes with the product; the others are measured where `pip install granian cheroot waitress pyuwsgi
gunicorn-h1c` has been done. Exits with 1 where something acknowledged is not stored.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.load.hot_path.measuring import machine
from tests.load.servers.costs import attempts, bare, say
from tests.load.servers.options import Options, read_options
from tests.load.servers.serving import Prepared
from tests.load.servers.setups import SETUPS, Setup
from tests.load.servers.trials import ACTS, ended, tried

_PACKAGES = ("gunicorn", "gunicorn_h1c", "granian", "cheroot", "waitress", "pyuwsgi")


def main() -> int:
    """Measure, print, write JSON, and return the exit status."""
    options = read_options(__doc__)
    setups = [SETUPS[name] for name in options.servers if _is_told_installed(SETUPS[name])]
    report: dict[str, object] = {
        "machine": machine(),
        "versions": _versions(),
        "sizes": [str(size) for size in options.sizes],
        "users": options.users,
    }
    with tempfile.TemporaryDirectory(prefix="quizapp-servers-") as name:
        prepared = Prepared.under(Path(name) / "prepared")
        lost = _measure(report, setups, prepared, options) + _try(report, setups, prepared, options)
    options.path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    say(str(options.path))
    return 1 if lost else 0


def _measure(report: dict[str, object], setups: list[Setup], prepared: Prepared, options: Options) -> list[str]:
    lost: list[str] = []
    if "attempts" in options.parts:
        report["attempts"], lost = attempts(setups, prepared, options)
        _say_each(report["attempts"])
    if "bare" in options.parts:
        report["bare"] = bare(setups, prepared, options)
        _say_each(report["bare"])
    return lost


def _try(report: dict[str, object], setups: list[Setup], prepared: Prepared, options: Options) -> list[str]:
    size = options.sizes[0]
    outcomes = [
        _told(setup.name, trial, lambda s=setup, t=trial: tried(t, s, size, prepared, options.users))
        for setup in setups
        for trial in ACTS
        if trial in options.parts
    ]
    report["trials"] = outcomes
    if "end" in options.parts:
        report["end"] = [_told(setup.name, "end", lambda s=setup: ended(s, size, prepared)) for setup in setups]
    return [line for outcome in outcomes for line in outcome.get("violations", [])]


def _told(server: str, trial: str, tell: Callable[[], dict[str, object]]) -> dict[str, object]:
    """Return what a trial tells, and go on with the next where it comes to nothing."""
    try:
        found = tell()
    except Exception as error:  # a server that can't be started again, say
        found = {"failed": repr(error)[-500:]}
    said = {"trial": trial, "server": server, **found}
    say(json.dumps(said, ensure_ascii=False))
    return said


def _is_told_installed(setup: Setup) -> bool:
    if not setup.is_installed:
        say(f"{setup.name:<30}skipped: {setup.needs} is not installed")
    return setup.is_installed


def _say_each(figures: object) -> None:
    assert isinstance(figures, dict)
    for name, found in figures.items():
        say(f"{name:<30}{json.dumps(found)}")


def _versions() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    sys.exit(main())
