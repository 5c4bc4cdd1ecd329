"""Start gunicorn as `quizapp serve` does, or with something of its own: PORT WORKERS THREADS VARIANT."""

import sys
from typing import Any

from quizapp.cli.patient_worker import PatientWorker
from tests.load.servers.starting import Start, serve_by_arbiter, start

_SWITCH_SECONDS = 0.0002  # Python's own is 5 ms: how long a thread keeps the interpreter from one that waits for it
# The C parser (gunicorn-h1c) is used where it is installed unless it is said otherwise.
_THREADED: dict[str, Any] = {"http_parser": "python", "worker_class": "gthread"}
_VARIANTS: dict[str, dict[str, Any]] = {
    "gunicorn": _THREADED,
    "gunicorn-h1c": {**_THREADED, "http_parser": "fast"},
    "gunicorn-patient": {**_THREADED, "worker_class": PatientWorker},
    "gunicorn-switching": {**_THREADED, "post_fork": lambda _arbiter, _worker: sys.setswitchinterval(_SWITCH_SECONDS)},
}


def _serve(asked: Start) -> None:
    serve_by_arbiter(asked, **_VARIANTS[asked.variant])


if __name__ == "__main__":
    start(_serve)
