"""Start waitress, alone or by gunicorn's arbiter: PORT WORKERS THREADS VARIANT."""

import os
import socket

import waitress
from waitress.server import create_server

from tests.load.servers.loops import LoopWorker
from tests.load.servers.programs import begin_in_worker
from tests.load.servers.starting import BACKLOG, GRACE_SECONDS, HOST, KEPT_SECONDS, Start, serve_by_arbiter, start

_SETTINGS = {
    "backlog": BACKLOG,
    "channel_timeout": KEPT_SECONDS,
    "connection_limit": 1000,
    "asyncore_use_poll": True,
    "ident": None,
}


class WaitressWorker(LoopWorker):
    """waitress's loop and threads."""

    def serve(self, listener: socket.socket) -> None:
        """Answer until stopped."""
        self.server = create_server(self.wsgi, sockets=[listener], threads=self.cfg.threads, **_SETTINGS)
        self.server.run()

    def stop(self) -> None:
        """End what is under way, and the process."""
        self.server.task_dispatcher.shutdown(cancel_pending=False, timeout=GRACE_SECONDS)
        os._exit(0)


def _serve(asked: Start) -> None:
    if asked.variant == "waitress-forked":
        serve_by_arbiter(asked, worker_class=WaitressWorker)
        return
    begin_in_worker(asked.made)
    waitress.serve(asked.made, host=HOST, port=asked.port, threads=asked.all_threads, **_SETTINGS)


if __name__ == "__main__":
    start(_serve)
