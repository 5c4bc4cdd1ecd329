"""Work that outlives its request: in a thread of the worker, with a session of its own."""

import logging
import threading
from collections.abc import Callable

from flask import Flask, current_app

_log = logging.getLogger(__name__)


class Job:
    """Work in the background. It ends with the process: whatever must survive that is in the database."""

    def __init__(self, app: Flask, work: Callable[[], None], name: str) -> None:
        self._thread = threading.Thread(target=_run, args=(app, work), name=name, daemon=True)
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait for the end, at most so long, and return whether it has come."""
        self._thread.join(seconds)
        return not self._thread.is_alive()


def start(work: Callable[[], None], *, name: str) -> Job:
    """Let `work` run under the app's context; what it raises is logged."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return Job(app, work, name)


def _run(app: Flask, work: Callable[[], None]) -> None:
    try:
        with app.app_context():  # whose end gives the session back
            work()
    except Exception:
        _log.exception("background work failed")
