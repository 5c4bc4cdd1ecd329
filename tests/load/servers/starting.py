"""What every way to start a server shares: its program, its size, its address, as the command line gives them."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quizapp.cli.gunicorn_server import Listening, Server
from tests.load.servers.programs import Program, begin_in_worker, program

HOST, BACKLOG = "127.0.0.1", 2048
KEPT_SECONDS = 15  # an idle connection, as `quizapp serve` has it
GRACE_SECONDS = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """What to serve, where, and how large. `variant`: of several ways that one module knows."""

    made: Program
    port: int
    workers: int
    threads: int
    variant: str

    @property
    def all_threads(self) -> int:
        """Threads of a server that has one process only."""
        return self.workers * self.threads


def start(serve: Callable[[Start], None]) -> None:
    """Serve as the command line says: PORT WORKERS THREADS VARIANT."""
    port, workers, threads = map(int, sys.argv[1:4])
    serve(Start(made=program(), port=port, workers=workers, threads=threads, variant=sys.argv[4]))


class Arbiter(Server):
    """gunicorn as `quizapp serve` sets it, for any program, and with `own` settings above those."""

    own: dict[str, Any]

    def load_config(self) -> None:
        """Set what the product sets, without its greeting, and what is own."""
        super().load_config()
        made = self._app
        hooks: dict[str, Any] = {
            "when_ready": lambda _server: None,
            "post_fork": lambda _server, _worker: None,
            "post_worker_init": lambda _worker: begin_in_worker(made),
        }
        for name, value in {**hooks, **self.own}.items():
            self.cfg.set(name, value)


def serve_by_arbiter(asked: Start, **own: Any) -> None:
    """Serve by processes of gunicorn's arbiter."""
    chosen = type("Chosen", (Arbiter,), {"own": own})
    listening = Listening(host=HOST, port=asked.port, workers=asked.workers, threads=asked.threads, greeting="")
    chosen(asked.made, listening).run()
