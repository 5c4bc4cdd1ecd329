"""gunicorn inside the command `serve`: threads under processes that replace a worker which dies."""

import gc
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from quizapp.cli import sweeper
from quizapp.cli.patient_worker import PatientWorker
from quizapp.models import db

_SHARED_MEMORY = Path("/dev/shm")  # a heartbeat on disk can block a worker (gunicorn's FAQ)


@dataclass(frozen=True, kw_only=True, slots=True)
class Listening:
    """Where to listen, with how many processes and threads, and what to say when ready."""

    host: str
    port: int
    workers: int
    threads: int
    greeting: str

    @property
    def bind(self) -> str:
        """The address as gunicorn takes it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Server(BaseApplication):
    """Serves one app that is made before the workers are forked."""

    def __init__(self, app: Flask, listening: Listening) -> None:
        self._app = app
        self._listening = listening
        super().__init__()  # type: ignore[no-untyped-call]

    def load_config(self) -> None:
        """Set what differs from gunicorn's own defaults."""
        assert self.cfg is not None
        for name, value in _options(self._app, self._listening).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the app."""
        return self._app


def _options(app: Flask, listening: Listening) -> dict[str, Any]:
    return {
        "bind": listening.bind,
        "workers": listening.workers,
        "threads": listening.threads,
        "worker_class": PatientWorker,
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": 20,
        "keepalive": 15,
        "backlog": 2048,
        "accesslog": None,
        "loglevel": "warning",
        "control_socket_disable": True,
        "worker_tmp_dir": str(_SHARED_MEMORY) if _SHARED_MEMORY.is_dir() else None,
        "forwarded_allow_ips": "",  # QUIZAPP_PROXIES alone says whose headers are believed (app.py)
        "when_ready": lambda _server: _prepare_to_fork(listening.greeting),
        "post_fork": lambda _server, _worker: _leave_connections_to_parent(app),
        "post_worker_init": lambda _worker: sweeper.start(app),
    }


def _prepare_to_fork(greeting: str) -> None:
    """Keep what is loaded out of the workers' garbage collections, each of which stopped one for 0.1 s; say hello."""
    gc.collect()
    gc.freeze()
    print(greeting, file=sys.stdout, flush=True)  # noqa: T201 - what the command is to say


def _leave_connections_to_parent(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose(close=False)
