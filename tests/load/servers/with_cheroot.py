"""Start cheroot, alone or by gunicorn's arbiter: PORT WORKERS THREADS VARIANT."""

import signal
import socket
import sys

from cheroot import wsgi

from tests.load.servers.loops import LoopWorker
from tests.load.servers.programs import begin_in_worker
from tests.load.servers.starting import BACKLOG, GRACE_SECONDS, HOST, KEPT_SECONDS, Start, serve_by_arbiter, start

_SETTINGS = {"request_queue_size": BACKLOG, "timeout": KEPT_SECONDS, "shutdown_timeout": GRACE_SECONDS}


class _GivenSocket(wsgi.Server):
    given: socket.socket

    def bind(self, family: int, type: int, proto: int = 0) -> socket.socket:  # noqa: A002 - cheroot's name
        self.socket = self.given
        return self.socket


class CherootWorker(LoopWorker):
    """cheroot's loop and threads."""

    def serve(self, listener: socket.socket) -> None:
        """Answer until stopped."""
        count = self.cfg.threads
        self.server = _GivenSocket(listener.getsockname()[:2], self.wsgi, numthreads=count, max=count, **_SETTINGS)
        self.server.given = listener
        self.server.prepare()
        listener.setblocking(False)  # another process may have been faster to accept
        self.server.serve()

    def stop(self) -> None:
        """End what is under way, and serve()."""
        self.server.stop()


def _serve(asked: Start) -> None:
    if asked.variant == "cheroot-forked":
        serve_by_arbiter(asked, worker_class=CherootWorker)
        return
    begin_in_worker(asked.made)
    count = asked.all_threads
    server = wsgi.Server((HOST, asked.port), asked.made, numthreads=count, max=count, **_SETTINGS)
    signal.signal(signal.SIGTERM, lambda _sign, _frame: sys.exit(0))
    try:
        server.start()
    finally:
        server.stop()


if __name__ == "__main__":
    start(_serve)
