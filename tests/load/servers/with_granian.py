"""Start granian, whose workers are replaced when they die: PORT WORKERS THREADS VARIANT."""

from granian.constants import HTTPModes, Interfaces
from granian.server import Server

from tests.load.servers.programs import Program, begin_in_worker
from tests.load.servers.starting import BACKLOG, GRACE_SECONDS, HOST, Start, start


def _serve(asked: Start) -> None:
    def load(_target: str) -> Program:
        begin_in_worker(asked.made)
        return asked.made

    server = Server(
        "quizapp",
        address=HOST,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.workers,
        blocking_threads=asked.threads,
        http=HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE_SECONDS,
        log_level="warning",
    )
    server.serve(target_loader=load)


if __name__ == "__main__":
    start(_serve)
